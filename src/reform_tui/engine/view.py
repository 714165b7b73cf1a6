"""What one rule sees of a job's rows: the ``View`` of the kit."""

from __future__ import annotations

import warnings
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import pandas as pd

from reform_tui.calendars import Calendar
from reform_tui.config.build import nearest
from reform_tui.config.types import Scope
from reform_tui.engine.deliveries import exported_by, next_export
from reform_tui.engine.figures import other_period, period_before
from reform_tui.engine.frames import Frames, Lens, Source, earliest_after
from reform_tui.engine.job import IndicatorTask
from reform_tui.engine.joining import Side, becomes_known, join
from reform_tui.engine.sound import fault_in_figures
from reform_tui.engine.targets import in_force, targets_of
from reform_tui.errors import PluginError, RenamedWarning
from reform_tui.model.period import Period
from reform_tui.model.schema import BUILT_IN, Schema
from reform_tui.protocols import Counting, Joined, Reads

__all__ = ["Asker", "RuleView", "Source", "declared"]

Indicators = Mapping[str, tuple[IndicatorTask, Counting]]
"""What ``view.indicators`` may ask for: the indicator and the function that it names."""


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


@dataclass(frozen=True)
class RuleView:
    """Rows as known at ``now``, only the columns that the asker declares; see ``sdk.View``.

    Frozen: the engine asks it for the next change after the plugin had it.
    """

    frames: Frames
    asker: Asker
    now: datetime
    period: Period
    calendar: Calendar
    scope: Scope = field(default_factory=Scope)
    indicators_known: Indicators = field(default_factory=dict)
    used: list[Reads] = field(default_factory=list)
    """What was read: the asker's own, and that of each indicator it asked for."""
    awaited: list[pd.Series] = field(default_factory=list)
    """By unit, when the figures of those indicators change by themselves, and joined rows or exports are known."""
    remembered: dict[Any, Any] = field(default_factory=dict)
    """Figures, joined rows and revisions, which ``find`` and ``next_change`` may both ask for."""

    def __post_init__(self) -> None:
        """Look at the period's own moment."""
        object.__setattr__(self, "now", self.period.moment(self.now).astimezone(self.frames.zone))
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
        """Return what records were, and when, as known at ``now``."""
        if "revisions" not in self.remembered:
            every = self.frames.deliveries()
            self.remembered["revisions"] = exported_by(every, self.now)
            self.awaited.append(next_export(every, self.frames.delivered("records", (), Scope()), self.now))
        known: pd.DataFrame = self.remembered["revisions"]
        return known.copy(deep=False)

    def rows(self, schema: str) -> pd.DataFrame:
        """Return the rows of a schema as known at ``now``; ``KeyError`` for one that is not declared."""
        return self.frames.known(schema, self._columns(schema), self._lens())

    def join(self, left: str, right: str, latest: str = "") -> Joined:
        """Return the rows of one schema with those of another beside them; ``KeyError`` for one not declared."""
        sides = Side(left, self._columns(left)), Side(right, self._columns(right))
        asked = ("join", left, right, latest)
        if asked not in self.remembered:
            self.remembered[asked] = join(self.frames, *sides, self._lens(), latest)
            self.awaited.append(becomes_known(self.frames, *sides, self.now))
        known: Joined = self.remembered[asked]
        return replace(known, rows=known.rows.copy(deep=False), strays=known.strays.copy(deep=False))

    def reference(self, name: str) -> pd.DataFrame:
        """Return a reference table; ``KeyError`` for one that is not declared."""
        if self.asker.references is not None and name not in self.asker.references:
            raise UndeclaredError(f"{self.asker.name} does not declare the reference table; add '{name}' to references")
        return self.frames.reference(name)

    @property
    def before(self) -> Period | None:
        """Return the period just before, of the same kind, if there is one."""
        return period_before(self.period, self.now, self.frames.reference("periods"), self.frames.zone)

    def indicators(self, name: str, period: str = "", *, lacking: bool = False) -> pd.DataFrame:
        """Return ``numerator``, ``denominator`` and ``target`` by unit; ``KeyError`` for an unknown indicator."""
        if name not in self.indicators_known:
            raise UndeclaredError(f"there is no indicator '{name}'{nearest(name, self.indicators_known)}")
        wanted = self._other(period) if period else self.period
        asked = ("figures", name, wanted, lacking)
        if asked not in self.remembered:
            self.remembered[asked] = self._counted(name, wanted, lacking=lacking)
        figures: pd.DataFrame = self.remembered[asked]
        return figures.copy(deep=False)

    def indicator(self, name: str) -> pd.DataFrame:
        """Return the figures under the name that the method had before."""
        renamed = RenamedWarning("view.indicator", "view.indicators", since="1.0", gone_in="2.0")
        warnings.warn(renamed, stacklevel=2)
        return self.indicators(name)

    def _other(self, period: str) -> Period:
        """Return the period that a name means here."""
        asked = ("period", period, self.period)
        if asked not in self.remembered:
            table = self.frames.reference("periods")
            self.remembered[asked] = other_period(period, self.period, self.now, table, self.frames.zone)
        known: Period = self.remembered[asked]
        return known

    def _counted(self, name: str, period: Period, *, lacking: bool) -> pd.DataFrame:
        """Ask the indicator's function about a period; one that is over stands still, whatever the clock says."""
        task, counting = self.indicators_known[name]
        if task.idle:
            return _no_figures(lacking=lacking)
        asker = Asker(f"indicator {name}", counting.reads)
        inner = replace(self, asker=asker, period=period, used=[], awaited=[], remembered={})
        figures = counting.count(inner)
        fault = fault_in_figures(figures, units_of(inner), inner.now)
        if fault:
            raise PluginError(f"indicator {name} (count {task.count}): {fault}")
        self.used.extend(map(_optional, inner.used) if lacking else inner.used)
        if period.end is None or period.end > self.now:
            self.awaited.extend([*inner.awaited, *([figures["next_change"]] if "next_change" in figures else [])])
        known = in_force(self.frames.reference("targets"), inner.now, self.frames.zone)
        targets = targets_of(replace(task, period=period), known, figures.index)
        told = figures[["numerator", "denominator"]].assign(target=targets)
        return self._with_lacks(told, inner) if lacking else told

    def _with_lacks(self, figures: pd.DataFrame, inner: RuleView) -> pd.DataFrame:
        """Add ``lacks``: the required columns that no feed has in each unit; units that have no figure stand too."""
        lacks: dict[str, list[str]] = {}
        for reads in inner.used:
            for schema, columns in reads.items():
                for unit, names in missing_in(self.frames, schema, declared(columns, required=True)).items():
                    lacks.setdefault(unit, []).extend(f"{schema}.{name}" for name in names)
        if not lacks:
            return figures.assign(lacks="")
        whole = figures.reindex(figures.index.union(pd.Index([*lacks], dtype="str")))
        whole = whole.fillna({"numerator": 0, "denominator": 0}).astype({"numerator": int, "denominator": int})
        return whole.assign(lacks=[", ".join(dict.fromkeys(lacks.get(str(unit), ()))) for unit in whole.index])

    def next_after(self, times: pd.Series | pd.DataFrame, by: pd.Series) -> pd.Series:
        """Return the earliest of ``times`` after ``now`` for each value of ``by``; of a frame, of all its columns."""
        columns = [times[name] for name in times] if isinstance(times, pd.DataFrame) else [times]
        return earliest_after([(column, by) for column in columns], self.now)

    def next_known(self) -> pd.Series:
        """Return for each unit when a time or an export ahead of the clock is known, or an indicator changes."""
        hidden = [
            self.frames.ahead(schema, declared(columns), self.now)
            for reads in self.used
            for schema, columns in reads.items()
        ]
        ahead = [times for times in (*hidden, *self.awaited) if times.notna().any()]
        return earliest_after([(times, times.index.to_series()) for times in ahead], self.now)

    def _lens(self) -> Lens:
        return Lens(self.now, self.period, self.scope)

    def _columns(self, schema: str) -> Sequence[str]:
        if schema not in self.frames.source.schemas:
            raise UndeclaredError(f"there is no kind of row '{schema}'{nearest(schema, self.frames.source.schemas)}")
        if schema not in self.asker.reads:
            raise UndeclaredError(f'{self.asker.name} does not declare {schema}; add "{schema}": (…) to reads')
        return declared(self.asker.reads[schema])


def _no_figures(*, lacking: bool) -> pd.DataFrame:
    """Return the figures of an indicator that nothing delivers: of no unit."""
    types = {"numerator": "int64", "denominator": "int64", "target": "float64", **({"lacks": "str"} if lacking else {})}
    return pd.DataFrame(
        {name: pd.Series(dtype=dtype) for name, dtype in types.items()}, index=pd.Index([], dtype="str")
    )


def declared(columns: Sequence[str], *, required: bool = False) -> list[str]:
    """Return column names without the mark of those that a feed may lack; only the others if ``required``."""
    names = [name for name in columns if not (required and name.endswith("?"))]
    return [name for name in dict.fromkeys(name.removesuffix("?") for name in names) if name not in {"unit", "key"}]


def missing_in(frames: Frames, schema: str, required: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Return for each unit that has rows the required columns that its feeds lack."""
    units = frames.units(schema)
    lacking = {
        unit: tuple(column for column in columns if column in required)
        for unit, columns in frames.source.missing(schema).items()
        if unit in units
    }
    return {unit: names for unit, names in lacking.items() if names}


def _optional(reads: Reads) -> Reads:
    """Return the same columns as those that a feed may lack."""
    return {schema: tuple(f"{name.removesuffix('?')}?" for name in columns) for schema, columns in reads.items()}


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
            near = nearest(unknown[0], schemas[schema].by_name)
            own = "" if near.startswith(",") else "; a feed names a column of its own under [columns.extra]"
            return f"reads {schema}.{unknown[0]}, which nothing names{near}{own}"
    return ""
