"""Working days as whole numbers, so that a limit is a sum; and moments of a working day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from reform_tui.scenario.arrays import Days, Rng, Whole

_SATURDAY = 5
MORNING, _NOON, _AFTERNOON = 7 * 3600, 11 * 3600 + 1800, 13 * 3600 + 1800
LAST = 16 * 3600 + 2700
"""The last receipt of a day; the office closes a quarter of an hour later."""
CLOSE = 17 * 3600
_MORNING_LENGTH = _NOON - MORNING


@dataclass(frozen=True)
class WorkingDays:
    """The working days of a stretch of time, in order; day number ``n`` is ``days[n]``."""

    days: Days

    def number(self, day: date) -> int:
        """Return the number of the first working day that is not before ``day``."""
        return int(np.searchsorted(self.days, np.datetime64(day)))


def working_days(first: date, last: date, days_off: Iterable[date], made_up: Iterable[date]) -> WorkingDays:
    """Return the working days from ``first`` to ``last``: no weekends and days off, but made-up Saturdays."""
    off, made = set(days_off), set(made_up)
    every = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    worked = [day for day in every if day in made or (day.weekday() < _SATURDAY and day not in off)]
    return WorkingDays(np.array(worked, dtype="datetime64[D]"))


def office_seconds(count: int, rng: Rng) -> Whole:
    """Return seconds of the day in office hours, none in its last quarter of an hour."""
    worked = rng.integers(0, _MORNING_LENGTH + LAST - _AFTERNOON, size=count)
    return np.where(worked < _MORNING_LENGTH, worked + MORNING, worked - _MORNING_LENGTH + _AFTERNOON)
