"""Which value wins, cell by cell: the higher of (authority, export time, rows in the file, content hash).

Nothing here depends on the order in which files came: a cell is held by the greatest arrival that speaks for its
column, and a maximum does not care in which order it was taken.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from reform_tui.model.schema import Schema
from reform_tui.store.arrow_files import INNER, OTHERS, with_columns

Ints = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Arrived:
    """What merging must know of one arrival."""

    id: int
    authority: int
    exported_at: datetime
    rows: int
    sha256: str
    columns: frozenset[str]
    snapshot_of: str = ""
    """The feed whose list this is, if the feed lists everything each time."""
    feed: str = ""

    @property
    def rank(self) -> tuple[int, datetime, int, str]:
        """Cells compare by this, never by order of arrival."""
        return (self.authority, self.exported_at, self.rows, self.sha256)


@dataclass(frozen=True)
class Holders:
    """Who holds each cell of some rows: the row's newest arrival, unless an entry of ``others`` says otherwise."""

    main: Ints
    place: Ints
    others: Mapping[str, tuple[npt.NDArray[np.int64], Ints, Ints]] = field(default_factory=dict)
    """Column to (positions of rows, arrivals, places)."""

    @classmethod
    def of(cls, rows: pa.Table) -> Holders:
        """Read them from the store's own columns."""
        main, place = (rows.column(name).to_numpy().astype(np.int32) for name in ("_arrival", "_row"))
        lists = rows.column("_others").combine_chunks()
        if lists.null_count == len(lists):
            return cls(main, place)
        position = pc.list_parent_indices(lists).to_numpy()
        entries = pc.list_flatten(lists)
        columns = entries.field("column").to_numpy(zero_copy_only=False)
        arrivals, places = (entries.field(name).to_numpy() for name in ("arrival", "row"))
        by_column = {
            str(name): (position[columns == name], arrivals[columns == name], places[columns == name])
            for name in np.unique(columns.astype(str))
        }
        return cls(main, place, by_column)

    def column(self, name: str) -> tuple[Ints, Ints]:
        """Arrival and place that hold this column, a row each."""
        if name not in self.others:
            return self.main, self.place
        main, place = self.main.copy(), self.place.copy()
        position, arrivals, places = self.others[name]
        main[position], place[position] = arrivals, places
        return main, place


@dataclass(frozen=True)
class Known:
    """The arrivals that hold cells, as arrays to look up in."""

    ids: Ints
    beaten: Mask
    columns: tuple[frozenset[str], ...]

    @classmethod
    def by(cls, arrival: Arrived, holders: Holders, known: Mapping[int, Arrived]) -> Known:
        """Those that hold something in these rows, and whether ``arrival`` ranks above each."""
        parts = [holders.main, *(arrivals for _, arrivals, _ in holders.others.values())]
        ids = np.unique(np.concatenate(parts))
        held = [known[int(number)] for number in ids]
        return cls(ids, np.array([arrival.rank > one.rank for one in held], bool), tuple(one.columns for one in held))

    def beaten_at(self, arrivals: Ints) -> Mask:
        """Whether the incoming file ranks above each of these."""
        return self.beaten[np.searchsorted(self.ids, arrivals)]

    def speaks_at(self, arrivals: Ints, column: str) -> Mask:
        """Whether each of these speaks for the column at all."""
        speaks = np.array([column in columns for columns in self.columns], bool)
        return speaks[np.searchsorted(self.ids, arrivals)]


@dataclass(frozen=True)
class Merged:
    """The rows after merging, and which of them say something new."""

    rows: pa.Table
    changed: Mask


def fresh(incoming: pa.Table, arrival: Arrived, schema: Schema) -> pa.Table:
    """Rows that the store does not hold yet, with every column and the store's own."""
    rows = with_columns(incoming, schema, [*schema.names(), "_key", "_home", "_row"])
    return _with_inner(rows, arrival, None)


def merge(
    current: pa.Table, incoming: pa.Table, arrival: Arrived, known: Mapping[int, Arrived], schema: Schema
) -> Merged:
    """Merge one file's rows into the rows that stand; both tables hold the same keys in the same order."""
    holders = Holders.of(current)
    standing = Known.by(arrival, holders, known)
    newer = standing.beaten_at(holders.main)
    main = np.where(newer, np.int32(arrival.id), holders.main)
    places = incoming.column("_row").to_numpy()
    cells: dict[str, Any] = {}
    entries: list[tuple[str, Mask, Ints, Ints]] = []
    changed = np.zeros(len(main), bool)
    for name in schema.names():
        holder, place = holders.column(name)
        cell = current.column(name)
        if name in arrival.columns:
            wins = standing.beaten_at(holder) | ~standing.speaks_at(holder, name)
            cell, differs = _won(cell, incoming.column(name), wins)
            changed |= differs
            holder = np.where(wins, np.int32(arrival.id), holder)
            place = np.where(wins, places, place)
        elsewhere = _held_elsewhere(holder, main, arrival, name, standing)
        if elsewhere.any():
            entries.append((name, elsewhere, holder, place))
        cells[name] = cell
    rows = pa.table({**cells, "_key": incoming.column("_key"), "_home": incoming.column("_home")})
    rows = rows.append_column("_row", pa.array(np.where(newer, places, holders.place), pa.int32()))
    rows = _with_inner(rows, arrival, current)
    rows = rows.set_column(rows.column_names.index("_arrival"), "_arrival", pa.array(main, pa.int32()))
    rows = rows.set_column(rows.column_names.index("_others"), "_others", _as_lists(entries, len(main)))
    return Merged(rows, changed)


def _held_elsewhere(holder: Ints, main: Ints, arrival: Arrived, name: str, standing: Known) -> Mask:
    away: Mask = holder != main
    if not away.any():
        return away
    ours = holder == arrival.id
    known = np.where(ours, standing.ids[0], holder)
    away &= ours | standing.speaks_at(known, name)
    return away


def _won(cell: pa.ChunkedArray, incoming: pa.ChunkedArray, wins: Mask) -> tuple[pa.ChunkedArray, Mask]:
    """Return the column after merging and where it differs from before."""
    if wins.all():
        new = incoming
    elif not wins.any():
        return cell, np.zeros(len(wins), bool)
    else:
        new = pc.if_else(pa.array(wins), incoming, cell)
    both = pc.fill_null(pc.not_equal(new, cell), False)
    one = pc.xor(pc.is_null(new), pc.is_null(cell))
    return new, pc.or_(both, one).to_numpy()


def _as_lists(entries: list[tuple[str, Mask, Ints, Ints]], rows: int) -> pa.Array:
    if not entries:
        return pa.nulls(rows, OTHERS)
    positions = np.concatenate([np.flatnonzero(mask) for _, mask, _, _ in entries])
    order = np.argsort(positions, kind="stable")
    names = np.concatenate([np.full(mask.sum(), name, object) for name, mask, _, _ in entries])[order]
    arrivals = np.concatenate([holder[mask] for _, mask, holder, _ in entries])[order]
    places = np.concatenate([place[mask] for _, mask, _, place in entries])[order]
    counts = np.bincount(positions, minlength=rows)
    offsets = np.concatenate(([0], np.cumsum(counts))).astype(np.int32)
    structs = pa.StructArray.from_arrays(
        [pa.array(names, pa.string()), pa.array(arrivals, pa.int32()), pa.array(places, pa.int32())],
        fields=list(OTHERS.value_type),
    )
    return pa.ListArray.from_arrays(pa.array(offsets), structs, mask=pa.array(counts == 0))


def _with_inner(rows: pa.Table, arrival: Arrived, current: pa.Table | None) -> pa.Table:
    """Add who answers for each row, the newest arrival, and when a list last showed it."""
    count = rows.num_rows
    unit = pc.coalesce(
        *(_plain(rows.column(n)) for n in ("handling_unit", "unit", "receiving_unit") if n in rows.column_names),
        _plain(rows.column("_home")),
    )
    added = {
        "_unit": unit,
        "_arrival": pa.array(np.full(count, arrival.id, np.int32)),
        "_others": pa.nulls(count, OTHERS),
        **_listed(count, arrival, current),
    }
    for name, values in added.items():
        rows = rows.append_column(name, values)
    return rows


def _listed(count: int, arrival: Arrived, current: pa.Table | None) -> dict[str, pa.Array]:
    """When, and in which snapshot feed, each row was last listed: the greatest of (export time, feed)."""
    if not arrival.snapshot_of:
        if current is not None:
            return {name: current.column(name) for name in ("_seen", "_seen_by")}
        return {"_seen": pa.nulls(count, INNER["_seen"]), "_seen_by": pa.nulls(count, pa.string())}
    at = pa.array([arrival.exported_at] * count, INNER["_seen"])
    by = pa.array([arrival.snapshot_of] * count, pa.string())
    if current is None:
        return {"_seen": at, "_seen_by": by}
    seen, seen_by = current.column("_seen"), current.column("_seen_by")
    later = pc.or_(pc.greater(at, seen), pc.and_(pc.equal(at, seen), pc.greater_equal(by, seen_by)))
    wins = pc.fill_null(later, True)
    return {"_seen": pc.if_else(wins, at, seen), "_seen_by": pc.if_else(wins, by, seen_by)}


def _plain(values: pa.ChunkedArray) -> pa.ChunkedArray:
    return values.cast(pa.string()) if pa.types.is_dictionary(values.type) else values
