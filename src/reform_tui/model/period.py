"""A period: what a rule or an indicator counts in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

from reform_tui.times import FIRST_YEAR, LAST_YEAR

ALL = "all"
REPORT = "-report"
"""How the name of a report's period ends, and that of its kind."""
_CALENDAR = ("quarter", "half", "month", "year")
CURRENT = {*_CALENDAR, *(kind + REPORT for kind in _CALENDAR)}
_NAME = re.compile(
    r"(?P<year>\d{4})(?:-Q(?P<quarter>[1-4])|-H(?P<half>[12])|-(?P<month>0[1-9]|1[0-2]))?(?P<report>-report)?"
)
_YEAR = 12
_OPENS = 15
"""The day of the last month from which a report counts for the next one: the day before is its cut-off."""
REPORT_SOURCE = "Nghị định 09/2019/NĐ-CP, Điều 12"


@dataclass(frozen=True)
class Period:
    """A stretch of time, half open: ``start <= moment < end``; ``None`` is unbounded.

    ``end`` is where counting ends: the ``cut_off``, where that comes first.
    """

    name: str
    start: datetime | None = None
    end: datetime | None = None
    cut_off: datetime | None = None
    """The first moment that a report no longer counts, where it has such a day."""
    source: str = ""

    FORM: ClassVar[str] = _NAME.pattern
    """A regular expression of what the calendar's periods are called, for a ``Column``."""

    def moment(self, now: datetime) -> datetime:
        """When this period is looked at: now, or its last microsecond's end once it is over."""
        return now if self.end is None else min(now, self.end)


def listed_period(
    name: str, start: datetime | None, end: datetime | None, cut_off: datetime | None, source: str
) -> Period:
    """Return a period as a table lists it; a cut-off that is given as a day lasts to the end of that day."""
    if cut_off is not None and (cut_off.hour, cut_off.minute, cut_off.second) == (0, 0, 0):
        cut_off += timedelta(days=1)
    closes = [moment for moment in (end, cut_off) if moment is not None]
    return Period(name, start, min(closes, default=None), cut_off, source)


def period_named(name: str, zone: ZoneInfo) -> Period | None:
    """Return the period of a ``name`` in ``zone``: ``all``, ``2025``, ``2025-H1``, ``2025-Q1``, ``2025-03``.

    What the report about one covers is called ``2025-Q1-report``; any other name gives ``None``.
    """
    if name == ALL:
        return Period(ALL)
    match = _NAME.fullmatch(name)
    if match is None or not FIRST_YEAR - 1 <= int(match["year"]) <= LAST_YEAR + 1:  # where zones reach over
        return None
    year, (first, months) = int(match["year"]), _months(match)
    if not match["report"]:
        return Period(name, _day(year, first, 1, zone), _day(year, first + months, 1, zone))
    cut_off = _day(year, first + months - 1, _OPENS, zone)
    return Period(name, _day(year, first - 1, _OPENS, zone), cut_off, cut_off, REPORT_SOURCE)


def _months(match: re.Match[str]) -> tuple[int, int]:
    """Return the first month of a period, and how many it has."""
    if match["quarter"]:
        return 3 * int(match["quarter"]) - 2, 3
    if match["half"]:
        return 6 * int(match["half"]) - 5, 6
    return (int(match["month"]), 1) if match["month"] else (1, _YEAR)


def _day(year: int, month: int, day: int, zone: ZoneInfo) -> datetime:
    """Return the first moment of a day; month 0 is the December before, month 13 the January after."""
    return datetime(year + (month - 1) // _YEAR, (month - 1) % _YEAR + 1, day, tzinfo=zone)


def before(name: str) -> str:
    """Return the name of the period of the calendar, or of the report, just before; nothing for another name."""
    match = _NAME.fullmatch(name)
    if match is None:
        return ""
    year, (first, months) = int(match["year"]), _months(match)
    if first > months:
        return _called(year, first - months, months) + (match["report"] or "")
    return _called(year - 1, _YEAR - months + 1, months) + (match["report"] or "")


def _called(year: int, first: int, months: int) -> str:
    """Return the name of what begins in this month and lasts so many."""
    parts = {1: f"-{first:02}", 3: f"-Q{(first + 2) // 3}", 6: f"-H{(first + 5) // 6}", _YEAR: ""}
    return f"{year:04}{parts[months]}"


def a_year_before(name: str) -> str:
    """Return the name of the same period one year earlier; nothing for another name."""
    match = _NAME.fullmatch(name)
    return f"{int(match['year']) - 1:04}{name[4:]}" if match else ""


def alike(name: str) -> str:
    """Return the shape of a name: what two periods of one kind share, such as ``0000-Q0`` of two quarters."""
    return re.sub(r"\d", "0", name)


def period_at(kind: str, moment: datetime, zone: ZoneInfo) -> str:
    """Return the name of the quarter, half, month or year, or of such a report, that holds ``moment`` in ``zone``."""
    local = moment.astimezone(zone)
    year, month = local.year, local.month
    bare, report = kind.removesuffix(REPORT), kind.endswith(REPORT)
    months = {"quarter": 3, "half": 6, "month": 1, "year": _YEAR}[bare]
    if report and local.day >= _OPENS:
        year, month = year + month // _YEAR, month % _YEAR + 1
    return _called(year, (month - 1) // months * months + 1, months) + (REPORT if report else "")


def current(kind: str, moment: datetime, zone: ZoneInfo, listed: Mapping[str, Period]) -> str:
    """Return the name of the ``kind`` that holds ``moment``: of those listed, which may have moved, else by rule."""
    name = period_at(kind, moment, zone)
    same = (one for one in listed.values() if alike(one.name) == alike(name) and one.start and one.end)
    return next((one.name for one in same if one.start <= moment < one.end), name)  # type: ignore[operator]
