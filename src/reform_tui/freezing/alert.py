"""One alert of a store, found by its id or the start of it."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from reform_tui.board.details import evidence_keys
from reform_tui.errors import ConfigError
from reform_tui.store.database import moment_of

_HEX = frozenset("0123456789abcdef")
_TOLD = 5


@dataclass(frozen=True)
class FrozenAlert:
    """What a case needs to know of an alert."""

    id: str
    rule: str
    unit: str
    subject: str
    period: str
    severity: str
    count: int
    of: int
    now: datetime
    """When its rule last judged its unit."""
    evidence: frozenset[str]
    """The store's names of its rows."""


def alert_starting(connection: sqlite3.Connection, start: str) -> FrozenAlert:
    """Return the alert whose id begins so; ``ConfigError`` when none does, or several do."""
    if not start or set(start) - _HEX:
        raise ConfigError([f"--from-alert: '{start}' is no alert's id, nor the start of one: sixteen of 0-9 and a-f"])
    rows = connection.execute(
        "SELECT alerts.*, health.at AS judged_at FROM alerts LEFT JOIN health USING (rule, unit)"
        " WHERE id >= ? AND id < ? ORDER BY id",
        (start, f"{start}g"),
    ).fetchall()
    if len(rows) != 1:
        raise ConfigError([_not_one(start, rows)])
    [row] = rows
    told = {name: row[name] for name in ("id", "rule", "unit", "subject", "period", "severity", "count", "of")}
    now = moment_of(row["judged_at"] or row["updated"])
    return FrozenAlert(**told, now=now, evidence=frozenset(evidence_keys(connection, row["id"])))


def _not_one(start: str, rows: list[sqlite3.Row]) -> str:
    if not rows:
        return f"--from-alert: no alert's id begins with '{start}'; reform-tui check --format json lists ids"
    shown = ", ".join(f"{row['id']} ({row['rule']}, {row['unit']})" for row in rows[:_TOLD])
    more = f" and {len(rows) - _TOLD} more" if len(rows) > _TOLD else ""
    return f"--from-alert: '{start}' begins the ids of {shown}{more}; give more of it"
