"""A file that was taken in before its end had come: the whole one takes its place, as if it alone had come."""

from __future__ import annotations

import sqlite3

from reform_tui.engine.intake.inbox import Seen
from reform_tui.engine.intake.labels import remove_label
from reform_tui.store.archive import content_of
from reform_tui.store.coverage import holds_rows
from reform_tui.store.store import Store


def supersede(store: Store, seen: Seen, sha256: str) -> bool:
    """Retire the arrival that ``seen`` was when it was taken in too early; say whether the store must be made anew."""
    before = _outgrown(store, seen, sha256)
    if before is None:
        return False
    store.connection.execute("UPDATE arrivals SET status = 'superseded' WHERE id = ?", (before["id"],))
    remove_label(store.layout, before["sha256"], seen.feed.name)
    return not _withdrawn(store, before["id"], before["schema"])


def _outgrown(store: Store, seen: Seen, sha256: str) -> sqlite3.Row | None:
    """The arrival that this file was: the same path, its bytes the beginning of the whole file's."""
    row: sqlite3.Row | None = store.connection.execute(
        "SELECT arrivals.id, sha256, schema FROM known_files JOIN arrivals ON arrivals.id = arrival"
        " WHERE known_files.path = ? AND feed = ? AND status = 'taken' AND sha256 != ?",
        (seen.path, seen.feed.name, sha256),
    ).fetchone()
    if row is None:
        return None
    before, now = content_of(store.layout, row["sha256"]), content_of(store.layout, sha256)
    return row if now.startswith(before) else None


def _withdrawn(store: Store, arrival: int, schema: str) -> bool:
    """Take back what a partial file left behind, and say whether nothing of it remains.

    Its rows have a successor in the whole file's segment unless that lacks one of them; its revisions go with its own
    segment unless that was folded; a unit that it alone named would stay.
    """
    connection = store.connection
    lone = connection.execute(
        "SELECT count(*) FROM coverage AS old WHERE arrival = ?1 AND NOT EXISTS (SELECT 1 FROM coverage AS new"
        " WHERE new.unit = old.unit AND new.arrival = (SELECT max(id) FROM arrivals WHERE schema = ?2))",
        (arrival, schema),
    ).fetchone()[0]
    waiting, written = (
        connection.execute(f"SELECT coalesce(sum(rows), 0) FROM {table} WHERE arrival = ?", (arrival,)).fetchone()[0]
        for table in ("segments", "coverage")
    )
    if lone or waiting != written or holds_rows(store, schema, arrival):
        return False
    for table in ("segments", "coverage", "latest"):
        connection.execute(f"DELETE FROM {table} WHERE arrival = ?", (arrival,))
    store.homes.clear()
    return True
