"""Taking in one file: its rows merged, one segment written, one transaction; before or after it, never between."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from reform_tui.feeds.batch import Batch
from reform_tui.feeds.headings import kept
from reform_tui.model.schema import Schema
from reform_tui.store.beside import homes_of, units_beside
from reform_tui.store.coverage import note_coverage
from reform_tui.store.database import as_json, stamp
from reform_tui.store.grouping import GROUP, Part, Positions, by_home, groups_of, in_turn, parts_of
from reform_tui.store.homes import plain_codes
from reform_tui.store.merge import Arrived, Mask, fresh, merge
from reform_tui.store.remarks import note_remarks
from reform_tui.store.repeats import Repeats
from reform_tui.store.segments import put_over, segment_of, write_segment
from reform_tui.store.store import Store
from reform_tui.store.unit_entries import complete


@dataclass(frozen=True)
class Origin:
    """Where a batch came from."""

    feed: str
    path: str
    sha256: str
    mapping: str
    authority: int
    snapshot: bool
    taken_at: datetime


@dataclass(frozen=True)
class Taken:
    """What one file changed."""

    arrival: int
    units: frozenset[str]
    """Units whose rows really changed, that this file's list or columns may judge otherwise, or that have rows of other
    schemas beside those that changed."""
    moved: Mapping[tuple[str, str], tuple[str, ...]]
    """(from, to) to the keys of the records that another unit answers for now."""


@dataclass(frozen=True)
class _Dirty:
    """The units and homes of rows that changed."""

    units: frozenset[str]
    homes: frozenset[str]

    @classmethod
    def of(cls, *tables: pa.Table) -> _Dirty:
        """Those of all rows of these tables; one of the store's own rows has no home to tell."""
        return cls(*(frozenset().union(*(_among(table, name) for table in tables)) for name in ("_unit", "_home")))


def take(store: Store, origin: Origin, batch: Batch) -> Taken:
    """Merge a batch into the store, inside the caller's transaction.

    A large file is merged a group of homes at a time, so that memory follows the group and not the file.
    """
    schema = store.schemas[batch.schema]
    arrival = _record_arrival(store, origin, batch)
    order = by_home(batch)
    units: set[str] = set()
    homes: set[str] = set()
    moved: dict[tuple[str, str], tuple[str, ...]] = {}
    coverage: Counter[tuple[str, bool]] = Counter()
    groups = groups_of(parts_of(store, schema, batch, order))
    repeats: list[Repeats] = []
    for number, (group, incoming, repeated) in enumerate(in_turn(batch.rows, order, groups, schema)):
        repeats.append(repeated)
        slots, known = _slots(group, incoming)
        rows, dirty, left = _merged(store, schema, arrival, incoming, group, slots, known)
        units |= dirty.units
        homes |= dirty.homes
        moved |= {pair: moved.get(pair, ()) + keys for pair, keys in left.items()}
        segment = segment_of(rows, incoming, slots, arrival, schema)
        write_segment(store, schema, arrival, segment, group, number)
        put_over(store, segment, group, in_memory=len(order) <= GROUP)
        coverage += _record_rows(store, schema, arrival, rows)
    note_remarks(store, arrival.id, batch, repeats)
    judged_anew = note_coverage(store, batch.schema, origin.feed, arrival, coverage)
    units |= judged_anew | units_beside(store, batch.schema, homes | homes_of(store, [batch.schema], judged_anew))
    return Taken(arrival.id, frozenset(units), moved)


def _record_arrival(store: Store, origin: Origin, batch: Batch) -> Arrived:
    number = store.connection.execute(
        "INSERT INTO arrivals (feed, schema, path, sha256, mapping, status, sheet, columns, headings, unmapped,"
        " authority, snapshot_of, exported_at, exported_from, exported_sure, rows, accepted, rejected, set_aside,"
        " taken_at)"
        " VALUES (?, ?, ?, ?, ?, 'taken', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
        (
            origin.feed, batch.schema, origin.path, origin.sha256, origin.mapping, batch.sheet,
            as_json(sorted(batch.columns)), as_json(dict(batch.headings)), as_json(list(kept(batch.unmapped))),
            origin.authority, origin.feed if origin.snapshot else "",
            stamp(batch.exported.at), batch.exported.origin.value, batch.exported.sure,
            batch.read, batch.rows.num_rows, batch.rejected.num_rows, batch.set_aside, stamp(origin.taken_at),
        ),
    ).fetchone()[0]  # fmt: skip
    bad = batch.rejected.to_pydict()
    store.connection.executemany(
        'INSERT OR IGNORE INTO quarantine (arrival, row, "column", reason) VALUES (?, ?, ?, ?)',
        ((number, *cells) for cells in zip(bad["row"], bad["column"], bad["reason"], strict=True)),
    )
    arrival = Arrived(
        number, origin.authority, batch.exported.at, batch.read, origin.sha256, frozenset(batch.columns),
        origin.feed if origin.snapshot else "", origin.feed,
    )  # fmt: skip
    store.arrivals[number] = arrival
    return arrival


def _slots(parts: list[Part], rows: pa.Table) -> tuple[Positions, Mask]:
    """Return each row's slot in its home, and whether the home held it before."""
    keys = rows.column("_key").combine_chunks()
    slots = np.concatenate([part.home.slots_of(keys.slice(part.start, part.stop - part.start)) for part in parts])
    known = slots >= 0
    for part in parts:
        new = part.start + np.flatnonzero(~known[part.start : part.stop])
        slots[new] = part.home.slots + np.arange(len(new))
    return slots, known


def _merged(
    store: Store, schema: Schema, arrival: Arrived, incoming: pa.Table,
    parts: list[Part], slots: Positions, known: Mask,
) -> tuple[pa.Table, _Dirty, Mapping[tuple[str, str], tuple[str, ...]]]:  # fmt: skip
    """Return the rows after merging, in the order of the incoming ones, what is dirty and what moved."""
    if not known.any():
        rows = fresh(incoming, arrival, schema)
        return rows, _Dirty.of(rows), {}
    touched = np.flatnonzero(known)
    held = [slots[part.start : part.stop][known[part.start : part.stop]] for part in parts]
    current = pa.concat_tables([part.home.rows_at(at) for part, at in zip(parts, held, strict=True) if len(at)])
    merged = merge(current, plain_codes(incoming.take(pa.array(touched))), arrival, store.arrivals, schema)
    changed = [table.filter(pa.array(merged.changed)) for table in (merged.rows, current)]
    moved = _moved(current, merged.rows)
    if known.all():
        return merged.rows, _Dirty.of(*changed), moved
    untouched = np.flatnonzero(~known)
    added = plain_codes(fresh(incoming.take(pa.array(untouched)), arrival, schema))
    order = np.argsort(np.concatenate((touched, untouched)))
    rows = pa.concat_tables([merged.rows, added.select(merged.rows.column_names)]).take(pa.array(order))
    return rows, _Dirty.of(*changed, added), moved


def _among(rows: pa.Table, name: str) -> set[str]:
    return set(pc.unique(rows.column(name)).to_pylist()) if name in rows.column_names else set()


def _moved(before: pa.Table, after: pa.Table) -> dict[tuple[str, str], tuple[str, ...]]:
    away = pc.not_equal(before.column("_unit"), after.column("_unit"))
    moves: dict[tuple[str, str], list[str]] = {}
    rows = zip(
        *(t.column(c).filter(away).to_pylist() for t, c in ((before, "_unit"), (after, "_unit"), (after, "_key"))),
        strict=True,
    )
    for left, entered, key in rows:
        moves.setdefault((left, entered), []).append(key)
    return {pair: tuple(sorted(keys)) for pair, keys in moves.items()}


def _record_rows(store: Store, schema: Schema, arrival: Arrived, rows: pa.Table) -> Counter[tuple[str, bool]]:
    """Note which homes hold rows of which units; return how many rows of each unit are open, and how many are not."""
    pairs = rows.select(["_unit", "_home"]).group_by(["_unit", "_home"]).aggregate([]).to_pydict()
    store.connection.executemany(
        "INSERT OR IGNORE INTO home_units VALUES (?, ?, ?)",
        ((schema.name, unit, home) for unit, home in zip(pairs["_unit"], pairs["_home"], strict=True)),
    )
    if "unit_name" in arrival.columns:
        _learn_units(store, rows)
    complete(store.connection, set(pairs["_unit"]))
    finished = rows.column("finished_at") if "finished_at" in rows.column_names else rows.column("_key")
    counted = pa.table({"unit": rows.column("_unit"), "open": pc.is_null(finished)}).group_by(["unit", "open"])
    totals = counted.aggregate([([], "count_all")]).to_pydict()
    return Counter(dict(zip(zip(totals["unit"], totals["open"], strict=True), totals["count_all"], strict=True)))


def _learn_units(store: Store, rows: pa.Table) -> None:
    """Names and levels of units as the feed gives them; one that stands is not overwritten."""
    names = ["_unit", "unit", "unit_name", "level"]
    pairs = plain_codes(rows.select(names).group_by(names).aggregate([]))
    own = pairs.filter(pc.fill_null(pc.equal(pairs.column("_unit"), pairs.column("unit")), False))
    store.connection.executemany(
        "INSERT INTO units (unit, name, level) VALUES (:_unit, coalesce(:unit_name, ''), coalesce(:level, ''))"
        " ON CONFLICT (unit) DO UPDATE SET name = CASE name WHEN '' THEN excluded.name ELSE name END,"
        " level = CASE level WHEN '' THEN excluded.level ELSE level END",
        own.sort_by("unit_name").to_pylist(),
    )
