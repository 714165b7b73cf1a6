"""What a rule, an indicator and a case of either say in TOML, as frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from reform_tui.model.silence import Silence


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
    target: float | None = field(default=None, metadata={"least": 0, "most": 1})
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
