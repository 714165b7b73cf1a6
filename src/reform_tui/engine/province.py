"""Rules about the whole province in a live loop: asked one at a time beside everything else, once changes gathered."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from reform_tui import times
from reform_tui.engine.job import Job
from reform_tui.engine.planning import PROVINCE, Batch
from reform_tui.engine.step import Engine
from reform_tui.engine.workers.round import Round
from reform_tui.store.database import stamp, transaction

GATHER = timedelta(seconds=2)
"""How long changes gather at least before the province is asked about them."""
REST = 3
"""A rule rests so many times as long as all rules of the province last took, so that they leave workers to units."""
LONGEST = timedelta(seconds=60)

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class UnderWay:
    """One rule that a worker is being asked."""

    rule: str
    jobs: Mapping[int, tuple[Batch, Job]]
    asked: Round
    began: float


@dataclass
class Province:
    """What the agenda says of these rules, and the one of them that is asked now.

    The appointment of a rule stands until its answer is settled: an engine that ended before finds it, or asks
    everything anyway.
    """

    engine: Engine
    _under_way: UnderWay | None = None
    _soiled: bool = False
    """Whether rows changed since the rule that is asked now saw them."""
    _took: dict[str, timedelta] = field(default_factory=dict)
    _ended: dict[str, float] = field(default_factory=dict)

    @property
    def busy(self) -> bool:
        """Whether a worker reads the store's files for one of these rules."""
        return self._under_way is not None

    def soil(self, now: datetime) -> None:
        """Rows changed: let every rule be asked once they gathered and it rested, if it is not asked sooner."""
        self._soiled = True
        for rule in self.engine.questions.of_province:
            self._appoint(rule, now)

    def turn(self, now: datetime) -> int:
        """Settle what was answered and ask the rule that waited longest; return how many alerts changed."""
        changed = 0
        if self._under_way is not None and self.engine.pool.answered(self._under_way.asked):
            changed = self._settle(self._under_way, now)
        if self._under_way is None:
            self._ask_next(now)
        return changed

    def drop(self) -> None:
        """Ask no more: the files that a worker reads, or the engine itself, go.  What was asked stays due."""
        if self._under_way is not None:
            self.engine.pool.drop(self._under_way.asked)
            self._under_way = None

    def _ask_next(self, now: datetime) -> None:
        questions = self.engine.questions
        rule = next((rule for rule, _ in questions.due(now) if rule in questions.of_province), None)
        if rule is None:
            return
        jobs = questions.jobs_of([Batch((), (rule,), counting=False)], now)
        asked = self.engine.pool.begin([job for _, job in jobs.values()])
        self._soiled = False
        self._under_way = UnderWay(rule, jobs, asked, times.monotonic())

    def _settle(self, ended: UnderWay, now: datetime) -> int:
        """Write what the rule said of the rows that it saw; where others came since, it will be asked again."""
        changed = self.engine.settle(ended.jobs, ended.asked.done)
        self._under_way = None
        self._ended[ended.rule] = times.monotonic()
        self._took[ended.rule] = timedelta(seconds=times.monotonic() - ended.began)
        if self._soiled:
            self._appoint(ended.rule, now)
        seconds = round(self._took[ended.rule].total_seconds(), 3)
        _log.info("province evaluated", extra={"rule": ended.rule, "seconds": seconds, "changes": changed})
        return changed

    def _appoint(self, rule: str, now: datetime) -> None:
        took = sum(self._took.values(), timedelta())
        rested = timedelta(seconds=times.monotonic() - self._ended.get(rule, -1e9))
        at = stamp(now + waits(rested, took))
        connection = self.engine.store.connection
        query = "SELECT at FROM agenda WHERE rule = ? AND unit = ?"
        known = connection.execute(query, (rule, PROVINCE)).fetchone()
        if known is None or known[0] > at:
            with transaction(connection):
                connection.execute(
                    "INSERT OR REPLACE INTO agenda (rule, unit, at) VALUES (?, ?, ?)", (rule, PROVINCE, at)
                )


def waits(rested: timedelta, took: timedelta) -> timedelta:
    """How long a change waits for a rule that has ``rested`` since its last answer, where all of them ``took`` this."""
    return max(GATHER, min(REST * took, LONGEST) - rested)
