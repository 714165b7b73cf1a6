"""A calendar's arithmetic on columns of moments: worked spans laid end to end, and a moment's place among them.

The spans of the years at hand form one table in UTC, so rows need no time zone and each question is one binary search.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias, cast

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from reform_tui.calendars import Calendar, WorkingTime

Moments: TypeAlias = "np.ndarray[tuple[int, ...], np.dtype[np.int64]]"
"""Microseconds since 1970, in UTC."""
Mask: TypeAlias = "np.ndarray[tuple[int, ...], np.dtype[np.bool_]]"

MINUTE = 60_000_000
_MISSING = np.iinfo(np.int64).min
_DECADE = 10
_SPANS_A_YEAR = 500
# A moment outside these years is a slip of the pen, and a table that reached it would take seconds to lay.
_FIRST, _LAST = 1900, 2199


@dataclass(frozen=True, eq=False)
class Spans:
    """Worked spans of some years: where each starts, how long it is, and how much was worked before it, in µs."""

    first: int
    last: int
    starts: Moments
    lengths: Moments
    before: Moments

    def position(self, moments: Moments) -> Moments:
        """Working time from the table's beginning to each moment."""
        at = np.maximum(np.searchsorted(self.starts, moments, side="right") - 1, 0)
        return cast("Moments", self.before[at] + np.clip(moments - self.starts[at], 0, self.lengths[at]))

    def moment(self, positions: Moments, *, back: bool) -> Moments:
        """Return the first moment at which so much has been worked; the last one, counted ``back``."""
        side = "right" if back else "left"
        at = np.maximum(np.searchsorted(self.before, positions, side=side) - 1, 0)  # type: ignore[call-overload]
        return cast("Moments", self.starts[at] + positions - self.before[at])

    def years_short(self, positions: Moments) -> tuple[int, int]:
        """Return about how many more years these positions need before and after the table; 0 where it holds them."""
        worked = int(self.before[-1] + self.lengths[-1])
        a_year = worked * _SPANS_A_YEAR // len(self.starts)
        before, after = -int(positions.min()), int(positions.max()) - worked
        return max(0, before and 1 + before // a_year), max(0, after and 1 + after // a_year)


def add(calendar: Calendar, start: pd.Series, length: WorkingTime | pd.Series) -> pd.Series:
    """See ``Calendar.add``."""
    minutes = length if isinstance(length, pd.Series) else pd.Series(int(length), start.index)
    begun = _numbers(start)
    missing = _outside(begun) | minutes.isna().to_numpy(bool)
    lengths = minutes.mask(missing, 0).to_numpy(np.int64) * MINUTE
    ends = _moved(calendar, begun[~missing], cast("Moments", lengths[~missing]))
    return _like(start, missing, ends)


def counts_from(calendar: Calendar, start: pd.Series) -> pd.Series:
    """See ``Calendar.counts_from``."""
    begun = _numbers(start)
    missing = _outside(begun)
    spans = _spans(calendar, begun[~missing])
    return _like(start, missing, spans.moment(spans.position(begun[~missing]), back=True))


def elapsed(calendar: Calendar, start: pd.Series, end: pd.Series | datetime) -> pd.Series:
    """See ``Calendar.elapsed``."""
    begun = _numbers(start)
    ended = _numbers(end) if isinstance(end, pd.Series) else np.full(len(begun), _number(end))
    missing = _outside(begun) | _outside(ended)
    first, last = begun[~missing], ended[~missing]
    spans = _spans(calendar, first, last)
    worked = spans.position(last) - spans.position(first)
    minutes = np.zeros(len(begun), np.int64)
    minutes[~missing] = np.sign(worked) * (np.abs(worked) // MINUTE)
    return pd.Series(pd.arrays.IntegerArray(minutes, missing), start.index, name=start.name)


def _like(start: pd.Series, missing: Mask, known: Moments) -> pd.Series:
    """Return the moments that are ``known`` in place of those of ``start``, with its index, name and zone."""
    answer = np.full(len(start), _MISSING)
    answer[~missing] = np.where(_outside(known), _MISSING, known)
    in_utc = pd.Series(answer.view("datetime64[us]"), start.index, name=start.name).dt.tz_localize("UTC")
    return in_utc.dt.tz_convert(start.dt.tz)


def _moved(calendar: Calendar, begun: Moments, lengths: Moments) -> Moments:
    if not len(begun):
        return begun
    spans, positions = _reaching(calendar, begun, lengths)
    ends = spans.moment(positions, back=False)
    if (lengths < 0).any():
        ends = np.where(lengths < 0, spans.moment(positions, back=True), ends)
    return cast("Moments", np.where(lengths == 0, begun, ends))


def _reaching(calendar: Calendar, begun: Moments, lengths: Moments) -> tuple[Spans, Moments]:
    """Return a table that holds all the ends, or the longest there is, and the ends' positions in it."""
    wider, spans = _spans(calendar, begun), None
    while wider is not spans:
        spans = wider
        positions = spans.position(begun) + lengths
        before, after = spans.years_short(positions)
        wider = _decades(calendar, spans.first - before, spans.last + after)
    return spans, cast("Moments", positions)


def _numbers(moments: pd.Series) -> Moments:
    return cast("Moments", moments.dt.tz_convert("UTC").to_numpy("datetime64[us]").view(np.int64))


def _number(moment: datetime) -> int:
    """Return the same for one moment, without going through a float."""
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


_BOUNDS = (_number(datetime(_FIRST, 1, 2, tzinfo=UTC)), _number(datetime(_LAST, 12, 30, tzinfo=UTC)))


def _outside(moments: Moments) -> Mask:
    """Missing, or in a year that no table covers."""
    return (moments < _BOUNDS[0]) | (moments > _BOUNDS[1])


def _spans(calendar: Calendar, *moments: Moments) -> Spans:
    """Return a table around all the moments, with a year on both sides."""
    known = [part for part in moments if len(part)]
    if not known:
        return _table(calendar, 2020, 2029)
    first, last = min(int(part.min()) for part in known), max(int(part.max()) for part in known)
    return _decades(calendar, _year(first) - 1, _year(last) + 1)


def _decades(calendar: Calendar, first: int, last: int) -> Spans:
    """Return the table of the whole decades around these years: few tables, so that one is usually at hand."""
    return _table(calendar, max(first // _DECADE * _DECADE, _FIRST), min(last // _DECADE * _DECADE + 9, _LAST))


def _year(moment: int) -> int:
    return int(np.int64(moment).view("datetime64[us]").astype("datetime64[Y]").astype(int)) + 1970


@lru_cache(maxsize=8)
def _table(calendar: Calendar, first: int, last: int) -> Spans:
    """Lay the spans of all working days from year ``first`` to the end of ``last``."""
    length = (date(last, 12, 31) - date(first, 1, 1)).days + 1
    days = [day for n in range(length) if calendar.is_working_day(day := date(first, 1, 1) + timedelta(days=n))]
    # Clocks change at night, so one offset serves a working day.
    midnights = np.array([_midnight(day, calendar) for day in days], np.int64)
    hours = np.array([[t.hour * 60 + t.minute for t in span] for span in calendar.hours], np.int64) * MINUTE
    starts = (midnights[:, None] + hours[:, 0]).ravel()
    lengths = np.tile(hours[:, 1] - hours[:, 0], len(days))
    return Spans(first, last, starts, lengths, np.cumsum(lengths) - lengths)


def _midnight(day: date, calendar: Calendar) -> int:
    """When the day's hours count from: its midnight by the clock that runs when work begins."""
    offset = datetime.combine(day, calendar.hours[0][0], calendar.zone).utcoffset() or timedelta()
    return (day.toordinal() - date(1970, 1, 1).toordinal()) * 24 * 60 * MINUTE - offset // timedelta(microseconds=1)
