"""What a console counts working time by, written where it reads it: the calendar, and limits of procedures."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any

from reform_tui.calendars import Calendar
from reform_tui.record_limit import Limit, base_of
from reform_tui.store.database import as_json, moment_of, stamp
from reform_tui.times import zone_of


def write_calendar(connection: sqlite3.Connection, calendar: Calendar) -> None:
    """Let this be the calendar."""
    told = {
        "zone": calendar.zone.key,
        "hours": [[start.isoformat(), end.isoformat()] for start, end in calendar.hours],
        "days_off": sorted(day.isoformat() for day in calendar.days_off),
        "made_up": sorted(day.isoformat() for day in calendar.made_up),
        "weekend": sorted(calendar.weekend),
        "years": sorted(calendar.years),
    }
    connection.execute("INSERT OR REPLACE INTO meta (name, value) VALUES ('calendar', ?)", (as_json(told),))


def read_calendar(connection: sqlite3.Connection) -> Calendar | None:
    """The calendar in force; ``None`` before an engine wrote one."""
    row = connection.execute("SELECT value FROM meta WHERE name = 'calendar'").fetchone()
    if row is None:
        return None
    told = json.loads(row[0])
    return Calendar(
        zone_of(told["zone"]),
        tuple((time.fromisoformat(start), time.fromisoformat(end)) for start, end in told["hours"]),
        frozenset(map(date.fromisoformat, told["days_off"])),
        frozenset(map(date.fromisoformat, told["made_up"])),
        frozenset(told["weekend"]),
        frozenset(told["years"]),
    )


def write_limits(connection: sqlite3.Connection, entries: Iterable[Mapping[str, Any]]) -> None:
    """Let these entries of the reference table of procedures be the limits, in their order."""
    connection.execute("DELETE FROM limits")
    connection.executemany(
        'INSERT INTO limits (procedure, "at", most, most_online, counted, since, until) VALUES (?, ?, ?, ?, ?, ?, ?)',
        (
            (
                base_of(entry["procedure"]), at, entry.get("limit"), entry.get("limit_online"),
                entry.get("counted") or "", _stamp(entry.get("from")), _stamp(entry.get("to")),
            )
            for at, entry in enumerate(entries)
            if entry.get("procedure")
        ),
    )  # fmt: skip


def read_limits(connection: sqlite3.Connection, procedure: str) -> tuple[Limit, ...]:
    """The limits of one procedure, whoever wrote its code."""
    rows = connection.execute('SELECT * FROM limits WHERE procedure = ? ORDER BY "at"', (base_of(procedure),))
    return tuple(
        Limit(
            row["procedure"],
            row["most"],
            row["most_online"],
            row["counted"],
            *map(_moment, (row["since"], row["until"])),
        )
        for row in rows
    )


def _stamp(moment: datetime | None) -> str | None:
    return stamp(moment) if moment else None


def _moment(text: str | None) -> datetime | None:
    return moment_of(text) if text else None
