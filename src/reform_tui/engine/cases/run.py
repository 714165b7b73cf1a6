"""Cases of rules and indicators, run: each small example must give what it expects, and keep what it promises."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from reform_tui.calendars import Calendar
from reform_tui.config.rule_types import Case, Indicator, Rule
from reform_tui.engine.ask import place_of
from reform_tui.engine.cases.alert_rows import alert_rows
from reform_tui.engine.cases.asking import Asked, Bench, asked_as
from reform_tui.engine.cases.clock import Clock, Standing
from reform_tui.engine.cases.difference import lines_of
from reform_tui.engine.cases.expect import Pair, differing
from reform_tui.engine.cases.given import Kinds, Stand, stands_of
from reform_tui.engine.cases.proof import Trial, broken_promise, mixed_units
from reform_tui.engine.cases.rows import CaseSource, references_in
from reform_tui.engine.cases.together import Tried, suspects
from reform_tui.engine.cases.watched import Watched
from reform_tui.engine.job import Answer
from reform_tui.errors import ReformError
from reform_tui.model.period import Period
from reform_tui.model.schema import Schema
from reform_tui.model.text import harmless
from reform_tui.plugins import Plugins
from reform_tui.plugins.loaded import reason

T = TypeVar("T")


@dataclass(frozen=True)
class CaseResult:
    """One case: what it belongs to, and a line for each thing that did not hold."""

    rule: str
    case: str
    path: Path
    faults: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether everything held."""
        return not self.faults


@dataclass(frozen=True)
class _Held:
    """A case whose expectations were compared: what differs, and what is still to be proved."""

    faults: tuple[str, ...] = ()
    tried: tuple[Tried, ...] = field(default=(), repr=False)


def run_cases(
    rules: Sequence[Rule],
    indicators: Sequence[Indicator],
    plugins: Plugins,
    calendar: Calendar,
    zone: ZoneInfo,
    schemas: Mapping[str, Schema],
) -> Iterator[CaseResult]:
    """Yield a result for each case, in the order of the files; a case that fails is a result, never an error."""
    kinds = Kinds(schemas, zone, tuple(plugins.readers.values()))
    bench = Bench(plugins, calendar, kinds, tuple(indicators))
    owners: list[Rule | Indicator] = [*rules, *indicators]
    for owner in owners:
        yield from _results(owner, [_held(owner, case, bench) for case in owner.cases])


def _held(owner: Rule | Indicator, case: Case, bench: Bench) -> _Held:
    try:
        return _guarded(lambda: _compared(owner, case, bench), lambda said: _Held(tuple(said.splitlines())))
    except KeyboardInterrupt as stopped:
        stopped.add_note(f"while the case '{harmless(case.name)}' of {owner.name} was asked{place_of(stopped)}")
        raise


def _results(owner: Rule | Indicator, held: Sequence[_Held]) -> Iterator[CaseResult]:
    every = [one for each in held for one in each.tried]
    doubtful = _guarded(lambda: suspects(every), lambda _: set(range(len(every))))
    unclear = {id(one) for number, one in enumerate(every) if number in doubtful}
    for case, each in zip(owner.cases, held, strict=True):
        others = [one.trial.source for other in held if other is not each for one in other.tried]
        faults = list(each.faults)
        for one in each.tried:
            faults += _proved(one, others) if id(one) in unclear else []
        yield CaseResult(owner.name, case.name, owner.path, tuple(faults))


def _guarded(run: Callable[[], T], otherwise: Callable[[str], T]) -> T:
    """Return what ``run`` gives, or what ``otherwise`` makes of the sentence that says why it gave nothing."""
    try:
        return run()
    except ReformError as error:
        return otherwise(str(error))
    except Exception as error:  # noqa: BLE001 - a plugin's code: whatever it raises is told in a sentence
        return otherwise(f"the plugin failed: {reason(error)}{place_of(error)}")


def _compared(owner: Rule | Indicator, case: Case, bench: Bench) -> _Held:
    """Return what differs from what the case expects; nothing is proved of a case that differs."""
    asked = asked_as(owner, bench)
    stands = list(stands_of(case, bench.kinds))
    standing = _standing(asked, case, stands, bench)
    faults: list[str] = []
    tried = []
    for stand, alerts in zip(stands, standing, strict=True):
        one = _tried(asked, case, stand, bench)
        tried.append(one)
        faults += _differences(asked, stand, one, alerts)
    return _Held(tuple(faults)) if faults else _Held(tried=tuple(tried))


def _tried(asked: Asked, case: Case, stand: Stand, bench: Bench) -> Tried:
    """Return the answer at one moment, and what its proof must know of it."""
    now, source = stand.moment.now, stand.source
    period = asked.period_of(case, source, now, bench.kinds)
    trial = Trial(asked.ask(period), source, now, bench.kinds.zone, asked.apart)
    looked: list[str] = []
    answer = trial.answer(partial(Watched, looked=looked))
    kind = repr((period, sorted((name, source.reference(name).to_pylist()) for name in references_in(source))))
    fixed = any(asked.names(unit) or repr(unit) in kind for unit in stand.units)
    return Tried(trial, answer, kind, period.name, timeless=not looked, fixed=fixed)


def _standing(asked: Asked, case: Case, stands: Sequence[Stand], bench: Bench) -> list[Standing | None]:
    """Return the alerts of each moment; nothing where no moment speaks of any."""
    if all(stand.moment.alerts is None for stand in stands) or asked.rule is None:
        return [None] * len(stands)

    def ask(stand: Stand, now: datetime) -> tuple[Period, Answer]:
        period = asked.period_of(case, stand.source, now, bench.kinds)
        return period, Trial(asked.ask(period), stand.source, now, bench.kinds.zone).answer()

    return list(Clock(asked.rule, ask, not asked.apart).standings(stands))


def _differences(asked: Asked, stand: Stand, one: Tried, standing: Standing | None) -> list[str]:
    """Return the lines that say where and how a moment differs; none where it does not."""
    moment, told = stand.moment, []
    if moment.expect is not None:
        told += _shown("expect", differing(moment.expect, asked.rows(one.answer)))
    if moment.alerts is not None and (standing is None or asked.rule is None):
        told += ["alerts: an indicator has none; the rule that compares it with its target has"]
    elif moment.alerts is not None and standing is not None and asked.rule is not None:
        rows = [
            alert_rows(alerts.values(), asked.rule, asked.sentences, one.local)
            for alerts in (standing.live, standing.ended)
        ]
        told += _shown("alerts", differing(moment.alerts, *rows))
    number = f"at {stand.number}: " if stand.number else ""
    where = f"{number}now = {one.local.isoformat()}, period {one.period}"
    return [where, *told, *_not_judged(one.answer)] if told else []


def _shown(key: str, pairs: Sequence[Pair]) -> list[str]:
    return [f"{key} (- expected, + found)", *lines_of(pairs)] if pairs else []


def _not_judged(answer: Answer) -> list[str]:
    return [
        f"{unit}: {count} rows could not be judged: {why}"
        for unit, reasons in answer.judgement.skipped.items()
        for why, count in reasons.items()
    ]


def _proved(one: Tried, others: Sequence[CaseSource]) -> list[str]:
    """Return where an answer breaks its promise, or depends on which other units share the view."""

    def faults() -> list[str]:
        promise = broken_promise(one.trial, one.answer, timeless=one.timeless)
        return [promise, mixed_units(one.trial, others) if one.trial.apart else ""]

    return [fault for fault in _guarded(faults, lambda said: [said]) if fault]
