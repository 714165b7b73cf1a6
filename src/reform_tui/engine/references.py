"""Reference tables of ``reference/``: read, typed and handed to workers as Arrow files."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa

from reform_tui.engine.listed_units import units_listed
from reform_tui.engine.periods import Periods
from reform_tui.errors import ConfigError, FeedError
from reform_tui.feeds.reference import read_reference
from reform_tui.model.schema import Schema
from reform_tui.model.validity import SINCE, ending
from reform_tui.store.store import Store
from reform_tui.store.unit_entries import complete, write_entries

ENDINGS = (".csv", ".xlsx")
_GONE_BY = ("periods", "targets", "units")
"""Tables whose entries the engine itself looks up; others are looked up for the day of a record."""


@dataclass(frozen=True)
class References:
    """Every reference table that is there: name to its rows, and to the hash of its file."""

    tables: Mapping[str, pa.Table] = field(default_factory=dict)
    hashes: Mapping[str, str] = field(default_factory=dict)
    faults: tuple[str, ...] = ()
    """Sentences on rows that were left out."""

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

    ``ConfigError`` with every file that cannot be read at all.
    """
    tables: dict[str, pa.Table] = {}
    hashes: dict[str, str] = {}
    faults: list[str] = []
    told: list[str] = []
    for name, schema in schemas.items():
        for path in _files(root, name) if schema.reference else ():
            try:
                content = path.read_bytes()
                read = read_reference(path.name, content, schema, zone)
            except (FeedError, OSError) as error:
                faults.append(f"reference/{path.name}: {error}")
                continue
            tables[name] = read.rows
            hashes[f"reference/{path.name}"] = hashlib.sha256(content).hexdigest()
            told += [f"reference/{path.name}: {fault}" for fault in read.faults]
    if faults:
        raise ConfigError(faults)
    return References(tables, hashes, tuple(told))


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
