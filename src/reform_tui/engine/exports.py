"""What people took away from a screen, or saw unmasked: told in the trail; nothing else changes."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from reform_tui.engine.act import Act
from reform_tui.store.ledger import Line, write_line


def export(connection: sqlite3.Connection, act: Act, now: datetime) -> str:
    """Note who took which screen, how many rows of it, and when; return why not, or nothing."""
    rows = act.body.get("rows")
    if not act.text("screen") or not isinstance(rows, int):
        return "an export says which screen it is of, and how many rows"
    told = {"screen": act.text("screen"), "rows": rows, "file": act.text("file"), "filter": act.text("filter")}
    write_line(connection, Line("exported", told | {"act": act.name}, author=act.author), act.done_at(now))
    return ""


def unmask(connection: sqlite3.Connection, act: Act, now: datetime) -> str:
    """Note who saw which row unmasked, when and why, never what was seen; return why not, or nothing."""
    row, why = act.text("row"), act.text("why")
    if not row or not why.strip():
        return "an unmasking says which row, and why"
    told = {"record": row, "why": why, "act": act.name}
    write_line(connection, Line("unmasked", told, author=act.author), act.done_at(now))
    return ""
