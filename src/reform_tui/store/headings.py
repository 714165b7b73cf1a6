"""Which headings the files of a feed had, so that a heading that went missing can be named."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_RANK = "(exported_at, rows, sha256)"
"""The order of a feed's files, whenever they came."""
_NEWEST_FIRST = "exported_at DESC, rows DESC, sha256 DESC"


@dataclass(frozen=True)
class Headed:
    """One file of a feed, and its headings that became no column."""

    feed: str
    path: str
    rank: tuple[str, int, str]
    unmapped: tuple[str, ...]

    @classmethod
    def of(cls, row: sqlite3.Row) -> Headed:
        """Read a line of the arrivals table."""
        rank = (row["exported_at"], row["rows"], row["sha256"])
        return cls(row["feed"], row["path"], rank, tuple(json.loads(row["unmapped"])))


def newest_files(connection: sqlite3.Connection, schema: str, unit: str) -> list[Headed]:
    """Return the newest file that each feed of a schema had of a unit, the newest of all first."""
    rows = connection.execute(
        "SELECT arrivals.* FROM latest JOIN arrivals ON id = arrival WHERE latest.schema = ? AND unit = ?"
        f" ORDER BY {_NEWEST_FIRST}",
        (schema, unit),
    )
    return [Headed.of(row) for row in rows]


def last_with(connection: sqlite3.Connection, file: Headed, column: str) -> tuple[str, Headed] | None:
    """Return the heading that a column had in the feed's files before this one, and the last of those that had it."""
    row = connection.execute(
        "SELECT *, json_extract(headings, ?) AS heading FROM arrivals WHERE feed = ? AND status = 'taken'"
        f" AND heading IS NOT NULL AND {_RANK} < (?, ?, ?) ORDER BY {_NEWEST_FIRST} LIMIT 1",
        (f'$."{column}"', file.feed, *file.rank),
    ).fetchone()
    return (row["heading"], Headed.of(row)) if row else None


def first_after(connection: sqlite3.Connection, file: Headed) -> str:
    """Return the path of the feed's next file."""
    row = connection.execute(
        f"SELECT path FROM arrivals WHERE feed = ? AND status = 'taken' AND {_RANK} > (?, ?, ?)"
        " ORDER BY exported_at, rows, sha256 LIMIT 1",
        (file.feed, *file.rank),
    ).fetchone()
    return str(row["path"]) if row else ""


def older_mappings(connection: sqlite3.Connection, versions: Mapping[str, str]) -> dict[str, int]:
    """Return how many files each feed took in under another mapping than ``versions`` (feed to hash) says it has."""
    counted: Iterable[tuple[str, str, int]] = connection.execute(
        "SELECT feed, mapping, count(*) FROM arrivals WHERE status = 'taken' GROUP BY feed, mapping"
    )
    older: dict[str, int] = {}
    for feed, mapping, count in counted:
        if versions.get(feed, mapping) != mapping:
            older[feed] = older.get(feed, 0) + count
    return older


def read_under_older(connection: sqlite3.Connection) -> dict[str, int]:
    """Return the same for the mappings that the engine read last."""
    told = connection.execute("SELECT feed, mapping FROM feeds WHERE mapping != ''")
    return older_mappings(connection, dict(told.fetchall()))
