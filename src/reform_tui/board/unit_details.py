"""What the reference table of units says of one of them, and what others say of it: read only when it is opened."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from reform_tui.model.unit_name import unit_key
from reform_tui.store.database import moment_of

_TEXTS = ("unit", "name", "level", "parent", "predecessors", "successors", "offices", "contact", "reason", "source")

_NAMED_BY_FEEDS = (
    "SELECT unit, name, level, contact FROM units UNION"
    " SELECT unit, '', '', '' FROM home_units WHERE unit NOT IN (SELECT unit FROM units) ORDER BY unit"
)


@dataclass(frozen=True)
class UnitEntry:
    """One entry of ``reference/units``: the unit as it is, or was, between two moments."""

    unit: str
    name: str
    level: str
    parent: str
    predecessors: str
    successors: str
    offices: str
    contact: str
    reason: str
    source: str
    since: datetime | None
    until: datetime | None
    """The first moment at which it counts no longer."""


@dataclass(frozen=True)
class UnitDetail:
    """A unit's own entries, the newest first, and units by code and name that it names or that name it."""

    entries: tuple[UnitEntry, ...] = ()
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


def read_entries(connection: sqlite3.Connection) -> tuple[UnitEntry, ...]:
    """Every entry by unit, the newest first; a unit that only feeds name has one without validity."""
    listed = _listed(connection)
    known = {unit_key(word) for one in listed for word in (one.unit, one.name) if word}
    rows = connection.execute(_NAMED_BY_FEEDS).fetchall()
    blank = dict.fromkeys(_TEXTS, "")
    others = (
        UnitEntry(**blank | dict(row), since=None, until=None)
        for row in rows
        if not known & {unit_key(row["unit"]), unit_key(row["name"] or row["unit"])}
    )
    return tuple(sorted([*listed, *others], key=lambda one: one.unit))


def read_unit(connection: sqlite3.Connection, unit: str) -> UnitDetail:
    """Return what is known of a unit by its code, or by the name under which feeds speak of it."""
    every = _listed(connection)
    row = connection.execute("SELECT name FROM units WHERE unit = ?", (unit,)).fetchone()
    own = [one for one in every if one.unit == unit]
    own = own or [
        one for one in every if unit_key(one.name) in {unit_key(unit), unit_key(row["name"] if row else unit)}
    ]
    names = {unit_key(word) for one in own for word in (one.unit, one.name) if word} | {unit_key(unit)}
    called = {unit_key(word): shown(one) for one in reversed(every) for word in (one.name, one.unit) if word}

    def told(column: str, others: str = "") -> tuple[str, ...]:
        words = [word for one in own for word in _words(getattr(one, column))]
        naming = [shown(one) for one in every if others and names & {*map(unit_key, _words(getattr(one, others)))}]
        return tuple(dict.fromkeys([*(called.get(unit_key(word), word) for word in words), *naming]))

    below = dict.fromkeys(shown(one) for one in every if names & {*map(unit_key, _words(one.parent))})
    return UnitDetail(
        tuple(own), told("parent"), tuple(below), told("predecessors", "successors"), told("successors", "predecessors")
    )


def shown(entry: UnitEntry) -> str:
    """Code and name."""
    return " ".join(dict.fromkeys(filter(None, (entry.unit, entry.name))))


def offices(entries: Iterable[UnitEntry]) -> Sequence[str]:
    """Each office once."""
    return tuple(dict.fromkeys(word for one in entries for word in _words(one.offices)))


def _listed(connection: sqlite3.Connection) -> list[UnitEntry]:
    """Every entry of the table by unit, the newest first."""
    return [_entry(row) for row in connection.execute("SELECT * FROM unit_entries ORDER BY unit, since DESC, id DESC")]


def _entry(row: sqlite3.Row) -> UnitEntry:
    since, until = (moment_of(row[name]) if row[name] else None for name in ("since", "until"))
    return UnitEntry(**{name: row[name] for name in _TEXTS}, since=since, until=until)


def _words(text: str) -> list[str]:
    """Codes or names in one cell, between semicolons or on lines of their own."""
    return [word.strip() for word in re.split(r"[;\n]", text) if word.strip()]
