"""Figures of indicators as they are shown: the province's, the sums by level, every unit's, each with its definition.

Free of pandas and Arrow: ``check`` and the console read them from the store alike.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from reform_tui.config.rule_types import Break
from reform_tui.model.alert import INDICATOR
from reform_tui.store.database import moment_of

RECORDS = "records"
"""The rows that are carried from one period into the next; of nothing else is what was before unknown."""
PROVINCE, ALL, UNKNOWN = "province", "all ", "unknown"
"""What stands under ``level``: for the whole, before the level of a sum, and for units whose level nobody said."""


@dataclass(frozen=True)
class Definition:
    """What an indicator counts, who says so, and of what day that is."""

    names: Mapping[str, str] = field(default_factory=dict)
    sentence: Mapping[str, str] = field(default_factory=dict)
    source: Mapping[str, str] = field(default_factory=dict)
    dated: date | None = None
    schemas: tuple[str, ...] = ()
    """The kinds of rows that it counts."""
    breaks: tuple[Break, ...] = ()
    """Where its figures stop being one series, the earliest first."""


def says_day(source: str, day: date) -> bool:
    """Whether a source tells its day itself, as 12/4/2025 or 12/04/2025."""
    return re.search(rf"(?<!\d)0?{day.day}/0?{day.month}/{day.year}(?!\d)", source) is not None


@dataclass(frozen=True)
class Figure:
    """One figure: of a unit, of all units of a level (``all commune``), or of the whole (``province``)."""

    indicator: str
    unit: str
    level: str
    period: str
    numerator: int
    denominator: int
    target: float | None
    skipped: Mapping[str, int] = field(default_factory=dict)
    """Why rows could not be counted, and how many; 0 where a whole column is missing."""
    of_many: bool = False
    """Whether it is the sum of several units."""
    unknown_before: datetime | None = None
    """When the first file was exported, if the period began before it: what was carried over until then is unknown."""
    breaks: tuple[Break, ...] = ()
    """The breaks that lie before the end of its period: figures with others of them are another series."""

    @property
    def is_sum(self) -> bool:
        """Whether it is one level's, and not the whole's or a unit's."""
        return self.of_many and self.level.startswith(ALL)

    @property
    def value(self) -> float | None:
        """The share; ``None`` where there was nothing to count."""
        return self.numerator / self.denominator if self.denominator else None

    @property
    def gap(self) -> float | None:
        """What it is above its target."""
        return None if self.value is None or self.target is None else self.value - self.target


@dataclass(frozen=True)
class Figures:
    """All figures of a store: the whole first, then the levels, then units."""

    rows: tuple[Figure, ...] = ()
    definitions: Mapping[str, Definition] = field(default_factory=dict)


def read_figures(connection: sqlite3.Connection) -> Figures:
    """Read them all."""
    definitions = read_definitions(connection)
    units = list(_units(connection))
    sums = [*_summed(units, _whole), *_summed(units, _level)]
    return Figures(tuple(_told([*sums, *units], definitions, connection)), definitions)


def read_definitions(connection: sqlite3.Connection) -> dict[str, Definition]:
    """Every indicator's definition, by name."""
    names = dict(connection.execute("SELECT indicator, names FROM indicator_names").fetchall())
    rows = connection.execute("SELECT * FROM definitions ORDER BY indicator")
    return {row["indicator"]: _definition(names.get(row["indicator"], "{}"), row) for row in rows}


def _definition(names: str, row: sqlite3.Row) -> Definition:
    sentence, source, schemas = (json.loads(row[name]) for name in ("definition", "source", "schemas"))
    dated = date.fromisoformat(row["dated"]) if row["dated"] else None
    breaks = (Break(date.fromisoformat(one["from"]), one["why"], one["source"]) for one in json.loads(row["breaks"]))
    ordered = tuple(sorted(breaks, key=lambda one: one.since))
    return Definition(json.loads(names), sentence, source, dated, tuple(schemas), ordered)


def _units(connection: sqlite3.Connection) -> Iterator[Figure]:
    """Every unit's figures; one that could not be counted at all is there with nothing in it."""
    skipped = {
        (rule.removeprefix(INDICATOR), unit): json.loads(reasons)
        for rule, unit, reasons in connection.execute(
            "SELECT rule, unit, skipped FROM health WHERE rule LIKE ? AND skipped != '{}'", (INDICATOR + "%",)
        )
    }
    rows = connection.execute(
        "SELECT indicator, unit, level, period, numerator, denominator, target FROM indicators ORDER BY indicator, unit"
    )
    for row in rows:
        yield Figure(**dict(row), skipped=skipped.pop((row["indicator"], row["unit"]), {}))
    levels = dict(connection.execute("SELECT unit, level FROM units").fetchall())
    periods = dict(connection.execute("SELECT indicator, max(period) FROM counted GROUP BY indicator").fetchall())
    for (indicator, unit), reasons in sorted(skipped.items()):
        if indicator in periods:
            yield Figure(indicator, unit, levels.get(unit, ""), periods[indicator], 0, 0, None, reasons)


def _whole(one: Figure) -> str:
    del one
    return PROVINCE


def _level(one: Figure) -> str:
    return ALL + (one.level or UNKNOWN)


def _summed(units: Iterable[Figure], level: Callable[[Figure], str]) -> Iterator[Figure]:
    """The sums of units: of all, or by what ``level`` says of each."""
    groups: dict[tuple[str, str, str], list[Figure]] = defaultdict(list)
    for one in units:
        groups[one.indicator, level(one), one.period].append(one)
    for (indicator, named, period), members in sorted(groups.items()):
        skipped: Counter[str] = Counter()
        for one in members:
            skipped.update(one.skipped)
        numerator, denominator = (sum(getattr(one, name) for one in members) for name in ("numerator", "denominator"))
        yield Figure(indicator, "", named, period, numerator, denominator, None, dict(skipped), of_many=True)


def _told(
    rows: Iterable[Figure], definitions: Mapping[str, Definition], connection: sqlite3.Connection
) -> Iterator[Figure]:
    """The figures with the province's code and target on sums, and what is unknown of what was carried over."""
    meta = dict(connection.execute("SELECT name, value FROM meta").fetchall())
    province, zone = meta.get("province", ""), ZoneInfo(meta.get("zone", "UTC"))
    counted = {(row["indicator"], row["period"]): row for row in connection.execute("SELECT * FROM counted")}
    first = first_exports(connection)
    for one in rows:
        about = counted.get((one.indicator, one.period))
        started = about["started"] if about and about["started"] else ""
        known = definitions.get(one.indicator, Definition())
        carried = started and RECORDS in known.schemas
        before = unknown_before(moment_of(started), known.schemas, first) if carried else None
        ended = moment_of(about["ended"]) if about and about["ended"] else None
        told = replace(one, unknown_before=before, breaks=breaks_until(ended, known.breaks, zone))
        if not one.of_many or about is None:
            yield told
        else:
            yield replace(told, unit=province, target=about["target" if one.is_sum else "province_target"])


def breaks_until(ended: datetime | None, breaks: Iterable[Break], zone: ZoneInfo) -> tuple[Break, ...]:
    """Return the breaks before the end of a period; all of them where it has no end."""
    return tuple(one for one in breaks if ended is None or datetime.combine(one.since, time(), zone) < ended)


def first_exports(connection: sqlite3.Connection) -> dict[str, datetime]:
    """When the first file of each schema was exported, of those that were taken in."""
    rows = connection.execute(
        "SELECT schema, min(exported_at) FROM arrivals WHERE status IN ('taken', 'superseded') GROUP BY schema"
    )
    return {schema: moment_of(at) for schema, at in rows}


def unknown_before(started: datetime, schemas: Iterable[str], first: Mapping[str, datetime]) -> datetime | None:
    """Return from when on something is known of a period, if its beginning is not; else nothing.

    What was carried into a period is known only from files that were exported before it began.
    """
    latest = max((first[schema] for schema in schemas if schema in first), default=None)
    return latest if latest is not None and latest > started else None
