"""Cases of rules and indicators, run: each small example must give what it expects, and keep what it promises."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from reform_tui.calendars import Calendar
from reform_tui.config.build import nearest
from reform_tui.config.types import Case, Indicator, Rule
from reform_tui.engine.ask import ask, count_indicator
from reform_tui.engine.cases.expect import Row, counted_rows, differences, found_rows
from reform_tui.engine.cases.proof import Ask, Trial, broken_promise, mixed_units
from reform_tui.engine.cases.rows import CaseSource, case_source
from reform_tui.engine.job import Answer, IndicatorTask, RuleTask
from reform_tui.errors import PluginError, ReformError
from reform_tui.model.alert import Severity
from reform_tui.model.finding import Finding
from reform_tui.model.period import ALL, CURRENT, Period, period_at, period_named
from reform_tui.model.schema import Schema
from reform_tui.plugins import Plugins, grain_of
from reform_tui.plugins.loaded import reason
from reform_tui.plugins.names import UNIT


@dataclass(frozen=True)
class CaseResult:
    """One case: what it belongs to, and a sentence for each thing that did not hold."""

    rule: str
    case: str
    path: Path
    faults: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether everything held."""
        return not self.faults


@dataclass(frozen=True)
class Bench:
    """What every case is run with."""

    plugins: Plugins
    calendar: Calendar
    zone: ZoneInfo
    schemas: Mapping[str, Schema]
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True)
class Proved:
    """A rule or an indicator, ready to be asked: how, what its answer is called, and whether units must stay apart."""

    ask: Callable[[Period], Ask]
    rows: Callable[[Answer], list[Row]]
    period: str
    apart: bool


def run_cases(
    rules: Sequence[Rule],
    indicators: Sequence[Indicator],
    plugins: Plugins,
    calendar: Calendar,
    zone: ZoneInfo,
    schemas: Mapping[str, Schema],
) -> list[CaseResult]:
    """Return a result for each case, in the order of the files; a case that fails is a result, never an error."""
    bench = Bench(plugins, calendar, zone, schemas, tuple(indicators))
    of_rules = [result for rule in rules for result in _results(rule, _rule, bench)]
    return of_rules + [result for indicator in indicators for result in _results(indicator, _indicator, bench)]


def _results(owner: Any, ready: Callable[[Any, Bench], Proved], bench: Bench) -> list[CaseResult]:
    sources = [_source(case, bench) for case in owner.cases]
    results = []
    for case, source in zip(owner.cases, sources, strict=True):
        others = [other for other in sources if isinstance(other, CaseSource) and other is not source]
        try:
            faults = [source] if isinstance(source, str) else _faults(ready(owner, bench), case, source, others, bench)
        except ReformError as error:
            faults = [str(error)]
        except Exception as error:  # noqa: BLE001 - a plugin's code: whatever it raises is told in a sentence
            faults = [f"the plugin failed: {reason(error)}"]
        results.append(CaseResult(owner.name, case.name, owner.path, tuple(faults)))
    return results


def _source(case: Case, bench: Bench) -> CaseSource | str:
    try:
        return case_source(case.rows, bench.schemas, bench.zone)
    except ReformError as error:
        return str(error)


def _faults(proved: Proved, case: Case, source: CaseSource, others: list[CaseSource], bench: Bench) -> list[str]:
    """Return what did not hold; the promise is tried only for an answer that is as expected."""
    period = _period(case.period or proved.period, case, source, bench.zone)
    trial = Trial(proved.ask(period), source, case.now, bench.zone, proved.apart)
    answer = trial.answer()
    told = differences(case.expect, proved.rows(answer))
    if told:
        return told + _not_judged(answer)
    proofs = [broken_promise(trial, answer), mixed_units(trial, others) if proved.apart else ""]
    return [fault for fault in proofs if fault]


def _not_judged(answer: Answer) -> list[str]:
    return [
        f"{unit}: {count} rows could not be judged: {why}"
        for unit, reasons in answer.judgement.skipped.items()
        for why, count in reasons.items()
    ]


def _rule(rule: Rule, bench: Bench) -> Proved:
    check = bench.plugins.checks.get(rule.check)
    if check is None:
        raise PluginError(f"no plugin offers the check '{rule.check}'{nearest(rule.check, bench.plugins.checks)}")

    def asker(period: Period) -> Ask:
        task = RuleTask(rule.name, rule.check, rule.settings, period, rule.scope)
        return partial(ask, task, check, **_surroundings(bench, period))

    return Proved(
        asker, lambda answer: found_rows(answer, partial(_severity, rule)), rule.period, grain_of(check) == UNIT
    )


def _indicator(indicator: Indicator, bench: Bench) -> Proved:
    counting = bench.plugins.counts.get(indicator.count)
    if counting is None:
        near = nearest(indicator.count, bench.plugins.counts)
        raise PluginError(f"no plugin offers the counting function '{indicator.count}'{near}")

    def asker(period: Period) -> Ask:
        return partial(count_indicator, _task(indicator, period), counting, **_surroundings(bench, period))

    return Proved(asker, lambda answer: counted_rows(answer, indicator.target), indicator.period, apart=True)


def _surroundings(bench: Bench, period: Period) -> dict[str, Any]:
    counts = bench.plugins.counts
    offered = [each for each in bench.indicators if each.count in counts]
    known = {each.name: (_task(each, period), counts[each.count]) for each in offered}
    return {"zone": bench.zone, "calendar": bench.calendar, "indicators": known}


def _task(indicator: Indicator, period: Period) -> IndicatorTask:
    return IndicatorTask(indicator.name, indicator.count, period, indicator.target)


def _severity(rule: Rule, found: Finding) -> Severity | None:
    """Return how bad the rule's thresholds say that this is."""
    warning, critical = rule.thresholds(found.unit)
    if critical and critical.met(found.count, found.of, found.value):
        return Severity.CRITICAL
    return Severity.WARNING if warning and warning.met(found.count, found.of, found.value) else None


def _period(name: str, case: Case, source: CaseSource, zone: ZoneInfo) -> Period:
    """Return the period of a case: a calendar one, the one that holds its moment, or a row of ``reference.periods``."""
    listed = {row["name"]: row for row in source.reference("periods").to_pylist()}
    if name in listed:
        row = listed[name]
        start, end, cut_off = (row[key] and row[key].astimezone(zone) for key in ("start", "end", "cut_off"))
        return Period(name, start, end, cut_off, row["source"] or "")
    kind = name or "quarter"
    period = period_named(period_at(kind, case.now, zone) if kind in CURRENT else kind, zone)
    if period is None:
        raise PluginError(f"'{name}' is no period{nearest(name, [*CURRENT, ALL, *listed])}")
    return period
