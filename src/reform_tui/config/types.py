"""What a project's TOML files say, as frozen values."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Literal

from reform_tui.calendars import Calendar, WorkingTime
from reform_tui.model.schema import Schema
from reform_tui.model.silence import Silence
from reform_tui.model.verdict import CAUSES, Cause


@dataclass(frozen=True)
class Limits:
    """``[limits]`` of reform.toml: what one rule may take in one job."""

    seconds: float = field(default=20.0, metadata={"least": 0.1})
    memory_mb: int = field(default=2048, metadata={"least": 256})


@dataclass(frozen=True)
class Groups:
    """``[groups]``: Unix groups; empty means everybody who can reach the folder."""

    engine: str = ""
    inspectors: str = ""
    people: str = ""
    plugins: str = ""


@dataclass(frozen=True)
class Keep:
    """``[keep]``: how much of what is only history stays."""

    log_mb: int = field(default=5, metadata={"least": 1})
    logs: int = field(default=5, metadata={"least": 1})
    resolved_days: int = field(default=400, metadata={"least": 1})


@dataclass(frozen=True)
class Settings:
    """``reform.toml``."""

    name: str = "reform"
    province: str = ""
    zone: str = "Asia/Ho_Chi_Minh"
    language: Literal["vi", "en"] = "vi"
    period: str = "quarter"
    settle: timedelta = timedelta(seconds=2)
    scan: timedelta = field(default=timedelta(seconds=10), metadata={"least": timedelta(seconds=0.1)})
    workers: int = field(default=2, metadata={"least": 1})
    limits: Limits = field(default_factory=Limits)
    groups: Groups = field(default_factory=Groups)
    keep: Keep = field(default_factory=Keep)
    causes: Mapping[str, Cause] = field(default_factory=lambda: CAUSES)
    """Name to what people may say of a record."""


@dataclass(frozen=True)
class TimeMapping:
    """``[time]`` of a feed: how its times are written.  Empty formats mean the usual ones."""

    formats: tuple[str, ...] = ()
    zone: str = ""
    exported: str = ""


@dataclass(frozen=True)
class ExtraColumn:
    """One entry of ``[columns.extra]``."""

    source: tuple[str, ...] = field(metadata={"key": "from"})
    type: Literal["code", "text", "time", "flag", "count", "amount", "number"] = "text"
    people: bool = False
    """Whether it holds people: kept apart and masked."""
    label: Mapping[str, str] = field(default_factory=dict)
    """Language to what people call it."""


@dataclass(frozen=True)
class Sample:
    """One ``[[sample]]``: a row as delivered, and what it must become (or the reason it is rejected)."""

    row: Mapping[str, str]
    expect: Mapping[str, Any] | None = None
    rejected: str = ""


@dataclass(frozen=True)
class Feed:
    """``feeds/NAME.toml``: a watched folder, and how its headings become our columns."""

    name: str
    path: Path
    schema: str
    folder: str
    files: tuple[str, ...] = ("*.xlsx", "*.xls", "*.csv", "*.tsv", "*.tab", "*.jsonl", "*.json", "*.txt")
    mode: Literal["changes", "snapshot"] = "changes"
    every: str = ""
    """Expected rhythm: ``1wd`` in working days, ``1d`` in calendar days; empty for none."""
    by: time = time(9)
    authority: int = 0
    units: tuple[str, ...] = ()
    sheet: str = ""
    header: int = field(default=0, metadata={"least": 0})
    """Row of the header, from 1; 0 means recognised."""
    encoding: str = ""
    delimiter: str = ""
    shrink: float = field(default=0.5, metadata={"least": 0, "most": 1})
    """A snapshot with less than this share of a unit's open rows removes nothing until accepted."""
    time: TimeMapping = field(default_factory=TimeMapping)
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    extra: Mapping[str, ExtraColumn] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Column to (theirs to ours)."""
    constants: Mapping[str, Any] = field(default_factory=dict)
    samples: tuple[Sample, ...] = field(default=(), metadata={"key": "sample"})
    version: str = ""
    """Hash of what decides how a file is read: the schema, the mapping, the times and the values."""


@dataclass(frozen=True)
class Threshold:
    """When a finding is this bad: every bound that is stated must be met."""

    count: int | None = field(default=None, metadata={"least": 1})
    """At least so many."""
    share: float | None = field(default=None, metadata={"least": 0, "most": 1})
    """At least this share of those that could be counted."""
    value: float | None = None
    """At least this value of the check's own."""
    below: float | None = None
    """A value of the check's own below this, where more is better: a score."""
    of_at_least: int = field(default=0, metadata={"least": 0})
    """And only among at least so many."""

    def met(self, count: int, of: int, value: float | None) -> bool:
        """Whether a finding with these numbers reaches this threshold; one that states nothing is never met."""
        bounds = [
            self.count is None or count >= self.count,
            self.share is None or (of > 0 and count / of >= self.share),
            self.value is None or (value is not None and value >= self.value),
            self.below is None or (value is not None and value < self.below),
        ]
        return self.bounded and all(bounds) and of >= self.of_at_least

    @property
    def bounded(self) -> bool:
        """Whether it states anything that a finding must reach."""
        return (self.count, self.share, self.value, self.below) != (None, None, None, None)

    def stated(self) -> dict[str, float]:
        """Return only what was written."""
        named = {
            "count": self.count,
            "share": self.share,
            "value": self.value,
            "below": self.below,
            "of_at_least": self.of_at_least or None,
        }
        return {name: bound for name, bound in named.items() if bound is not None}


@dataclass(frozen=True)
class Scope:
    """``scope`` of a rule: an empty list means all."""

    units: tuple[str, ...] = ()
    """Only these units, by code."""
    levels: tuple[str, ...] = ()
    """Only units of these levels."""
    fields: tuple[str, ...] = ()
    """Only records of these fields."""
    procedures: tuple[str, ...] = ()
    """Only records of these procedures."""


@dataclass(frozen=True)
class Rule:
    """One table of ``rules/*.toml``: a check with a name, thresholds, severity, scope and period."""

    name: str
    path: Path
    check: str
    settings: Mapping[str, Any]
    """The check's own fields as TOML gave them; the engine's worker builds the check from them."""
    period: str = ""
    """``quarter``, ``month``, ``year``, ``all``, one such as ``2025-Q1``, or one of ``reference/periods``."""
    hold: timedelta = timedelta(0)
    """How long a finding must stand before it fires."""
    warning: Threshold | None = None
    """When a finding is a warning; a rule that states neither bound warns of anything found."""
    critical: Threshold | None = None
    """When a finding is critical."""
    scope: Scope = field(default_factory=Scope)
    names: Mapping[str, str] = field(default_factory=dict, metadata={"key": "name"})
    """Language to what people call it."""
    message: Mapping[str, str] = field(default_factory=dict)
    """A sentence instead of the check's own, with facts in braces, one text or one a language."""
    was: tuple[str, ...] = ()
    """Old names: alerts and acknowledgements carry over."""
    needs: tuple[str, ...] = ()
    """Kinds of row that a feed or a reference table of the project must deliver; without one the rule is not asked."""
    overrides: Mapping[str, Mapping[str, Threshold]] = field(default_factory=dict)
    """Unit to its own ``warning`` and ``critical``."""
    cases: tuple[Case, ...] = field(default=(), metadata={"key": "case"})
    silences: tuple[Silence, ...] = field(default=(), metadata={"key": "silence"})
    where: str = ""
    """How a sentence about it begins: file and table."""

    def thresholds(self, unit: str) -> tuple[Threshold | None, Threshold | None]:
        """Return (warning, critical) as they hold in ``unit``."""
        own = self.overrides.get(unit, {})
        return own.get("warning", self.warning), own.get("critical", self.critical)


Rows = tuple[Mapping[str, Any], ...] | Path
"""Rows of a case under our column names, or the file that holds them."""


@dataclass(frozen=True)
class Moment:
    """``[[NAME.case.at]]``: where the clock of a case stands next, what arrived by then, and what must hold."""

    now: datetime
    rows: Mapping[str, Rows] = field(default_factory=dict)
    """Schema name, or ``reference.NAME``, to rows that arrive by then."""
    expect: tuple[Mapping[str, Any], ...] | None = None
    """What must be found; ``None`` is not compared."""
    alerts: tuple[Mapping[str, Any], ...] | None = None
    """Which alerts must stand; ``None`` is not compared."""
    acknowledge: tuple[Mapping[str, Any], ...] = ()
    """Alerts that somebody acknowledges then, after they were compared."""


@dataclass(frozen=True)
class Case:
    """``[[NAME.case]]``: a small example that proves a rule or an indicator, at one moment or at several."""

    name: str
    now: datetime | None = None
    rows: Mapping[str, Rows] = field(default_factory=dict)
    """Schema name, or ``reference.NAME``, to the rows that are known from the start."""
    expect: tuple[Mapping[str, Any], ...] | None = None
    """What must be found; an empty list for nothing."""
    period: str = ""
    """In which the case counts; default the rule's own, else the quarter of its moment."""
    alerts: tuple[Mapping[str, Any], ...] | None = None
    """Which alerts must stand; an empty list for none."""
    at: tuple[Moment, ...] = ()
    """Moments in order; a case that has them states nothing itself but its rows and its period."""

    @property
    def moments(self) -> tuple[Moment, ...]:
        """Return where the clock stands, one after the other: a case without ``at`` has one moment, its ``now``."""
        if self.now is None:
            return self.at
        return (Moment(self.now, expect=self.expect, alerts=self.alerts),)


@dataclass(frozen=True)
class Break:
    """A day from which an indicator counts otherwise: what lies before and after it are two series."""

    since: date = field(metadata={"key": "from"})
    why: Mapping[str, str]
    """Language to what changed."""
    source: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Indicator:
    """``[indicator.NAME]``: a counting function with a target."""

    name: str
    path: Path
    count: str
    target: float | None = None
    names: Mapping[str, str] = field(default_factory=dict, metadata={"key": "name"})
    """Language to what people call it."""
    definition: Mapping[str, str] = field(default_factory=dict)
    source: Mapping[str, str] = field(default_factory=dict)
    """Language to who says so."""
    dated: date | None = None
    """Of what day the source is."""
    breaks: tuple[Break, ...] = ()
    """Where its figures stop being one series."""
    period: str = ""
    needs: tuple[str, ...] = ()
    """As of a rule."""
    cases: tuple[Case, ...] = field(default=(), metadata={"key": "case"})
    where: str = ""
    """How a sentence about it begins: file and table."""


@dataclass(frozen=True)
class Project:
    """A project folder, read whole."""

    root: Path
    settings: Settings
    feeds: tuple[Feed, ...]
    rules: tuple[Rule, ...]
    indicators: tuple[Indicator, ...]
    calendar: Calendar
    schemas: Mapping[str, Schema]
    """Built-in, from plugins, and with the feeds' extra columns."""
    files: Mapping[str, str]
    """Every configuration file's path inside the project (or ``shipped/…``) to its SHA-256."""
    left_out: Mapping[str, str] = field(default_factory=dict)
    """A feed whose schema would come from a plugin that is out, to the sentence that says so."""
    idle: tuple[Indicator, ...] = ()
    """Indicators that need a kind of row which nothing delivers: a rule may name them, and they have no figure."""

    def in_use(self, tables: Collection[str]) -> Project:
        """Return the project without the rules and indicators that need a kind of row which nothing delivers.

        ``tables`` are the reference tables that are there.  While a feed is left out nobody knows what it delivers:
        all stay then, and are ill where their plugin is out.
        """
        if self.left_out:
            return self
        delivered = {*tables, *(feed.schema for feed in self.feeds)}
        rules = tuple(one for one in self.rules if delivered.issuperset(one.needs))
        indicators = tuple(one for one in self.indicators if delivered.issuperset(one.needs))
        idle = tuple(one for one in self.indicators if not delivered.issuperset(one.needs))
        return replace(self, rules=rules, indicators=indicators, idle=idle)


Duration = timedelta | WorkingTime
