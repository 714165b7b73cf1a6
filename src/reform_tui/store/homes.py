"""One home's current rows: a memory-mapped base, less the rows that later segments replace, plus theirs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from reform_tui.model.schema import Schema
from reform_tui.store.arrow_files import CODE, INNER, STORED, open_columns, with_columns
from reform_tui.store.layout import main_of, people_of

Slots = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Home:
    """The state of one (schema, home).  A row's slot is its place in the home and never changes."""

    schema: Schema
    name: str
    base: str = ""
    """Path of the base without its ending; empty when nothing is folded yet."""
    base_rows: int = 0
    overlay: pa.Table | None = None
    """Rows that segments added or replaced, each slot once, with every column and ``_slot``."""
    slots: int = 0

    def slots_of(self, keys: pa.Array) -> Slots:
        """Return the slot of each key, -1 where this home does not hold it."""
        found = np.full(len(keys), -1, np.int64)
        if self.base:
            _take_found(found, keys, self.base_columns(("_key",)).column("_key"), None)
        if self.overlay is not None:
            _take_found(found, keys, self.overlay.column("_key"), self.overlay.column("_slot").to_numpy())
        return found

    def rows_at(self, slots: Slots) -> pa.Table:
        """Return every column of the rows in these slots, in this order, codes as plain text."""
        names = (*self.schema.names(), *STORED)
        in_overlay = self._in_overlay(slots)
        parts, order = [], []
        from_base = np.flatnonzero(in_overlay < 0)
        if len(from_base):
            base = self.base_columns(names)
            parts.append(plain_codes(base.take(pa.array(slots[from_base]))))
            order.append(from_base)
        from_overlay = np.flatnonzero(in_overlay >= 0)
        if len(from_overlay) and self.overlay is not None:
            picked = self.overlay.select(names).take(pa.array(in_overlay[from_overlay]))
            parts.append(plain_codes(picked))
            order.append(from_overlay)
        if len(parts) == 1:
            return parts[0]
        return pa.concat_tables(parts).take(pa.array(np.argsort(np.concatenate(order))))

    def base_columns(self, names: Sequence[str]) -> pa.Table:
        """Memory-map these columns of the base, people's beside the others."""
        return read_pair(self.base, self.schema, names)

    def with_segment(self, rows: pa.Table) -> Home:
        """Return the home after a segment whose rows replace or add slots."""
        overlay = rows
        if self.overlay is not None:
            kept = pc.invert(pc.is_in(self.overlay.column("_slot"), rows.column("_slot").combine_chunks()))
            overlay = pa.concat_tables([self.overlay.filter(kept), rows]).unify_dictionaries().combine_chunks()
        slots = max(self.slots, int(pc.max(rows.column("_slot")).as_py()) + 1)
        return replace(self, overlay=overlay, slots=slots)

    def _in_overlay(self, slots: Slots) -> Slots:
        if self.overlay is None:
            return np.full(len(slots), -1, np.int64)
        found = pc.index_in(pa.array(slots, pa.int32()), self.overlay.column("_slot").combine_chunks())
        positions: Slots = pc.fill_null(found, -1).to_numpy().astype(np.int64)
        return positions


def _take_found(found: Slots, keys: pa.Array, held: pa.ChunkedArray, slots: npt.NDArray[np.int32] | None) -> None:
    index = pc.fill_null(pc.index_in(keys, held.combine_chunks()), -1).to_numpy()
    hit = index >= 0
    found[hit] = index[hit] if slots is None else slots[index[hit]]


def read_pair(path: str, schema: Schema, names: Sequence[str], batch: int | None = None) -> pa.Table:
    """Memory-map columns of a main file and, where some are people's, of the file beside it.

    ``batch`` picks one record batch; a column that the files lack is all null.
    """
    people = [name for name in names if name in schema.by_name and schema.by_name[name].people]
    others = [name for name in names if name not in people]
    table = _read(main_of(path), list(dict.fromkeys(["_key", *others])), batch)
    if people:
        beside = _read(people_of(path), people, batch)
        for name in beside.column_names:
            table = table.append_column(name, beside.column(name))
    return with_columns(table, schema, names)


def _read(path: str, names: Sequence[str], batch: int | None) -> pa.Table:
    reader = open_columns(path, names)
    table = reader.read_all() if batch is None else pa.Table.from_batches([reader.get_batch(batch)])
    return table.select([name for name in names if name in table.column_names])


def plain_codes(table: pa.Table) -> pa.Table:
    """The same table with dictionary columns as plain strings."""
    fields = [pa.field(f.name, pa.string()) if pa.types.is_dictionary(f.type) else f for f in table.schema]
    return table.cast(pa.schema(fields))


def coded(table: pa.Table, schema: Schema) -> pa.Table:
    """The same table with codes dictionary-encoded, as files hold them."""
    columns = [
        column if pa.types.is_dictionary(column.type) or not _is_code(name, schema) else _encode(column)
        for name, column in zip(table.column_names, table.columns, strict=True)
    ]
    return pa.table(columns, names=table.column_names)


def _encode(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return column.combine_chunks().dictionary_encode().cast(CODE)


def _is_code(name: str, schema: Schema) -> bool:
    inner = INNER.get(name)
    if inner is not None:
        return bool(inner == CODE)
    plain = name.removeprefix("was:")
    return plain in schema.by_name and schema.by_name[plain].kind.value == "code"
