"""Working time: hours, days off and made-up Saturdays, in arithmetic over whole columns."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    import pandas as pd

DAY_HOURS = 8


@dataclass(frozen=True, order=True)
class WorkingTime:
    """A length of working time in whole minutes; ``3wd`` is three working days of eight hours, ``8wh`` eight hours."""

    minutes: int


@dataclass(frozen=True)
class Calendar:
    """Which minutes are worked.  Default hours 07:00-11:30 and 13:30-17:00, Monday to Friday (DOMAIN 3.1)."""

    zone: ZoneInfo
    hours: tuple[tuple[time, time], ...] = ((time(7), time(11, 30)), (time(13, 30), time(17)))
    days_off: frozenset[date] = frozenset()
    made_up: frozenset[date] = frozenset()
    weekend: frozenset[int] = field(default_factory=lambda: frozenset({5, 6}))

    def is_working_day(self, day: date) -> bool:
        """Whether ``day`` is worked: not a weekend nor a day off, or a made-up Saturday."""
        raise NotImplementedError

    def add(self, start: pd.Series, length: WorkingTime | pd.Series) -> pd.Series:
        """Return the moments when ``length`` of working time has passed since each ``start``."""
        raise NotImplementedError

    def elapsed(self, start: pd.Series, end: pd.Series | datetime) -> pd.Series:
        """Working time between each ``start`` and ``end``, as whole minutes (``Int64``), comparable to WorkingTime."""
        raise NotImplementedError

    def working_days_after(self, day: date, count: int) -> date:
        """Return the ``count``-th working day after ``day``."""
        raise NotImplementedError
