"""The open store: its folder, its database, and the homes in memory."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from reform_tui.errors import StoreError
from reform_tui.model.schema import Schema
from reform_tui.store.arrow_files import STORED
from reform_tui.store.database import moment_of, open_for_writing, transaction
from reform_tui.store.homes import Home, read_pair
from reform_tui.store.layout import Layout
from reform_tui.store.merge import Arrived
from reform_tui.store.reading import open_store as open_for_reading


@dataclass
class Store:
    """What the one writer holds open.  ``homes`` fills as homes are touched; a failed step forgets them."""

    layout: Layout
    connection: sqlite3.Connection
    schemas: Mapping[str, Schema]
    arrivals: dict[int, Arrived] = field(default_factory=dict)
    homes: dict[tuple[str, str], Home] = field(default_factory=dict)

    @contextmanager
    def step(self) -> Iterator[None]:
        """All of a step or nothing of it, in the tables and in memory."""
        try:
            with transaction(self.connection):
                yield
        except BaseException:
            self.forget()
            raise

    def forget(self) -> None:
        """Read everything from the tables again: what is in memory may be of a step that failed."""
        self.homes.clear()
        self.arrivals.clear()
        for row in self.connection.execute("SELECT * FROM arrivals WHERE status IN ('taken', 'superseded')"):
            self.arrivals[row["id"]] = arrived(row)

    def set_up(self, layout: Layout, schemas: Mapping[str, Schema]) -> None:
        """Serve another configuration: homes hold their schema, so they are read again where one differs."""
        if schemas != self.schemas:
            self.homes.clear()
        self.layout, self.schemas = layout, schemas

    def home(self, schema: str, name: str) -> Home:
        """One home's current state, read from the tables when first asked for."""
        known = self.homes.get((schema, name))
        if known is None:
            known = self.homes[schema, name] = self._load(self.schemas[schema], name)
        return known

    def _load(self, schema: Schema, name: str) -> Home:
        row = self.connection.execute(
            "SELECT generation, rows FROM homes WHERE schema = ? AND home = ?", (schema.name, name)
        ).fetchone()
        home = Home(schema, name)
        if row is not None:
            home = Home(schema, name, str(self.layout.base(schema.name, name, row["generation"])), row["rows"])
        segments = self.connection.execute(
            "SELECT arrival, part, batch FROM segments WHERE schema = ? AND home = ? ORDER BY arrival",
            (schema.name, name),
        ).fetchall()
        for arrival, part, batch in segments:
            home.add(segment_rows(self.layout.segment(arrival, part), schema, batch))
        return home

    def close(self) -> None:
        """Leave the database cleanly stopped: no log beside it, so that any reader can open it."""
        self.homes.clear()
        with suppress(sqlite3.OperationalError):  # after an error a statement may still read: the error is what matters
            self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.connection.close()


def segment_rows(path: Path, schema: Schema, batch: int) -> pa.Table:
    """One home's rows in one segment, memory-mapped, with every column and ``_slot``."""
    return read_pair(str(path), schema, (*schema.names(), *STORED, "_slot"), (batch,))


def open_store(layout: Layout, schemas: Mapping[str, Schema]) -> Store:
    """Open or make the store; ``StoreError`` with a sentence when it cannot be."""
    try:
        connection = open_for_writing(layout)
    except OSError as error:
        raise StoreError(
            f"{layout.state}: cannot be written ({error.strerror}); check the folder's owner and group"
        ) from error
    store = Store(layout, connection, schemas)
    store.forget()
    return store


@contextmanager
def snapshot(layout: Layout, schemas: Mapping[str, Schema]) -> Iterator[Store]:
    """The store as it is at this moment, for reading beside its engine: one transaction, then let go.

    Files that it names may be folded away afterwards: who finds one gone takes another snapshot.
    """
    connection = open_for_reading(layout.database)
    try:
        connection.execute("BEGIN")
        store = Store(layout, connection, schemas)
        store.forget()
        yield store
    finally:
        connection.close()


def arrived(row: sqlite3.Row) -> Arrived:
    """What merging must know of a line of the arrivals table."""
    return Arrived(
        id=row["id"],
        authority=row["authority"],
        exported_at=moment_of(row["exported_at"]),
        rows=row["rows"],
        sha256=row["sha256"],
        columns=frozenset(json.loads(row["columns"])),
        snapshot_of=row["snapshot_of"],
        feed=row["feed"],
    )


def homes_of_units(store: Store, schema: str, units: tuple[str, ...]) -> dict[str, set[str]]:
    """Return homes that hold rows of these units (all units if none is named), with the units in each."""
    found: dict[str, set[str]] = defaultdict(set)
    for unit, home in store.connection.execute("SELECT unit, home FROM home_units WHERE schema = ?", (schema,)):
        if not units or unit in units:
            found[home].add(unit)
    return found
