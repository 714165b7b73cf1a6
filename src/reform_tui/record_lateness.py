"""One record under every counting profile, without pandas: what ``lateness`` says of columns of records.

A test holds that both say the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any

from reform_tui.calendars import Calendar
from reform_tui.model.schema import PAUSED

ENDED = ("refused", "withdrawn", "stopped", "done", "returned")
LEFT = ("withdrawn", "refused")
APART, EXCUSED, ASSUMED, OPEN, ON_TIME = "apart", "excused", "assumed", "open", "on time"
FINISHED_LATE, PENDING_LATE = "finished late", "pending late"
NO_LIMIT, NO_FINISH = "no limit", "no finish"
NO_RETURN, NO_PAUSE = "no return", "no pause"
_NOTHING = timedelta(0)

Record = Mapping[str, Any]
"""A record's cells by our column names, times that lie ahead left out."""


@dataclass(frozen=True)
class Counted:
    """What one profile makes of a record: a word for it, and the moments that it compares."""

    word: str
    due: datetime | None = None
    finish: datetime | None = None
    again: bool = False
    """Late by a second request for supplements."""

    @property
    def late(self) -> bool:
        """Whether it counts as late."""
        return self.word in {FINISHED_LATE, PENDING_LATE}


@dataclass(frozen=True)
class _Told:
    """When a record is due and finished, before it is compared; ``apart`` … as in ``lateness.Told``."""

    due: datetime | None
    finish: datetime | None
    apart: bool = False
    excused: bool = False
    ended: bool = False
    again: bool = False


def counted(record: Record, limit: datetime | None, now: datetime, calendar: Calendar) -> dict[str, Counted]:
    """Return what each profile says of a record at ``now``; ``limit`` is when its procedure's limit ends, if known."""
    known = {name: cell for name, cell in record.items() if not _ahead(name, cell, now)}
    profiles = {name: tell(known, limit) for name, tell in _TOLD.items()}
    return {name: _counted(name, known, told, now.astimezone(calendar.zone)) for name, told in profiles.items()}


def _ahead(name: str, cell: object, now: datetime) -> bool:
    """Whether a moment is one that nobody can know yet."""
    return isinstance(cell, datetime) and name not in {"due_at", "new_due_at"} and cell > now


def _province_06a(record: Record, _: datetime | None) -> _Told:
    excused = record.get("status") in {*PAUSED, *LEFT}
    return _Told(record.get("due_at"), record.get("finished_at"), excused=excused)


def _to_the_second(record: Record, _: datetime | None) -> _Told:
    return _Told(record.get("due_at"), record.get("finished_at"), apart=record.get("status") in {*PAUSED, *LEFT})


def _report_06(record: Record, _: datetime | None) -> _Told:
    ended = record.get("finished_at") is not None or record.get("status") in {"done", "returned"}
    told = _Told(record.get("due_at"), record.get("returned_at"), ended=ended)
    return replace(told, apart=record.get("status") in {*PAUSED, *LEFT})


def _national_766(record: Record, limit: datetime | None) -> _Told:
    status, due = record.get("status"), record.get("due_at")
    requested, supplied = record.get("supplement_requested_at"), record.get("supplemented_at")
    waited = max(supplied - requested, _NOTHING) if requested and supplied else _NOTHING
    finish = record.get("finished_at") or record.get("returned_at") or (requested if status == "supplement" else None)
    never_received = record.get("received_at") is None and status in {"new", *LEFT}
    again = (record.get("supplements") or 0) > 1
    return _Told(due + waited if due else limit, finish, never_received, ended=status in ENDED, again=again)


_TOLD: Mapping[str, Callable[[Record, datetime | None], _Told]] = {
    "province_06a": _province_06a,
    "report_06": _report_06,
    "to_the_second": _to_the_second,
    "national_766": _national_766,
}


def _counted(profile: str, record: Record, told: _Told, now: datetime) -> Counted:
    took_part = not (told.apart or told.excused)
    pending = took_part and told.finish is None and not told.ended
    late = _late(profile, told, now) or told.again
    finished_late = took_part and told.finish is not None and late
    word = _unreadable(profile, record, told, late=finished_late or (pending and late))
    plain = {APART: told.apart, FINISHED_LATE: finished_late, PENDING_LATE: pending and late, EXCUSED: told.excused}
    plain |= {ASSUMED: told.due is None and profile != "national_766", OPEN: pending, ON_TIME: True}
    word = word or next(name for name, holds in plain.items() if holds)
    return Counted(word, told.due, told.finish, told.again)


def _late(profile: str, told: _Told, now: datetime) -> bool:
    """Whether what is finished was late, or what is open is: by days, or to the second."""
    if told.due is None:
        return False
    if told.finish is not None:
        due, finish = told.due.astimezone(now.tzinfo), told.finish.astimezone(now.tzinfo)
        return finish.date() > due.date() if profile == "province_06a" else finish > due
    return told.due < (now if profile == "to_the_second" else datetime.combine(now.date(), time(), now.tzinfo))


def _unreadable(profile: str, record: Record, told: _Told, *, late: bool) -> str:
    """Why nobody can say under this profile whether the record is late; empty where one can."""
    ended_some_day = told.ended and told.finish is None and not told.apart
    if profile == "report_06":
        return NO_RETURN if ended_some_day else ""
    if profile != "national_766" or told.apart or told.again:
        return ""
    requested, waiting = record.get("supplement_requested_at"), record.get("status") == "supplement"
    unknown = requested is None if waiting else bool(requested) and record.get("supplemented_at") is None
    reasons = {NO_LIMIT: told.due is None, NO_FINISH: ended_some_day, NO_PAUSE: unknown and late}
    return next((why for why, holds in reasons.items() if holds), "")
