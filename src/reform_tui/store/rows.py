"""Reading current rows, without the writer: what a worker and a console need."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from reform_tui.errors import StoreFileGoneError
from reform_tui.model.record_code import home_in
from reform_tui.model.schema import Schema
from reform_tui.store.arrow_files import INNER, open_mapped, type_of
from reform_tui.store.homes import read_pair
from reform_tui.store.layout import Layout, main_of, was_of
from reform_tui.store.overlays import Overlays, overlays_of
from reform_tui.store.places import HomeRows, SchemaRows

SAID = ("_key", "exported_at", "feed")
"""What a revision has beside the columns: whose it is, and when which feed said it."""


def read_rows(rows: SchemaRows, columns: Sequence[str], units: Sequence[str]) -> pa.Table:
    """Return ``columns`` plus ``_key`` and ``_unit`` of the rows that these units (all, if none) answer for."""
    names = list(dict.fromkeys([*columns, "_key", "_unit"]))
    listed = ["_seen", "_seen_by"] if rows.listed else []
    wanted = list(dict.fromkeys([*names, *listed]))
    if not rows.homes:
        return pa.table([pa.nulls(0, type_of(rows.schema, name)) for name in names], names=names)
    overlays = overlays_of(rows.homes, rows.schema, (*wanted, "_slot"))
    table = pa.concat_tables([_current(home, rows.schema, wanted, overlays) for home in rows.homes])
    if units:
        table = _answered_for(table, units)
    if rows.listed:
        table = _still_listed(table, rows)
    return table.unify_dictionaries().combine_chunks().select(names)


def _current(home: HomeRows, schema: Schema, names: Sequence[str], overlays: Overlays) -> pa.Table:
    """One home: its base, less what later segments replace, plus their newest rows."""
    parts = [read_pair(home.base, schema, names)] if home.base else []
    if not home.segments:
        return parts[0]
    later = pa.concat_tables([overlays[where] for where in home.segments])
    slots = later.column("_slot").to_numpy()
    newest = _last_of_each(slots)
    if parts:
        kept = np.ones(parts[0].num_rows, bool)
        kept[slots[slots < len(kept)]] = False
        if not kept.all():
            parts = [parts[0].filter(pa.array(kept))]
    added = later.drop_columns("_slot")
    parts.append(added if len(newest) == len(slots) else added.take(pa.array(newest)))
    return pa.concat_tables(parts)


def _answered_for(table: pa.Table, units: Sequence[str]) -> pa.Table:
    """Leave out rows that other units answer for."""
    wanted = pc.is_in(table.column("_unit"), pa.array(units, pa.string()))
    return table if pc.all(wanted).as_py() else table.filter(wanted)


def _last_of_each(slots: np.ndarray) -> np.ndarray:
    """Positions of the last row of each slot."""
    last = np.full(int(slots.max()) + 1, -1, np.int64)
    last[slots] = np.arange(len(slots))
    return last[last >= 0]


def _still_listed(table: pa.Table, rows: SchemaRows) -> pa.Table:
    """Leave out rows that their unit's newest accepted list no longer shows."""
    kept = np.ones(table.num_rows, bool)
    seen = table.column("_seen")
    for feed, units in rows.listed.items():
        newest = pa.table({"_unit": list(units), "newest": pa.array(list(units.values()), pa.timestamp("us", "UTC"))})
        index = pc.index_in(table.column("_unit").cast(pa.string()), newest.column("_unit").combine_chunks())
        latest = newest.column("newest").combine_chunks().take(index.combine_chunks())
        gone = pc.and_(pc.equal(table.column("_seen_by").cast(pa.string()), feed), pc.less(seen, latest))
        kept &= ~pc.fill_null(gone, False).to_numpy()
    return table if kept.all() else table.filter(pa.array(kept))


def read_revisions(rows: SchemaRows, units: Sequence[str]) -> pa.Table:
    """What records of these units were and when: ``_key``, ``exported_at``, ``feed`` and each revised column."""
    names = [column.name for column in rows.schema.columns if column.revised]
    tables = revisions_of(rows.homes, rows.schema)
    if not tables:
        empty = [pa.nulls(0, INNER[name]) for name in ("_key", "_exported", "_feed")]
        return pa.table([*empty, *(pa.nulls(0, type_of(rows.schema, n)) for n in names)], names=[*SAID, *names])
    every = pa.concat_tables(tables).unify_dictionaries().combine_chunks()
    if not units:
        return every
    ours = read_rows(rows, (), units).column("_key").combine_chunks()
    return every.filter(pc.is_in(every.column("_key"), ours))


def revisions_of(homes: Sequence[HomeRows], schema: Schema) -> list[pa.Table]:
    """The revisions of some homes, one after the other: those folded with its base, then those of each segment."""
    names = [column.name for column in schema.columns if column.revised]
    overlays = overlays_of(homes, schema, ("_key", "_exported", "_feed", *(f"was:{name}" for name in names)))
    found = []
    for home in homes:
        if home.base and _has_revisions(home.base):
            found.append(open_mapped(was_of(home.base)).read_all().select([*SAID, *names]))
        found.extend(overlays[where].rename_columns([*SAID, *names]) for where in home.segments)
    return found


def _has_revisions(base: str) -> bool:
    """Whether anything was revised; ``StoreFileGoneError`` when the base is gone, whose main file goes first."""
    if Path(was_of(base)).exists():
        return True
    open_mapped(main_of(base))
    return False


def where_rows_lie(
    connection: sqlite3.Connection, layout: Layout, schema: Schema, homes: Iterable[str]
) -> tuple[HomeRows, ...]:
    """Return the files that hold the current rows of these homes."""
    return tuple(_where(connection, layout, schema, home) for home in sorted(homes))


def _where(connection: sqlite3.Connection, layout: Layout, schema: Schema, home: str) -> HomeRows:
    generation = connection.execute(
        "SELECT generation FROM homes WHERE schema = ? AND home = ?", (schema.name, home)
    ).fetchone()
    segments = connection.execute(
        "SELECT arrival, part, batch FROM segments WHERE schema = ? AND home = ? ORDER BY arrival", (schema.name, home)
    ).fetchall()
    base = str(layout.base(schema.name, home, generation[0])) if generation else ""
    return HomeRows(home, base, tuple((str(layout.segment(arrival, part)), batch) for arrival, part, batch in segments))


def find_rows(
    connection: sqlite3.Connection, layout: Layout, schema: Schema, keys: Sequence[str], columns: Sequence[str]
) -> pa.Table:
    """Return ``columns``, ``_key``, ``_unit``, ``_arrival`` and ``_row`` of the rows with these store keys."""
    names = {home_in(key) for key in keys}
    try:
        found = _rows_of_homes(connection, layout, schema, names, columns)
    except StoreFileGoneError:  # folded between the two looks: the pointer says where they lie by now
        found = _rows_of_homes(connection, layout, schema, names, columns)
    return found.filter(pc.is_in(found.column("_key"), pa.array(keys, pa.string())))


def _rows_of_homes(
    connection: sqlite3.Connection, layout: Layout, schema: Schema, names: Iterable[str], columns: Sequence[str]
) -> pa.Table:
    places = where_rows_lie(connection, layout, schema, names)
    held = tuple(home for home in places if home.base or home.segments)
    return read_rows(SchemaRows(schema, held), (*columns, "_arrival", "_row"), ())
