"""Working time: hours, days off and made-up Saturdays, in arithmetic over whole columns."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Self
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    import pandas as pd

DAY_HOURS = 8
_MINUTES = {"wm": 1, "wh": 60, "wd": 60 * DAY_HOURS}
LENGTH = re.compile(r"(\d+)(wm|wh|wd)")


class WorkingTime(int):
    """A length of working time in whole minutes; ``3wd`` is three working days of eight hours, ``8wh`` eight hours.

    It is a number of minutes, so that it compares with what ``Calendar.elapsed`` gives.
    """

    __slots__ = ()

    def __new__(cls, minutes: int) -> Self:
        """``minutes`` of working time."""
        return super().__new__(cls, minutes)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``90wm``, ``8wh`` or ``3wd``; ``ValueError`` with a sentence otherwise."""
        match = LENGTH.fullmatch(text.strip())
        if match is None:
            raise ValueError(f"'{text}' is not a working time such as 90wm, 8wh or 3wd")
        return cls(int(match[1]) * _MINUTES[match[2]])

    @property
    def minutes(self) -> int:
        """The length as a plain number."""
        return int(self)

    def __repr__(self) -> str:
        return f"WorkingTime({int(self)})"

    def __str__(self) -> str:
        unit = next(unit for unit in ("wd", "wh", "wm") if int(self) % _MINUTES[unit] == 0)
        return f"{int(self) // _MINUTES[unit]}{unit}"


@dataclass(frozen=True)
class Calendar:
    """Which minutes are worked.  Default hours 07:00-11:30 and 13:30-17:00, Monday to Friday."""

    zone: ZoneInfo
    hours: tuple[tuple[time, time], ...] = ((time(7), time(11, 30)), (time(13, 30), time(17)))
    days_off: frozenset[date] = frozenset()
    made_up: frozenset[date] = frozenset()
    weekend: frozenset[int] = field(default_factory=lambda: frozenset({5, 6}))
    years: frozenset[int] = frozenset()
    """The years whose days off are known; in another one only weekends are not worked."""

    def is_working_day(self, day: date) -> bool:
        """Whether ``day`` is worked: not a weekend nor a day off, or a made-up Saturday."""
        return day in self.made_up or (day.weekday() not in self.weekend and day not in self.days_off)

    def working_days_after(self, day: date, count: int) -> date:
        """Return the ``count``-th working day after ``day``; ``day`` itself when ``count`` is 0."""
        for _ in range(count):
            day += timedelta(days=1)
            while not self.is_working_day(day):
                day += timedelta(days=1)
        return day

    def add(self, start: pd.Series, length: WorkingTime | pd.Series) -> pd.Series:
        """Return the first moments by which ``length`` of working time has passed since each ``start``.

        ``start`` is ``datetime64`` with a zone, which the answer keeps; ``length`` counts minutes, one for all or one a
        row.  A start outside the hours counts from the next working minute; a missing start or length gives ``NaT``.
        """
        from reform_tui.working_hours import add  # noqa: PLC0415 - pandas loads only where checks run

        return add(self, start, length)

    def elapsed(self, start: pd.Series, end: pd.Series | datetime) -> pd.Series:
        """Working time between each ``start`` and ``end``, as whole minutes (``Int64``), comparable to WorkingTime.

        Started minutes are not counted; it is negative where ``end`` comes first, and missing where either is.
        """
        from reform_tui.working_hours import elapsed  # noqa: PLC0415 - as above

        return elapsed(self, start, end)

    def add_days(self, start: pd.Series, days: int | pd.Series) -> pd.Series:
        """Return the moments ``days`` calendar days after each ``start``, rolled on where they fall on no working day.

        A start outside the hours counts from the next working minute, whose time of day the answer keeps.
        """
        from reform_tui.calendar_days import add_days  # noqa: PLC0415 - as above

        return add_days(self, start, days)

    def counts_from(self, start: pd.Series) -> pd.Series:
        """Return when each ``start`` begins to count: itself while work is on, else the next working minute.

        After 17:00 it is 07:00 of the next working day, in the lunch break 13:30, as one-stop systems count a receipt.
        """
        from reform_tui.working_hours import counts_from  # noqa: PLC0415 - as above

        return counts_from(self, start)

    def uncertain(self, start: pd.Series, end: pd.Series | datetime) -> pd.Series:
        """Return which times from ``start`` to ``end`` reach a year whose days off nobody has entered (``bool``)."""
        from reform_tui.calendar_days import uncertain  # noqa: PLC0415 - as above

        return uncertain(self, start, end)
