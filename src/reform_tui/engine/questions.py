"""What is asked of the workers: batches of units, the rules that look at them and the rows that these read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from itertools import chain, count
from pathlib import Path
from zoneinfo import ZoneInfo

from reform_tui.config.rule_types import Rule
from reform_tui.config.types import Project
from reform_tui.engine.blindness import explained
from reform_tui.engine.faces import Faces
from reform_tui.engine.job import Answer, IndicatorTask, Job, RuleTask
from reform_tui.engine.listed_units import units_laid_out
from reform_tui.engine.periods import Periods, period_for
from reform_tui.engine.planning import INDICATOR, Batch, plan
from reform_tui.engine.settling import Asked
from reform_tui.model.period import Period
from reform_tui.plugins.names import PROVINCE
from reform_tui.store.beside import homes_of
from reform_tui.store.coverage import listed, missing_columns
from reform_tui.store.database import stamp
from reform_tui.store.places import SchemaRows
from reform_tui.store.rows import where_rows_lie
from reform_tui.store.store import Store, homes_of_units

RECORDS = "records"


@dataclass(frozen=True)
class Questions:
    """A project's rules over a store's rows.  Nothing is written: a store that is open for reading will do."""

    project: Project
    store: Store
    faces: Faces
    plugins: tuple[str, ...]
    references: Mapping[str, str] = field(default_factory=dict)
    periods: Periods = field(default_factory=Periods)
    people_key: bytes = field(default=b"", repr=False)
    """With what people are masked when they are the subject of an alert."""
    work: Path | None = None
    """Where jobs lie while they are asked; the store's own folder, unless somebody beside its engine asks."""
    only: frozenset[str] | None = None
    """Names of the rules and indicators that are asked; ``None`` for all."""
    behind: bool = False
    """Whether the rows behind figures are wanted."""
    _numbers: Iterator[int] = field(default_factory=count)

    @cached_property
    def zone(self) -> ZoneInfo:
        """The project's time zone."""
        return ZoneInfo(self.project.settings.zone)

    @cached_property
    def rules(self) -> Mapping[str, Rule]:
        """Rules that are asked, whose check is on offer, by name."""
        offered = (rule for rule in self.project.rules if rule.check in self.faces.checks)
        return {rule.name: rule for rule in offered if self.wants(rule.name)}

    @cached_property
    def grains(self) -> Mapping[str, str]:
        """``unit`` or ``province``, by rule; indicators of province grain stand there as ``indicator.NAME``."""
        rules = {name: self.faces.checks[rule.check].grain for name, rule in self.rules.items()}
        return rules | {
            INDICATOR + one.name: PROVINCE
            for one in self.project.indicators
            if one.count in self.faces.whole_counts and self.wants(one.name)
        }

    @cached_property
    def of_province(self) -> tuple[str, ...]:
        """Rules, and indicators as ``indicator.NAME``, that look at the whole province at once."""
        return tuple(sorted(name for name, grain in self.grains.items() if grain == PROVINCE))

    def jobs(
        self, dirty: Collection[str], now: datetime, leaving_out: Collection[str] = ()
    ) -> dict[int, tuple[Batch, Job]]:
        """Return what must be asked of dirty units, and of those whose appointment came, by the jobs' numbers."""
        due: dict[str, set[str]] = defaultdict(set)
        for rule, unit in self.due(now, leaving_out):
            due[unit].add(rule)
        grains = {name: grain for name, grain in self.grains.items() if name not in leaving_out}
        return self.jobs_of(plan(dirty, due, grains, self.weights(), self.project.settings.workers), now)

    def due(self, now: datetime, leaving_out: Collection[str] = ()) -> list[tuple[str, str]]:
        """Return (rule, unit) of each appointment that has come, the earliest first."""
        found = self.store.connection.execute("SELECT rule, unit FROM agenda WHERE at <= ? ORDER BY at", (stamp(now),))
        return [(rule, unit) for rule, unit in found if rule not in leaving_out]

    def jobs_of(self, batches: Iterable[Batch], now: datetime) -> dict[int, tuple[Batch, Job]]:
        """Return the jobs of some batches, by number."""
        return {job.number: (batch, job) for batch in batches for job in [self._job(batch, now)]}

    def units(self) -> frozenset[str]:
        """Return every unit that answers for a row, of a feed or of a reference table."""
        found = self.store.connection.execute("SELECT DISTINCT unit FROM home_units")
        return units_laid_out(self.references).union(unit for (unit,) in found)

    def weights(self) -> dict[str, int]:
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
        tasks = tuple(self._task(self.rules[name], now) for name in self._rules(batch) if self._in_scope(name, batch))
        known = {task.name: task for task in self._indicators(now)}
        return Job(
            number=number,
            units=batch.units,
            now=now,
            zone=self.project.settings.zone,
            calendar=self.project.calendar,
            rules=tasks,
            indicators=tuple(one for one in known.values() if self._counts(one, batch)),
            known_indicators=known,
            schemas=self._schemas(batch),
            references=self.references,
            reference_schemas={name: self.project.schemas[name] for name in self.references},
            plugins=self.plugins,
            workspace=str((self.work or self.store.layout.work) / f"job-{number}"),
            people_key=self.people_key,
        )

    def wants(self, name: str) -> bool:
        """Whether a rule or indicator of this name is asked."""
        return self.only is None or name in self.only

    def _rules(self, batch: Batch) -> tuple[str, ...]:
        """Return the rules of a batch, which names indicators of province grain among them."""
        return tuple(name for name in batch.rules if name in self.rules)

    def _counts(self, task: IndicatorTask, batch: Batch) -> bool:
        """Whether a batch counts an indicator: one of province grain where it is named, the others where all are."""
        name = INDICATOR + task.name
        asked = name in batch.rules if name in self.grains else batch.counting
        return asked and self.wants(task.name) and not task.idle

    def _in_scope(self, name: str, batch: Batch) -> bool:
        wanted = self.rules[name].scope.units
        return not wanted or not batch.units or bool(set(wanted) & set(batch.units))

    def _task(self, rule: Rule, now: datetime) -> RuleTask:
        return RuleTask(rule.name, rule.check, rule.settings, self._period(rule.period, now), rule.scope)

    def _indicators(self, now: datetime) -> Iterator[IndicatorTask]:
        for one in (*self.project.indicators, *self.project.idle):
            if one.count in self.faces.counts:
                period, idle = self._period(one.period, now), one in self.project.idle
                breaks = tuple(each.since for each in one.breaks)
                yield IndicatorTask(one.name, one.count, period, one.target, idle, breaks, self.behind)

    def _period(self, name: str, now: datetime) -> Period:
        return period_for(name or self.project.settings.period, now, self.zone, self.periods.at(now, self.zone))

    def _schemas(self, batch: Batch) -> dict[str, SchemaRows]:
        """Where the rows lie that this batch's rules read, and those that they may join with them."""
        reads = self._reads(batch)
        known = {name for name in {*chain(*reads), RECORDS} if name in self.project.schemas}
        return {
            name: self._rows(name, batch.units, frozenset(chain(*(one for one in reads if name in one))))
            for name in known
            if name in self.project.schemas and not self.project.schemas[name].reference
        }

    def _reads(self, batch: Batch) -> list[frozenset[str]]:
        """Return which schemas each check of the batch, and each counting function, reads."""
        asked = [self.faces.checks[self.rules[name].check].reads for name in self._rules(batch)]
        alone = self.faces.whole_counts if batch.units else ()
        counted = (reads for name, reads in self.faces.count_reads.items() if name not in alone)
        return [frozenset(reads) for reads in (*asked, *counted)]

    def _rows(self, name: str, units: tuple[str, ...], together: frozenset[str]) -> SchemaRows:
        """Where one schema's rows lie; ``together`` are the schemas that something reads at once with it."""
        schema = self.project.schemas[name]
        homes = homes_of_units(self.store, name, units)
        beside = self._beside(name, units, together) - homes.keys() if units and len(together) > 1 else ()
        shares = {
            feed.name: feed.shrink for feed in self.project.feeds if feed.schema == name and feed.mode == "snapshot"
        }
        return SchemaRows(
            schema,
            where_rows_lie(self.store.connection, self.store.layout, schema, homes),
            missing_columns(self.store, name, units),
            listed(self.store, name, shares),
            where_rows_lie(self.store.connection, self.store.layout, schema, beside),
        )

    def _beside(self, name: str, units: tuple[str, ...], together: frozenset[str]) -> set[str]:
        """Return the homes with rows of a schema in which these units have rows of any that is read with it."""
        return homes_of(self.store, together, units) & homes_of_units(self.store, name, ()).keys()

    def asked(self, rule: Rule, period: Period, batch: Batch, now: datetime) -> Asked:
        """A rule and the units that it was asked about: those of its scope, or the province as a whole."""
        if not batch.units:
            return Asked(rule, period, (self.project.settings.province,), whole=True, now=now)
        wanted = rule.scope.units
        return Asked(rule, period, tuple(u for u in batch.units if not wanted or u in wanted), whole=False, now=now)

    def placed(self, asked: Asked, answer: Answer) -> Answer:
        """What was said of units outside the rule's scope left out; of the whole province, under its own code.

        Where a rule is blind, the heading that went missing is looked up.
        """
        province, wanted = self.project.settings.province, asked.rule.scope.units
        placed = tuple(replace(f, unit=f.unit or province) for f in answer.judgement.findings)
        kept = tuple(f for f in placed if not wanted or f.unit in wanted)
        seen = {unit: why for unit, why in answer.blind.items() if not wanted or unit in wanted}
        reads = self.faces.checks[asked.rule.check].reads if asked.rule.check in self.faces.checks else ()
        blind = explained(self.store.connection, self.project, seen, reads, whole=asked.whole) if seen else seen
        after = {unit: at for unit, at in answer.next_change.items() if not wanted or asked.whole or unit in wanted}
        judgement = replace(answer.judgement, findings=kept)
        return replace(answer, judgement=judgement, blind=blind, next_change=after)

    def counted(self, asked: Asked, answer: Answer) -> Answer:
        """What an indicator's answer says of the whole province, under its own code."""
        if not asked.whole:
            return answer
        province, skipped = self.project.settings.province, answer.judgement.skipped
        judgement = replace(answer.judgement, skipped={unit or province: why for unit, why in skipped.items()})
        counts = tuple(replace(count, unit=count.unit or province) for count in answer.counts)
        return replace(answer, judgement=judgement, counts=counts)
