"""What people silence and silence no longer, and the end of a silence whose alert became worse."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import datetime

from reform_tui.calendars import Calendar
from reform_tui.engine.act import Act
from reform_tui.model.alert import Alert, Severity, State
from reform_tui.model.silence import ACT, UNDONE, WORSENED, Silence, end_of, last_of
from reform_tui.store.ledger import Line, alert_of, write_line
from reform_tui.store.silences import end_by_act, read_silences, write_by_act


def silence(connection: sqlite3.Connection, act: Act, calendar: Calendar, now: datetime) -> str:
    """Silence one alert, whether it stands now or will again; return why not, or nothing."""
    rule, unit, subject = _about(act)
    at, note, alert = act.done_at(now), act.text("note").strip(), _standing(connection, act)
    seen = act.seen(alert.severity if alert else Severity.WARNING)
    if not note:
        return "a silence needs a reason"
    if alert is not None and seen.rank < alert.severity.rank:
        return f"the alert was {seen.value} when it was silenced, and is {alert.severity.value} by now"
    try:
        until = end_of(act.text("until"), at, calendar)
    except ValueError as error:
        return str(error)
    told = Silence(rule, act.author, note, until, at, (unit,), (subject,), ACT, seen.value)
    write_by_act(connection, told)
    _write_line(connection, act, "silenced", {"until": last_of(until, calendar.zone)}, alert, now)
    return ""


def unsilence(connection: sqlite3.Connection, act: Act, now: datetime) -> str:
    """Undo what a person silenced; return why not, or nothing."""
    if not end_by_act(connection, _about(act), UNDONE, act.done_at(now)):
        return "nobody silenced this alert; a silence beside a rule ends in its file of rules/"
    _write_line(connection, act, "unsilenced", {}, _standing(connection, act), now)
    return ""


def end_outgrown(connection: sqlite3.Connection, alerts: Iterable[Alert], now: datetime) -> None:
    """End what people silenced while the alert was not as bad as it is now, as an acknowledgement ends."""
    mild = {
        (one.rule, one.units[0], one.subjects[0])
        for one in read_silences(connection)
        if one.origin == ACT and one.severity == Severity.WARNING.value and one.holds(now)
    }
    for alert in alerts:
        about = alert.rule, alert.unit, alert.subject
        if about in mild and alert.severity is Severity.CRITICAL and alert.state is not State.RESOLVED:
            end_by_act(connection, about, WORSENED, now)
            write_line(connection, Line("unsilenced", {"why": WORSENED}, alert.id, alert.rule, alert.unit), now)


def _about(act: Act) -> tuple[str, str, str]:
    return act.text("rule"), act.text("unit"), act.text("subject")


def _standing(connection: sqlite3.Connection, act: Act) -> Alert | None:
    """The alert that the act speaks of, where it stands."""
    query = "SELECT * FROM alerts WHERE rule = ? AND unit = ? AND subject = ? AND state != 'resolved'"
    row = connection.execute(query, _about(act)).fetchone()
    return alert_of(row) if row else None


def _write_line(
    connection: sqlite3.Connection, act: Act, kind: str, detail: dict[str, str], alert: Alert | None, now: datetime
) -> None:
    rule, unit, subject = _about(act)
    named = {} if alert else {"subject": subject}  # else the alert's own id says it
    told = {**detail, **named, "why": act.text("note").strip(), "act": act.name}
    write_line(connection, Line(kind, told, alert.id if alert else None, rule, unit, act.author), now)
