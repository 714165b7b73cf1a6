"""A project folder, read whole: settings, feeds, rules and calendar, and every fault of all of them at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from reform_tui.config.calendar import VIETNAM, calendar_of
from reform_tui.config.feed import extra_columns, feed_of
from reform_tui.config.rule import Known, rules_of
from reform_tui.config.rule_files import tables_of
from reform_tui.config.settings import settings_of
from reform_tui.config.toml import Document, read_document
from reform_tui.config.types import Feed, Project, Settings
from reform_tui.errors import ConfigError
from reform_tui.model.schema import Column, Schema
from reform_tui.shipped import shipped
from reform_tui.times import zone_of

T = TypeVar("T")

SETTINGS = "reform.toml"
CALENDAR = "calendar.toml"
TOML = "[!.]*.toml"  # an editor's lock files begin with a dot


@dataclass(frozen=True)
class Sources:
    """The files of a project, read but not yet understood."""

    settings: Document
    feeds: list[Document]
    rules: list[Document]
    shipped_rules: list[Document]
    """To be extended; they are the rules themselves where the project has none."""
    calendar: Document


def load_project(root: Path, schemas: Mapping[str, Schema], *, whole: bool = True) -> Project:
    """Read the project in ``root``; ``ConfigError`` with the faults of all its files together.

    ``schemas`` are the built-in ones and those of plugins.  A project without ``rules/*.toml`` has the shipped rules,
    one without ``calendar.toml`` the shipped calendar.  Unless the schemas are ``whole``, one that is missing is no
    fault: its feeds are left out.
    """
    faults: list[str] = []
    sources = _sources(root, faults)
    settings = _tried(faults, settings_of, sources.settings) or Settings()
    zone = zone_of(settings.zone)
    left_out = {} if whole else _without_schema(sources.feeds, schemas)
    known_feeds = [one for one in sources.feeds if one.path.stem not in left_out]
    feeds = [feed for one in known_feeds if (feed := _tried(faults, feed_of, one, schemas))]
    merged = _with_extra(feeds, schemas, faults)
    tables, to_extend = tables_of(sources.rules), tables_of(sources.shipped_rules)
    theirs = sources.rules is sources.shipped_rules  # they are proved with the plugins that they come with
    rules, indicators, wrong = rules_of(tables, to_extend, Known(merged, zone, whole and not theirs))
    faults += wrong
    calendar = _tried(faults, calendar_of, sources.calendar, zone)
    if faults or calendar is None:
        raise ConfigError(faults)
    hashes = _hashes(sources)
    told = (tuple(feeds), tuple(rules), tuple(indicators))
    return Project(root, settings, *told, calendar, merged, hashes, left_out)


def _without_schema(documents: Iterable[Document], schemas: Mapping[str, Schema]) -> dict[str, str]:
    """Return the feeds whose schema is not known, with a sentence."""
    named = ((one, one.table.get("schema")) for one in documents)
    return {
        one.path.stem: f"{one.label}: left out: no plugin offers the schema '{schema}'"
        for one, schema in named
        if isinstance(schema, str) and schema not in schemas
    }


def require_project(root: Path) -> None:
    """``ConfigError`` unless there is a project in ``root``: nothing is made at a mistyped path."""
    if not (root / SETTINGS).is_file():
        needs = f"{SETTINGS} (name, province), feeds/NAME.toml for each kind of file, and the folders that feeds name"
        raise ConfigError([f"{root}: is not a project; it needs {needs}"])


def rule_documents(root: Path) -> tuple[list[Document], list[Document]]:
    """Return the rules files in force and the shipped ones; ``ConfigError`` when one cannot be read."""
    faults: list[str] = []
    own, theirs = _rules(root, faults)
    if faults:
        raise ConfigError(faults)
    return own, theirs


def _sources(root: Path, faults: list[str]) -> Sources:
    """Read the files; ``ConfigError`` at once when this is no project, since the rest would be noise."""
    require_project(root)
    settings = _tried(faults, read_document, root / SETTINGS, SETTINGS)
    feeds = _all(faults, root / "feeds", "feeds")
    own, theirs = _rules(root, faults)
    has_calendar = (root / CALENDAR).is_file()
    calendar = _tried(faults, read_document, root / CALENDAR, CALENDAR) if has_calendar else None
    return Sources(
        settings or Document(SETTINGS, root / SETTINGS, {}, ""),
        feeds,
        own,
        theirs,
        calendar or read_document(VIETNAM, f"shipped/{VIETNAM.name}"),
    )


def _rules(root: Path, faults: list[str]) -> tuple[list[Document], list[Document]]:
    """The rules files in force, which are the shipped ones where the project has none, and the shipped ones."""
    own = _all(faults, root / "rules", "rules")
    theirs = _all(faults, shipped("rules"), "shipped/rules")
    return own if any((root / "rules").glob(TOML)) else theirs, theirs


def _all(faults: list[str], folder: Path, label: str) -> list[Document]:
    """Read every TOML file of a folder, in order of name."""
    files = _tried(faults, _files, folder, label) or []
    read = (_tried(faults, read_document, path, f"{label}/{path.name}") for path in files)
    return [document for document in read if document]


def _files(folder: Path, label: str) -> list[Path]:
    """Return the TOML files of a folder, none where it is not there; ``glob`` would take a closed one for empty."""
    try:
        return sorted(path for path in folder.iterdir() if path.match(TOML))
    except FileNotFoundError:
        return []
    except OSError as error:
        raise ConfigError([f"{label}/: cannot be read ({error.strerror})"]) from error


def _tried(faults: list[str], read: Callable[..., T], *arguments: object) -> T | None:
    """Return what ``read`` gives, or nothing and add its faults."""
    try:
        return read(*arguments)
    except ConfigError as error:
        faults += error.faults
        return None


def _with_extra(feeds: Iterable[Feed], schemas: Mapping[str, Schema], faults: list[str]) -> dict[str, Schema]:
    """Return the schemas with the feeds' own columns; two feeds may share one if they agree on its type."""
    added: dict[str, dict[str, Column]] = {}
    for feed in feeds:
        columns = added.setdefault(feed.schema, {})
        for column in extra_columns(feed):
            if columns.setdefault(column.name, column) != column:
                known = columns[column.name]
                other = f"{known.kind.value}{', people' if known.people else ''}"
                faults.append(f"feeds/{feed.path.name}: columns.extra.{column.name}: another feed says it is {other}")
    return {name: schema.with_extra(added.get(name, {}).values()) for name, schema in schemas.items()}


def _hashes(sources: Sources) -> dict[str, str]:
    """Return label to SHA-256 of every file that was read."""
    read = (sources.settings, *sources.feeds, *sources.rules, *sources.shipped_rules, sources.calendar)
    return dict(sorted((document.label, document.sha256) for document in read))
