"""Segment files: what one arrival wrote, one record batch a home, each column that holds anything."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from reform_tui.model.schema import Schema
from reform_tui.store.arrow_files import INNER, write_batches
from reform_tui.store.grouping import Part, Positions
from reform_tui.store.homes import coded
from reform_tui.store.layout import ANYBODY, main_of, people_of
from reform_tui.store.merge import Arrived
from reform_tui.store.store import Store


def segment_of(rows: pa.Table, incoming: pa.Table, slots: Positions, arrival: Arrived, schema: Schema) -> pa.Table:
    """The rows as a segment holds them: with their slots, and what which feed said here of each revised column."""
    rows = rows.append_column("_slot", pa.array(slots, pa.int32()))
    rows = rows.append_column("_exported", pa.repeat(pa.scalar(arrival.exported_at, INNER["_exported"]), len(slots)))
    rows = rows.append_column("_feed", pa.repeat(pa.scalar(arrival.feed), len(slots)))
    for name in _revised(schema):
        if name in incoming.column_names:
            rows = rows.append_column(f"was:{name}", incoming.column(name))
    return coded(rows, schema)


def write_segment(
    store: Store, schema: Schema, arrival: Arrived, rows: pa.Table, parts: list[Part], number: int
) -> None:
    """Write the group's rows, one record batch a home; a column that is empty throughout is left out."""
    held = [name for name in rows.column_names if rows.column(name).null_count < rows.num_rows and name != "_home"]
    people = [name for name in held if name in schema.names(people=True)]
    path = store.layout.segment(arrival.id, number)
    others = [name for name in held if name not in people]
    for file, columns, group in ((main_of(path), others, ANYBODY), (people_of(path), people, store.layout.people)):
        table = rows.select(columns).combine_chunks()
        write_batches(Path(file), (table.slice(p.start, p.stop - p.start) for p in parts), table.schema, group)
    store.connection.executemany(
        "INSERT INTO segments (schema, home, arrival, part, batch, rows) VALUES (?, ?, ?, ?, ?, ?)",
        ((schema.name, p.home.name, arrival.id, number, n, p.stop - p.start) for n, p in enumerate(parts)),
    )


def put_over(store: Store, segment: pa.Table, parts: list[Part], *, in_memory: bool) -> None:
    """Let the homes have their new rows; those of a large file are read again, by memory map, when next needed."""
    for part in parts:
        if in_memory:
            part.home.add(segment.slice(part.start, part.stop - part.start))
        else:
            store.homes.pop((part.home.schema.name, part.home.name), None)


def _revised(schema: Schema) -> list[str]:
    return [column.name for column in schema.columns if column.revised]
