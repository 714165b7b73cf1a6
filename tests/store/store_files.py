"""Files for the store, and a second way to say what it must hold: plain dictionaries, a maximum a cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa

from reform_tui.feeds.batch import Batch, ExportTime
from reform_tui.feeds.batch import Origin as From
from reform_tui.model.record_code import home_in
from reform_tui.model.schema import Column, Kind, Schema
from reform_tui.store.arrow_files import arrow_type
from reform_tui.store.database import transaction
from reform_tui.store.layout import Layout
from reform_tui.store.places import SchemaRows
from reform_tui.store.rows import read_revisions, read_rows, where_rows_lie
from reform_tui.store.store import Store, homes_of_units, open_store
from reform_tui.store.taking import Origin, Taken, take

START = datetime(2025, 3, 11, 17, tzinfo=UTC)
HOUR = timedelta(hours=1)
SCHEMA = Schema(
    "records",
    (
        Column("record_id"),
        Column("unit", Kind.CODE, revised=True),
        Column("unit_name", Kind.CODE),
        Column("handling_unit", Kind.CODE),
        Column("level", Kind.CODE),
        Column("status", Kind.CODE, revised=True),
        Column("due_at", Kind.TIME, revised=True, promise=True),
        Column("finished_at", Kind.TIME, revised=True),
        Column("applicant_name", people=True),
        Column("fee", Kind.AMOUNT),
    ),
    key=("record_id",),
)
NAMES = SCHEMA.names()
REVISED = tuple(column.name for column in SCHEMA.columns if column.revised)
Row = Mapping[str, Any]


@dataclass(frozen=True)
class File:
    """One file as an export would be: which columns it speaks for, and its rows in order."""

    name: str
    rows: tuple[Row, ...]
    columns: tuple[str, ...] = ("unit", "status", "due_at")
    exported: datetime = START
    authority: int = 0
    feed: str = "one-stop"
    snapshot: bool = False

    @property
    def spoken(self) -> tuple[str, ...]:
        """Every column that it speaks for, its key among them."""
        return tuple(name for name in NAMES if name in {"record_id", *self.columns})

    @property
    def rank(self) -> tuple[Any, ...]:
        """What decides which value wins."""
        return (self.authority, self.exported, len(self.rows), self.name)

    def last(self) -> dict[str, tuple[int, Row]]:
        """Key to (place, row): a key that stands twice counts as it stands last."""
        return {row["record_id"]: (place, row) for place, row in enumerate(self.rows, 2)}


def batch_of(file: File) -> Batch:
    """The batch that reading this file would give."""
    keys = [row["record_id"] for row in file.rows]
    cells = {name: pa.array([row.get(name) for row in file.rows], _plain(SCHEMA.by_name[name])) for name in file.spoken}
    typed = {name: column.cast(arrow_type(SCHEMA.by_name[name].kind)) for name, column in cells.items()}
    rows = pa.table(
        {
            **typed,
            "_key": pa.array(keys, pa.string()),
            "_home": pa.array([home_in(key) for key in keys], pa.string()),
            "_row": pa.array(np.arange(2, len(keys) + 2, dtype=np.int32)),
        }
    )
    none = pa.table(
        {"row": pa.array([], pa.int32()), "column": pa.array([], pa.string()), "reason": pa.array([], pa.string())}
    )
    exported = ExportTime(file.exported, From.NAME)
    return Batch("records", "", rows, none, file.spoken, exported)


def _plain(column: Column) -> pa.DataType:
    return pa.string() if column.kind is Kind.CODE else arrow_type(column.kind)


@contextmanager
def opened(layout: Layout) -> Iterator[Store]:
    """The store, cleanly stopped afterwards."""
    store = open_store(layout, {"records": SCHEMA})
    try:
        yield store
    finally:
        store.close()


def take_file(store: Store, file: File) -> Taken:
    """Take in one file, in a transaction of its own."""
    origin = Origin(file.feed, file.name, file.name, "v1", file.authority, file.snapshot, START)
    with transaction(store.connection):
        return take(store, origin, batch_of(file))


def places(store: Store, units: Sequence[str] = ()) -> SchemaRows:
    """Where the rows of these units lie."""
    homes = homes_of_units(store, "records", tuple(units))
    return SchemaRows(SCHEMA, where_rows_lie(store.connection, store.layout, SCHEMA, homes))


def rows_in(store: Store, units: Sequence[str] = ()) -> dict[str, dict[str, Any]]:
    """Key to cells, ``_unit`` and ``_from``: column to (path, row) of the file that its value came from."""
    names = [*NAMES, "_key", "_unit", "_arrival", "_row", "_others"]
    paths = dict(store.connection.execute("SELECT id, path FROM arrivals"))
    spoken = {number: arrived.columns for number, arrived in store.arrivals.items()}
    found = {}
    for row in read_rows(places(store, units), names, tuple(units)).to_pylist():
        others = {other["column"]: other for other in row["_others"] or ()}
        came = {}
        for name in NAMES:
            arrival = others[name]["arrival"] if name in others else row["_arrival"]
            place = others[name]["row"] if name in others else row["_row"]
            if name in spoken[arrival]:
                came[name] = (paths[arrival], place)
        found[row["_key"]] = {**{name: row[name] for name in (*NAMES, "_unit")}, "_from": came}
    return found


def revisions_in(store: Store) -> set[tuple[Any, ...]]:
    """The set of (key, export time, revised cells)."""
    table = read_revisions(places(store), ())
    return {tuple(row[name] for name in ("_key", "exported_at", *REVISED)) for row in table.to_pylist()}


def expected(files: Sequence[File]) -> dict[str, dict[str, Any]]:
    """What ``rows_in`` must give after these files, in whatever order."""
    found = {}
    for key in {row["record_id"] for file in files for row in file.rows}:
        cells: dict[str, Any] = {}
        came = {}
        for name in NAMES:
            speaking = [file for file in files if key in file.last() and name in file.spoken]
            best = max(speaking, key=lambda file: file.rank, default=None)
            cells[name] = None
            if best is not None:
                place, row = best.last()[key]
                cells[name], came[name] = row.get(name), (best.name, place)
        unit = cells["handling_unit"] or cells["unit"] or home_in(key)
        found[key] = {**cells, "_unit": unit, "_from": came}
    return found


def expected_revisions(files: Sequence[File]) -> set[tuple[Any, ...]]:
    """What ``revisions_in`` must give."""
    return {
        (key, file.exported, *(row.get(name) if name in file.spoken else None for name in REVISED))
        for file in files
        for key, (_place, row) in file.last().items()
    }


def changed_units(before: Mapping[str, Row], after: Mapping[str, Row]) -> set[str]:
    """Units for which a visible cell differs."""
    units = set()
    for key in before.keys() | after.keys():
        then, now = before.get(key), after.get(key)
        if then is None or now is None or any(then[name] != now[name] for name in NAMES):
            units |= {row["_unit"] for row in (then, now) if row}
    return units
