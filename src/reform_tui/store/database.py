"""The SQLite file beside the Arrow files: opened by its one writer, one transaction a step."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib import resources
from typing import Any

from reform_tui.errors import StoreError
from reform_tui.store.layout import FORMAT, Layout
from reform_tui.store.local import network_file_system


def open_for_writing(layout: Layout) -> sqlite3.Connection:
    """Open or make the store; ``StoreError`` when a newer version wrote it or it is damaged."""
    kind = network_file_system(layout.state)
    if kind:
        raise StoreError(f"{layout.state}: lies on {kind}, a network file system; put the project on a local disk")
    layout.prepare()
    connection = sqlite3.connect(layout.database, isolation_level=None, timeout=5)
    connection.row_factory = sqlite3.Row
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        # An engine killed at its very first step leaves a file without tables.
        if connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0:
            _create(connection)
        check_format(connection, layout)
    except sqlite3.DatabaseError as error:
        connection.close()
        raise StoreError(
            f"{layout.database}: not a store that can be read ({error}); run reform-tui rebuild"
        ) from error
    except StoreError:
        connection.close()
        raise
    return connection


def _create(connection: sqlite3.Connection) -> None:
    tables = resources.files("reform_tui.store").joinpath("tables.sql").read_text("utf-8")
    connection.executescript(f"BEGIN; {tables} INSERT INTO meta VALUES ('format', '{FORMAT}'); COMMIT;")


def check_format(connection: sqlite3.Connection, layout: Layout) -> None:
    """``StoreError`` with a sentence unless this version can read the store."""
    row = connection.execute("SELECT value FROM meta WHERE name = 'format'").fetchone()
    found = int(row[0]) if row else 0
    if found > FORMAT:
        raise StoreError(
            f"{layout.database}: written by a newer version (format {found}, this one knows {FORMAT}); "
            "install that version, or rebuild into another folder"
        )
    if found < FORMAT:
        raise StoreError(f"{layout.database}: format {found} is older than {FORMAT}; run reform-tui rebuild")


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All of a step or nothing of it; ``StoreError`` when the disk is full or another process holds the store."""
    try:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("COMMIT")
    except BaseException as error:
        if connection.in_transaction:  # a full disk has ended it already
            connection.execute("ROLLBACK")
        if isinstance(error, sqlite3.OperationalError):
            raise StoreError(f"the store cannot be written ({error}); nothing of this step was kept") from error
        raise


def stamp(moment: datetime) -> str:
    """A moment as the tables hold it: UTC with microseconds, so that text order is time order."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def moment_of(text: str) -> datetime:
    """The other way."""
    return datetime.fromisoformat(text)


def as_json(value: Mapping[str, Any] | list[Any]) -> str:
    """JSON with sorted keys, so that equal values are equal text."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
