"""Index sets, such as that of Decision 766: items worth points, in groups, with versions that hold from a day to a day.

Points are exact and rounded once, to hundredths, half up; groups and totals are sums of them and never rounded again.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

Words = Mapping[str, str]
"""Language to text."""
NoneCounts = Literal["unknown", "full", "zero"]
"""What an item is worth where there was nothing to count: nobody knows, all of its points, or none of them."""
NOTHING: Words = {"vi": "trong kỳ không có gì để đếm", "en": "nothing to count in the period"}
PROVINCE_ONLY: Words = {"vi": "chỉ chấm cho toàn tỉnh", "en": "scored for the province alone"}


@dataclass(frozen=True, kw_only=True)
class Item:
    """One item: up to ``points`` for the ratio of an indicator, all of them from the share ``full_at`` on."""

    group: str
    name: Words
    points: float = field(metadata={"least": 0})
    full_at: float = field(default=1.0, metadata={"least": 0.01})
    none: NoneCounts = "unknown"
    indicator: str = ""
    province_only: bool = False
    by_publisher: bool = False
    """Counted under who publishes it: another unit has points for it only where it publishes too."""
    missing: Words = field(default_factory=dict)
    """Why it cannot be computed, where no indicator counts it."""


@dataclass(frozen=True, kw_only=True)
class Version:
    """The items as they hold from a day to a day; without a first day it holds only where somebody names it."""

    name: str
    source: Words
    since: date | None = field(default=None, metadata={"key": "from"})
    until: date | None = field(default=None, metadata={"key": "to"})
    like: str = ""
    """The version whose items hold where this one is silent."""
    without: tuple[str, ...] = ()
    """Items of that version which this one has not."""
    items: Mapping[str, Item] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Band:
    """A grade, from so many points on."""

    since: float = field(metadata={"key": "from"})
    name: Words


@dataclass(frozen=True)
class Figure:
    """Of one indicator in one unit: what was counted, or why it cannot be."""

    numerator: int
    denominator: int
    why: Words = field(default_factory=dict)


@dataclass(frozen=True)
class Score:
    """What a unit, a level or the province scores: points by item, or a reason why they are not known."""

    items: Mapping[str, Item]
    points: Mapping[str, Decimal]
    why: Mapping[str, Words]

    @property
    def total(self) -> Decimal:
        """Return the sum of the items that could be computed."""
        return sum(self.points.values(), Decimal("0.00"))

    @property
    def possible(self) -> Decimal:
        """Return what these items give at most."""
        return sum((Decimal(str(self.items[code].points)) for code in self.points), Decimal("0.00"))

    @property
    def most(self) -> Decimal:
        """Return the score if whatever could not be computed were full: nothing is lower for want of data."""
        return self.total + sum((Decimal(str(self.items[code].points)) for code in self.why), Decimal("0.00"))

    @property
    def short(self) -> int:
        """Return how many computed items are not full."""
        return sum(points < Decimal(str(self.items[code].points)) for code, points in self.points.items())

    def group(self, name: str) -> Decimal | None:
        """Return the sum of a group's computed items, ``None`` where there is none."""
        known = [points for code, points in self.points.items() if self.items[code].group == name]
        return sum(known, Decimal("0.00")) if known else None


def score_of(items: Mapping[str, Item], figures: Mapping[str, Figure], *, province: bool) -> Score:
    """Return the score for ``figures`` by indicator; some items are scored for the ``province`` alone."""
    points, why = {}, {}
    for code, item in items.items():
        known = _item_of(item, figures.get(item.indicator, Figure(0, 0)), province=province)
        if isinstance(known, Decimal):
            points[code] = known
        else:
            why[code] = known
    return Score(items, points, why)


def _item_of(item: Item, figure: Figure, *, province: bool) -> Decimal | Words:
    theirs = item.province_only or (item.by_publisher and not figure.denominator)
    reason = (PROVINCE_ONLY if theirs and not province else {}) or item.missing or figure.why
    if reason:
        return reason
    points = points_of(figure.numerator, figure.denominator, item.points, item.full_at, item.none)
    return NOTHING if points is None else points


def points_of(
    numerator: int, denominator: int, points: float, full_at: float = 1.0, none: NoneCounts = "unknown"
) -> Decimal | None:
    """Return ``points`` times the ratio, all of them from the share ``full_at`` on; ``None`` where nobody knows."""
    if not denominator:
        return {"unknown": None, "full": half_up(_exact(points)), "zero": Decimal("0.00")}[none]
    reached = Fraction(numerator, denominator) / _exact(full_at)
    return half_up(_exact(points) * min(reached, Fraction(1)))


def half_up(number: Fraction) -> Decimal:
    """Return a number from 0 on in hundredths; exactly half of one goes up."""
    return Decimal(math.floor(number * 100 + Fraction(1, 2))).scaleb(-2)


def _exact(number: float) -> Fraction:
    """Return a number as it was written: 0.8 is eight tenths, not the nearest binary fraction."""
    return Fraction(str(number))


def ranks_of(scores: Mapping[str, Decimal]) -> dict[str, int]:
    """Return each name's place, the highest score first; equal scores share the better place."""
    return {name: 1 + sum(other > score for other in scores.values()) for name, score in scores.items()}


def in_force(versions: Iterable[Version], day: date, variant: str = "") -> Version | None:
    """Return the version called ``variant``, else the one that holds on a day: of several the one that began last."""
    if variant:
        return next((one for one in versions if one.name == variant), None)
    holding = [one for one in versions if one.since and one.since <= day and not (one.until and one.until < day)]
    return max(holding, key=lambda one: one.since or date.min, default=None)


def items_of(version: Version, versions: Iterable[Version]) -> dict[str, Item]:
    """Return the items of a version, with those of the one that it is like where it is silent."""
    like = next((one.items for one in versions if one.name == version.like), {})
    return {code: item for code, item in {**like, **version.items}.items() if code not in version.without}


def faults_in(versions: Iterable[Version], groups: Mapping[str, Words], variant: str = "") -> Iterator[str]:
    """Yield what is wrong: names that are not there, versions that cannot be told apart, an item of no group."""
    known = {one.name: one for one in versions}
    if variant and variant not in known:
        yield f"variant: there is no version '{variant}' (known: {', '.join(known)})"
    starts: dict[date, str] = {}
    for one in versions:
        if one.like and (one.like not in known or known[one.like].like):
            yield f"version {one.name}: like: '{one.like}' is no version with items of its own"
        if one.since and one.until and one.until < one.since:
            yield f"version {one.name}: to: {one.until} is before from ({one.since})"
        if one.since and starts.setdefault(one.since, one.name) != one.name:
            yield f"version {one.name}: begins on the same day as {starts[one.since]}"
        wrong = {item.group for item in one.items.values()} - groups.keys()
        yield from (f"version {one.name}: there is no group '{group}'" for group in sorted(wrong))
        bare = [code for code, item in one.items.items() if not (item.indicator or item.missing)]
        yield from (f"version {one.name}: {code} needs an indicator, or says what is missing" for code in bare)
