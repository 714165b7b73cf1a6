"""The rows of an alert that a case keeps: all of its subject where they are few, else some of either kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from reform_tui.config.types import Project
from reform_tui.engine.frames import APPEARED, FINISHED
from reform_tui.feeds.masks import Mask, mask
from reform_tui.freezing.alert import FrozenAlert
from reform_tui.freezing.asked import Reading
from reform_tui.model.period import Period
from reform_tui.model.schema import Kind, Schema
from reform_tui.store.coverage import listed
from reform_tui.store.places import SchemaRows
from reform_tui.store.rows import read_rows, where_rows_lie
from reform_tui.store.store import Store, homes_of_units

FEW = 50


@dataclass(frozen=True)
class Chosen:
    """The rows that are kept, by schema, and how many there were."""

    tables: Mapping[str, pa.Table]
    """With ``_key`` and ``_unit``."""
    kept: int
    of: int


def rows_of(store: Store, project: Project, reading: Reading, units: tuple[str, ...]) -> dict[str, pa.Table]:
    """Return all rows of these units (of all, if none), with the columns that are read."""
    return {name: _rows(store, project, name, columns, units) for name, columns in reading.columns.items()}


def _rows(store: Store, project: Project, name: str, columns: Sequence[str], units: tuple[str, ...]) -> pa.Table:
    schema = project.schemas[name]
    homes = homes_of_units(store, name, units)
    lie = where_rows_lie(store.connection, store.layout, schema, homes)
    shares = {feed.name: feed.shrink for feed in project.feeds if feed.schema == name and feed.mode == "snapshot"}
    return read_rows(SchemaRows(schema, lie, listed=listed(store, name, shares)), columns, units)


def chosen(
    tables: Mapping[str, pa.Table], alert: FrozenAlert, period: Period, schemas: Mapping[str, Schema], most: int = FEW
) -> Chosen:
    """Return the rows to keep: those of the alert's subject if fewer than ``most``, else evidence and a like number.

    Rows that could not be seen in the period at the alert's moment are left out; of another kind of row those are
    kept that belong to a record that is kept.
    """
    kept: dict[str, pa.Table] = {}
    total = 0
    for name, table in tables.items():
        seen = table.filter(pa.array(_seen(table, period.moment(alert.now), period)))
        total += seen.num_rows
        evidence = mask(pc.is_in(seen["_key"], pa.array(sorted(alert.evidence), pa.string())))
        subject = evidence | _of_subject(seen, evidence, alert.subject, schemas[name])
        few = int(subject.sum()) < most
        kept[name] = seen.filter(pa.array(subject if few else _some(evidence, subject, most)))
    return Chosen(_together(kept), sum(table.num_rows for table in kept.values()), total)


def _seen(table: pa.Table, moment: datetime, period: Period) -> Mask:
    """Which rows came by the moment, before the period's end, and were not finished before its start."""
    seen = np.ones(table.num_rows, dtype=np.bool_)
    came = [table[name] for name in APPEARED if name in table.column_names]
    if came:
        times = pc.coalesce(*came)
        seen &= ~mask(pc.greater(times, pa.scalar(moment, times.type)))
        if period.end is not None:
            seen &= ~mask(pc.greater_equal(times, pa.scalar(period.end, times.type)))
    if period.start is not None and FINISHED in table.column_names:
        done = table[FINISHED]
        seen &= ~mask(pc.less(done, pa.scalar(period.start, done.type)))
    return seen


def _of_subject(table: pa.Table, evidence: Mask, subject: str, schema: Schema) -> Mask:
    """Which rows share with all the evidence a code that the subject names; all rows where none does."""
    found = np.ones(table.num_rows, dtype=np.bool_)
    for name in table.column_names:
        if name in schema.by_name and schema.by_name[name].kind is Kind.CODE:
            values = table[name].cast(pa.string())
            same = pc.unique(values.filter(pa.array(evidence))).to_pylist()
            if len(same) == 1 and same[0] and same[0] in subject:
                found &= mask(pc.equal(values, same[0]))
    return found


def _some(evidence: Mask, subject: Mask, most: int) -> Mask:
    """At most so many rows of the evidence, and a like number of the subject's others, spread evenly."""
    kept = np.zeros(len(evidence), dtype=np.bool_)
    behind = _spread(np.flatnonzero(evidence), most)
    others = _spread(np.flatnonzero(subject & ~evidence), max(len(behind), 1) if len(behind) else most)
    kept[behind] = True
    kept[others] = True
    return kept


def _spread(places: np.ndarray, most: int) -> np.ndarray:
    if len(places) <= most:
        return places
    return places[np.linspace(0, len(places) - 1, most).astype(np.int64)]


def _together(tables: Mapping[str, pa.Table]) -> dict[str, pa.Table]:
    """Without rows of other kinds that name a record which is not kept."""
    records = tables.get("records")
    if records is None or "record_id" not in records.column_names:
        return dict(tables)
    known = records["record_id"].combine_chunks()
    return {
        name: table.filter(pc.is_in(table["record_id"], known))
        if name != "records" and "record_id" in table.column_names
        else table
        for name, table in tables.items()
    }
