"""What a case proves beside its expectations: no change before the promised moment, and units that stay apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc

from reform_tui.engine.cases.rows import CaseSource, moments_in
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

    def answer(self) -> Answer:
        """Return what the rule says of the case."""
        return self.ask(Frames(self.source, self.zone), now=self.now)

    def answer_for(self, source: CaseSource) -> Answer:
        """Return what the rule says of other rows at the same moment."""
        return self.ask(Frames(source, self.zone), now=self.now, promise=False)


def broken_promise(trial: Trial, answer: Answer) -> str:
    """Return where an answer changed before its promised moment, or nothing."""
    frames, promised = Frames(trial.source, trial.zone), _promised(trial, answer)
    for moment in _moments(trial, promised.values()):
        later = trial.ask(frames, now=moment, promise=False)
        for unit, promise in promised.items():
            if (promise is None or moment < promise) and _said(later, unit) != _said(answer, unit):
                when = f"not before {_local(promise, trial)}" if promise else "never"
                return (
                    f"next_change says that {unit or 'the province'} changes {when}, but at {_local(moment, trial)} "
                    f"find gives {_brief(later, unit)} instead of {_brief(answer, unit)}"
                )
    return ""


def _promised(trial: Trial, answer: Answer) -> dict[str, datetime | None]:
    """Return each unit's promise; where units are not apart, the earliest of all under no name."""
    if trial.apart:
        return {unit: answer.next_change.get(unit) for unit in units_in(trial.source)}
    return {"": min(answer.next_change.values(), default=None)}


def mixed_units(trial: Trial, others: Iterable[CaseSource]) -> str:
    """Return where an answer depends on which other units share the view, or nothing."""
    whole = joined(trial.source, others)
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
    """Return only the rows of these units; reference tables stay whole."""
    wanted = pa.array(sorted(units), pa.string())
    kept = {
        name: table.filter(pc.is_in(table["_unit"].cast(pa.string()), wanted))
        for name, table in _of_units(source).items()
    }
    return replace(source, tables={**source.tables, **kept})


def joined(source: CaseSource, others: Iterable[CaseSource]) -> CaseSource:
    """Return the case with the rows of others beside it, each under units of its own."""
    tables = {name: [table] for name, table in source.tables.items()}
    for number, other in enumerate(others, 1):
        for name, table in _of_units(other).items():
            tables.setdefault(name, []).append(_renamed(table, f"~{number}"))
    return replace(source, tables={name: pa.concat_tables(parts) for name, parts in tables.items()})


def _renamed(table: pa.Table, mark: str) -> pa.Table:
    """Return the rows under other units and keys: theirs with a mark behind."""
    for name in ("_unit", "_key"):
        column, position = table[name], table.column_names.index(name)
        marked = pc.binary_join_element_wise(column.cast(pa.string()), mark, "")
        table = table.set_column(position, name, marked.cast(column.type))
    return table


def _of_units(source: CaseSource) -> dict[str, pa.Table]:
    """Return the tables that are no reference tables."""
    return {name: table for name, table in source.tables.items() if not name.startswith("reference.")}


def _moments(trial: Trial, promised: Iterable[datetime | None]) -> Iterator[datetime]:
    """Yield the moments to try: around each time in the rows, just before each promise, and evenly to the last."""
    known = [promise for promise in promised if promise is not None]
    times = {time + step for time in moments_in(trial.source) for step in (-_SECOND, timedelta(0), _SECOND)}
    times |= {promise - _TICK for promise in known} | {trial.now + step for step in _EARLY}
    last = max([trial.now + FAR, *times]) if None in set(promised) or not known else max(known)
    step = (last - trial.now) / MOMENTS
    even = (trial.now + step * number for number in range(1, MOMENTS - len(times)))
    return iter(sorted(moment for moment in {*times, *even} if trial.now < moment <= last))


def _said(answer: Answer, unit: str) -> tuple[Any, ...]:
    """Return all that an answer says of one unit (of all, for no name), but for when it changes."""
    judgement = answer.judgement
    if not unit:
        return judgement, answer.counts
    findings = tuple(sorted(_of(judgement.findings, unit), key=lambda found: found.subject))
    return findings, judgement.judged.get(unit, 0), judgement.skipped.get(unit, {}), tuple(_of(answer.counts, unit))


def _of(said: Iterable[T], unit: str) -> list[T]:
    return [one for one in said if unit in {"", one.unit}]


def _brief(answer: Answer, unit: str) -> str:
    found = [f"{f.subject or f.unit or 'finding'} {f.count} of {f.of}" for f in _of(answer.judgement.findings, unit)]
    counted = [f"{c.numerator}/{c.denominator}" for c in _of(answer.counts, unit)]
    return ", ".join([*found, *counted]) or f"nothing ({answer.judgement.judged.get(unit, 0)} judged)"


def _local(moment: datetime, trial: Trial) -> str:
    return moment.astimezone(trial.zone).isoformat()
