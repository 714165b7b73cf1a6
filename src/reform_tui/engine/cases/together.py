"""The proofs of many cases in one view: the rule is asked once a moment and not once a moment and case.

Each case's units stand apart under names of their own.  What looks wrong here is proved again by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from random import Random
from typing import Any

from reform_tui.engine.cases.proof import BATCHES, Trial, joined, part, promises, span_of, units_in
from reform_tui.engine.cases.rows import CaseSource
from reform_tui.engine.frames import Frames
from reform_tui.engine.job import Answer
from reform_tui.model.finding import Finding

Batch = tuple[set[str], Answer]
"""Some units, and what is said of them when nobody else is there."""


@dataclass(frozen=True)
class Tried:
    """A case's moment that gave what it expects: to be proved."""

    trial: Trial
    answer: Answer
    kind: str
    """What the answer depends on beside rows and clock: only those of one kind share a view."""
    period: str
    timeless: bool = False
    """Whether the answer never looked at the clock, but only at the rows known by then."""
    fixed: bool = False
    """Whether its units must keep their names, since something else names them."""

    @property
    def local(self) -> datetime:
        """Return the moment in the project's zone."""
        return self.trial.now.astimezone(self.trial.zone)


@dataclass(frozen=True)
class Shared:
    """Those that share a view, each under its mark, and the view's rows."""

    members: Mapping[str, Tried]
    source: CaseSource

    @property
    def first(self) -> Trial:
        """Return any of them: they are asked in the same way."""
        return next(iter(self.members.values())).trial

    def answer(self, now: datetime, source: CaseSource | Frames) -> Answer:
        """Return what the rule says of all units at ``now``."""
        return self.first.ask(source, now=now, promise=False)


def suspects(tried: Sequence[Tried]) -> set[int]:
    """Return which of them (by place) the shared views do not clear: those must be proved by themselves."""
    marked = {f"~{number}": one for number, one in enumerate(tried)}
    found = {mark for mark, one in marked.items() if one.fixed or not one.trial.apart}
    for kind in {one.kind for mark, one in marked.items() if mark not in found}:
        members = {mark: one for mark, one in marked.items() if one.kind == kind and mark not in found}
        others = {mark: one.trial.source for mark, one in marked.items() if mark not in members}
        found |= set(_uncleared(Shared(members, _whole(members, others))))
    return {int(mark[1:]) for mark in found}


def _whole(members: Mapping[str, Tried], others: Mapping[str, CaseSource]) -> CaseSource:
    """Return all rows under marked units: the members', and the others' as strangers beside them."""
    sources = {mark: one.trial.source for mark, one in members.items()} | dict(others)
    first = next(iter(sources.values()))
    references = {name: table for name, table in first.tables.items() if name.startswith("reference.")}
    return joined(replace(first, tables=references), sources)


def _uncleared(shared: Shared) -> Iterator[str]:
    """Yield the marks of those whose answer is another among strangers, or changes before it was promised."""
    frames = Frames(shared.source, shared.first.zone)
    stood: dict[datetime, Answer] = {}
    for now in sorted({one.trial.now for one in shared.members.values()}):
        stood[now] = shared.answer(now, frames)
        batches = [({*units_in(shared.source)}, stood[now]), *_batches(shared, now)]
        yield from (m for m, one in shared.members.items() if one.trial.now == now and _mixed(m, one, batches))
    spans = {mark: promises(one.trial, one.answer) for mark, one in shared.members.items()}
    for moment in sorted(_moments(shared, spans)):
        later = shared.answer(moment, frames)
        for mark, one in shared.members.items():
            before = stood[one.trial.now]
            due = [unit for unit, at in spans[mark].items() if one.trial.now < moment and (at is None or moment < at)]
            if any(said(later, unit, mark) != said(before, unit, mark) for unit in due):
                yield mark


def _batches(shared: Shared, now: datetime) -> Iterator[Batch]:
    """Yield random halves of all units, and what is said of them."""
    units = units_in(shared.source)
    random = Random(len(units))  # noqa: S311 - the same batches every time
    for _ in range(BATCHES if len(units) > 1 else 0):
        half = set(random.sample(units, (len(units) + 1) // 2))
        yield half, shared.answer(now, part(shared.source, half))


def _mixed(mark: str, one: Tried, batches: Sequence[Batch]) -> bool:
    """Whether any batch says something else of a unit than is said of the unit alone."""
    units = units_in(one.trial.source)
    alone = {unit: one.answer if len(units) == 1 else _alone(one, unit) for unit in units}
    return any(
        said(answer, unit, mark) != said(alone[unit], unit)
        for unit in units
        for asked, answer in batches
        if unit + mark in asked
    )


def _alone(one: Tried, unit: str) -> Answer:
    return one.trial.answer_for(part(one.trial.source, {unit}))


def _moments(shared: Shared, spans: Mapping[str, Mapping[str, datetime | None]]) -> set[datetime]:
    """Return the moments to try: those that tell something of each, and as many more as each needs of its own."""
    each = [span_of(one.trial, spans[mark].values(), timeless=one.timeless) for mark, one in shared.members.items()]
    moments = {moment for span in each for moment in span.telling}
    for span in sorted(each, key=lambda span: span.last - span.start):
        inside = sum(span.start < moment <= span.last for moment in moments)
        moments |= span.even(inside)
    return moments


def said(answer: Answer, unit: str, mark: str = "") -> tuple[Any, ...]:
    """Return all that an answer says of one unit under its mark, as if it had none, but for when it changes."""
    judgement, name = answer.judgement, unit + mark
    findings = [_unmarked(found, unit, mark) for found in judgement.findings if found.unit == name]
    counts = [replace(count, unit=unit) for count in answer.counts if count.unit == name]
    findings.sort(key=lambda found: found.subject)
    return findings, judgement.judged.get(name, 0), judgement.skipped.get(name, {}), counts


def _unmarked(found: Finding, unit: str, mark: str) -> Finding:
    facts = {name: fact.replace(mark, "") if isinstance(fact, str) else fact for name, fact in found.facts.items()}
    evidence = tuple(sorted(key.replace(mark, "") for key in found.evidence))
    return replace(found, unit=unit, subject=found.subject.replace(mark, ""), facts=facts, evidence=evidence)
