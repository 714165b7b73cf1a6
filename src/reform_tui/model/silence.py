"""A silence: alerts that go on living but ask for no attention until a moment, by whom and why."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from reform_tui.calendars import Calendar
from reform_tui.model.text import fold
from reform_tui.times import DURATION, LAST_YEAR, parse_duration, parse_moment

ACT, RULE = "act", "rule"
"""Where a silence comes from: an act of a person on one alert, or a table beside a rule."""
UNDONE, WORSENED = "undone", "worsened"
"""Why one by act ended before its time."""
_WORKING_DAYS = re.compile(r"(\d{1,3})wd")
_folded = lru_cache(4096)(fold)


@dataclass(frozen=True)
class Silence:
    """Which alerts of a rule are silenced, from when, until when, by whom and why; empty lists mean all."""

    rule: str
    author: str
    reason: str
    until: datetime
    """The first moment at which it holds no longer."""
    since: datetime | None = None
    units: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    origin: str = RULE
    severity: str = ""
    """By act: how bad the alert was; worse than that ends the silence."""
    ended: str = ""
    """By act: ``undone`` or ``worsened``."""

    def holds(self, now: datetime) -> bool:
        """Whether it is in force."""
        return self.state(now) == "holds"

    def state(self, now: datetime) -> str:
        """``holds``, ``not yet``, ``ended``, ``undone`` or ``worsened``."""
        if self.ended:
            return self.ended
        if now >= self.until:
            return "ended"
        return "not yet" if self.since is not None and now < self.since else "holds"

    def covers(self, unit: str, subject: str) -> bool:
        """Whether it speaks of an alert of its rule; a subject spelt with the other tone marks is the same."""
        return (not self.units or unit in self.units) and (
            not self.subjects or subject in self.subjects or _folded(subject) in map(_folded, self.subjects)
        )


Find = Callable[[str, str, str], Silence | None]
"""(rule, unit, subject) to what silences such an alert."""


def finder(silences: Iterable[Silence], now: datetime) -> Find:
    """Give what looks up the silence of an alert; of several that hold, the one that lasts longest."""
    exact: dict[tuple[str, str, str], Silence] = {}
    broad: defaultdict[str, list[Silence]] = defaultdict(list)
    for one in silences:
        if one.holds(now) and one.origin == ACT:
            exact[one.rule, one.units[0], one.subjects[0]] = one
        elif one.holds(now):
            broad[one.rule].append(one)

    def find(rule: str, unit: str, subject: str) -> Silence | None:
        own = exact.get((rule, unit, subject))
        found = [one for one in broad.get(rule, ()) if one.covers(unit, subject)]
        return max([own, *found] if own else found, key=lambda one: one.until, default=None)

    return find


def next_turn(silences: Iterable[Silence], now: datetime) -> datetime | None:
    """The next moment at which a silence begins or ends by the clock alone."""
    turns = (turn for one in silences if not one.ended for turn in (one.since, one.until))
    return min((turn for turn in turns if turn is not None and turn > now), default=None)


def end_of(text: str, at: datetime, calendar: Calendar) -> datetime:
    """When a silence ends that was asked for at ``at``: ``3d`` later, after ``2wd``, a day (to its end) or a moment.

    ``ValueError`` with a sentence for any other text, and for a moment that is over at ``at``.
    """
    beyond = f"'{text[:20]}' is further than any calendar reaches"
    try:
        until = _end_of(text.strip(), at, calendar)
    except OverflowError as error:
        raise ValueError(beyond) from error
    if until.year > LAST_YEAR:
        raise ValueError(beyond)
    if until <= at:
        raise ValueError(f"'{text}' is over already")
    return until


def _end_of(text: str, at: datetime, calendar: Calendar) -> datetime:
    if days := _WORKING_DAYS.fullmatch(text):
        today = at.astimezone(calendar.zone).date()
        return day_end(calendar.working_days_after(today, int(days[1])), calendar.zone)
    if DURATION.fullmatch(text):
        return at + parse_duration(text)
    if text[-1:].isalpha():
        raise ValueError(f"'{text}' is not a length or a day such as 3d, 2wd or 2025-03-31")
    moment = parse_moment(text, calendar.zone)
    return day_end(moment.date(), calendar.zone) if len(text) == len("2025-03-31") else moment


def last_of(until: datetime, zone: ZoneInfo) -> str:
    """The end of a silence as it is said: its last day where it lasts through it, else the minute, in ISO 8601."""
    end = until.astimezone(zone)
    if end.time() == time():
        return (end - timedelta(days=1)).date().isoformat()
    return end.isoformat(timespec="minutes")


def day_end(day: date, zone: ZoneInfo) -> datetime:
    """The first moment after a day."""
    return datetime.combine(day + timedelta(days=1), time(), zone)
