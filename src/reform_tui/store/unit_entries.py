"""The units as an inspector keeps them: every entry of the reference table, and what feeds' units get from them."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from reform_tui.feeds.unit_names import laid_out
from reform_tui.model.unit_name import DISTRICTS_END, unit_code, unit_key
from reform_tui.model.validity import SINCE, ending
from reform_tui.store.database import stamp

TEXTS = ("level", "parent", "predecessors", "successors", "offices", "contact", "reason", "source")
NAMES = "unit-names.json"

Entry = Mapping[str, Any]


def write_entries(connection: sqlite3.Connection, work: Path, rows: Iterable[Entry], zone: ZoneInfo) -> None:
    """Write what the table says and give units their names, levels and contacts; they stand before what feeds say.

    An entry without a code is known by its name until a feed says the code.
    """
    entries = sorted((_entry(row, zone) for row in rows), key=lambda entry: (entry["until"] or "~", entry["unit"]))
    connection.execute("DELETE FROM unit_entries")
    columns = ("unit", "name", "since", "until", *TEXTS)
    connection.executemany(
        f"INSERT INTO unit_entries ({', '.join(columns)}) VALUES ({', '.join(':' + name for name in columns)})", entries
    )
    connection.executemany(
        "INSERT INTO units (unit, name, level, contact) VALUES (:unit, :name, :level, :contact)"
        " ON CONFLICT (unit) DO UPDATE SET name = excluded.name, level = excluded.level, contact = excluded.contact",
        [entry for entry in entries if unit_code(entry["unit"])],
    )
    laid_out(work / NAMES, sorted(set(_spellings(entries))))
    complete(connection, {unit for (unit,) in connection.execute("SELECT DISTINCT unit FROM home_units")})


def _entry(row: Entry, zone: ZoneInfo) -> dict[str, str]:
    """One entry as it is kept: texts, an end for districts that have none, the name where there is no code."""
    texts = {name: row[name] or "" for name in ("unit", "name", *TEXTS)}
    since, until = row[SINCE], ending(row, zone)
    if until is None and texts["level"] == "district":
        until = datetime.combine(DISTRICTS_END + timedelta(days=1), time(), zone)
    code = unit_code(texts["unit"]) or texts["unit"] or texts["name"]
    return texts | {"unit": code, "since": stamp(since) if since else "", "until": stamp(until) if until else ""}


def _spellings(entries: Iterable[Mapping[str, str]]) -> Iterator[tuple[str, str, str, str]]:
    """Every spelling that means an entry's unit: its code and its name."""
    for entry in entries:
        for word in {entry["unit"], entry["name"]} - {""}:
            yield unit_key(word), entry["unit"], entry["since"], entry["until"]


def complete(connection: sqlite3.Connection, units: Collection[str]) -> None:
    """Give units that feeds named what the table says of that name: a level, a contact, and a name where none is."""
    if not units or connection.execute("SELECT 1 FROM unit_entries LIMIT 1").fetchone() is None:
        return
    entries = connection.execute("SELECT unit, name, level, contact FROM unit_entries ORDER BY id").fetchall()
    names = dict(connection.execute("SELECT unit, name FROM units").fetchall())
    by_key = _unambiguous(entries)
    found = ((unit, by_key.get(unit_key(unit)) or by_key.get(unit_key(names.get(unit) or unit))) for unit in units)
    known = sorted((unit, entry) for unit, entry in found if entry is not None)
    connection.executemany(
        "INSERT INTO units (unit, name, level, contact) VALUES (?, ?, ?, ?) ON CONFLICT (unit) DO UPDATE SET"
        " name = CASE name WHEN '' THEN excluded.name ELSE name END,"
        " level = CASE level WHEN '' THEN excluded.level ELSE level END,"
        " contact = CASE contact WHEN '' THEN excluded.contact ELSE contact END",
        [(unit, *told) for unit, told in known],
    )


def _unambiguous(entries: Iterable[sqlite3.Row]) -> dict[str, tuple[str, str, str]]:
    """Code, or name that only one unit bears, to (name, level, contact); the entry that ends last goes before."""
    told: dict[str, tuple[str, str, str]] = {}
    bearers: dict[str, set[str]] = {}
    for entry in entries:
        for key in {unit_key(word) for word in (entry["unit"], entry["name"]) if word}:
            told[key] = entry["name"], entry["level"], entry["contact"]
            bearers.setdefault(key, set()).add(entry["unit"])
    return {key: said for key, said in told.items() if len(bearers[key]) == 1}
