"""An edited configuration that cannot be used, noted by the engine for whoever looks: the one before stays."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from datetime import datetime

from reform_tui.store.database import as_json, moment_of, stamp, transaction

_NAME = "fault"


@dataclass(frozen=True)
class Faulty:
    """What is wrong with it, in sentences, and since when the one before is used in its place."""

    since: datetime
    faults: tuple[str, ...]


def note_fault(connection: sqlite3.Connection, why: str, now: datetime) -> None:
    """Note what is wrong, one sentence a line; since when stays until it is mended."""
    before = read_fault(connection)
    told = {"since": stamp(before.since if before else now), "faults": why.splitlines()}
    with transaction(connection):
        connection.execute("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)", (_NAME, as_json(told)))


def forget_fault(connection: sqlite3.Connection) -> None:
    """The configuration in use is the newest, inside the caller's transaction."""
    connection.execute("DELETE FROM meta WHERE name = ?", (_NAME,))


def read_fault(connection: sqlite3.Connection) -> Faulty | None:
    """Return what was noted, if the newest configuration is not the one in use."""
    row = connection.execute("SELECT value FROM meta WHERE name = ?", (_NAME,)).fetchone()
    if row is None:
        return None
    told = json.loads(row[0])
    return Faulty(moment_of(told["since"]), tuple(told["faults"]))
