"""The source of a job in a worker: rows from the store's files, references from Arrow files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import pyarrow as pa

from reform_tui.engine.job import Job
from reform_tui.engine.listed_units import units_laid_out
from reform_tui.feeds.identity import records_named
from reform_tui.feeds.types import arrow_type
from reform_tui.model.schema import BUILT_IN, Schema
from reform_tui.store.places import SchemaRows
from reform_tui.store.rows import read_revisions, read_rows


@dataclass(frozen=True)
class Stored:
    """The rows of a job's units as the store holds them; see ``frames.Source``."""

    job: Job

    @cached_property
    def schemas(self) -> Mapping[str, Schema]:
        """Every kind of row, by name."""
        delivered = {name: rows.schema for name, rows in self.job.schemas.items()}
        return {**BUILT_IN, **self.job.reference_schemas, **delivered}

    def table(self, schema: str, columns: Sequence[str]) -> pa.Table:
        """Return these columns, ``_key`` and ``_unit`` of the job's units; no rows for a kind that no feed delivers."""
        rows = self.job.schemas.get(schema)
        if rows is None:
            return _empty(self.schemas[schema], (*columns, "_key", "_unit"))
        return _read(rows, columns, self.job.units)

    def beside(self, schema: str, columns: Sequence[str]) -> pa.Table:
        """Return these columns of all rows in the homes that any of the job's units has rows in."""
        rows = self.job.schemas.get(schema)
        if rows is None:
            return self.table(schema, columns)
        return _read(replace(rows, homes=(*rows.homes, *rows.beside)), columns, ())

    def reference(self, name: str) -> pa.Table:
        """Return a reference table; without rows where there is no file."""
        path = self.job.references.get(name)
        if path is None:
            known = self.schemas.get(name)
            return _empty(known, known.names()) if known else pa.table({})
        return pa.ipc.open_file(pa.memory_map(path)).read_all()

    @cached_property
    def listed(self) -> frozenset[str]:
        """The units of this job that a reference table keeps rows of; of a job of the whole province, all of them."""
        units = units_laid_out(self.job.references)
        return units & {*self.job.units} if self.job.units else units

    def revisions(self) -> pa.Table:
        """Return what records were, and when: one row a delivery."""
        rows = self.job.schemas.get("records")
        if rows is None:
            revised = [column.name for column in self.schemas["records"].columns if column.revised]
            return _empty(self.schemas["records"], ("_key", "exported_at", "feed", *revised))
        return read_revisions(rows, self.job.units)

    def missing(self, schema: str) -> Mapping[str, tuple[str, ...]]:
        """Return for each unit the columns that its feeds' newest files lack."""
        rows = self.job.schemas.get(schema)
        return rows.missing if rows else {}


def _read(rows: SchemaRows, columns: Sequence[str], units: Sequence[str]) -> pa.Table:
    """Read columns; ``_record``, which no file holds, is made of those that name a row's record."""
    if "_record" not in columns:
        return read_rows(rows, columns, units)
    held = [name for name in columns if name != "_record"]
    table = read_rows(rows, [*dict.fromkeys([*held, "record_id"])], units)
    codes, keys = (table.column(name).combine_chunks() for name in ("record_id", "_key"))
    return table.append_column("_record", records_named(codes, keys, rows.schema))


_OWN = {
    "_key": pa.string(),
    "_record": pa.string(),
    "_unit": pa.dictionary(pa.int32(), pa.string()),
    "exported_at": pa.timestamp("us", "UTC"),
    "feed": pa.dictionary(pa.int32(), pa.string()),
}


def _empty(schema: Schema, names: Sequence[str]) -> pa.Table:
    types = [_OWN.get(name) or arrow_type(schema.by_name[name].kind) for name in names]
    return pa.table([pa.array([], kind) for kind in types], names=list(names))
