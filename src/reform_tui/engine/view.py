"""What one rule sees of a job's rows: the ``View`` of the kit."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

import pandas as pd

from reform_tui.calendars import Calendar
from reform_tui.config.build import nearest
from reform_tui.config.rule_types import Scope
from reform_tui.engine.answerable import units_of
from reform_tui.engine.asker import Asker, UndeclaredError
from reform_tui.engine.counted import Indicators, counted, sound
from reform_tui.engine.declaring import declared
from reform_tui.engine.deliveries import exported_by, next_export
from reform_tui.engine.figures import other_period, period_before
from reform_tui.engine.frames import Frames, Lens, Source, earliest_after
from reform_tui.engine.joining import Side, becomes_known, join
from reform_tui.engine.shared import Made, once
from reform_tui.errors import RenamedWarning
from reform_tui.model.period import Period
from reform_tui.protocols import Counting, Joined, Reads

__all__ = ["Asker", "RuleView", "Source", "declared"]


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
    def units(self) -> frozenset[str]:
        """Return the units that are asked about."""
        units, wanted = units_of(self), frozenset(self.scope.units)
        return units & wanted if wanted else units

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
            self.remembered[asked] = counted(self, name, wanted, lacking=lacking)
        figures: pd.DataFrame = self.remembered[asked]
        return figures.copy(deep=False)

    def breaks(self, name: str) -> tuple[date, ...]:
        """Return the days from which an indicator counts otherwise; ``KeyError`` for an unknown one."""
        if name not in self.indicators_known:
            raise UndeclaredError(f"there is no indicator '{name}'{nearest(name, self.indicators_known)}")
        return self.indicators_known[name][0].breaks

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

    def shared(self, make: Callable[..., pd.DataFrame], *settings: Hashable) -> pd.DataFrame:
        """Return what ``make`` gives of this view and the settings, made once for all askers that see the same."""
        return self._of(once(self, (make, settings), lambda view: make(view, *settings)))

    def count(self, counting: Counting) -> pd.DataFrame:
        """Return the figures of a counting function, counted once for all that see the same; ``PluginError``."""
        return self._of(once(self, counting.count, lambda view: sound(counting.count(view), view)))

    def _of(self, made: Made) -> pd.DataFrame:
        self.used.extend(made.used)
        self.awaited.extend(made.awaited)
        return made.table.copy(deep=False)

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
