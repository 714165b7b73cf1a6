"""A batch of units, their rules, one moment: what crosses to a worker and back.  Plain, picklable data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from reform_tui.calendars import Calendar
from reform_tui.config.rule_types import Scope
from reform_tui.model.finding import Fact, Judgement
from reform_tui.model.period import Period
from reform_tui.model.schema import Schema
from reform_tui.store.places import HomeRows, SchemaRows

__all__ = ["Answer", "Blind", "Count", "HomeRows", "IndicatorTask", "Job", "RuleTask", "SchemaRows"]


@dataclass(frozen=True)
class RuleTask:
    """One rule to ask."""

    name: str
    check: str
    settings: Mapping[str, Any]
    period: Period
    scope: Scope = field(default_factory=Scope)


@dataclass(frozen=True)
class IndicatorTask:
    """One indicator to count."""

    name: str
    count: str
    period: Period
    target: float | None = None
    idle: bool = False
    """Nothing delivers the rows that it needs: it is known, and never counted."""
    breaks: tuple[date, ...] = ()
    """From which days on it counts otherwise."""
    behind: bool = False
    """Whether the rows behind its figures are wanted."""


@dataclass(frozen=True)
class Job:
    """The grain of evaluation.  ``units`` empty means every unit (province grain)."""

    number: int
    units: tuple[str, ...]
    now: datetime
    zone: str
    calendar: Calendar
    rules: tuple[RuleTask, ...]
    indicators: tuple[IndicatorTask, ...]
    """Counted in this job and given back."""
    known_indicators: Mapping[str, IndicatorTask]
    """All that ``view.indicator`` may ask for, by name."""
    schemas: Mapping[str, SchemaRows]
    references: Mapping[str, str]
    """Reference table name to the path of its Arrow file."""
    plugins: tuple[str, ...]
    """Where each plugin comes from, as ``plugins.source_of`` reads it."""
    workspace: str
    """Folder of this job's results, one file a rule, so that what was answered before a kill is not lost."""
    people_key: bytes = field(default=b"", repr=False)
    """With what people are masked."""
    reference_schemas: Mapping[str, Schema] = field(default_factory=dict)
    """The kinds of reference tables that are there."""


@dataclass(frozen=True)
class Count:
    """One indicator's figures in one unit."""

    indicator: str
    unit: str
    period: str
    numerator: int
    denominator: int
    counted: tuple[str, ...] = ()
    """Store keys of the rows in the numerator, if they were wanted and rows carry the figure."""
    missing: tuple[str, ...] = ()
    """The same of those in the denominator alone."""


@dataclass(frozen=True)
class Blind:
    """Why a rule cannot see in a unit: it needs columns that no feed has there, or none of its rows could be judged."""

    lacks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Schema to the columns."""
    skipped: Mapping[str, int] = field(default_factory=dict)
    """Why rows could not be judged, and how many."""
    said: Mapping[str, str] = field(default_factory=dict)
    """The same by language, once the engine has looked up which headings went missing."""
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """What one rule (or indicator) said in one job; with a ``fault``, a sentence, it is ill and nothing else is set."""

    name: str
    judgement: Judgement = field(default_factory=Judgement)
    next_change: Mapping[str, datetime] = field(default_factory=dict)
    """Unit to when its answer could differ with no new data; the moments at which rows become known included."""
    blind: Mapping[str, Blind] = field(default_factory=dict)
    """Unit to why the rule cannot see there."""
    counts: tuple[Count, ...] = ()
    fault: str = ""
    notes: tuple[str, ...] = ()
    """Sentences on old names of the sdk that its plugin used: no faults."""
