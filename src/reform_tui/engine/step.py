"""One step of the engine: dirty units and the moment in, changes of alerts out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property
from itertools import count
from zoneinfo import ZoneInfo

from reform_tui.config.types import Project, Rule
from reform_tui.engine.counting import Targets, as_rule, settle_indicator
from reform_tui.engine.faces import Faces
from reform_tui.engine.job import Answer, IndicatorTask, Job, RuleTask
from reform_tui.engine.periods import period_for
from reform_tui.engine.planning import INDICATOR, Batch, plan
from reform_tui.engine.pool import Pool
from reform_tui.engine.settling import Asked, settle
from reform_tui.model.period import Period
from reform_tui.store.coverage import listed, missing_columns
from reform_tui.store.database import moment_of, stamp
from reform_tui.store.places import SchemaRows
from reform_tui.store.rows import where_rows_lie
from reform_tui.store.store import Store, homes_of_units

RECORDS = "records"


@dataclass
class Engine:
    """The store, the project and the workers, and the one thing done with them: a step."""

    project: Project
    store: Store
    pool: Pool
    faces: Faces
    plugin_files: tuple[str, ...]
    references: Mapping[str, str] = field(default_factory=dict)
    periods: Mapping[str, Period] = field(default_factory=dict)
    targets: Targets = field(default_factory=Targets)
    people_key: bytes = field(default=b"", repr=False)
    """With what people are masked when they are the subject of an alert."""
    _numbers: Iterator[int] = field(default_factory=count)

    @cached_property
    def zone(self) -> ZoneInfo:
        """The project's time zone."""
        return ZoneInfo(self.project.settings.zone)

    @cached_property
    def rules(self) -> Mapping[str, Rule]:
        """Rules whose check is on offer, by name."""
        return {rule.name: rule for rule in self.project.rules if rule.check in self.faces.checks}

    def step(self, dirty: Collection[str], now: datetime, *, held: bool = False) -> int:
        """Evaluate dirty units, and those whose appointment came; return how many alerts changed.

        ``held`` counts every ``hold`` as met, as ``check`` does.
        """
        jobs = {job.number: (batch, job) for batch, job in self._jobs(dirty, now)}
        if not jobs:
            return 0
        answers = self.pool.evaluate([job for _, job in jobs.values()])
        with self.store.step():
            return sum(self._settle(*jobs[number], said, held) for number, said in sorted(answers.items()))

    def next_appointment(self) -> datetime | None:
        """When something must be looked at though nothing arrived."""
        row = self.store.connection.execute("SELECT min(at) FROM agenda").fetchone()
        return moment_of(row[0]) if row[0] else None

    def units(self) -> frozenset[str]:
        """Every unit that answers for a row, or for which a rule has an alert that stands."""
        told = {name for name, grain in self._grains().items() if grain == "unit"}
        live = self.store.connection.execute("SELECT DISTINCT rule, unit FROM alerts WHERE state != 'resolved'")
        rows = self.store.connection.execute("SELECT DISTINCT unit FROM home_units")
        return frozenset({unit for rule, unit in live if rule in told} | {unit for (unit,) in rows})

    def _grains(self) -> dict[str, str]:
        return {name: self.faces.checks[rule.check].grain for name, rule in self.rules.items()}

    def target(self, indicator: str, unit: str, period: str) -> float | None:
        """The target of an indicator in a unit (in none, the general one) and a period."""
        stated = {one.name: one.target for one in self.project.indicators}
        return self.targets.of_unit(IndicatorTask(indicator, "", Period(period), stated.get(indicator)), unit)

    def _jobs(self, dirty: Collection[str], now: datetime) -> Iterator[tuple[Batch, Job]]:
        due: dict[str, set[str]] = defaultdict(set)
        for rule, unit in self.store.connection.execute("SELECT rule, unit FROM agenda WHERE at <= ?", (stamp(now),)):
            due[unit].add(rule)
        for batch in plan(dirty, due, self._grains(), self._weights(), self.project.settings.workers):
            yield batch, self._job(batch, now)

    def _weights(self) -> dict[str, int]:
        """About how many rows each unit has: those of its homes."""
        return dict(
            self.store.connection.execute(
                "SELECT unit, sum(rows) FROM home_units JOIN"
                " (SELECT schema, home, rows FROM homes UNION ALL SELECT schema, home, rows FROM segments)"
                " USING (schema, home) GROUP BY unit"
            )
        )

    def _job(self, batch: Batch, now: datetime) -> Job:
        number = next(self._numbers)
        tasks = tuple(self._task(self.rules[name], now) for name in batch.rules if self._in_scope(name, batch))
        known = {task.name: task for task in self._indicators(now)}
        return Job(
            number=number,
            units=batch.units,
            now=now,
            zone=self.project.settings.zone,
            calendar=self.project.calendar,
            rules=tasks,
            indicators=tuple(known.values()) if batch.counting else (),
            known_indicators=known,
            schemas={name: self._rows(name, batch.units) for name in self._schemas_read(batch)},
            references=self.references,
            plugin_files=self.plugin_files,
            workspace=str(self.store.layout.work / f"job-{number}"),
            people_key=self.people_key,
        )

    def _in_scope(self, name: str, batch: Batch) -> bool:
        wanted = self.rules[name].scope.units
        return not wanted or not batch.units or bool(set(wanted) & set(batch.units))

    def _task(self, rule: Rule, now: datetime) -> RuleTask:
        return RuleTask(rule.name, rule.check, rule.settings, self._period(rule.period, now), rule.scope)

    def _indicators(self, now: datetime) -> Iterator[IndicatorTask]:
        for one in self.project.indicators:
            if one.count in self.faces.counts:
                yield IndicatorTask(one.name, one.count, self._period(one.period, now), one.target)

    def _period(self, name: str, now: datetime) -> Period:
        return period_for(name or self.project.settings.period, now, self.zone, self.periods)

    def _schemas_read(self, batch: Batch) -> set[str]:
        read = {schema for name in batch.rules for schema in self.faces.checks[self.rules[name].check].reads}
        counted = {schema for reads in self.faces.count_reads.values() for schema in reads}
        return {name for name in read | counted | {RECORDS} if not self.project.schemas[name].reference}

    def _rows(self, name: str, units: tuple[str, ...]) -> SchemaRows:
        schema = self.project.schemas[name]
        homes = homes_of_units(self.store, name, units)
        shares = {
            feed.name: feed.shrink for feed in self.project.feeds if feed.schema == name and feed.mode == "snapshot"
        }
        return SchemaRows(
            schema,
            where_rows_lie(self.store.connection, self.store.layout, schema, homes),
            missing_columns(self.store, name, units),
            listed(self.store, name, shares),
        )

    def _settle(self, batch: Batch, job: Job, said: Mapping[str, Answer], held: bool) -> int:  # noqa: FBT001 - passed on
        connection = self.store.connection
        changed = 0
        for task in job.rules:
            rule = self.rules[task.name]
            asked = self._asked(rule, task.period, batch, job.now)
            answer = self._placed(asked, said[task.name])
            changed += settle(connection, asked, answer, timedelta(0) if held else rule.hold)
        for indicator in job.indicators:
            asked = Asked(as_rule(indicator), indicator.period, batch.units, whole=False, now=job.now)
            answer = said[INDICATOR + indicator.name]
            changed += settle_indicator(connection, indicator, answer, asked, self.targets)
        return changed

    def _asked(self, rule: Rule, period: Period, batch: Batch, now: datetime) -> Asked:
        """A rule and the units that it was asked about: those of its scope, or the province as a whole."""
        if not batch.units:
            return Asked(rule, period, (self.project.settings.province,), whole=True, now=now)
        wanted = rule.scope.units
        return Asked(rule, period, tuple(u for u in batch.units if not wanted or u in wanted), whole=False, now=now)

    def _placed(self, asked: Asked, answer: Answer) -> Answer:
        """What was said of units outside the rule's scope left out; of the whole province, under its own code."""
        province, wanted = self.project.settings.province, asked.rule.scope.units
        placed = tuple(replace(f, unit=f.unit or province) for f in answer.judgement.findings)
        kept = tuple(f for f in placed if not wanted or f.unit in wanted)
        blind = {unit: why for unit, why in answer.blind.items() if not wanted or unit in wanted}
        after = {unit: at for unit, at in answer.next_change.items() if not wanted or asked.whole or unit in wanted}
        judgement = replace(answer.judgement, findings=kept)
        return replace(answer, judgement=judgement, blind=blind, next_change=after)
