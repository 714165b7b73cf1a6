"""A calendar's arithmetic on whole days: limits in calendar days, and years whose days off nobody entered."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias, cast

import numpy as np
import pandas as pd

from reform_tui.working_hours import counts_from

if TYPE_CHECKING:
    from reform_tui.calendars import Calendar

Days: TypeAlias = "np.ndarray[tuple[int, ...], np.dtype[np.datetime64]]"
Years: TypeAlias = "np.ndarray[tuple[int, ...], np.dtype[np.int64]]"

# As in working_hours: a moment outside these is a slip of the pen.
_EARLIEST, _LATEST = pd.Timestamp("1900-01-02"), pd.Timestamp("2199-12-30")


def add_days(calendar: Calendar, start: pd.Series, days: int | pd.Series) -> pd.Series:
    """See ``Calendar.add_days``."""
    begun = counts_from(calendar, start).dt.tz_convert(calendar.zone).dt.tz_localize(None)
    many = days if isinstance(days, pd.Series) else pd.Series(days, start.index)
    # Further than that no limit goes, and a timedelta would overflow.
    many = many.astype("Float64").where(many.abs() < 100_000)  # noqa: PLR2004 - as above
    ends = begun + pd.to_timedelta(many.to_numpy(float, na_value=np.nan), unit="D").as_unit("us")
    ends = ends.where(ends.between(_EARLIEST, _LATEST))
    rolled = ends + (_next_working(calendar, ends.dt.normalize()) - ends.dt.normalize())
    first = np.ones(len(rolled), bool)  # of an hour that the clock shows twice
    local = rolled.dt.tz_localize(calendar.zone, ambiguous=first, nonexistent="shift_forward")
    return local.dt.tz_convert(start.dt.tz).rename(start.name)


def uncertain(calendar: Calendar, start: pd.Series, end: pd.Series | datetime) -> pd.Series:
    """See ``Calendar.uncertain``."""
    begun = _years(start, calendar)
    ended = _years(end if isinstance(end, pd.Series) else pd.Series(pd.Timestamp(end), start.index), calendar)
    known = (begun > 0) & (ended > 0)
    first, last = np.minimum(begun, ended)[known], np.maximum(begun, ended)[known]
    answer = np.zeros(len(begun), bool)
    if known.any():
        least = int(first.min())
        strange = [year not in calendar.years for year in range(least, int(last.max()) + 1)]
        before = np.concatenate([[0], np.cumsum(strange)])
        answer[known] = before[last - least + 1] > before[first - least]
    return pd.Series(answer, start.index)


def _years(moments: pd.Series, calendar: Calendar) -> Years:
    """The years by the calendar's own clock; 0 for a missing moment."""
    return cast("Years", moments.dt.tz_convert(calendar.zone).dt.year.fillna(0).to_numpy(np.int64))


def _next_working(calendar: Calendar, days: pd.Series) -> pd.Series:
    """Return each day (midnight, without a zone), or the first working day after it."""
    known = days.dropna()
    if known.empty:
        return days
    worked = _working_days(calendar, known.min().year, known.max().year + 1)
    following = worked[np.searchsorted(worked, known.to_numpy("datetime64[us]"))]
    return pd.Series(following, known.index).reindex(days.index)


@lru_cache(maxsize=8)
def _working_days(calendar: Calendar, first: int, last: int) -> Days:
    """Lay the working days from year ``first`` to the end of ``last``."""
    length = (date(last, 12, 31) - date(first, 1, 1)).days + 1
    days = (date(first, 1, 1) + timedelta(days=n) for n in range(length))
    return np.array([day for day in days if calendar.is_working_day(day)], "datetime64[us]")
