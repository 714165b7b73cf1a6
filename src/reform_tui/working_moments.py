"""A calendar's arithmetic on single moments, for a process without pandas: what ``Calendar`` says of columns.

A test holds that both say the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reform_tui.calendars import Calendar

_FIRST, _LAST = datetime(1900, 1, 2, tzinfo=UTC), datetime(2199, 12, 30, tzinfo=UTC)
_MOST_DAYS = 100_000
_NONE = timedelta(0)


def worked(calendar: Calendar, start: datetime, end: datetime) -> timedelta:
    """Working time from ``start`` to ``end``; none where ``end`` comes first."""
    if not _known(start, end):
        return _NONE
    spans = takewhile(lambda span: span[0] < end, _spans(calendar, start))
    return sum((min(last, end) - first for first, last in spans), _NONE)


def after(calendar: Calendar, start: datetime, length: timedelta) -> datetime | None:
    """Return the first moment by which ``length`` has been worked since ``start``; ``None`` beyond the calendars."""
    left = length
    if not left:
        return start
    for first, last in _spans(calendar, start):
        if last - first >= left:
            return first + left if _known(first + left) else None
        left -= last - first
    return None


def counts_from(calendar: Calendar, start: datetime) -> datetime | None:
    """Return ``start`` itself while work is on, else the next working minute."""
    return next((first for first, _ in _spans(calendar, start)), None)


def add_days(calendar: Calendar, start: datetime, days: float) -> datetime | None:
    """Return the moment so many calendar days after ``start`` counts, rolled on to a working day."""
    begun = counts_from(calendar, start)
    if begun is None or abs(days) >= _MOST_DAYS:
        return None
    end = begun.astimezone(calendar.zone).replace(tzinfo=None) + timedelta(days=days)
    if not _FIRST.replace(tzinfo=None) <= end <= _LAST.replace(tzinfo=None):
        return None
    while not calendar.is_working_day(end.date()):
        end += timedelta(days=1)
    return end.replace(tzinfo=calendar.zone)


def days_not_worked(calendar: Calendar, start: datetime, end: datetime) -> tuple[date, ...]:
    """Return the days off from the day of ``start`` to that of ``end``, weekends left out."""
    first, last = (moment.astimezone(calendar.zone).date() for moment in (start, end))
    return tuple(sorted(d for d in calendar.days_off if first <= d <= last and d.weekday() not in calendar.weekend))


def _known(*moments: datetime) -> bool:
    return all(_FIRST <= moment <= _LAST for moment in moments)


def _spans(calendar: Calendar, start: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Worked spans from ``start`` on, in UTC, the first one only as far as it lies behind."""
    if not _known(start):
        return
    day = start.astimezone(calendar.zone).date()
    while day.year <= _LAST.year:
        if calendar.is_working_day(day):
            for begins, ends in calendar.hours:
                first, last = _at(day, begins, calendar), _at(day, ends, calendar)
                if last > start:
                    yield max(first, start), last
        day += timedelta(days=1)


def _at(day: date, clock: time, calendar: Calendar) -> datetime:
    return datetime.combine(day, clock, calendar.zone).astimezone(UTC)
