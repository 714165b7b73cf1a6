"""Why a rule is blind: which heading of which feed is missing since when, what may stand in its place, whom to ask."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from reform_tui.config.types import Feed, Project
from reform_tui.engine.blind_words import Missing, as_said, none_judged
from reform_tui.engine.job import Blind
from reform_tui.feeds.headings import loose
from reform_tui.feeds.vocabulary import headings_of
from reform_tui.language import LANGUAGES, Language
from reform_tui.model.finding import Fact
from reform_tui.model.schema import Schema
from reform_tui.store.headings import Headed, first_after, last_with, newest_files

_NEAR = 0.5
"""How alike two headings must be for one to be told as what became of the other."""


@dataclass(frozen=True)
class Looked:
    """What a rule lacks in some units, looked up: enough to say it in every language."""

    lacks: tuple[Missing, ...]
    skipped: Mapping[str, int]
    rows: str
    """The kind of rows of which none can be judged."""

    def __add__(self, other: Looked) -> Looked:
        """The same of more units: a heading that several lack is told once, counts are added up."""
        return Looked(
            tuple(dict.fromkeys(self.lacks + other.lacks)), Counter(self.skipped) + Counter(other.skipped), self.rows
        )

    def facts(self) -> dict[str, Fact]:
        """The reason by language, and what a program needs to know of the first heading."""
        said = {f"reason_{code}": text for code, text in self.said().items()}
        return {**said, **(self.lacks[0].facts() if self.lacks else {})}

    def said(self) -> dict[str, str]:
        """The reason by language."""
        return {
            code: as_said(Language(code), self.lacks, self.rows)
            if self.lacks
            else none_judged(Language(code), self.skipped, self.rows)
            for code in LANGUAGES
        }


def explained(
    connection: sqlite3.Connection, project: Project, blind: Mapping[str, Blind], reads: Collection[str], *, whole: bool
) -> dict[str, Blind]:
    """Return the same with why in every language, and facts; what several units share is looked up once.

    ``reads`` are the kinds of rows that the rule reads.  Where it is asked about the ``whole`` province, each unit's
    facts tell of all of them together.
    """
    seen: dict[tuple[str, str, tuple[Headed, ...]], Missing] = {}
    looked = {unit: _looked(connection, project, why, unit, reads, seen) for unit, why in blind.items()}
    everywhere = sum(list(looked.values())[1:], next(iter(looked.values()))) if whole and looked else None
    return {
        unit: replace(why, said=looked[unit].said(), facts=(everywhere or looked[unit]).facts())
        for unit, why in blind.items()
    }


def _looked(
    connection: sqlite3.Connection,
    project: Project,
    why: Blind,
    unit: str,
    reads: Collection[str],
    seen: dict[tuple[str, str, tuple[Headed, ...]], Missing],
) -> Looked:
    lacks: list[Missing] = []
    for schema, columns in why.lacks.items():
        files = tuple(newest_files(connection, schema, unit))
        for column in columns:
            if (schema, column, files) not in seen:
                seen[schema, column, files] = _missing(connection, project, schema, column, files)
            lacks.append(seen[schema, column, files])
    kinds = [*why.lacks] or [*reads]
    return Looked(tuple(lacks), why.skipped, kinds[0] if len(kinds) == 1 else "")


def _missing(
    connection: sqlite3.Connection, project: Project, schema: str, column: str, files: Sequence[Headed]
) -> Missing:
    """What became of a column: the newest feed that had it tells, else the one with the newest file."""
    for file in files:
        if last := last_with(connection, file, column):
            heading, before = last
            new = [one for one in file.unmapped if one not in before.unmapped]
            since = first_after(connection, before).rpartition("/")[2]
            return Missing(file.feed, column, heading, heading, since, _nearest(new, [heading]) or _only(new))
    newest = files[0]
    feed = next((one for one in project.feeds if one.name == newest.feed), None)
    known = tuple(_known(feed, project.schemas[schema], column))
    return Missing(newest.feed, column, known[0], new_heading=_nearest(newest.unmapped, known))


def _known(feed: Feed | None, schema: Schema, column: str) -> Iterable[str]:
    """The headings that would have been taken for a column."""
    if feed is not None and column in feed.extra:
        return feed.extra[column].source or (column,)
    return (feed.columns.get(column) if feed else None) or headings_of(schema, column) or (column,)


def _nearest(headings: Iterable[str], wanted: Sequence[str]) -> str:
    """The heading most like one of those wanted; none where they have little in common."""
    pairs = [(SequenceMatcher(None, loose(one), loose(other)).ratio(), one) for one in headings for other in wanted]
    likeness, heading = max(pairs, default=(0.0, ""))
    return heading if likeness >= _NEAR else ""


def _only(headings: Sequence[str]) -> str:
    """The one heading that is new, whatever it says: where one went and one came, it was mostly renamed."""
    return headings[0] if len(headings) == 1 else ""
