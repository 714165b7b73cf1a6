"""Why a rule is blind: which heading went missing, since which file, and what may stand in its place."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from reform_tui.config.types import Feed, Project
from reform_tui.engine.job import Blind
from reform_tui.engine.own_rules import BLIND
from reform_tui.feeds.headings import loose
from reform_tui.feeds.vocabulary import headings_of
from reform_tui.language import LANGUAGES, Language
from reform_tui.model.finding import Fact
from reform_tui.model.schema import Schema
from reform_tui.store.headings import Headed, first_after, last_with, newest_files

_NEAR = 0.5
"""How alike two headings must be for one to be told as what became of the other."""
_TOLD = 3
"""Columns, and known headings, that a sentence names."""


@dataclass(frozen=True)
class Lack:
    """One column that no feed of a unit has any more, or never had."""

    feed: str
    column: str
    heading: str = ""
    """What it was called; empty where no file ever had it."""
    since_file: str = ""
    new_heading: str = ""
    """A heading of the newest file that became no column, and may be it."""
    known: tuple[str, ...] = ()

    def said(self, language: Language) -> str:
        """The sentence in one language."""
        text = _fill(language, "gone" if self.heading else "never", **self.facts(), known=", ".join(self.known))
        return _fill(language, "near", said=text, near=self.new_heading) if self.new_heading else text

    def facts(self) -> dict[str, Fact]:
        """What a program needs to know of it."""
        told = {name: getattr(self, name) for name in ("feed", "column", "heading", "since_file", "new_heading")}
        return {name: fact for name, fact in told.items() if fact}


def explained(connection: sqlite3.Connection, project: Project, blind: Mapping[str, Blind]) -> dict[str, Blind]:
    """Return the same with why in every language, and facts; what several units share is looked up once."""
    seen: dict[tuple[str, str, tuple[Headed, ...]], Lack] = {}
    told = {}
    for unit, why in blind.items():
        lacks: list[Lack] = []
        for schema, columns in why.lacks.items():
            files = tuple(newest_files(connection, schema, unit))
            for column in columns:
                if (schema, column, files) not in seen:
                    seen[schema, column, files] = _lack(connection, project, schema, column, files)
                lacks.append(seen[schema, column, files])
        said = {code: _said(Language(code), lacks, why.skipped) for code in LANGUAGES}
        told[unit] = replace(why, said=said, facts={**as_facts(said), **(lacks[0].facts() if lacks else {})})
    return told


def as_facts(said: Mapping[str, str]) -> dict[str, Fact]:
    """A reason by language as facts of an alert."""
    return {f"reason_{code}": text for code, text in said.items()}


def _said(language: Language, lacks: Sequence[Lack], skipped: Mapping[str, int]) -> str:
    if not lacks:
        why = ", ".join(f"{language.reason(reason)}: {language.whole(count)}" for reason, count in skipped.items())
        return _fill(language, "unjudged", count=sum(skipped.values()), why=why)
    text = "; ".join(lack.said(language) for lack in lacks[:_TOLD])
    more = len(lacks) - _TOLD
    return _fill(language, "more", said=text, count=more) if more > 0 else text


def _fill(language: Language, part: str, **facts: object) -> str:
    return language.fill(BLIND[part][language.code], facts)


def _lack(connection: sqlite3.Connection, project: Project, schema: str, column: str, files: Sequence[Headed]) -> Lack:
    """What became of a column: the newest feed that had it tells, else the one with the newest file."""
    for file in files:
        if last := last_with(connection, file, column):
            heading, before = last
            new = [one for one in file.unmapped if one not in before.unmapped]
            since = first_after(connection, before).rpartition("/")[2]
            return Lack(file.feed, column, heading, since, _nearest(new, [heading]) or _only(new))
    newest = files[0]
    feed = next((one for one in project.feeds if one.name == newest.feed), None)
    known = tuple(_known(feed, project.schemas[schema], column))
    return Lack(newest.feed, column, new_heading=_nearest(newest.unmapped, known), known=known[:_TOLD])


def _known(feed: Feed | None, schema: Schema, column: str) -> Iterable[str]:
    """The headings that would have been taken for a column."""
    if feed is not None and column in feed.extra:
        return feed.extra[column].source
    return (feed.columns.get(column) if feed else None) or headings_of(schema, column) or (column,)


def _nearest(headings: Iterable[str], wanted: Sequence[str]) -> str:
    """The heading most like one of those wanted; none where they have little in common."""
    pairs = [(SequenceMatcher(None, loose(one), loose(other)).ratio(), one) for one in headings for other in wanted]
    likeness, heading = max(pairs, default=(0.0, ""))
    return heading if likeness >= _NEAR else ""


def _only(headings: Sequence[str]) -> str:
    """The one heading that is new, whatever it says: where one went and one came, it was mostly renamed."""
    return headings[0] if len(headings) == 1 else ""
