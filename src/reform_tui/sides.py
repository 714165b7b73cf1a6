"""The two sides of a what-if: a project as it is, and as a rules file would make it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from sqlite3 import Connection

from reform_tui.config.draft import with_draft
from reform_tui.config.toml import Document, parse, read_document
from reform_tui.config.types import Project
from reform_tui.engine.faces import Faces
from reform_tui.engine.what_if_data import sentences_of
from reform_tui.language import Language
from reform_tui.looking import Looked
from reform_tui.store.archive import content_of
from reform_tui.store.layout import Layout
from reform_tui.what_if_words import Words

FIRST = (
    "the project has the shipped rules, for it has none of its own: once a file stands in rules/, only what stands "
    "there holds"
)


@dataclass(frozen=True)
class Sides:
    """What is compared, and what a person should know of it."""

    before: Project
    after: Project
    path: Path
    """Of the draft, as its rules in ``after`` say it."""
    notes: tuple[str, ...] = ()


def sides_of(looked: Looked, project: Project, file: Path) -> Sides:
    """Return the project beside what ``file`` makes of it; ``ConfigError`` with what is wrong with the file.

    A rules file of the project itself is compared with the version that the engine had in force before it.
    """
    draft = read_document(file, str(file))
    own = project.root / "rules" / file.name
    if file.resolve() != own.resolve():
        notes = () if any(own.parent.glob("*.toml")) else (FIRST,)
        return Sides(project, with_draft(project, draft), file, notes)
    with looked.asker.snapshot() as store:
        former, said = _former(store.connection, looked.layout, draft, f"rules/{file.name}")
    return Sides(project if former is None else with_draft(project, former), project, own, (said,))


def _former(connection: Connection, layout: Layout, draft: Document, label: str) -> tuple[Document | None, str]:
    """The newest other version of a rules file that was in force, and a sentence about it."""
    rows = connection.execute("SELECT at, files FROM configurations ORDER BY at DESC").fetchall()
    for at, files in rows:
        sha256 = json.loads(files).get(label)
        if sha256 not in (draft.sha256, None):
            table = parse(content_of(layout, sha256), label)
            return replace(
                draft, table=table, sha256=sha256
            ), f"{label} is compared with the one in force since {at[:16]}Z"
        if sha256 is None and at != rows[0][0]:
            return replace(draft, table={}), f"{label} is compared with the time before it was there"
    return None, f"{label} is in force already and no other version is known; give a draft that lies elsewhere"


def worded(sides: Sides, faces: Faces, units: Mapping[str, str]) -> Words:
    """Return the words for the alerts of both sides, in the project's language."""
    language = Language(sides.after.settings.language)
    rules = (*sides.before.rules, *sides.after.rules)
    called = {
        one.name: language.chosen(one.names, one.name) for one in (*sides.before.indicators, *sides.after.indicators)
    }
    return Words(language, units, sentences_of(rules, faces), called)
