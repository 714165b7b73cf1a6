"""What people took away from a screen, or saw unmasked: told in the trail; nothing else changes."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import datetime, timedelta

from reform_tui.engine.act import Act
from reform_tui.store.database import stamp
from reform_tui.store.ledger import Line, write_line

_SOON = timedelta(minutes=1)
"""Within which an engine that runs has applied an act."""


def export(connection: sqlite3.Connection, act: Act, now: datetime) -> str:
    """Note who took which screen, how many rows of it, and when; return why not, or nothing."""
    rows = act.body.get("rows")
    if not act.text("screen") or type(rows) is not int or rows < 0:
        return "an export says which screen it is of, and how many rows"
    told = {"screen": act.text("screen"), "rows": rows, "to": act.text("file"), "filter": act.text("filter")}
    _tell(connection, "exported", act, told, now)
    return ""


def unmask(connection: sqlite3.Connection, act: Act, now: datetime) -> str:
    """Note who saw which row unmasked, when and why, never what was seen; return why not, or nothing."""
    row, why = act.text("row"), act.text("why")
    if not row or not why.strip():
        return "an unmasking says which row, and why"
    _tell(connection, "unmasked", act, {"record": row, "why": why}, now)
    return ""


def _tell(connection: sqlite3.Connection, kind: str, act: Act, told: Mapping[str, object], now: datetime) -> None:
    """Write the line as of now: the moment in an act is its author's word, and must not stand before older lines.

    An act that was done long before, such as while no engine ran or before a rebuild, says when.
    """
    done = act.done_at(now)
    late = {"done": stamp(done)} if now - done > _SOON else {}
    write_line(connection, Line(kind, {**told, **late, "act": act.name}, author=act.author), now)
