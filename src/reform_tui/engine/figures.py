"""Figures of indicators for a check: in its own period or in another, counted from the rows as known at that time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from reform_tui.config.build import nearest
from reform_tui.engine.periods import Periods
from reform_tui.errors import PluginError
from reform_tui.model.period import CURRENT, Period, a_year_before, alike, before, current, period_named

PREVIOUS, YEAR_AGO = "previous", "year-ago"


def other_period(wanted: str, own: Period, now: Any, table: pd.DataFrame, zone: ZoneInfo) -> Period:
    """Return the period that ``View.indicators`` means; ``PluginError`` where there is none of that name.

    ``table`` is ``reference/periods``: a period that it names goes before one of the calendar.
    """
    listed = listed_at(table, now, zone)
    if wanted in {PREVIOUS, YEAR_AGO}:
        found = _related(wanted, own, listed, zone)
        return found or _no_period(f"period '{own.name}' has none {_IN_WORDS[wanted]}; name one")
    name = current(wanted, now, zone, listed) if wanted in CURRENT else wanted
    found = listed.get(name) or period_named(name, zone)
    known = [PREVIOUS, YEAR_AGO, *CURRENT, *listed]
    return found or _no_period(f"'{wanted}' is no period such as 2024-Q4, nor one of reference/periods", wanted, known)


def period_before(own: Period, now: Any, table: pd.DataFrame, zone: ZoneInfo) -> Period | None:
    """Return the period just before ``own``, of its kind, if there is one."""
    return _related(PREVIOUS, own, listed_at(table, now, zone), zone)


_IN_WORDS = {PREVIOUS: "before it, of its kind", YEAR_AGO: "a year before it"}


def listed_at(table: pd.DataFrame, now: Any, zone: ZoneInfo) -> dict[str, Period]:
    """Return the periods that the reference table ``periods`` lists at ``now``, by name."""
    plain = table.astype(object).where(table.notna(), None)
    return Periods(plain.to_dict("records")).at(now, zone)


def _related(wanted: str, own: Period, listed: Mapping[str, Period], zone: ZoneInfo) -> Period | None:
    if own.name in listed:
        return (_listed_before if wanted == PREVIOUS else _listed_a_year_before)(own, listed)
    name = (before if wanted == PREVIOUS else a_year_before)(own.name)
    return listed.get(name) or period_named(name, zone)


def _listed_before(own: Period, listed: Mapping[str, Period]) -> Period | None:
    """Return the newest of the table that ended when this one began, or earlier: of its kind, else the shortest."""
    start = own.start
    over = [one for one in listed.values() if one.start and one.end and start and one.end <= start]
    same = [one for one in over if alike(one.name) == alike(own.name)]
    return max(same or over, key=lambda one: (one.end, one.start, one.name), default=None)


def _listed_a_year_before(own: Period, listed: Mapping[str, Period]) -> Period | None:
    """Return the one of the table that began and ended on the same days of the year before."""
    year = pd.DateOffset(years=1)
    if own.start is None or own.end is None:
        return None
    bounds = tuple((pd.Timestamp(moment) - year).to_pydatetime() for moment in (own.start, own.end))
    return next((one for one in listed.values() if (one.start, one.end) == bounds), None)


def _no_period(why: str, name: str = "", known: Any = ()) -> Period:
    raise PluginError(f"indicators: {why}{nearest(name, known) if name else ''}")
