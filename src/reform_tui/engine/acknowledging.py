"""What people say to an alert: acknowledged, given back, noted; and the end of an acknowledgement by the clock."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import datetime

from reform_tui.calendars import Calendar
from reform_tui.engine.act import Act
from reform_tui.model.alert import LIFE, Alert, Event, Severity
from reform_tui.model.silence import end_of
from reform_tui.store.database import stamp, transaction
from reform_tui.store.ledger import Line, alert_of, write_alert

EVENTS = {"acknowledge": Event.TAKEN, "release": Event.RELEASED, "note": None}
"""Act to what happens to its alert."""
OPEN = ("", "closed")
"""What an act says that ends when the alert is closed or worse, and no sooner."""


def on_alert(connection: sqlite3.Connection, act: Act, calendar: Calendar, now: datetime) -> str:
    """Apply one of ``EVENTS`` inside the caller's transaction; return why not, or nothing."""
    event = EVENTS[act.kind]
    row = connection.execute("SELECT * FROM alerts WHERE id = ?", (str(act.body.get("alert")),)).fetchone()
    if row is None:
        return "there is no such alert any more"
    alert = alert_of(row)
    seen = act.seen(alert.severity)
    if why := _why_not(alert, event, seen):
        return why
    try:
        until = _until(act, calendar, now) if event is Event.TAKEN else None
    except ValueError as error:
        return str(error)
    note = str(act.body.get("note", ""))
    kind = {Event.TAKEN: "taken", Event.RELEASED: "released", None: "note"}[event]
    said = {"until": stamp(until)} if until else {}
    line = Line(kind, {"note": note, **said, "act": act.name}, alert.id, alert.rule, alert.unit, act.author)
    if event is None:
        write_alert(connection, alert, line, now)
    else:
        taken = seen if event is Event.TAKEN else None
        write_alert(connection, replace(alert, state=LIFE[alert.state, event], taken_severity=taken), line, now)
        by = (act.author, stamp(act.done_at(now)), stamp(until) if until else None)
        _write_taken(connection, alert.id, *(by if event is Event.TAKEN else (None, None, None)))
    connection.execute("UPDATE alerts SET note = ? WHERE id = ?", (note or row["note"], alert.id))
    return ""


def _why_not(alert: Alert, event: Event | None, seen: Severity) -> str:
    if event is not None and (alert.state, event) not in LIFE:
        return f"the alert is {alert.state.value} by now"
    if event is Event.TAKEN and seen.rank < alert.severity.rank:
        return f"the alert was {seen.value} when it was acknowledged, and is {alert.severity.value} by now"
    return ""


def end_over(connection: sqlite3.Connection, now: datetime) -> int:
    """Let alerts ask for attention again whose acknowledgement is over at ``now``; return how many."""
    rows = connection.execute("SELECT * FROM alerts WHERE taken_until <= ?", (stamp(now),)).fetchall()
    if not rows:
        return 0
    with transaction(connection):
        for alert in map(alert_of, rows):
            after = replace(alert, state=LIFE[alert.state, Event.RELEASED], taken_severity=None)
            line = Line("released", {"why": "time_over"}, alert.id, alert.rule, alert.unit)
            write_alert(connection, after, line, now)
    return len(rows)


def _until(act: Act, calendar: Calendar, now: datetime) -> datetime | None:
    text = act.text("until").strip()
    return None if text in OPEN else end_of(text, act.done_at(now), calendar)


def _write_taken(
    connection: sqlite3.Connection, alert: str, author: str | None, at: str | None, until: str | None
) -> None:
    connection.execute(
        "UPDATE alerts SET taken_by = ?, taken_at = ?, taken_until = ? WHERE id = ?", (author, at, until, alert)
    )
