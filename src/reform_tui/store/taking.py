"""Taking in one file: its rows merged, one segment written, one transaction; before or after it, never between."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from reform_tui.feeds.batch import Batch
from reform_tui.model.schema import Schema
from reform_tui.store.arrow_files import INNER, STORED, type_of, write_batches
from reform_tui.store.coverage import note_latest
from reform_tui.store.database import as_json, stamp
from reform_tui.store.homes import Home, coded, plain_codes
from reform_tui.store.layout import main_of, people_of
from reform_tui.store.merge import Arrived, fresh, merge
from reform_tui.store.store import Store, segment_rows


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
    """Units whose rows really changed."""
    moved: Mapping[tuple[str, str], tuple[str, ...]]
    """(from, to) to the keys of the records that another unit answers for now."""


@dataclass(frozen=True)
class _Part:
    """One home's stretch of the incoming rows."""

    home: Home
    start: int
    stop: int


def take(store: Store, origin: Origin, batch: Batch) -> Taken:
    """Merge a batch into the store, inside the caller's transaction."""
    schema = store.schemas[batch.schema]
    arrival = _record_arrival(store, origin, batch)
    incoming = _by_home(_last_of_each_key(batch))
    if incoming.num_rows == 0:
        return Taken(arrival.id, frozenset(), {})
    parts = list(_parts(store, schema, incoming))
    slots, known = _slots(parts, incoming)
    rows, units, moved = _merged(store, schema, arrival, incoming, parts, slots, known)
    rows = rows.append_column("_slot", pa.array(slots, pa.int32()))
    rows = rows.append_column("_exported", pa.repeat(pa.scalar(arrival.exported_at, INNER["_exported"]), len(slots)))
    for name in _revised(schema):
        said = incoming.column(name) if name in incoming.column_names else pa.nulls(len(slots), type_of(schema, name))
        rows = rows.append_column(f"was:{name}", said)
    _write_segment(store, schema, arrival, coded(rows, schema), parts)
    _record_rows(store, schema, arrival, rows, parts)
    _record_coverage(store, origin, batch.schema, arrival, rows)
    return Taken(arrival.id, units, moved)


def _record_arrival(store: Store, origin: Origin, batch: Batch) -> Arrived:
    number = store.connection.execute(
        "INSERT INTO arrivals (feed, schema, path, sha256, mapping, status, sheet, columns, authority, snapshot_of,"
        " exported_at, exported_from, exported_sure, rows, accepted, rejected, set_aside, taken_at)"
        " VALUES (?, ?, ?, ?, ?, 'taken', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
        (
            origin.feed, batch.schema, origin.path, origin.sha256, origin.mapping, batch.sheet,
            as_json(sorted(batch.columns)), origin.authority, origin.feed if origin.snapshot else "",
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
        origin.feed if origin.snapshot else "",
    )  # fmt: skip
    store.arrivals[number] = arrival
    return arrival


def _last_of_each_key(batch: Batch) -> pa.Table:
    """A code that stands twice in one file counts once, as it stands last."""
    if not batch.repeated:
        return batch.rows
    positions = pa.table({"key": batch.rows.column("_key"), "at": np.arange(batch.rows.num_rows)})
    last = positions.group_by("key").aggregate([("at", "max")]).column("at_max").to_numpy()
    return batch.rows.take(pa.array(np.sort(last)))


def _by_home(rows: pa.Table) -> pa.Table:
    homes = rows.column("_home").combine_chunks()
    encoded = homes if pa.types.is_dictionary(homes.type) else homes.dictionary_encode()
    codes = encoded.indices.to_numpy()
    if (np.diff(codes) >= 0).all():
        return rows
    return rows.take(pa.array(np.argsort(codes, kind="stable")))


def _parts(store: Store, schema: Schema, rows: pa.Table) -> Iterator[_Part]:
    runs = pc.run_end_encode(_text(rows.column("_home")).combine_chunks())
    start = 0
    for name, stop in zip(runs.values.to_pylist(), runs.run_ends.to_pylist(), strict=True):
        yield _Part(store.home(schema.name, name), start, stop)
        start = stop


def _text(values: pa.ChunkedArray) -> pa.ChunkedArray:
    return values.cast(pa.string()) if pa.types.is_dictionary(values.type) else values


def _slots(parts: list[_Part], rows: pa.Table) -> tuple[np.ndarray, np.ndarray]:
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
    parts: list[_Part], slots: np.ndarray, known: np.ndarray,
) -> tuple[pa.Table, frozenset[str], Mapping[tuple[str, str], tuple[str, ...]]]:  # fmt: skip
    """Return the rows after merging, in the order of the incoming ones, the dirty units and what moved."""
    if not known.any():
        rows = fresh(incoming, arrival, schema)
        return rows, frozenset(pc.unique(rows.column("_unit")).to_pylist()), {}
    touched = np.flatnonzero(known)
    held = [slots[part.start : part.stop][known[part.start : part.stop]] for part in parts]
    current = pa.concat_tables([part.home.rows_at(at) for part, at in zip(parts, held, strict=True) if len(at)])
    merged = merge(current, plain_codes(incoming.take(pa.array(touched))), arrival, store.arrivals, schema)
    units = _units_of(merged.rows.filter(pa.array(merged.changed))) | _units_of(
        current.filter(pa.array(merged.changed))
    )
    moved = _moved(current, merged.rows)
    if known.all():
        return merged.rows, frozenset(units), moved
    untouched = np.flatnonzero(~known)
    added = plain_codes(fresh(incoming.take(pa.array(untouched)), arrival, schema))
    order = np.argsort(np.concatenate((touched, untouched)))
    rows = pa.concat_tables([merged.rows, added.select(merged.rows.column_names)]).take(pa.array(order))
    return rows, frozenset(units | _units_of(added)), moved


def _units_of(rows: pa.Table) -> set[str]:
    return set(pc.unique(rows.column("_unit")).to_pylist())


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


def _revised(schema: Schema) -> list[str]:
    return [column.name for column in schema.columns if column.revised]


def _write_segment(store: Store, schema: Schema, arrival: Arrived, rows: pa.Table, parts: list[_Part]) -> None:
    names = [*schema.names(people=False), *STORED, "_slot", "_exported", *(f"was:{name}" for name in _revised(schema))]
    path = store.layout.segment(arrival.id)
    for file, columns in ((main_of(path), names), (people_of(path), list(schema.names(people=True)))):
        table = rows.select(columns).combine_chunks()
        stretches = (table.slice(part.start, part.stop - part.start) for part in parts)
        write_batches(Path(file), stretches, table.schema)


def _record_rows(store: Store, schema: Schema, arrival: Arrived, rows: pa.Table, parts: list[_Part]) -> None:
    store.connection.executemany(
        "INSERT INTO segments (schema, home, arrival, batch, rows) VALUES (?, ?, ?, ?, ?)",
        ((schema.name, p.home.name, arrival.id, n, p.stop - p.start) for n, p in enumerate(parts)),
    )
    pairs = rows.select(["_unit", "_home"]).group_by(["_unit", "_home"]).aggregate([]).to_pydict()
    store.connection.executemany(
        "INSERT OR IGNORE INTO home_units VALUES (?, ?, ?)",
        ((schema.name, u, h) for u, h in zip(pairs["_unit"], pairs["_home"], strict=True)),
    )
    for number, part in enumerate(parts):
        key = (schema.name, part.home.name)
        store.homes[key] = part.home.with_segment(segment_rows(store.layout, schema, arrival.id, number))


def _record_coverage(store: Store, origin: Origin, schema: str, arrival: Arrived, rows: pa.Table) -> None:
    """How many rows, and how many open ones, this file listed of each unit."""
    opened = (
        pc.is_null(rows.column("finished_at"))
        if "finished_at" in rows.column_names
        else pa.nulls(rows.num_rows, pa.bool_())
    )
    counted = pa.table({"unit": rows.column("_unit"), "open": pc.fill_null(opened, False).cast(pa.int64())})
    totals = counted.group_by("unit").aggregate([("open", "sum"), ("open", "count")]).to_pydict()
    store.connection.executemany(
        "INSERT INTO coverage (arrival, unit, rows, open) VALUES (?, ?, ?, ?)",
        (
            (arrival.id, unit, count, open_)
            for unit, count, open_ in zip(totals["unit"], totals["open_count"], totals["open_sum"], strict=True)
        ),
    )
    note_latest(store, schema, origin.feed, arrival, totals["unit"])
    if "unit_name" in arrival.columns:
        _learn_units(store, rows)


def _learn_units(store: Store, rows: pa.Table) -> None:
    """Names and levels of units as the feed gives them; a name that stands is not overwritten."""
    names = ["_unit", "unit", "unit_name", "level"]
    pairs = plain_codes(rows.select(names).group_by(names).aggregate([]))
    own = pairs.filter(pc.fill_null(pc.equal(pairs.column("_unit"), pairs.column("unit")), False))
    store.connection.executemany(
        "INSERT INTO units (unit, name, level) VALUES (:_unit, coalesce(:unit_name, ''), coalesce(:level, ''))"
        " ON CONFLICT (unit) DO UPDATE SET name = excluded.name WHERE name = ''",
        own.sort_by("unit_name").to_pylist(),
    )
