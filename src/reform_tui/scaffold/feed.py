"""``new feed``: a mapping proposed from a real file, proved by one row of it with nobody in it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc

from reform_tui.anonymous.cells import BLANKED
from reform_tui.anonymous.replacing import Replacements
from reform_tui.anonymous.tables import Reading, anonymous_columns, plan_of
from reform_tui.config.build import nearest
from reform_tui.config.feed import feed_of
from reform_tui.config.project import SETTINGS, require_project
from reform_tui.config.settings import settings_of
from reform_tui.config.toml import Document, parse, read_document
from reform_tui.config.types import Feed, Settings
from reform_tui.errors import ConfigError, FeedError
from reform_tui.feeds.read import read_sheet
from reform_tui.feeds.samples import failures, sample_table
from reform_tui.model.schema import BUILT_IN, Schema
from reform_tui.plugins import plugins_of
from reform_tui.scaffold.feed_text import Sample, feed_text
from reform_tui.scaffold.guesses import LIKELY
from reform_tui.scaffold.names import required_feed_name, slug
from reform_tui.scaffold.proposal import Proposal, proposal_for
from reform_tui.scaffold.written import Written, write_new
from reform_tui.times import zone_of

_TRIED = 50


def new_feed(file: Path, name: str | None, root: Path, *, schema: str | None = None) -> Written:
    """Write ``feeds/NAME.toml`` for a file; it loads without faults and its sample passes.

    ``schema`` says what its rows are, else what fits best.
    """
    require_project(root)
    called = required_feed_name(name) if name is not None else slug(file.stem, "-")
    path = root / "feeds" / f"{called}.toml"
    settings = settings_of(read_document(root / SETTINGS, SETTINGS))
    plugins = plugins_of(root)
    schemas = {**BUILT_IN, **plugins.schemas}
    kinds = _kinds(schemas, schema)
    proposal = proposal_for(file.name, file.read_bytes(), kinds, tuple(plugins.readers.values()))
    text = _proved(proposal, file, path, root, settings, schemas)
    return Written(write_new({path: text}), _next(proposal, path, file, root))


def _kinds(schemas: Mapping[str, Schema], wanted: str | None) -> list[Schema]:
    """What rows of a feed may be: the one that was asked for, else all; ``ConfigError`` where there is none."""
    kinds = {name: schema for name, schema in schemas.items() if not schema.reference}
    if wanted is None:
        return list(kinds.values())
    if wanted not in kinds:
        told = f"{nearest(wanted, kinds)}; there are {', '.join(sorted(kinds))}"
        raise ConfigError([f"--schema: no plugin offers rows called '{wanted}'{told}"])
    return [kinds[wanted]]


def _proved(
    proposal: Proposal, file: Path, path: Path, root: Path, settings: Settings, schemas: Mapping[str, Schema]
) -> str:
    """The text with the first row that becomes what it says, or without a sample where none does."""

    def text(sample: Sample | None) -> str:
        return feed_text(
            proposal,
            file=file.name,
            folder=_folder(file, root),
            pattern=f"*{file.suffix}" if file.suffix else file.name,
            unit=settings.province,
            sample=sample,
        )

    bare = _feed(text(None), path, schemas)
    for sample in _samples(proposal, bare, settings.zone):
        told = text(sample)
        if not failures(_feed(told, path, schemas), schemas[bare.schema], settings.zone):
            return told
    return text(None)


def _feed(text: str, path: Path, schemas: Mapping[str, Schema]) -> Feed:
    label = f"feeds/{path.name}"
    return feed_of(Document(label, path, parse(text.encode(), label), ""), schemas)


def _folder(file: Path, root: Path) -> str:
    """The folder in which the file lies: inside the project, or as an absolute path."""
    place = file.resolve().parent
    return str(place.relative_to(root.resolve())) if place.is_relative_to(root.resolve()) else str(place)


def _samples(proposal: Proposal, feed: Feed, zone: str) -> list[Sample]:
    """The fullest of the first rows, with nobody in them, and what each becomes."""
    below = pc.greater(proposal.table["row"], proposal.header.row)
    head = proposal.table.filter(pc.less_equal(proposal.table["row"], proposal.header.row))
    table = pa.concat_tables([head, proposal.table.filter(below).slice(0, _TRIED)])
    plan = plan_of("sample", table, Reading(feed, (proposal.schema,)))
    replacements = Replacements(secrets.token_bytes(32))
    replacements.originals.add(plan.originals())
    columns = {at: column.to_pylist() for at, column in anonymous_columns(plan, replacements, plan.familiar()).items()}
    rows = [_cells(proposal, columns, place) for place in range(head.num_rows, table.num_rows)]
    found = (_sample(row, feed, proposal.schema, zone) for row in sorted(rows, key=len, reverse=True))
    return [one for one in found if one is not None]


def _cells(proposal: Proposal, columns: Mapping[int, Sequence[str | None]], place: int) -> dict[str, str]:
    """One row under its headings: what is mapped, where it says anything."""
    told: dict[str, str] = {}
    for at in sorted(proposal.columns.values()):
        text = columns[at][place]
        if text and text.strip() != BLANKED:
            told.setdefault(proposal.seen[at].heading, text)
    return told


def _sample(row: Mapping[str, str], feed: Feed, schema: Schema, zone: str) -> Sample | None:
    """The row and what it becomes, people left out; nothing for one that is rejected."""
    local = zone_of(feed.time.zone or zone)
    try:
        read = read_sheet("sample", sample_table(row), feed, schema, local)
    except FeedError:
        return None
    became = next(iter(read.rows.to_pylist()), None)
    if became is None:
        return None
    people = set(schema.names(people=True))
    told = {name: value for name, value in became.items() if not name.startswith("_") and name not in people}
    return row, {name: _local(value, local) for name, value in told.items() if value is not None}


def _local(value: Any, zone: ZoneInfo) -> Any:
    return value.astimezone(zone) if isinstance(value, datetime) else value


def _next(proposal: Proposal, path: Path, file: Path, root: Path) -> tuple[str, ...]:
    likely = sum(guess.sure >= LIKELY for guess in proposal.guessed)
    known, perhaps, left = len(proposal.header.mapped), len(proposal.guessed) - likely, len(proposal.left)
    told = [f"{known} headings known, {likely} likely, {perhaps} perhaps, {left} left as comments: read {path}"]
    missing = [name for name in proposal.schema.key if name not in proposal.columns]
    if missing:
        told.append(f"no heading looks like {' or '.join(missing)}: name it under [columns], or no row is taken in")
    told.append(f"prove its sample: reform-tui test-rules {root}")
    told.append(f"see what {file.name} becomes: reform-tui check {root}, then reform-tui feeds {root}")
    return tuple(told)
