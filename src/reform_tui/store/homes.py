"""One home's current rows: a memory-mapped base, less the rows that later segments replace, plus theirs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from reform_tui.feeds.types import arrow_type
from reform_tui.model.schema import Schema
from reform_tui.store.arrow_files import CODE, INNER, STORED, open_mapped, with_columns
from reform_tui.store.layout import main_of, people_of

Slots = npt.NDArray[np.int64]
BASE, NOWHERE = -1, -2


@dataclass
class Home:
    """The state of one (schema, home) in the writer's memory.

    A row's slot is its place in the home and never changes: the base holds slots 0 to ``base_rows``, segments replace
    some of them and add others behind.
    """

    schema: Schema
    name: str
    base: str = ""
    """Path of the base without its ending; empty when nothing is folded yet."""
    base_rows: int = 0
    slots: int = 0
    _segments: list[pa.Table] = field(default_factory=list)
    _starts: list[int] = field(default_factory=lambda: [0])
    _where: Slots = field(default_factory=lambda: np.zeros(0, np.int64))
    """For each slot the position of its newest row in the segments one after another, or ``BASE``, or ``NOWHERE``."""
    _new_keys: list[tuple[pa.Array, Slots]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.slots = self.slots or self.base_rows
        self._where = np.full(self.slots, BASE, np.int64)

    def add(self, rows: pa.Table) -> None:
        """Put a segment's rows over what stands, each slot once.

        New slots need not come in order: where a partial file's segment was withdrawn, a later one fills its slots.
        """
        slots = rows.column("_slot").to_numpy().astype(np.int64)
        self.slots = max(self.slots, int(slots.max()) + 1)
        behind = np.full(self.slots - len(self._where), NOWHERE, np.int64)
        self._where = np.concatenate((self._where, behind))
        new = self._where[slots] == NOWHERE
        if new.any():
            self._new_keys.append((rows.column("_key").combine_chunks().filter(pa.array(new)), slots[new]))
        self._where[slots] = self._starts[-1] + np.arange(len(slots))
        self._segments.append(rows)
        self._starts.append(self._starts[-1] + len(slots))

    def slots_of(self, keys: pa.Array) -> Slots:
        """Return the slot of each key, -1 where this home does not hold it."""
        found: Slots = np.full(len(keys), -1, np.int64)
        if self.base:
            found = _looked_up(keys, self._base_table.column("_key").combine_chunks()).copy()
        if self._new_keys:
            later = _looked_up(keys, pa.concat_arrays([held for held, _ in self._new_keys]))
            hit = later >= 0
            found[hit] = np.concatenate([slots for _, slots in self._new_keys])[later[hit]]
        return found

    def rows_at(self, slots: Slots) -> pa.Table:
        """Return every column of the rows in these slots, in this order, codes as plain text."""
        where = self._where[slots]
        names = (*self.schema.names(), *STORED)
        parts, order = [], []
        for source, positions, picked in self._sources(where, slots):
            parts.append(plain_codes(_taken(source, self.schema, names, picked)))
            order.append(positions)
        if len(parts) == 1:
            return parts[0]
        return pa.concat_tables(parts).take(pa.array(np.argsort(np.concatenate(order))))

    def all_rows(self) -> pa.Table:
        """Every column of every row, in the order of slots, codes dictionary-encoded."""
        names = (*self.schema.names(), *STORED)
        if not self._segments:
            return with_columns(self._base_table, self.schema, names).combine_chunks()
        slots = np.arange(self.slots)
        parts, order = [], []
        for source, positions, picked in self._sources(self._where, slots):
            parts.append(_taken(source, self.schema, names, picked))
            order.append(positions)
        rows = pa.concat_tables(parts).unify_dictionaries().combine_chunks()
        return rows if len(parts) == 1 else rows.take(pa.array(np.argsort(np.concatenate(order))))

    def _sources(self, where: Slots, slots: Slots) -> list[tuple[pa.Table, Slots, Slots]]:
        """Tables that hold these rows: each with the places of its rows in the answer, and their positions in it."""
        found = []
        base = np.flatnonzero(where == BASE)
        if len(base):
            found.append((self._base_table, base, slots[base]))
        owner = np.searchsorted(self._starts, where, side="right") - 1
        for number in np.unique(owner[where >= 0]):
            ours = np.flatnonzero((owner == number) & (where >= 0))
            found.append((self._segments[number], ours, where[ours] - self._starts[number]))
        return found

    @cached_property
    def _base_table(self) -> pa.Table:
        """The base memory-mapped: pages are read as they are touched."""
        main, people = open_mapped(main_of(self.base)).read_all(), open_mapped(people_of(self.base)).read_all()
        return _beside(fitting(main, self.schema, people=False), fitting(people, self.schema, people=True))


def _taken(source: pa.Table, schema: Schema, names: Sequence[str], positions: Slots) -> pa.Table:
    """Rows of a table with exactly these columns; what it lacks is made only for them."""
    held = [name for name in names if name in source.column_names]
    return with_columns(source.select(held).take(pa.array(positions)), schema, names)


def _beside(table: pa.Table, people: pa.Table) -> pa.Table:
    for name in people.column_names:
        table = table.append_column(name, people.column(name))
    return table


def _looked_up(keys: pa.Array, held: pa.Array) -> Slots:
    found: Slots = pc.fill_null(pc.index_in(keys, held), -1).to_numpy().astype(np.int64)
    return found


def read_pair(path: str, schema: Schema, names: Sequence[str], batches: Sequence[int] | None = None) -> pa.Table:
    """Memory-map columns of a main file and, where some are people's, of the file beside it.

    ``batches`` picks record batches, each of which stays a chunk; a column that the files lack is all null.
    """
    people = [name for name in names if name in schema.by_name and schema.by_name[name].people]
    others = dict.fromkeys(["_key", *(name for name in names if name not in people)])
    table = fitting(_held(main_of(path), others, batches), schema, people=False)
    if people:
        table = _beside(table, fitting(_held(people_of(path), people, batches), schema, people=True))
    return with_columns(table, schema, names)


def _held(path: str, names: Iterable[str], batches: Sequence[int] | None) -> pa.Table:
    """Return those of ``names`` that a file has: of all its rows, or of some record batches."""
    reader = open_mapped(path)
    if batches is None:
        table = reader.read_all()
    else:
        table = pa.Table.from_batches([reader.get_batch(number) for number in batches], reader.schema)
    held = set(table.column_names)
    return table.select([name for name in names if name in held])


def fitting(table: pa.Table, schema: Schema, *, people: bool) -> pa.Table:
    """The same table without columns that were written when a feed said another type of them, or other people's.

    They are empty until ``rebuild`` reads their files again.
    """
    fits = [field.name for field in table.schema if _fits(field, schema, people)]
    return table if len(fits) == table.num_columns else table.select(fits)


def _fits(written: pa.Field, schema: Schema, people: bool) -> bool:  # noqa: FBT001 - passed on
    """Whether the schema says the same of a column; one that no feed names any more says nothing."""
    if written.name in INNER:
        return True
    column = schema.by_name.get(written.name.removeprefix("was:"))
    if column is None:
        return False
    theirs = column.people and written.name == column.name  # what a column was lies beside what the engine itself needs
    return theirs is people and bool(written.type == arrow_type(column.kind))


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
