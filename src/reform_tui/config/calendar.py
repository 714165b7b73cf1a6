"""``calendar.toml``, the project's or the shipped one, to a calendar."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from reform_tui.calendars import Calendar
from reform_tui.config.build import read, sentence
from reform_tui.config.toml import Document
from reform_tui.errors import ConfigError

VIETNAM = Path(__file__).with_name("vietnam.toml")
"""The calendar of a project that has none of its own."""

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
Day = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


@dataclass(frozen=True)
class Hours:
    """What holds in every year."""

    hours: tuple[tuple[time, time], ...]
    weekend: tuple[Day, ...] = ("saturday", "sunday")


@dataclass(frozen=True)
class Year:
    """One ``[2026]``: its days off, the weekend days worked instead, and who says so."""

    source: str
    days_off: tuple[date, ...] = ()
    made_up: tuple[date, ...] = ()


def calendar_of(document: Document, zone: ZoneInfo) -> Calendar:
    """Return the calendar of a file; ``ConfigError`` with its faults, one sentence for the file and for each year."""
    table = document.table
    years = {name: year for name, year in table.items() if name.isdecimal()}
    hours, wrong = read(Hours, {key: value for key, value in table.items() if key not in years})
    wrong += _hour_faults(hours["hours"]) if "hours" in hours else []
    wrong += _weekend_faults(hours.get("weekend", ()))
    told = [sentence(document.label, wrong)] if wrong else []
    weekend = frozenset(_DAYS.index(day) for day in hours.get("weekend", Hours.weekend))
    read_years = []
    for name, year in years.items():
        values, wrong = _year(name, year, weekend)
        told += [sentence(f"{document.label} [{name}]", wrong)] if wrong else []
        read_years.append(values)
    if told:
        raise ConfigError(told)
    off = frozenset(day for year in read_years for day in year.get("days_off", ()))
    made_up = frozenset(day for year in read_years for day in year.get("made_up", ()))
    return Calendar(zone, hours["hours"], off, made_up, weekend, frozenset(map(int, years)))


def _year(name: str, table: Any, weekend: frozenset[int]) -> tuple[Mapping[str, Any], list[str]]:
    if not isinstance(table, dict):
        return {}, ["is not a table with 'source' and 'days_off'"]
    values, wrong = read(Year, table)
    days_off, made_up = values.get("days_off", ()), values.get("made_up", ())
    wrong += [f"{day} is not in {name}" for day in (*days_off, *made_up) if day.year != int(name)]
    wrong += [
        f"made_up: {day} is no weekend day, so it is worked anyway" for day in made_up if day.weekday() not in weekend
    ]
    wrong += [f"{day} is both off and made up" for day in sorted(set(days_off) & set(made_up))]
    return values, wrong


def _hour_faults(hours: tuple[tuple[time, time], ...]) -> list[str]:
    if not hours:
        return ["hours: is empty, so nothing is ever worked"]
    spans = [f"hours: {_clock(start)} is not before {_clock(end)}" for start, end in hours if start >= end]
    order = [
        f"hours: {_clock(later)} begins before {_clock(end)} has come"
        for (_, end), (later, _) in pairwise(hours)
        if later < end
    ]
    return spans + order


def _weekend_faults(weekend: tuple[str, ...]) -> list[str]:
    return ["weekend: names all seven days, so nothing is ever worked"] if len(set(weekend)) == len(_DAYS) else []


def _clock(moment: time) -> str:
    return moment.strftime("%H:%M")
