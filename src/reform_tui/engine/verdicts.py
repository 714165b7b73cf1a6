"""What people say of a record: kept beside it, told in the trail; no figure changes."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from reform_tui.engine.act import Act
from reform_tui.model.record_code import home_in
from reform_tui.model.verdict import Verdict
from reform_tui.store.ledger import Line, write_line
from reform_tui.store.verdicts import read_verdict, said_of, write_verdict


def verdict(connection: sqlite3.Connection, act: Act, now: datetime) -> str:
    """Note the cause of one record, or take it back with an empty one; return why not, or nothing.

    A cause that the project no longer names is kept as it was said: a rebuild applies acts of years ago.
    """
    if act.text("undo"):
        return _undone(connection, act, now)
    row, said = act.text("row"), Verdict(act.text("cause"), act.text("note").strip(), act.author, act.done_at(now))
    before = read_verdict(connection, row)
    if not row:
        return "a verdict says which record it is on"
    if not said.cause and before is None:
        return f"{row}: there is no verdict to take back"
    was = {"before": {"cause": before.cause, "note": before.note}} if before else {}
    detail = {"row": row, "cause": said.cause, "note": said.note, "act": act.name, **was}
    seq = write_line(connection, Line("verdict", detail, unit=home_in(row), author=act.author), now)
    write_verdict(connection, row, said, seq)
    return ""


def _undone(connection: sqlite3.Connection, act: Act, now: datetime) -> str:
    """Put what was said before in the place of the author's own word, in the name of who said it."""
    row = act.text("row")
    last, rest = read_verdict(connection, row), said_of(connection, row)[:-1]
    if last is None or last.author != act.author:
        return f"{row}: the last word on it is not yours to take back"
    now_said = rest[-1] if rest else Verdict("", "", act.author, act.done_at(now))
    detail = {
        "row": row, "cause": now_said.cause, "note": now_said.note, "by": now_said.author, "undo": True,
        "act": act.name, "before": {"cause": last.cause, "note": last.note},
    }  # fmt: skip
    seq = write_line(connection, Line("verdict", detail, unit=home_in(row), author=act.author), now)
    write_verdict(connection, row, now_said, seq)
    return ""
