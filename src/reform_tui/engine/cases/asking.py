"""A rule or an indicator of a case, made ready to be asked as the engine would ask it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from reform_tui.calendars import Calendar
from reform_tui.config.build import nearest
from reform_tui.config.rule_types import Case, Indicator, Rule
from reform_tui.engine.ask import ask, count_indicator
from reform_tui.engine.cases.expect import Row, counted_rows, found_rows
from reform_tui.engine.cases.given import Kinds
from reform_tui.engine.cases.proof import Ask
from reform_tui.engine.cases.rows import CaseSource
from reform_tui.engine.job import Answer, IndicatorTask, RuleTask
from reform_tui.engine.periods import Periods, period_for
from reform_tui.engine.reconcile import severity_of
from reform_tui.errors import ConfigError, PluginError
from reform_tui.model.alert import Severity
from reform_tui.model.finding import Finding
from reform_tui.model.period import ALL, CURRENT, Period
from reform_tui.plugins import Plugins, grain_of, sentences_of
from reform_tui.plugins.names import UNIT
from reform_tui.sdk import Sentences


@dataclass(frozen=True)
class Bench:
    """What every case is run with."""

    plugins: Plugins
    calendar: Calendar
    kinds: Kinds
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True)
class Asked:
    """A rule or an indicator, ready to be asked: how, what its answer is called, and whether units must stay apart."""

    ask: Callable[[Period], Ask]
    rows: Callable[[Answer], list[Row]]
    period: str
    apart: bool
    rule: Rule | None = None
    sentences: Sentences = field(default_factory=dict)

    def period_of(self, case: Case, source: CaseSource, now: datetime, kinds: Kinds) -> Period:
        """Return the period in which a case counts at a moment."""
        return _period(case.period or self.period, source, now, kinds)

    def names(self, unit: str) -> bool:
        """Whether the rule itself names a unit, in its scope, its overrides or its check's settings."""
        rule = self.rule
        return rule is not None and unit in repr((rule.scope, rule.settings, sorted(rule.overrides)))


def asked_as(owner: Rule | Indicator, bench: Bench) -> Asked:
    """Return how the owner of some cases is asked; ``PluginError`` where no plugin offers what it names."""
    return _rule(owner, bench) if isinstance(owner, Rule) else _indicator(owner, bench)


def _rule(rule: Rule, bench: Bench) -> Asked:
    check = bench.plugins.checks.get(rule.check)
    if check is None:
        raise PluginError(f"no plugin offers the check '{rule.check}'{nearest(rule.check, bench.plugins.checks)}")

    def asker(period: Period) -> Ask:
        task = RuleTask(rule.name, rule.check, rule.settings, period, rule.scope)
        return partial(ask, task, check, **_surroundings(bench, period))

    rows = partial(found_rows, severity=partial(_severity, rule))
    return Asked(asker, rows, rule.period, grain_of(check) == UNIT, rule, sentences_of(check))


def _indicator(indicator: Indicator, bench: Bench) -> Asked:
    counting = bench.plugins.counts.get(indicator.count)
    if counting is None:
        near = nearest(indicator.count, bench.plugins.counts)
        raise PluginError(f"no plugin offers the counting function '{indicator.count}'{near}")

    def asker(period: Period) -> Ask:
        return partial(count_indicator, _task(indicator, period), counting, **_surroundings(bench, period))

    return Asked(asker, partial(counted_rows, target=indicator.target), indicator.period, grain_of(counting) == UNIT)


def _surroundings(bench: Bench, period: Period) -> dict[str, Any]:
    counts = bench.plugins.counts
    offered = [each for each in bench.indicators if each.count in counts]
    known = {each.name: (_task(each, period), counts[each.count]) for each in offered}
    return {"zone": bench.kinds.zone, "calendar": bench.calendar, "indicators": known}


def _task(indicator: Indicator, period: Period) -> IndicatorTask:
    breaks = tuple(each.since for each in indicator.breaks)
    return IndicatorTask(indicator.name, indicator.count, period, indicator.target, breaks=breaks)


def _severity(rule: Rule, found: Finding) -> Severity | None:
    """Return how bad the rule's thresholds say that this is."""
    reached = severity_of(rule, found)
    return reached[0] if reached else None


def _period(name: str, source: CaseSource, now: datetime, kinds: Kinds) -> Period:
    """Return a calendar period, the one that holds the moment, or a row of ``reference.periods``."""
    listed = Periods(source.reference("periods").to_pylist()).at(now, kinds.zone)
    try:
        return period_for(name or "quarter", now, kinds.zone, listed)
    except ConfigError as error:
        raise PluginError(f"'{name}' is no period{nearest(name, [*CURRENT, ALL, *listed])}") from error
