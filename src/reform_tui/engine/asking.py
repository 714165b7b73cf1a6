"""Rules asked at moments of one's choice, and nothing written: what they said, in memory only."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime

from reform_tui.engine.counting import as_rule
from reform_tui.engine.job import Answer, Blind, Count, Job
from reform_tui.engine.planning import INDICATOR, Batch, shares
from reform_tui.engine.questions import Questions
from reform_tui.engine.settling import Asked
from reform_tui.engine.workers.pool import Pool, nothing
from reform_tui.errors import StoreFileGoneError
from reform_tui.model.finding import Finding
from reform_tui.model.period import Period
from reform_tui.store.store import Store

TRIES = 5
"""How often a piece is asked again whose rows were folded into other files meanwhile."""
PIECES = 4
"""Shares of the units for each worker: progress is told, and memory freed, between them."""


@dataclass(frozen=True)
class Asking:
    """Some rules of some questions, by name, at one moment."""

    questions: Questions
    rules: frozenset[str]
    now: datetime
    counting: bool = False
    """Whether the indicators are counted too."""
    evidence: bool = True
    """Whether the rows behind each finding are wanted; many moments would fill memory with them."""

    def batch(self, units: tuple[str, ...]) -> Batch:
        """What is asked of some units; of the province as a whole, where none is named."""
        grain = "unit" if units else "province"
        counted = {name for name in self.questions.grains if name.startswith(INDICATOR)} if self.counting else set()
        rules = tuple(sorted(name for name in self.rules | counted if self.questions.grains.get(name) == grain))
        return Batch(units, rules, counting=self.counting and bool(units))


@dataclass(frozen=True)
class Said:
    """What one rule or indicator said of all units at one moment."""

    period: Period
    findings: tuple[Finding, ...] = ()
    counts: tuple[Count, ...] = ()
    blind: Mapping[str, str] = field(default_factory=dict)
    """Unit to why it cannot be seen."""
    fault: str = ""
    """Why there is no answer for some of the units; then the others' mean nothing by themselves."""

    def __add__(self, other: Said) -> Said:
        """Two shares of the units as one."""
        return Said(
            self.period,
            self.findings + other.findings,
            self.counts + other.counts,
            {**self.blind, **other.blind},
            self.fault or other.fault,
        )


Heard = dict[str, Said]
"""Rule (``indicator.NAME`` for an indicator) to what it said."""


@dataclass(frozen=True)
class Piece:
    """One share of the units (none: the province) for askings that must see the same rows."""

    number: int
    askings: tuple[Asking, ...]
    units: tuple[str, ...]

    def jobs(self, store: Store) -> list[tuple[int, Batch, Job]]:
        """Return the jobs with the place of their asking, their rows where the store has them now."""
        made = []
        for place, asking in enumerate(self.askings):
            batch = asking.batch(self.units)
            if batch.rules or batch.counting:
                questions = replace(asking.questions, store=store)
                made += [(place, batch, job) for _, job in questions.jobs_of([batch], asking.now).values()]
        return made


@dataclass(frozen=True)
class Asker:
    """Workers, and the rows that they are asked about."""

    pool: Pool
    workers: int
    snapshot: Callable[[], AbstractContextManager[Store]]
    """The store at one moment; an engine gives its own."""
    tell: Callable[[int, int], object] = lambda *_: nothing()
    """Called with how many units were asked, of how many; each moment counts."""

    def hear(self, sets: Sequence[Sequence[Asking]], units: Collection[str] = ()) -> list[list[Heard]]:
        """Return what every asking heard of all units, or of these alone; those of one set see the same rows.

        ``StoreFileGoneError`` when the rows move again and again while they are read.
        """
        pieces = list(self._pieces(sets, units))
        heard: list[list[Heard]] = [[{} for _ in askings] for askings in sets]
        width = 2 * self.workers
        for start in range(0, len(pieces), width):
            answered = list(self._answered(pieces[start : start + width]))
            with self.snapshot() as store:  # why a rule is blind is looked up
                for piece, place, batch, job, said in answered:
                    asking = piece.askings[place]
                    seeing = replace(asking, questions=replace(asking.questions, store=store))
                    _add(heard[piece.number][place], _said(seeing, batch, job, said))
            self.tell(_units(pieces[: start + width]), _units(pieces))
        return heard

    def _pieces(self, sets: Sequence[Sequence[Asking]], wanted: Collection[str]) -> Iterator[Piece]:
        with self.snapshot() as store:
            questions = {id(asking.questions): asking.questions for askings in sets for asking in askings}
            looking = [replace(one, store=store) for one in questions.values()]
            units = sorted(wanted or looking[0].units()) if looking else []
            parts = self.workers * (PIECES if len(sets) == 1 else 1)
            split = shares(units, looking[0].weights(), parts) if looking else []
        for number, askings in enumerate(sets):
            for share in (*split, ()):
                piece = Piece(number, tuple(askings), tuple(share))
                if any(batch.rules or batch.counting for batch in (one.batch(piece.units) for one in askings)):
                    yield piece

    def _answered(self, pieces: Sequence[Piece]) -> Iterator[tuple[Piece, int, Batch, Job, Mapping[str, Answer]]]:
        """Yield each job with its answers; a piece that found a file gone is asked anew where the rows lie by now."""
        left = list(pieces)
        for _ in range(TRIES):
            with self.snapshot() as store:
                planned = [(piece, piece.jobs(store)) for piece in left]
            answers = self.pool.evaluate([job for _, jobs in planned for _, _, job in jobs])
            left = self._moved(planned, answers)
            for piece, jobs in planned:
                if piece not in left:
                    yield from ((piece, place, batch, job, answers[job.number]) for place, batch, job in jobs)
            if not left:
                return
        raise StoreFileGoneError(
            f"the rows were folded into other files {TRIES} times while they were read; "
            "try again when fewer files arrive, or with more workers in reform.toml"
        )

    def _moved(
        self, planned: Sequence[tuple[Piece, list[tuple[int, Batch, Job]]]], answers: Mapping[int, Mapping[str, Answer]]
    ) -> list[Piece]:
        """Pieces with a fault whose rows lie elsewhere by now: the fault may be that a file was gone."""
        faulty = [
            (piece, jobs)
            for piece, jobs in planned
            if any(answer.fault for _, _, job in jobs for answer in answers[job.number].values())
        ]
        if not faulty:
            return []
        with self.snapshot() as store:
            return [piece for piece, jobs in faulty if _places(piece.jobs(store)) != _places(jobs)]


def _units(pieces: Sequence[Piece]) -> int:
    return sum(len(piece.units) for piece in pieces)


def _places(jobs: Sequence[tuple[int, Batch, Job]]) -> list[object]:
    return [[rows.homes for rows in job.schemas.values()] for _, _, job in jobs]


def _add(heard: Heard, said: Mapping[str, Said]) -> None:
    for name, one in said.items():
        heard[name] = heard[name] + one if name in heard else one


def _said(asking: Asking, batch: Batch, job: Job, answers: Mapping[str, Answer]) -> Heard:
    questions, heard = asking.questions, Heard()
    for task in job.rules:
        asked = questions.asked(questions.rules[task.name], task.period, batch, job.now)
        heard[task.name] = _one(asked, questions.placed(asked, answers[task.name]), evidence=asking.evidence)
    for counted in job.indicators:
        asked = questions.asked(as_rule(counted), counted.period, batch, job.now)
        answer = questions.counted(asked, answers[INDICATOR + counted.name])
        heard[INDICATOR + counted.name] = _one(asked, answer, evidence=False)
    return heard


def _one(asked: Asked, answer: Answer, *, evidence: bool) -> Said:
    findings = answer.judgement.findings
    kept = findings if evidence else tuple(replace(found, evidence=()) for found in findings)
    blind = {unit: _why(one) for unit, one in answer.blind.items()}
    return Said(asked.period, kept, answer.counts, blind, answer.fault)


def _why(blind: Blind) -> str:
    lacks = [f"{schema}: no feed has {', '.join(columns)}" for schema, columns in blind.lacks.items()]
    skipped = [f"{reason}: {count}" for reason, count in blind.skipped.items()]
    return "; ".join((*lacks, *skipped))
