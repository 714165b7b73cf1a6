"""Which column of ours a heading that nobody knows could be, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from reform_tui.anonymous.looks import is_record_code
from reform_tui.feeds.headings import loose
from reform_tui.feeds.vocabulary import headings_of
from reform_tui.model.schema import Column, Kind, Schema
from reform_tui.scaffold.fitting import MOST, fits, share_of
from reform_tui.scaffold.seen import Seen

LIKELY, PERHAPS = 0.82, 0.6
_LONG, _NAMED = 5, 0.85
_ENGLISH: Mapping[str, tuple[str, ...]] = {
    "record_id": ("record id", "case id", "case enquiry id", "ticket id", "dossier code", "application number", "id"),
    "received_at": ("received", "open dt", "opened", "open date", "requested datetime", "created"),
    "due_at": ("due", "due date", "target dt", "sla target dt", "deadline", "expected"),
    "finished_at": ("finished", "closed dt", "closed", "close date", "completed", "resolved"),
    "status": ("status", "case status", "state"),
    "unit": ("unit", "department", "agency", "office"),
    "field": ("field", "reason", "category", "sector"),
    "procedure": ("procedure", "type", "service", "service name"),
    "channel": ("channel", "source", "submitted via"),
}
"""English headings of other cities' registers."""


@dataclass(frozen=True)
class Guess:
    """A column of ours for one of theirs: ``sure`` from 0 to 1, and why, in words."""

    column: str
    at: int
    sure: float
    why: str


def guesses(seen: Mapping[int, Seen], schema: Schema, taken: Mapping[str, int]) -> list[Guess]:
    """Return the best guess for each heading that no mapping knows, each column of ours once, the surest first."""
    free = [column for column in schema.columns if column.name not in taken]
    left = [one for at, one in seen.items() if at not in taken.values()]
    every = [guess for one in left for column in free if (guess := _guess(one, column, schema))]
    found: list[Guess] = []
    for guess in sorted(every, key=lambda one: (-one.sure, one.at)):
        if guess.column not in {one.column for one in found} and guess.at not in {one.at for one in found}:
            found.append(guess)
    return [one for one in found if one.sure >= PERHAPS]


def _guess(one: Seen, column: Column, schema: Schema) -> Guess | None:
    alike = _alike(one.heading, column.name, schema)
    fit, why = fits(one, column)
    if fit < MOST:
        return None
    if column.name in schema.key and one.few:
        return None
    if column.name == "record_id" and share_of(one.values, is_record_code) > MOST:
        return Guess(column.name, one.at, 0.95, "its values are record codes")
    if column.people and alike < _NAMED and "phone" not in column.name:
        return None
    bonus = 0.1 if column.kind in {Kind.TIME, Kind.FLAG} or column.values else 0.0
    if "phone" in column.name:
        alike = max(alike, PERHAPS)
    return Guess(column.name, one.at, min(alike + bonus * alike, 0.99), f"heading {alike:.0%} alike, {why}")


def _alike(heading: str, column: str, schema: Schema) -> float:
    """How much a heading is like a usual one: letters in common, or the usual one inside a longer one."""
    theirs = loose(heading)
    names = [loose(name) for name in (column, *headings_of(schema, column), *_ENGLISH.get(column, ()))]
    inside = [0.8 + 0.15 * len(name) / len(theirs) for name in names if len(name) >= _LONG and name in theirs]
    return max(*(SequenceMatcher(None, theirs, name).ratio() for name in names), *inside, 0.0)
