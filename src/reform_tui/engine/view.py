"""What one rule sees of a job's rows: the ``View`` of the kit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import pandas as pd

from reform_tui.calendars import Calendar
from reform_tui.config.build import nearest
from reform_tui.config.types import Scope
from reform_tui.engine.frames import Frames, Lens, Source, earliest_after
from reform_tui.engine.job import IndicatorTask
from reform_tui.engine.sound import fault_in_figures
from reform_tui.engine.targets import targets_of
from reform_tui.errors import PluginError
from reform_tui.model.period import Period
from reform_tui.model.schema import BUILT_IN, Schema
from reform_tui.sdk import Counting, Reads

__all__ = ["Asker", "RuleView", "Source", "declared"]

Indicators = Mapping[str, tuple[IndicatorTask, Counting]]
"""What ``view.indicator`` may ask for: the indicator and the function that it names."""


class UndeclaredError(PluginError, KeyError):
    """What a check asks for without declaring it, and what to add."""

    def __str__(self) -> str:
        return str(self.args[0])  # a KeyError would quote it


@dataclass(frozen=True)
class Asker:
    """Who looks, and what it declares to read.  ``references`` of ``None`` may use every reference table."""

    name: str
    reads: Reads
    references: tuple[str, ...] | None = None


@dataclass
class RuleView:
    """Rows as known at ``now``, only the columns that the asker declares; see ``sdk.View``."""

    frames: Frames
    asker: Asker
    now: datetime
    period: Period
    calendar: Calendar
    scope: Scope = field(default_factory=Scope)
    indicators: Indicators = field(default_factory=dict)
    used: list[Reads] = field(default_factory=list)
    """What was read: the asker's own, and that of each indicator it asked for."""
    awaited: list[pd.Series] = field(default_factory=list)
    """When the figures of those indicators change by themselves."""

    def __post_init__(self) -> None:
        """Look at the period's own moment."""
        self.now = self.period.moment(self.now).astimezone(self.frames.zone)
        self.used.append(self.asker.reads)

    @property
    def records(self) -> pd.DataFrame:
        """Return the records of the period."""
        return self.rows("records")

    @property
    def delivered(self) -> pd.DataFrame:
        """Return the records as delivered, whatever the period and the clock."""
        return self.frames.delivered("records", self._columns("records"), self.scope)

    @property
    def revisions(self) -> pd.DataFrame:
        """Return what records were, and when."""
        return self.frames.revisions()

    def rows(self, schema: str) -> pd.DataFrame:
        """Return the rows of a schema as known at ``now``; ``KeyError`` for one that is not declared."""
        return self.frames.known(schema, self._columns(schema), Lens(self.now, self.period, self.scope))

    def reference(self, name: str) -> pd.DataFrame:
        """Return a reference table; ``KeyError`` for one that is not declared."""
        if self.asker.references is not None and name not in self.asker.references:
            raise UndeclaredError(f"{self.asker.name} does not declare the reference table; add '{name}' to references")
        return self.frames.reference(name)

    def indicator(self, name: str) -> pd.DataFrame:
        """Return ``numerator``, ``denominator`` and ``target`` by unit; ``KeyError`` for an unknown indicator."""
        if name not in self.indicators:
            raise UndeclaredError(f"there is no indicator '{name}'{nearest(name, self.indicators)}")
        task, counting = self.indicators[name]
        asker = Asker(f"indicator {name}", counting.reads)
        inner = replace(self, asker=asker, used=[], awaited=[])
        figures = counting.count(inner)
        fault = fault_in_figures(figures, units_of(inner), self.now)
        if fault:
            raise PluginError(f"indicator {name} (count {task.count}): {fault}")
        self.used.extend(inner.used)
        self.awaited += [figures["next_change"]] if "next_change" in figures else []
        targets = targets_of(replace(task, period=self.period), self.frames.reference("targets"), figures.index)
        return figures[["numerator", "denominator"]].assign(target=targets)

    def next_after(self, times: pd.Series, by: pd.Series) -> pd.Series:
        """Return the earliest of ``times`` after ``now`` for each value of ``by``."""
        return earliest_after([(times, by)], self.now)

    def next_known(self) -> pd.Series:
        """Return for each unit when a time ahead of the clock becomes known, a row appears or an indicator changes."""
        hidden = [
            self.frames.ahead(schema, declared(columns), self.now)
            for reads in self.used
            for schema, columns in reads.items()
        ]
        ahead = [times for times in (*hidden, *self.awaited) if times.notna().any()]
        return earliest_after([(times, times.index.to_series()) for times in ahead], self.now)

    def _columns(self, schema: str) -> Sequence[str]:
        if schema not in self.asker.reads:
            raise UndeclaredError(f'{self.asker.name} does not declare {schema}; add "{schema}": (…) to reads')
        return declared(self.asker.reads[schema])


def declared(columns: Sequence[str], *, required: bool = False) -> list[str]:
    """Return column names without the mark of those that a feed may lack; only the others if ``required``."""
    names = [name for name in columns if not (required and name.endswith("?"))]
    return [name for name in dict.fromkeys(name.removesuffix("?") for name in names) if name not in {"unit", "key"}]


def units_of(view: RuleView) -> frozenset[str]:
    """Return the units that have rows of what the view read."""
    return frozenset().union(*(view.frames.units(schema) for reads in view.used for schema in reads))


def fault_in_names(reads: Reads, schemas: Mapping[str, Schema]) -> str:
    """Return what is declared but exists nowhere, or nothing."""
    for schema, columns in reads.items():
        if schema not in schemas:
            return f"reads '{schema}', which is no kind of row here{nearest(schema, {*schemas, *BUILT_IN})}"
        unknown = [name for name in declared(columns) if name not in schemas[schema].by_name]
        if unknown:
            return f"reads {schema}.{unknown[0]}, which nothing names{nearest(unknown[0], schemas[schema].by_name)}"
    return ""
