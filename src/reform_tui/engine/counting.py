"""What an indicator's answer means for the tables: figures, appointments, and whether its function failed."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from reform_tui.config.rule_types import Rule
from reform_tui.engine.job import Answer, Blind, Count, IndicatorTask
from reform_tui.engine.planning import INDICATOR
from reform_tui.engine.settling import Asked, make_appointments, note_ill, settle_ill
from reform_tui.model.validity import holds
from reform_tui.store.database import as_json, stamp


@dataclass(frozen=True)
class Targets:
    """The reference table ``targets``: (indicator, unit, period) to a share; an empty unit or period means any."""

    said: Mapping[tuple[str, str, str], float] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Collection[Mapping[str, Any]], now: datetime, zone: ZoneInfo) -> Targets:
        """Read them from the rows of the table that count at ``now``."""
        return cls(
            {
                (row["indicator"] or "", row["unit"] or "", row["period"] or ""): row["target"]
                for row in rows
                if row["target"] is not None and holds(row, now, zone)
            }
        )

    def of_unit(self, task: IndicatorTask, unit: str) -> float | None:
        """A row for one unit beats one for all, one for a period beats one for any; else what the indicator says."""
        for key in ((unit, task.period.name), (unit, ""), ("", task.period.name), ("", "")):
            if (task.name, *key) in self.said:
                return self.said[task.name, *key]
        return task.target


def settle_indicator(
    connection: sqlite3.Connection, task: IndicatorTask, answer: Answer, asked: Asked, targets: Targets
) -> int:
    """Write what an indicator's answer changes; a function that failed leaves its figures as they were."""
    if answer.fault:
        note_ill(connection, asked, answer.fault)
        return settle_ill(connection, asked)
    _forget(connection, task, asked)
    _note_uncounted(connection, asked, answer)
    _write_counts(connection, task, answer.counts, targets)
    _write_counted(connection, task, targets)
    make_appointments(connection, asked, answer, timedelta(0))
    return settle_ill(connection, asked)


def _forget(connection: sqlite3.Connection, task: IndicatorTask, asked: Asked) -> None:
    """Drop what was known of the units asked, so that one that has no figure any more loses its line."""
    health, figures = "DELETE FROM health WHERE rule = ?", "DELETE FROM indicators WHERE indicator = ? AND period = ?"
    name, figure = (asked.rule.name,), (task.name, task.period.name)
    if asked.whole:
        connection.execute(health, name)
        connection.execute(figures, figure)
    else:
        connection.executemany(f"{health} AND unit = ?", ((*name, unit) for unit in asked.units))
        connection.executemany(f"{figures} AND unit = ?", ((*figure, unit) for unit in asked.units))


def _note_uncounted(connection: sqlite3.Connection, asked: Asked, answer: Answer) -> None:
    """Say where rows could not be counted, and why: for a reason of the function's own, or for want of a column."""
    reasons = {unit: dict(said) for unit, said in answer.judgement.skipped.items()}
    reasons |= {unit: dict.fromkeys(_lacking(blind), 0) for unit, blind in answer.blind.items()}
    connection.executemany(
        "INSERT OR REPLACE INTO health (rule, unit, health, judged, skipped, at) VALUES (?, ?, 'ok', 0, ?, ?)",
        (
            (asked.rule.name, unit, as_json(said), stamp(asked.now))
            for unit, said in sorted(reasons.items())
            if asked.whole or unit in asked.units
        ),
    )


def _lacking(blind: Blind) -> list[str]:
    return [f"no feed has {schema}.{column}" for schema, columns in blind.lacks.items() for column in columns]


def as_rule(task: IndicatorTask) -> Rule:
    """The name under which an indicator keeps its appointments and is said to be ill."""
    return Rule(INDICATOR + task.name, Path(), task.count, {})


def _write_counted(connection: sqlite3.Connection, task: IndicatorTask, targets: Targets) -> None:
    """Note since when the period runs, and what sums over all units and the province's own are held against."""
    province = "coalesce((SELECT value FROM meta WHERE name = 'province'), '')"
    [(whole,)] = connection.execute(f"SELECT {province}").fetchall()
    started, ended = (stamp(moment) if moment else None for moment in (task.period.start, task.period.end))
    connection.execute(
        "INSERT OR REPLACE INTO counted (indicator, period, started, ended, target, province_target)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (
            task.name, task.period.name, started, ended,
            targets.of_unit(task, ""), targets.of_unit(task, whole),
        ),
    )  # fmt: skip


def _write_counts(
    connection: sqlite3.Connection,
    task: IndicatorTask,
    counts: Collection[Count],
    targets: Targets,
) -> None:
    """Write the figures."""
    connection.executemany(
        "INSERT INTO indicators (indicator, unit, level, period, numerator, denominator, target)"
        " VALUES (?1, ?2, coalesce((SELECT level FROM units WHERE unit = ?2), ''), ?3, ?4, ?5, ?6)",
        ((task.name, c.unit, c.period, c.numerator, c.denominator, targets.of_unit(task, c.unit)) for c in counts),
    )
