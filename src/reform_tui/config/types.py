"""What a project's TOML files say, as frozen values."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import time, timedelta
from pathlib import Path
from typing import Any, Literal

from reform_tui.calendars import Calendar, WorkingTime
from reform_tui.config.rule_types import Indicator, Rule
from reform_tui.model.schema import Schema
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
    unmask: str = ""
    """Of those who may act, whose members may unmask a record."""
    shared: tuple[str, ...] = ()
    """Accounts, not groups, that several people use: each says a name, which is told as claimed."""


@dataclass(frozen=True)
class Keep:
    """``[keep]``: how much of what is only history stays."""

    log_mb: int = field(default=5, metadata={"least": 1})
    logs: int = field(default=5, metadata={"least": 1})


@dataclass(frozen=True)
class Settings:
    """``reform.toml``."""

    name: str = "reform"
    province: str = ""
    zone: str = "Asia/Ho_Chi_Minh"
    language: Literal["vi", "en"] = "vi"
    charset: Literal["auto", "utf8", "ascii"] = "auto"
    theme: Literal["terminal", "light", "dark", "contrast"] = "terminal"
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
