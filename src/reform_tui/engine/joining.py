"""Rows of two schemas beside each other: matched by the record that both are about, whichever unit answers for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pandas.api.extensions import take

from reform_tui.config.build import nearest
from reform_tui.config.rule_types import Scope
from reform_tui.engine.frames import Frames, Lens, earliest_after
from reform_tui.errors import PluginError
from reform_tui.model.schema import Kind, Schema
from reform_tui.protocols import Joined

RECORD = "record_id"
Places = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Side:
    """One of the two: a schema, and the columns that the check declares."""

    schema: str
    columns: Sequence[str]


def join(frames: Frames, left: Side, right: Side, lens: Lens, latest: str = "") -> Joined:
    """Return what ``View.join`` promises; ``PluginError`` for schemas or a column that cannot be joined by."""
    _refuse(frames, left, right, latest)
    rows = frames.known(left.schema, left.columns, lens)
    found = frames.known(right.schema, right.columns, _of_any_period(lens), beside=True)
    records = _of(frames.records(right.schema, beside=True), found)
    first = _first_of_each(records, found, latest)
    at = _places(_of(frames.records(left.schema), rows), records.take(pa.array(first)))
    beside = {f"{right.schema}_{name}": _beside(found[name].iloc[first], at, rows.index) for name in found}
    own = frames.known(right.schema, right.columns, lens)
    named = _of(frames.records(right.schema), own)
    strays = own[_places(named, frames.records(left.schema, beside=True)) < 0]
    return Joined(left.schema, right.schema, rows.assign(**beside), pd.Series(at >= 0, index=rows.index), strays)


def becomes_known(frames: Frames, left: Side, right: Side, moment: datetime) -> pd.Series:
    """Return for each unit the earliest time after ``moment`` at which rows of ``right`` beside its own are known."""
    records = frames.records(right.schema, beside=True).to_pandas()
    hidden = frames.hidden(right.schema, right.columns, beside=True)
    soonest = earliest_after([(times, records) for times in hidden], moment)
    if soonest.empty:
        return soonest
    at = _places(frames.records(left.schema), pa.array(soonest.index, pa.string()))
    times = soonest.iloc[at[at >= 0]]
    units = frames.unit_of_rows(left.schema).iloc[np.flatnonzero(at >= 0)]
    return earliest_after([(times.reset_index(drop=True), units.reset_index(drop=True))], moment)


def _refuse(frames: Frames, left: Side, right: Side, latest: str) -> None:
    for side in (left, right):
        schema = frames.source.schemas[side.schema]
        if RECORD not in schema.by_name:
            raise PluginError(f"join: {side.schema} has no {RECORD} to join by{nearest(RECORD, schema.by_name)}")
    if latest:
        _refuse_latest(frames.source.schemas[right.schema], right, latest)


def _refuse_latest(schema: Schema, right: Side, latest: str) -> None:
    times = [name for name in right.columns if schema.by_name[name].kind is Kind.TIME]
    if latest not in times:
        raise PluginError(
            f"join: latest='{latest}' is no time among the columns of {right.schema} in reads{nearest(latest, times)}"
        )


def _of_any_period(lens: Lens) -> Lens:
    """The right rows of a record are known at the same moment, but need not lie in its period, nor in its scope."""
    return replace(lens, period=replace(lens.period, start=None), scope=Scope())


def _of(records: pa.Array, frame: pd.DataFrame) -> pa.Array:
    """Return the records of a frame's rows: its labels are places among all rows."""
    return records if len(records) == len(frame) else records.take(pa.array(frame.index.to_numpy()))


def _first_of_each(records: pa.Array, rows: pd.DataFrame, latest: str) -> Places:
    """Return the places of the rows that stand for their records: the newest, or the first by key."""
    table = (
        rows[["key", *([latest] if latest else [])]]
        .set_axis(pd.RangeIndex(len(rows)))
        .assign(record=records.to_pandas().array)
    )
    order, ascending = ([latest, "key"], [False, True]) if latest else (["key"], [True])
    ordered = table[table["record"].notna()].sort_values(order, ascending=ascending, na_position="last")
    return np.asarray(ordered.drop_duplicates("record").index, np.int64)


def _places(wanted: pa.Array, among: pa.Array) -> Places:
    """Return where each of the ``wanted`` first stands among others, -1 for nowhere; nothing is found for a null."""
    found = pc.index_in(wanted, value_set=among, skip_nulls=True)
    return np.asarray(found.fill_null(-1).to_numpy(zero_copy_only=False), np.int64)


def _beside(column: pd.Series, at: Places, index: pd.Index) -> pd.Series:
    """Return the values at these places, missing for -1, in the column's own type."""
    return pd.Series(take(column.array, at, allow_fill=True), index=index)
