"""Reference tables of ``reference/``: read, typed and handed to workers as Arrow files."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path, PurePath
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa

from reform_tui.engine.kept_tables import FOLDER, kept_table
from reform_tui.engine.listed_units import units_listed
from reform_tui.engine.periods import Periods
from reform_tui.errors import FeedError
from reform_tui.feeds.reference import Table, read_reference
from reform_tui.model.schema import Schema
from reform_tui.model.validity import SINCE, ending
from reform_tui.store.store import Store
from reform_tui.store.unit_entries import complete, write_entries
from reform_tui.wording.faults import NO_TABLE, TABLE, TABLE_STAYS, filled

ENDINGS = (".csv", ".xlsx")
_GONE_BY = ("periods", "targets", "units")
"""Tables whose entries the engine itself looks up; others are looked up for the day of a record."""


@dataclass(frozen=True)
class References:
    """Every reference table that is there: name to its rows, and to the hash of its file."""

    tables: Mapping[str, pa.Table] = field(default_factory=dict)
    hashes: Mapping[str, str] = field(default_factory=dict)
    faults: tuple[str, ...] = ()
    """Sentences on rows that were left out, and on files that cannot be read."""

    def rows(self, name: str) -> list[dict[str, Any]]:
        """A small table as dictionaries; none where there is no file."""
        table = self.tables.get(name)
        return table.to_pylist() if table is not None else []

    def turns(self, zone: ZoneInfo) -> tuple[datetime, ...]:
        """Moments at which an entry that the engine itself goes by begins to count, or ends."""
        entries = [row for name in _GONE_BY for row in self.rows(name)]
        moments = {moment for row in entries for moment in (row[SINCE], ending(row, zone)) if moment is not None}
        return tuple(sorted(moments))


def read_references(root: Path, schemas: Mapping[str, Schema], zone: str) -> References:
    """Read ``reference/NAME.csv`` or ``.xlsx`` for every reference schema; a row that is wrong is left out and told.

    In the place of a file that cannot be read stands the table that was last in force, if there was one.
    """
    tables: dict[str, pa.Table] = {}
    hashes: dict[str, str] = {}
    told: list[str] = []
    for name, schema in schemas.items():
        for path in _files(root, name) if schema.reference else ():
            read, fault = _in_force(root, path, schema, zone)
            told += [filled(TABLE, file=path.name, why=fault)] if fault else []
            if read:
                tables[name], hashes[read.label] = read.table.rows, read.sha256
                told += [filled(TABLE, file=PurePath(read.label).name, why=why) for why in read.table.faults]
    return References(tables, hashes, tuple(told))


@dataclass(frozen=True)
class _Read:
    """A table that could be read, and from which file."""

    label: str
    sha256: str
    table: Table


def _in_force(root: Path, path: Path, schema: Schema, zone: str) -> tuple[_Read | None, str]:
    """Return the table that counts, and why it is not the file's own."""
    try:
        return _read(f"{FOLDER}{path.name}", path.read_bytes(), schema, zone), ""
    except (FeedError, OSError) as error:
        why = str(error.strerror if isinstance(error, OSError) else error)
    with suppress(FeedError):
        if kept := kept_table(root, schema.name):
            return _read(*kept, schema, zone), filled(TABLE_STAYS, why=why)
    return None, filled(NO_TABLE, why=why)


def _read(label: str, content: bytes, schema: Schema, zone: str) -> _Read:
    table = read_reference(PurePath(label).name, content, schema, zone)
    return _Read(label, hashlib.sha256(content).hexdigest(), table)


def _files(root: Path, name: str) -> list[Path]:
    return [path for ending in ENDINGS if (path := root / "reference" / f"{name}{ending}").is_file()][:1]


def lay_out(references: References, folder: Path) -> dict[str, str]:
    """Write each table where workers can map it, beside one that some worker may have mapped; return name to path."""
    paths = {}
    for name, table in references.tables.items():
        path = folder / f"reference-{name}.arrow"
        part = path.with_suffix(".part")
        with pa.OSFile(str(part), "wb") as sink, pa.ipc.new_file(sink, table.schema) as out:
            out.write_table(table)
        part.replace(path)
        paths[name] = str(path)
    return paths


def periods_in(references: References) -> Periods:
    """The periods that an inspector lists."""
    return Periods(references.rows("periods"))


def write_units(store: Store, references: References, zone: ZoneInfo) -> None:
    """Units as an inspector keeps them: they stand before what feeds say, and feeds may name them as people do.

    Those of the other tables get their names and levels too, though no feed may ever speak of them.
    """
    write_entries(store.connection, store.layout.work, references.rows("units"), zone)
    complete(store.connection, units_listed(references.tables))
