"""Arrow IPC files: written whole, read by memory map, only the columns asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import pyarrow as pa

from reform_tui.errors import StoreFileGoneError
from reform_tui.feeds.types import arrow_type
from reform_tui.model.schema import Kind, Schema
from reform_tui.store.layout import ANYBODY, written

CODE = arrow_type(Kind.CODE)
OTHERS = pa.list_(pa.struct([("column", pa.string()), ("arrival", pa.int32()), ("row", pa.int32())]))
INNER = {
    "_key": pa.string(),
    "_unit": CODE,
    "_arrival": pa.int32(),
    "_row": pa.int32(),
    "_others": OTHERS,
    "_seen": pa.timestamp("us", "UTC"),
    "_seen_by": CODE,
    "_slot": pa.int32(),
    "_exported": pa.timestamp("us", "UTC"),
    "_feed": CODE,
}
"""The store's own columns of a main file.  ``_others`` lists the cells that came from another arrival than the row's
newest; ``_seen`` and ``_seen_by`` say when and in which snapshot feed it was last listed.  ``_slot``, ``_exported``
and ``_feed`` stand in segments only."""
STORED = tuple(name for name in INNER if name not in {"_slot", "_exported", "_feed"})
"""Those that a base file has."""


def type_of(schema: Schema, name: str) -> pa.DataType:
    """The Arrow type of any column, the schema's or the store's own."""
    if name in INNER:
        return INNER[name]
    return arrow_type(schema.by_name[name.removeprefix("was:")].kind)


def write_batches(path: Path, tables: Iterable[pa.Table], schema: pa.Schema, group: int = ANYBODY) -> None:
    """Write one record batch a table, durably, for ``group`` to read."""
    with (
        written(path, group=group) as temporary,
        pa.OSFile(str(temporary), "wb") as sink,
        pa.ipc.new_file(sink, schema) as out,
    ):
        for table in tables:
            batches = table.combine_chunks().to_batches()
            out.write_batch(batches[0] if batches else pa.RecordBatch.from_pylist([], schema=schema))


def open_mapped(path: str) -> pa.ipc.RecordBatchFileReader:
    """Memory-map a file; ``StoreFileGoneError`` when it is not there.

    Nothing is read but what is touched, so that asking for some of the columns costs more than it spares.
    """
    try:
        return pa.ipc.open_file(pa.memory_map(path))
    except FileNotFoundError as error:
        raise StoreFileGoneError(
            f"{path}: a file of the store is gone; stop the engine, then reform-tui rebuild"
        ) from error


def with_columns(table: pa.Table, schema: Schema, names: Sequence[str]) -> pa.Table:
    """The same rows with exactly ``names``; one that the file lacks is all null."""
    rows = table.num_rows
    arrays = [
        table.column(name) if name in table.column_names else pa.nulls(rows, type_of(schema, name)) for name in names
    ]
    return pa.table(arrays, names=list(names))
