"""What a case proves beside its expectations: no change before the promised moment, and units that stay apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc

from reform_tui.engine.ask import Through
from reform_tui.engine.cases.rows import OWN, CaseSource, moments_in
from reform_tui.engine.frames import Frames
from reform_tui.engine.job import Answer, Count
from reform_tui.model.finding import Finding

MOMENTS = 50
BATCHES = 3
FAR = timedelta(days=3653)
_SECOND, _TICK = timedelta(seconds=1), timedelta(microseconds=1)
_EARLY = (_TICK, _SECOND, timedelta(minutes=1), timedelta(hours=1), timedelta(days=1), timedelta(days=7))

T = TypeVar("T", Finding, Count)

Ask = Callable[..., Answer]
"""``ask`` or ``count_indicator`` with all but the rows, ``now`` and ``promise`` filled in."""


@dataclass(frozen=True)
class Trial:
    """A case made ready: its rows, its moment, and how to ask the rule."""

    ask: Ask
    source: CaseSource
    now: datetime
    zone: ZoneInfo
    apart: bool = True
    """Whether each unit has an answer and a promise of its own; else there is one of all."""

    def answer(self, through: Through | None = None) -> Answer:
        """Return what the rule says of the case; its plugin sees the view ``through`` what is given."""
        watched = {"through": through} if through else {}
        return self.ask(Frames(self.source, self.zone), now=self.now, **watched)

    def answer_for(self, source: CaseSource) -> Answer:
        """Return what the rule says of other rows at the same moment."""
        return self.ask(Frames(source, self.zone), now=self.now, promise=False)


@dataclass(frozen=True)
class Span:
    """The time after a case's moment up to its last promise, and the moments in it at which a change is likely."""

    start: datetime
    last: datetime
    telling: frozenset[datetime]
    """Around each time in the rows; where the clock counts, also soon after the start and just before each promise."""
    wanted: int
    """How many moments to try."""

    def even(self, known: int) -> set[datetime]:
        """Return moments evenly over the time: as many as are wanted beside the known ones, a second apart at least."""
        count = max(min(self.wanted - known, int((self.last - self.start) / _SECOND)), 0)
        step = (self.last - self.start) / (count + 1)
        return {self.start + step * number for number in range(1, count + 1)}


def broken_promise(trial: Trial, answer: Answer, *, timeless: bool = False) -> str:
    """Return where an answer changed before its promised moment, or nothing; for ``timeless`` see ``span_of``."""
    frames, promised = Frames(trial.source, trial.zone), promises(trial, answer)
    span = span_of(trial, promised.values(), timeless=timeless)
    for moment in sorted(span.telling | span.even(len(span.telling))):
        later = trial.ask(frames, now=moment, promise=False)
        for unit, promise in promised.items():
            if (promise is None or moment < promise) and _said(later, unit) != _said(answer, unit):
                when = f"not before {_local(promise, trial)}" if promise else "never"
                return (
                    f"next_change says that {unit or 'the province'} changes {when}, but at {_local(moment, trial)} "
                    f"find gives {_brief(later, unit)} instead of {_brief(answer, unit)}"
                )
    return ""


def promises(trial: Trial, answer: Answer) -> dict[str, datetime | None]:
    """Return each unit's promise; where units are not apart, the earliest of all under no name."""
    if trial.apart:
        return {unit: answer.next_change.get(unit) for unit in units_in(trial.source)}
    return {"": min(answer.next_change.values(), default=None)}


def mixed_units(trial: Trial, others: Iterable[CaseSource]) -> str:
    """Return where an answer depends on which other units share the view, or nothing."""
    whole = joined(trial.source, {f"~{number}": other for number, other in enumerate(others, 1)})
    units, strangers = units_in(trial.source), sorted(set(units_in(whole)) - set(units_in(trial.source)))
    random = Random(len(strangers))  # noqa: S311 - the same batches every time
    batches = [set(strangers), *(set(random.sample(strangers, len(strangers) // 2)) for _ in range(BATCHES))]
    alone = {unit: _said(trial.answer_for(part(trial.source, {unit})), unit) for unit in units}
    for batch in batches:
        answer = trial.answer_for(part(whole, {*units, *batch}))
        for unit in units:
            if _said(answer, unit) != alone[unit]:
                return f"the answer for {unit} depends on which other units share the view; group by unit"
    return ""


def units_in(source: CaseSource) -> list[str]:
    """Return the units of the rows, sorted."""
    return sorted({unit for table in _of_units(source).values() for unit in table["_unit"].unique().to_pylist()})


def part(source: CaseSource, units: set[str]) -> CaseSource:
    """Return only the rows of these units, and for neighbours those of their homes; reference tables stay whole."""
    tables = _of_units(source)
    kept = {name: _of(table, "_unit", units) for name, table in tables.items()}
    homes = {home for table in kept.values() for home in table["_home"].to_pylist()}
    near = {name: _of(table, "_home", homes) for name, table in tables.items()}
    tables = {**source.tables, **kept}
    return replace(source, tables=tables, neighbours={**source.tables, **near}, only=frozenset(units))


def _of(table: pa.Table, column: str, names: set[str]) -> pa.Table:
    return table.filter(pc.is_in(table[column].cast(pa.string()), pa.array(sorted(names), pa.string())))


def joined(source: CaseSource, others: Mapping[str, CaseSource]) -> CaseSource:
    """Return the case with the rows of others beside it, each with its mark behind the names of its units."""
    tables = {name: [table] for name, table in source.tables.items()}
    for mark, other in others.items():
        for name, table in _of_units(other).items():
            tables.setdefault(name, []).append(_renamed(table, mark))
    return replace(source, tables={name: pa.concat_tables(parts) for name, parts in tables.items()})


def _renamed(table: pa.Table, mark: str) -> pa.Table:
    """Return the rows under other units, homes, keys and records: theirs with a mark behind."""
    for name in OWN:
        column, position = table[name], table.column_names.index(name)
        marked = pc.binary_join_element_wise(column.cast(pa.string()), mark, "")
        table = table.set_column(position, name, marked.cast(column.type))
    return table


def _of_units(source: CaseSource) -> dict[str, pa.Table]:
    """Return the tables that are no reference tables."""
    return {name: table for name, table in source.tables.items() if not name.startswith("reference.")}


def span_of(trial: Trial, promised: Iterable[datetime | None], *, timeless: bool) -> Span:
    """Return when a case's answer may not change: from its moment to its last promise, far where there is none.

    A ``timeless`` answer never looked at the clock: while no row comes or becomes known it cannot change, so one moment
    behind each time in the rows tells all.
    """
    known = [promise for promise in promised if promise is not None]
    around = (_TICK,) if timeless else (-_SECOND, timedelta(0), _SECOND)
    times = {time + step for time in moments_in(trial.source) for step in around}
    if not timeless:
        times |= {promise - _TICK for promise in known} | {trial.now + step for step in _EARLY}
    last = max([trial.now + FAR, *times]) if None in set(promised) or not known else max(known)
    telling = frozenset(time for time in times if trial.now < time <= last)
    return Span(trial.now, last, telling, 0 if timeless else MOMENTS)


def _said(answer: Answer, unit: str) -> tuple[Any, ...]:
    """Return all that an answer says of one unit (of all, for no name), but for when it changes."""
    judgement = answer.judgement
    if not unit:
        return judgement, answer.counts
    findings = tuple(sorted(_said_of(judgement.findings, unit), key=lambda found: found.subject))
    return (
        findings,
        judgement.judged.get(unit, 0),
        judgement.skipped.get(unit, {}),
        tuple(_said_of(answer.counts, unit)),
    )


def _said_of(said: Iterable[T], unit: str) -> list[T]:
    return [one for one in said if unit in {"", one.unit}]


def _brief(answer: Answer, unit: str) -> str:
    found = [
        f"{f.subject or f.unit or 'finding'} {f.count} of {f.of}" for f in _said_of(answer.judgement.findings, unit)
    ]
    counted = [f"{c.numerator}/{c.denominator}" for c in _said_of(answer.counts, unit)]
    return ", ".join([*found, *counted]) or f"nothing ({answer.judgement.judged.get(unit, 0)} judged)"


def _local(moment: datetime, trial: Trial) -> str:
    return moment.astimezone(trial.zone).isoformat()
