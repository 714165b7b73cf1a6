"""The rows of one job as pandas columns, each made once however many rules ask for it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pyarrow as pa

from reform_tui.config.rule_types import Scope
from reform_tui.engine.columns import as_series, sealed
from reform_tui.engine.deliveries import in_lines
from reform_tui.model.period import Period
from reform_tui.model.schema import Column, Kind, Schema

APPEARED = ("received_at", "submitted_at")
"""When a row came: the first of these that it has."""
FINISHED = "finished_at"
SCOPED = {"levels": "level", "fields": "field", "procedures": "procedure"}
_UNIT, _KEY = Column("unit", Kind.CODE), Column("key")


class Source(Protocol):
    """Where a job's rows come from: the store in a worker, the rows of a case in ``test-rules``."""

    @property
    def schemas(self) -> Mapping[str, Schema]:
        """Every kind of row, by name."""

    def table(self, schema: str, columns: Sequence[str]) -> pa.Table:
        """Return these columns (all null where no feed has them), ``_key`` and ``_unit``, always in the same order.

        ``_record`` may be asked for where the schema has a ``record_id``: what names the record that a row is about.
        """

    def beside(self, schema: str, columns: Sequence[str]) -> pa.Table:
        """Return the same of all rows in the homes of these units, whichever unit answers for them."""

    def reference(self, name: str) -> pa.Table:
        """Return a reference table; without rows where there is no file."""

    @property
    def listed(self) -> frozenset[str]:
        """The units of this job that a reference table keeps rows of, whether or not a feed speaks of them."""

    def revisions(self) -> pa.Table:
        """Return ``_key``, ``exported_at``, ``feed`` and each revised column of records, one row a delivery."""

    def missing(self, schema: str) -> Mapping[str, tuple[str, ...]]:
        """Return for each unit the columns that its feeds' newest files lack."""


@dataclass(frozen=True)
class Lens:
    """Which rows a rule sees, and how far into time."""

    moment: datetime
    period: Period
    scope: Scope = field(default_factory=Scope)


@dataclass(frozen=True)
class Place:
    """Rows of one schema: those that the source's units answer for, or all that lie in the same homes."""

    schema: str
    beside: bool = False


class Frames:
    """The columns of a source, remembered; a frame is a new shallow copy of them each time."""

    def __init__(self, source: Source, zone: ZoneInfo) -> None:
        self.source = source
        self.zone = zone
        self.made: dict[Hashable, Any] = {}
        """What ``shared.once`` remembers of this job."""
        self._raw: dict[Place, dict[str, pd.Series]] = {}
        self._known: dict[tuple[Place, Lens], dict[str, pd.Series]] = {}
        self._kept: dict[tuple[Place, Lens], np.ndarray] = {}
        self._records: dict[Place, pa.Array] = {}
        self._references: dict[str, pd.DataFrame] = {}
        self._revisions: pd.DataFrame | None = None

    def load(self, reads: Mapping[str, Iterable[str]]) -> None:
        """Read these columns at once; what several rules read is best asked for together, before the first of them."""
        for schema, columns in reads.items():
            self._load(Place(schema), [*columns, *APPEARED, FINISHED])

    def unit_of_rows(self, schema: str) -> pd.Series:
        """Return the unit that answers for each row, whatever the clock and the period (``category``)."""
        return self._load(Place(schema), ())["unit"]

    def units(self, schema: str) -> frozenset[str]:
        """Return the units that have rows, whatever the clock and the period."""
        return frozenset(str(unit) for unit in self.unit_of_rows(schema).unique())

    def delivered(self, schema: str, columns: Sequence[str], scope: Scope) -> pd.DataFrame:
        """Return rows as the feeds delivered them."""
        raw = self._load(Place(schema), [*columns, *_scoped(scope)])
        kept = _in_scope(raw, scope)
        frame = _frame(raw, columns)
        return frame if kept.all() else frame[kept]

    def known(self, schema: str, columns: Sequence[str], lens: Lens, *, beside: bool = False) -> pd.DataFrame:
        """Return the rows that the lens shows, with times ahead of its moment missing."""
        place = Place(schema, beside)
        raw = self._load(place, [*columns, *APPEARED, FINISHED, *_scoped(lens.scope)])
        kept = self._kept.get((place, lens))
        if kept is None:
            kept = self._kept[place, lens] = _kept(raw, lens)
        known = self._known.setdefault((place, lens), {})
        for name in ("unit", "key", *columns):
            if name not in known:
                series = _until(raw[name], self._column(schema, name), lens.moment)
                known[name] = sealed(series if kept.all() else series[kept])
        return _frame(known, columns)

    def records(self, schema: str, *, beside: bool = False) -> pa.Array:
        """Return the name of the record that each row is about (``string``), whatever the clock and the period.

        It stands in the order of all rows: the labels of a frame are its positions.
        """
        place = Place(schema, beside)
        if place not in self._records:
            self._records[place] = self._table(place, ["_record"]).column("_record").combine_chunks()
        return self._records[place]

    def ahead(self, schema: str, columns: Iterable[str], moment: datetime) -> pd.Series:
        """Return for each unit the earliest time after ``moment`` that is not known yet, if there is one."""
        units = self.unit_of_rows(schema)
        return earliest_after([(times, units) for times in self.hidden(schema, columns)], moment)

    def hidden(self, schema: str, columns: Iterable[str], *, beside: bool = False) -> list[pd.Series]:
        """Return the columns, and those that say when a row came, whose times are not known before they are reached."""
        wanted = {*columns, *APPEARED, FINISHED}
        raw = self._load(Place(schema, beside), wanted)
        return [raw[name] for name in raw if name in wanted and _hidden_ahead(self._column(schema, name))]

    def reference(self, name: str) -> pd.DataFrame:
        """Return a province-wide table with every column of its schema."""
        if name not in self._references:
            table, schema = self.source.reference(name), self.source.schemas.get(name)
            columns = schema.columns if schema else tuple(Column(column) for column in table.column_names)
            series = {column.name: sealed(self._series(table, column)) for column in columns}
            self._references[name] = pd.DataFrame(series, copy=False)
        return self._references[name].copy(deep=False)

    def deliveries(self) -> pd.DataFrame:
        """Return what files said of records, in lines, whatever the clock; see ``View.revisions``."""
        if self._revisions is None:
            self._revisions = in_lines(self._said())
        return self._revisions

    def _said(self) -> pd.DataFrame:
        table = self.source.revisions()
        revised = [column for column in self.source.schemas["records"].columns if column.revised]
        own = (Column("exported_at", Kind.TIME), Column("feed", Kind.CODE))
        columns = {"key": Column("_key")} | {column.name: column for column in (*own, *revised)}
        return pd.DataFrame({name: self._series(table, column) for name, column in columns.items()}, copy=False)

    def _table(self, place: Place, columns: Sequence[str]) -> pa.Table:
        return (self.source.beside if place.beside else self.source.table)(place.schema, columns)

    def _load(self, place: Place, columns: Iterable[str]) -> dict[str, pd.Series]:
        raw = self._raw.setdefault(place, {})
        by_name = self.source.schemas[place.schema].by_name
        wanted = [name for name in dict.fromkeys(columns) if name in by_name and name not in raw and name != "unit"]
        if wanted or not raw:
            table = self._table(place, wanted)
            if not raw:
                raw["unit"] = as_series(table.column("_unit"), Kind.CODE, self.zone)
                raw["key"] = as_series(table.column("_key"), Kind.TEXT, self.zone)
            raw.update({name: self._series(table, by_name[name]) for name in wanted})
        return raw

    def _series(self, table: pa.Table, column: Column) -> pd.Series:
        if column.name not in table.column_names:
            return as_series(pa.chunked_array([pa.nulls(table.num_rows)]), column.kind, self.zone)
        return as_series(table.column(column.name), column.kind, self.zone)

    def _column(self, schema: str, name: str) -> Column:
        return {"unit": _UNIT, "key": _KEY}.get(name) or self.source.schemas[schema].by_name[name]


def earliest_after(columns: Iterable[tuple[pd.Series, pd.Series]], moment: datetime) -> pd.Series:
    """Return the earliest of several (times, groups) after ``moment``, by group; groups with none are left out."""
    found = []
    for times, by in columns:
        ahead = (times > moment).to_numpy(bool)
        if ahead.any():
            earliest = times[ahead].groupby(by[ahead], observed=True).min()
            found.append(earliest.set_axis(earliest.index.astype("str")))
    if not found:
        return pd.Series(dtype="datetime64[us, UTC]", index=pd.Index([], dtype="str"))
    return found[0] if len(found) == 1 else pd.concat(found).groupby(level=0).min()


def _frame(columns: Mapping[str, pd.Series], names: Sequence[str]) -> pd.DataFrame:
    return pd.DataFrame({name: columns[name] for name in ("unit", "key", *names)}, copy=False)


def _hidden_ahead(column: Column) -> bool:
    return column.kind is Kind.TIME and not column.promise


def _until(series: pd.Series, column: Column, moment: datetime) -> pd.Series:
    """Return the series without what lies ahead of the clock."""
    if not _hidden_ahead(column):
        return series
    ahead = series > moment
    return series.mask(ahead) if ahead.any() else series


def _scoped(scope: Scope) -> list[str]:
    """Return the columns that this scope looks at."""
    return [name for key, name in SCOPED.items() if getattr(scope, key)]


def _kept(raw: Mapping[str, pd.Series], lens: Lens) -> np.ndarray:
    """Return which rows came by the moment, before the period's end, and were not finished before its start."""
    kept = _in_scope(raw, lens.scope)
    appeared = [raw[name] for name in APPEARED if name in raw]
    if appeared:
        came = appeared[0] if len(appeared) == 1 else appeared[0].fillna(appeared[1])
        kept &= ~(came > lens.moment).to_numpy()
        if lens.period.end is not None:
            kept &= ~(came >= lens.period.end).to_numpy()
    if lens.period.start is not None and FINISHED in raw:
        kept &= ~((raw[FINISHED] < lens.period.start) & (raw[FINISHED] <= lens.moment)).to_numpy()
    return kept


def _in_scope(raw: Mapping[str, pd.Series], scope: Scope) -> np.ndarray:
    kept = np.ones(len(raw["unit"]), bool)
    for wanted, name in ((scope.units, "unit"), *((getattr(scope, key), name) for key, name in SCOPED.items())):
        if wanted and name in raw:
            kept &= raw[name].isin(wanted).to_numpy()
    return kept
