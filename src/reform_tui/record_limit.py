"""When a record without a due date is due by its procedure's limit, without pandas: what ``limits`` says of columns.

A test holds that both say the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from reform_tui.calendars import Calendar
from reform_tui.model.procedure_code import BASE
from reform_tui.working_moments import add_days, after, worked

_MINUTE = timedelta(minutes=1)
MINUTES = {"hours": 60, "giờ": 60, "giờ làm việc": 60, "working days": 480, "ngày làm việc": 480}
DAYS = ("days", "ngày")


@dataclass(frozen=True)
class Limit:
    """One entry of the table of procedures: how long it may take, counted how, from when to when."""

    procedure: str
    limit: float | None
    online: float | None
    counted: str
    since: datetime | None = None
    until: datetime | None = None

    def most(self, record: Mapping[str, Any]) -> float | None:
        """How long this record may take; ``None`` where the entry is not about its day of receipt or says nothing."""
        at = record["received_at"]
        if (self.since and at < self.since) or (self.until and at >= self.until + timedelta(days=1)):
            return None
        return self.online if record.get("channel") == "online" and self.online is not None else self.limit


def base_of(procedure: str) -> str:
    """The part of a procedure's code that joins; the whole of one that is written otherwise."""
    found = re.match(BASE, procedure)
    return found[1] if found else procedure


def due_by(record: Mapping[str, Any], limits: Iterable[Limit], calendar: Calendar) -> datetime | None:
    """When a record is due by the first limit that holds on its day of receipt, its supplement's time added."""
    received = record.get("received_at")
    if received is None or not record.get("procedure"):
        return None
    found = ((most, one.counted) for one in limits if (most := one.most(record)) is not None)
    most, counted = next(found, (None, ""))
    how = counted.strip().lower()
    if most is None:
        return None
    paused = _paused(record, calendar)
    if how in MINUTES:
        return after(calendar, received, round(most * MINUTES[how]) * _MINUTE + paused)
    begun = add_days(calendar, received, most) if how in DAYS else None
    return after(calendar, begun, paused) if begun else None


def _paused(record: Mapping[str, Any], calendar: Calendar) -> timedelta:
    """Working time of a supplement in whole minutes."""
    requested, supplied = record.get("supplement_requested_at"), record.get("supplemented_at")
    return worked(calendar, requested, supplied) // _MINUTE * _MINUTE if requested and supplied else timedelta(0)
