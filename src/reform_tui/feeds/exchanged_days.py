"""Day and month exchanged on the way through a program of another country: the day in a record's code tells.

A code holds the day on which its record was received, or for an online record the day on which it was submitted, a few
days before (TT 01/2018/TT-VPCP, Art. 19).  Only dates that could be read both ways say anything.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from reform_tui.errors import FeedError
from reform_tui.feeds.remarks import DAY_AND_MONTH, Remark
from reform_tui.feeds.zones import to_utc
from reform_tui.language import mark
from reform_tui.model.record_code import PATTERN

AFTER = 10
"""A record is received on the day in its code or so many days after it."""
LEAST = 5
"""Fewer rows than this never speak for a whole file."""
_TIMES = ("received_at", "submitted_at")
_DAY = 86_400_000_000
_DAY_IN_CODE = PATTERN.replace("(?P<unit>", "(?:").replace("(?P<number>", "(?:")
_EXCHANGED = mark(
    "{where}: day and month are exchanged: {count} of {of} dates that can be read both ways fit the day in their record"
    " code only the other way round, such as row {row}, {code}, read as {read} where the code says {day}, and row"
    " {row2}, {code2}, read as {read2} where it says {day2}; export the file again with the day before the month,"
    " or state how its dates are written under [time] in the feed"
)

Days = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Example:
    """One row whose date fits its code only the other way round."""

    row: int
    code: str
    read: date
    day: date


@dataclass(frozen=True)
class ExchangedDays:
    """What the codes of a file say of its dates."""

    of: int = 0
    """Rows with a code whose date can be read both ways."""
    rows: tuple[int, ...] = ()
    """Those whose date fits the code only the other way round."""
    examples: tuple[Example, ...] = ()

    @property
    def speak_for_the_file(self) -> bool:
        """Whether exchanging fits the file better than leaving it: a handful of odd rows is not enough."""
        return len(self.rows) >= LEAST and len(self.rows) * 2 >= self.of

    def remarks(self) -> tuple[Remark, ...]:
        """What to tell of rows that are too few."""
        told = bool(self.rows) and not self.speak_for_the_file
        return (Remark.of(DAY_AND_MONTH, self.rows),) if told else ()

    def moved_down(self, by: int) -> ExchangedDays:
        """The same of a file that has ``by`` rows more above."""
        examples = tuple(Example(one.row + by, one.code, one.read, one.day) for one in self.examples)
        return ExchangedDays(self.of, tuple(row + by for row in self.rows), examples)


def exchanged_days(rows: pa.Table, zone: ZoneInfo) -> ExchangedDays:
    """Compare the received dates of accepted rows (else the submitted ones) with the days in their codes."""
    name = next((name for name in _TIMES if name in rows.column_names), "")
    if not name or "record_id" not in rows.column_names:
        return ExchangedDays()
    read = _local_days(rows.column(name), zone)
    year, month, day = _parts(read)
    both = (day <= 12) & (day != month) & rows.column(name).is_valid().to_numpy()  # noqa: PLR2004 - months
    at = np.flatnonzero(both)
    codes = pc.extract_regex(rows.column("record_id").combine_chunks().take(pa.array(at)), _DAY_IN_CODE)
    coded = pc.is_valid(codes).to_numpy(zero_copy_only=False)
    at = at[coded]
    said, real = _said(codes.filter(pa.array(coded)).field("day"))
    at, said = at[real], said[real]
    as_read, other = read[at] - said, _days(year[at], day[at], month[at]) - said
    odd = at[_fits(other) & ~_fits(as_read)]
    numbers = rows.column("_row").to_numpy()[odd].tolist()
    days = dict(zip(at.tolist(), said.tolist(), strict=True))
    examples = tuple(
        Example(int(rows.column("_row")[place].as_py()), rows.column("record_id")[place].as_py(), *map(_date, pair))
        for place, pair in ((place, (read[place], days[place])) for place in odd[:2].tolist())
    )
    return ExchangedDays(len(at), tuple(numbers), examples)


def together(parts: Iterable[ExchangedDays]) -> ExchangedDays:
    """What the pieces of one file say, as one."""
    every = list(parts)
    rows = tuple(row for part in every for row in part.rows)
    return ExchangedDays(sum(part.of for part in every), rows, tuple(e for part in every for e in part.examples)[:2])


def refuse_exchanged(where: str, days: ExchangedDays) -> None:
    """Raise ``FeedError`` with two rows where exchanging day and month fits a file better than leaving them."""
    if not days.speak_for_the_file:
        return
    first, second = days.examples
    raise FeedError(
        _EXCHANGED, where=where, count=len(days.rows), of=days.of,
        row=str(first.row), code=first.code, read=first.read.isoformat(), day=first.day.isoformat(),
        row2=str(second.row), code2=second.code, read2=second.read.isoformat(), day2=second.day.isoformat(),
    )  # fmt: skip


def _fits(after: Days) -> npt.NDArray[np.bool_]:
    return (after >= 0) & (after <= AFTER)


def _local_days(times: pa.ChunkedArray, zone: ZoneInfo) -> Days:
    """Days since 1970 on the zone's own calendar; an empty time is some day or other."""
    utc = pc.fill_null(times, pa.scalar(0, times.type)).cast(pa.int64()).to_numpy()
    ahead = utc - to_utc(utc, zone)  # read as local, a moment lies as much before itself as the zone is ahead
    local: Days = (utc + ahead) // _DAY
    return local


def _parts(days: Days) -> tuple[Days, Days, Days]:
    dates = days.astype("datetime64[D]")
    months, years = dates.astype("datetime64[M]"), dates.astype("datetime64[Y]")
    return years.astype(np.int64) + 1970, months.astype(np.int64) % 12 + 1, (dates - months).astype(np.int64) + 1


def _days(year: Days, month: Days, day: Days) -> Days:
    months = ((year - 1970) * 12 + month - 1).astype("datetime64[M]")
    whole: Days = months.astype("datetime64[D]").astype(np.int64) + day - 1
    return whole


def _said(texts: pa.Array) -> tuple[Days, npt.NDArray[np.bool_]]:
    """Days of ``YYMMDD``, and where there is such a day."""
    numbers = texts.cast(pa.int64()).to_numpy()
    year, month, day = numbers // 10_000 + 2000, numbers // 100 % 100, numbers % 100
    days = _days(year, np.clip(month, 1, 12), np.clip(day, 1, 31))
    real = np.logical_and.reduce([one == other for one, other in zip(_parts(days), (year, month, day), strict=True)])
    return days, real


def _date(days: int) -> date:
    return date.fromordinal(date(1970, 1, 1).toordinal() + int(days))
