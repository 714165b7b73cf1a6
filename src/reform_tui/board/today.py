"""Whom to call: the units with something new, worse, due today or unanswered, the most pressing first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from reform_tui.board.board import SEVERITIES, AlertRow, Board
from reform_tui.board.changes import changes_since
from reform_tui.board.units import worst
from reform_tui.model.verdict import Verdict

AT_MOST = 10
"""Units on one screen."""
_DUE = "due_soon"
"""How the names of checks end that tell what is due soon."""
_WORSE = ("worsened", "changed")
"""Kinds of changes after which an alert is worse; one of numbers alone is not among a board's changes."""


@dataclass(frozen=True)
class TodayRow:
    """One unit to call: of its alerts how many are why, whom to ask there, and what was said of it last."""

    unit: str
    name: str
    severity: str
    new: int
    worsened: int
    due: int
    unanswered: int
    contact: str = ""
    cause: str = ""
    """What was said last of a record of the unit; empty where only an acknowledgement has a note."""
    note: str = ""
    by: str = ""
    at: datetime | None = None
    subjects: tuple[str, ...] = ()
    """What its alerts are about, to be found by."""


def today_rows(board: Board, since: datetime, now: datetime, day_end: datetime) -> tuple[TodayRow, ...]:
    """At most ten units with a reason to call at ``now``; what came after ``since`` is new, before ``day_end`` due."""
    recent = changes_since(board.changes, since)
    began = {one.alert for one in recent if one.kind == "firing"}
    worse = {one.alert for one in recent if one.kind in _WORSE}
    by_unit: defaultdict[str, list[AlertRow]] = defaultdict(list)
    for alert in board.alerts.values():
        by_unit[alert.unit].append(alert)

    def row(unit: str, alerts: list[AlertRow]) -> TodayRow:
        asking = [one for one in alerts if one.state == "firing" and one.silence is None]
        new = {one.id for one in asking if one.since > since or one.id in began}
        worsened = {one.id for one in asking if one.severity == "critical" and one.id in worse} - new
        return TodayRow(
            unit, board.units[unit].shown, worst(one.severity for one in asking), len(new), len(worsened),
            sum(_is_due(one, now, day_end) for one in alerts), len(asking), board.contacts.get(unit, ""),
            *_last_word(board.said.get(unit), alerts), tuple(sorted({one.subject for one in asking})),
        )  # fmt: skip

    rows = (row(unit, alerts) for unit, alerts in by_unit.items() if unit in board.units)
    return tuple(sorted((one for one in rows if one.unanswered or one.due), key=_pressing)[:AT_MOST])


def _pressing(row: TodayRow) -> tuple[bool, int, bool, int, int, int, str]:
    """What moved before what stands; among those the worst, then what is due, then the most."""
    moved = row.new + row.worsened
    return not moved, -SEVERITIES.index(row.severity), not row.due, -moved, -row.due, -row.unanswered, row.unit


def _is_due(alert: AlertRow, now: datetime, day_end: datetime) -> bool:
    """Whether records of it are due soon and nobody took it, or what keeps it quiet ends before the day does."""
    ends = (alert.silence.until if alert.silence else None, alert.taken_until)
    if any(end is not None and now < end <= day_end for end in ends):
        return True
    return alert.check.endswith(_DUE) and alert.state == "firing" and alert.silence is None


def _last_word(verdict: Verdict | None, alerts: Iterable[AlertRow]) -> tuple[str, str, str, datetime | None]:
    """(cause, note, author, moment) of the last verdict; without one, of the newest note of an acknowledgement."""
    if verdict is not None:
        return verdict.cause, verdict.note, verdict.author, verdict.at
    said = ((one.taken_at, one.id, one) for one in alerts if one.taken_at is not None and one.note)
    taken = max(said, default=(None, "", None))[2]
    return ("", taken.note, taken.taken_by, taken.taken_at) if taken else ("", "", "", None)


def end_of_day(now: datetime) -> datetime:
    """The first moment of the next day, in the zone of ``now``."""
    return (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
