"""Files told apart before they are read: new, a duplicate of what was read, or not to be read at all."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from reform_tui.config.types import Feed
from reform_tui.engine.intake.inbox import Seen
from reform_tui.feeds.batch import ExportTime
from reform_tui.feeds.batch import Origin as From
from reform_tui.store.archive import sha256_at
from reform_tui.store.database import moment_of, stamp
from reform_tui.store.store import Store


@dataclass
class Intake:
    """What a round of taking in did."""

    units: set[str] = field(default_factory=set)
    taken: int = 0
    duplicates: int = 0
    quarantined: int = 0
    waiting: dict[str, str] = field(default_factory=dict)
    again: list[Seen] = field(default_factory=list)
    """Files with the content of another one of this round: what became of that one is not known yet."""
    outgrown: bool = False
    """A file grew after it was taken in and the partial one had rows that the whole one has not: rebuild."""


@dataclass(frozen=True)
class Known:
    """A file that is to be read, its fingerprint, and its export time where an earlier taking-in fixed it."""

    seen: Seen
    sha256: str
    exported: ExportTime | None
    again: bool = False
    """Whether it was taken in before: the trail tells already which records it moved."""


def fresh_among(store: Store, root: Path, files: Iterable[Seen], now: datetime, done: Intake) -> Iterator[Known]:
    """Files whose content was never read under this mapping; duplicates and blocked ones are noted on the way."""
    under_way: set[tuple[str, str]] = set()
    for seen in files:
        if seen.blocked:
            done.waiting[seen.path] = seen.blocked
            continue
        try:
            sha256 = sha256_at(root / seen.path)
        except OSError as error:
            done.waiting[seen.path] = f"cannot be read: {error.strerror}"
            continue
        known = _known(store, seen.feed, sha256)
        same = [row for row in known if row["mapping"] == seen.feed.version or row["status"] == "taken"]
        if any(row["status"] != "duplicate" for row in same):
            _note_duplicate(store, seen, sha256, same, now)
            done.duplicates += 1
        elif (sha256, seen.feed.name) in under_way:
            done.again.append(seen)
        else:
            under_way.add((sha256, seen.feed.name))
            yield Known(seen, sha256, _fixed(known))


def _known(store: Store, feed: Feed, sha256: str) -> list[sqlite3.Row]:
    """What became of this content before, duplicates last; a partial file that a whole one replaced is forgotten."""
    return store.connection.execute(
        "SELECT * FROM arrivals WHERE sha256 = ? AND feed = ? AND status != 'superseded'"
        " ORDER BY status = 'duplicate', id",
        (sha256, feed.name),
    ).fetchall()


def _fixed(known: Sequence[sqlite3.Row]) -> ExportTime | None:
    """The export time of a content seen before: fixed at first taking-in."""
    first = known[0] if known else None
    if first is None or first["status"] == "duplicate":
        return None
    return ExportTime(moment_of(first["exported_at"]), From(first["exported_from"]), bool(first["exported_sure"]))


def _note_duplicate(store: Store, seen: Seen, sha256: str, same: Sequence[sqlite3.Row], now: datetime) -> None:
    """A path that is known again needs no line; another path with known content has one."""
    with store.step():
        original = next((row for row in same if row["path"] == seen.path), None)
        if original is not None:
            remember(store.connection, seen, original["id"])
            return
        first = (same[0]["exported_at"], same[0]["exported_from"])
        number = store.connection.execute(
            "INSERT INTO arrivals (feed, schema, path, sha256, mapping, status, exported_at, exported_from, taken_at)"
            " VALUES (?, ?, ?, ?, ?, 'duplicate', ?, ?, ?) RETURNING id",
            (seen.feed.name, seen.feed.schema, seen.path, sha256, seen.feed.version, *first, stamp(now)),
        ).fetchone()[0]
        remember(store.connection, seen, number)


def remember(connection: sqlite3.Connection, seen: Seen, arrival: int) -> None:
    """A (path, size, mtime, inode) already known is not read again."""
    connection.execute(
        "INSERT OR REPLACE INTO known_files (path, size, mtime_ns, inode, arrival) VALUES (?, ?, ?, ?, ?)",
        (seen.path, seen.size, seen.mtime_ns, seen.inode, arrival),
    )
