"""One step of the engine: dirty units and the moment in, changes of alerts out."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from reform_tui.config.types import Project
from reform_tui.engine.counting import Targets, as_rule, settle_indicator
from reform_tui.engine.faces import Faces
from reform_tui.engine.job import Answer, IndicatorTask, Job
from reform_tui.engine.planning import INDICATOR, PROVINCE, Batch
from reform_tui.engine.plugins_seen import add_notes
from reform_tui.engine.questions import Questions
from reform_tui.engine.settling import settle
from reform_tui.engine.workers.pool import Pool
from reform_tui.model.period import Period
from reform_tui.store.database import moment_of, stamp
from reform_tui.store.store import Store


@dataclass(frozen=True)
class Engine:
    """The questions, the workers that answer them, and the one thing done with both: a step."""

    questions: Questions
    pool: Pool
    targets: Targets = field(default_factory=Targets)

    @property
    def store(self) -> Store:
        """The store that the questions look at, open for writing."""
        return self.questions.store

    @property
    def project(self) -> Project:
        """The project whose rules are asked."""
        return self.questions.project

    @property
    def faces(self) -> Faces:
        """What the plugins offer."""
        return self.questions.faces

    def step(
        self, dirty: Collection[str], now: datetime, *, held: bool = False, leaving_out: Collection[str] = ()
    ) -> int:
        """Evaluate dirty units, and those whose appointment came; return how many alerts changed.

        ``held`` counts every ``hold`` as met, as ``check`` does; rules that are ``leaving_out`` are asked elsewhere.
        """
        jobs = self.questions.jobs(dirty, now, leaving_out)
        return self.settle(jobs, self.pool.evaluate([job for _, job in jobs.values()]), held=held) if jobs else 0

    def settle(
        self, jobs: Mapping[int, tuple[Batch, Job]], answers: Mapping[int, Mapping[str, Answer]], *, held: bool = False
    ) -> int:
        """Write what answers to these jobs change; return how many alerts."""
        with self.store.step():
            add_notes(self.store.connection, (one for said in answers.values() for one in said.values()))
            return sum(self._settle(*jobs[number], said, held) for number, said in sorted(answers.items()))

    def make_due(self, rules: Collection[str], now: datetime) -> None:
        """Let these rules be asked of every unit in the next step, and no others."""
        grains = {name: grain for name, grain in self.questions.grains.items() if name in rules}
        units = self.units()
        with self.store.step():
            self.store.connection.executemany(
                "INSERT OR REPLACE INTO agenda (rule, unit, at) VALUES (?, ?, ?)",
                (
                    (rule, unit, stamp(now))
                    for rule, grain in grains.items()
                    for unit in (units if grain == "unit" else (PROVINCE,))
                ),
            )

    def next_appointment(self) -> datetime | None:
        """When something must be looked at though nothing arrived."""
        row = self.store.connection.execute("SELECT min(at) FROM agenda").fetchone()
        return moment_of(row[0]) if row[0] else None

    def units(self) -> frozenset[str]:
        """Every unit that answers for a row, or of which an alert or a figure stands."""
        told = {name for name, grain in self.questions.grains.items() if grain == "unit"}
        live = self.store.connection.execute("SELECT DISTINCT rule, unit FROM alerts WHERE state != 'resolved'")
        counted = self.store.connection.execute("SELECT DISTINCT unit FROM indicators")
        standing = {unit for rule, unit in live if rule in told} | {unit for (unit,) in counted}
        return self.questions.units() | standing

    def target(self, indicator: str, unit: str, period: str) -> float | None:
        """The target of an indicator in a unit (in none, the general one) and a period."""
        stated = {one.name: one.target for one in self.project.indicators}
        return self.targets.of_unit(IndicatorTask(indicator, "", Period(period), stated.get(indicator)), unit)

    def _settle(self, batch: Batch, job: Job, said: Mapping[str, Answer], held: bool) -> int:  # noqa: FBT001 - passed on
        connection = self.store.connection
        changed = 0
        for task in job.rules:
            rule = self.questions.rules[task.name]
            asked = self.questions.asked(rule, task.period, batch, job.now)
            answer = self.questions.placed(asked, said[task.name])
            changed += settle(connection, asked, answer, timedelta(0) if held else rule.hold)
        for indicator in job.indicators:
            asked = self.questions.asked(as_rule(indicator), indicator.period, batch, job.now)
            answer = self.questions.counted(asked, said[INDICATOR + indicator.name])
            changed += settle_indicator(connection, indicator, answer, asked, self.targets)
        return changed
