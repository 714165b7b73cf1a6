"""The newest steps of the trail, for screens that tell what happened: all but numbers that merely moved."""

from __future__ import annotations

import sqlite3
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from reform_tui.store.database import moment_of

AT_MOST = 2_000
"""Changes that are kept for the screens,"""
_WITHIN = 20_000
"""out of so many of the newest lines of the trail."""
_QUERY = (
    "SELECT seq, at, kind, alert, rule, unit, author, detail FROM changes WHERE seq > ? AND seq <= ?"
    " AND (kind != 'changed' OR json_extract(detail, '$.severity') != json_extract(detail, '$.before.severity'))"
    " ORDER BY seq DESC LIMIT ?"
)


@dataclass(frozen=True)
class ChangeRow:
    """One line of the trail."""

    seq: int
    at: datetime
    kind: str
    alert: str
    rule: str
    unit: str
    author: str
    detail: str
    """JSON, read where it is shown."""


def read_changes(
    connection: sqlite3.Connection, known: Sequence[ChangeRow], last: int, seq: int
) -> tuple[ChangeRow, ...]:
    """Newest first: ``known`` reaches to the line ``last``, and the trail to ``seq``."""
    rows = connection.execute(_QUERY, (max(last, seq - _WITHIN), seq, AT_MOST)).fetchall() if seq > last else ()
    return (*map(_change, rows), *known)[:AT_MOST] if rows else tuple(known)


def changes_since(changes: Sequence[ChangeRow], moment: datetime) -> Sequence[ChangeRow]:
    """Those after a moment, newest first."""
    return changes[: bisect_left(changes, True, key=lambda one: one.at <= moment)]


def _change(row: sqlite3.Row) -> ChangeRow:
    names = {name: row[name] or "" for name in ("kind", "alert", "rule", "unit", "author", "detail")}
    return ChangeRow(row["seq"], moment_of(row["at"]), **names)
