"""A period: what a rule or an indicator counts in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

ALL = "all"
CURRENT = {"quarter", "month", "year"}
_NAME = re.compile(r"(?P<year>\d{4})(?:-Q(?P<quarter>[1-4])|-(?P<month>0[1-9]|1[0-2]))?")


@dataclass(frozen=True)
class Period:
    """A stretch of time, half open: ``start <= moment < end``; ``None`` is unbounded."""

    name: str
    start: datetime | None = None
    end: datetime | None = None
    cut_off: datetime | None = None
    source: str = ""

    def moment(self, now: datetime) -> datetime:
        """When this period is looked at: now, or its last microsecond's end once it is over."""
        return now if self.end is None else min(now, self.end)


def period_named(name: str, zone: ZoneInfo) -> Period | None:
    """Return ``all``, a year ``2025``, a quarter ``2025-Q1`` or a month ``2025-03``; ``None`` for any other name."""
    if name == ALL:
        return Period(ALL)
    match = _NAME.fullmatch(name)
    if match is None:
        return None
    year = int(match["year"])
    if match["quarter"]:
        first, months = 3 * int(match["quarter"]) - 2, 3
    elif match["month"]:
        first, months = int(match["month"]), 1
    else:
        first, months = 1, 12
    after = first + months
    start = datetime(year, first, 1, tzinfo=zone)
    end = datetime(year + (after > 12), (after - 1) % 12 + 1, 1, tzinfo=zone)  # noqa: PLR2004 - months
    return Period(name, start, end)


def before(name: str) -> str:
    """Return the name of the year, quarter or month just before the one called ``name``; nothing for another name."""
    match = _NAME.fullmatch(name)
    if match is None:
        return ""
    year = int(match["year"])
    if match["quarter"]:
        quarter = int(match["quarter"])
        return f"{year}-Q{quarter - 1}" if quarter > 1 else f"{year - 1:04}-Q4"
    if match["month"]:
        month = int(match["month"])
        return f"{year}-{month - 1:02}" if month > 1 else f"{year - 1:04}-12"
    return f"{year - 1:04}"


def a_year_before(name: str) -> str:
    """Return the name of the same year, quarter or month one year earlier; nothing for another name."""
    match = _NAME.fullmatch(name)
    return f"{int(match['year']) - 1:04}{name[4:]}" if match else ""


def period_at(kind: str, moment: datetime, zone: ZoneInfo) -> str:
    """Return the name of the quarter, month or year that holds ``moment`` in ``zone``."""
    local = moment.astimezone(zone)
    return {
        "quarter": f"{local.year}-Q{(local.month + 2) // 3}",
        "month": f"{local.year}-{local.month:02}",
        "year": f"{local.year}",
    }[kind]
