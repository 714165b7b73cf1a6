"""The store as a console opens it: read-only, beside a running engine or after a stopped one."""

from __future__ import annotations

import json
import os
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

from reform_tui.errors import UNFORESEEN, StoreError
from reform_tui.model.schema import RECORDS, Column, Kind, Schema
from reform_tui.store.layout import FORMAT, Layout

_DAMAGED = (*UNFORESEEN, TypeError, LookupError, AttributeError, zlib.error)
"""What a cell raises that no version of ours wrote."""


@contextmanager
def telling_damage(path: Path) -> Iterator[None]:
    """Tell by ``StoreError`` of a cell that cannot be understood; a thread that ended of it would freeze the screen.

    The cell itself, which may hold anything, is not told.
    """
    try:
        yield
    except _DAMAGED as error:
        why = f"a cell cannot be understood, {type(error).__name__}"
        raise StoreError(f"{path}: is damaged ({why}); stop the engine and run reform-tui rebuild") from error


def open_store(path: Path) -> sqlite3.Connection:
    """Open ``state/store.sqlite`` read-only; ``StoreError`` with a sentence when there is none, or it is not ours.

    Without a ``-wal`` beside it the engine stopped cleanly, and a reader who may not write there can only open the
    file as immutable.
    """
    _require(path)
    mode = "mode=ro" if _live(path) else "immutable=1"
    place = f"file:{quote(str(path.resolve()))}?{mode}"
    try:
        connection = sqlite3.connect(place, uri=True, isolation_level=None, check_same_thread=False)
        try:
            connection.row_factory = sqlite3.Row
            _check_format(connection, path)
        except BaseException:
            connection.close()  # one left open would keep the engine from stopping cleanly
            raise
    except sqlite3.DatabaseError as error:
        if not isinstance(error, sqlite3.OperationalError):
            raise StoreError(f"{path}: is damaged ({error}); stop the engine and run reform-tui rebuild") from error
        raise StoreError(f"{path}: cannot be read ({error}); is the engine writing it as another user?") from error
    return connection


def _require(path: Path) -> os.stat_result:
    try:
        return path.stat()
    except FileNotFoundError as error:
        raise StoreError(f"{path}: there is no store yet; start the engine with reform-tui watch") from error
    except OSError as error:
        raise StoreError(f"{path}: cannot be read ({error.strerror}); ask who keeps this project") from error


def _live(path: Path) -> bool:
    return path.with_name(path.name + "-wal").exists()


def _check_format(connection: sqlite3.Connection, path: Path) -> None:
    row = connection.execute("SELECT value FROM meta WHERE name = 'format'").fetchone()
    found = int(row[0]) if row else 0
    if found > FORMAT:
        raise StoreError(
            f"{path}: written by a newer version (format {found}, this one reads {FORMAT}); use the newer reform-tui"
        )
    if found < FORMAT:
        raise StoreError(f"{path}: format {found} is older than {FORMAT}; run reform-tui rebuild")


def schemas_in(connection: sqlite3.Connection) -> dict[str, Schema]:
    """Every kind of row that feeds deliver, records first, with the columns that only this project has."""
    columns: dict[str, list[Column]] = {RECORDS.name: []}
    for row in connection.execute('SELECT * FROM columns ORDER BY schema, "at"'):
        column = Column(row["name"], Kind(row["kind"]), people=bool(row["people"]), labels=json.loads(row["labels"]))
        columns.setdefault(row["schema"], []).append(column)
    known = {name: Schema(name, tuple(told), ()) for name, told in columns.items() if told}
    return known or {RECORDS.name: RECORDS}


OURS = "reform-tui: "
"""How what the command line says on stderr begins."""
STARTING = "watching "
"""How the line begins that an engine says before it has anything to complain of."""


def heartbeat(root: Path) -> datetime | None:
    """When the engine's loop last turned: the lock file's mtime; ``None`` when it never ran."""
    try:
        return datetime.fromtimestamp(Layout(root / "state").lock.stat().st_mtime, UTC)
    except (OSError, ValueError, OverflowError):  # a file may be given a time that no calendar has
        return None


def last_words(root: Path) -> str:
    """Why the engine that a console started ended, a sentence a line, if its loop has not turned since; else empty."""
    layout = Layout(root / "state")
    said = layout.log / "start.log"
    try:
        if said.stat().st_mtime < layout.lock.stat().st_mtime:
            return ""
        lines = said.read_text("utf-8", "replace").splitlines()
    except OSError:
        return ""
    ours = [number for number, line in enumerate(lines) if line.startswith(OURS)]
    told = "\n".join(lines[ours[-1] :] if ours else lines[-1:]).removeprefix(OURS)
    return "" if told.startswith(STARTING) else told


@dataclass
class Watched:
    """A store that is opened when it appears, opened anew when an engine starts, and asked whether it changed."""

    path: Path
    anew: bool = field(default=True, init=False)
    """Whether the last look opened another file than before: a store that was rebuilt begins its numbers anew."""
    _connection: sqlite3.Connection | None = field(default=None, init=False)
    _opened: tuple[bool, int, int] = field(default=(False, 0, 0), init=False)
    _version: int = field(default=-1, init=False)

    def changed(self, *, anyway: bool = False) -> sqlite3.Connection | None:
        """Return the connection if there is anything new in it since the last call, or ``anyway``, else ``None``."""
        present, before = self._present(), self._opened
        self.anew = False
        if self._connection is None or present != before:
            self.close()
            self.anew = present[1] != before[1]
            self._connection, self._opened = open_store(self.path), present
        version = self._connection.execute("PRAGMA data_version").fetchone()[0]
        if version == self._version and not anyway:
            return None
        self._version = version
        return self._connection

    def _present(self) -> tuple[bool, int, int]:
        """Whether a writer is there, and which file the name means; an immutable one is another when rewritten."""
        status = _require(self.path)
        live = _live(self.path)
        return live, status.st_ino, 0 if live else status.st_mtime_ns

    def close(self) -> None:
        """Let go of the file."""
        if self._connection is not None:
            self._connection.close()
        self._connection, self._version, self._opened = None, -1, (False, 0, 0)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()
