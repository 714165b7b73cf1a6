"""The store made anew from archive and acts: it needs nothing else, and comes out the same."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from reform_tui.config.types import Feed
from reform_tui.engine.acts import accept_again
from reform_tui.engine.intake.inbox import Seen
from reform_tui.engine.intake.labels import Label, labels
from reform_tui.engine.intake.recognising import Intake, Known
from reform_tui.engine.intake.take import take_known
from reform_tui.engine.step import Engine
from reform_tui.store.folding import sweep
from reform_tui.store.layout import Layout
from reform_tui.store.ledger import Line, write_line

OF_SCHEMAS = ("segments", "homes", "home_units", "latest")
OF_ARRIVALS = ("coverage", "quarantine", "remarks", "known_files")
ROWS = (*OF_SCHEMAS, *OF_ARRIVALS, "arrivals")


def replay(engine: Engine, now: datetime) -> set[str]:
    """Forget every row and take the whole archive in again; return every unit that had or has rows."""
    connection, before = engine.store.connection, set(engine.units())
    again = connection.execute("SELECT 1 FROM arrivals LIMIT 1").fetchone() is not None
    with engine.store.step():
        for table in ROWS:
            connection.execute(f"DELETE FROM {table}")
    return before | _filled(engine, labels(engine.store.layout), now, again=again) | set(engine.units())


@dataclass(frozen=True)
class Replayed:
    """What was read again for one feed: all feeds of its kinds of rows, for their cells are merged with each other."""

    feeds: tuple[str, ...]
    schemas: tuple[str, ...]
    units: frozenset[str]
    """Every unit that had or has rows."""


def replay_feed(engine: Engine, name: str, now: datetime) -> Replayed:
    """Forget the rows of a feed's schema and take in again what the archive holds of every feed that shares it.

    Other schemas, alerts, acts and the trail stay as they are.  Killed half way, ``catch_up`` takes in the rest.
    """
    store, before = engine.store, set(engine.units())
    feeds, schemas = _sharing(engine, name)
    with store.step():
        _forget(store.connection, feeds, schemas)
        write_line(store.connection, Line("rebuilt", {"feeds": sorted(feeds), "schemas": sorted(schemas)}), now)
    kept = (label for label in labels(store.layout) if label.feed in feeds)
    units = before | _filled(engine, kept, now, again=True) | set(engine.units())
    return Replayed(tuple(sorted(feeds)), tuple(sorted(schemas)), frozenset(units))


def _sharing(engine: Engine, name: str) -> tuple[set[str], set[str]]:
    """The feeds whose files fill the same schemas as this one, today or when they were read, and those schemas."""
    pairs = {(feed.name, feed.schema) for feed in engine.project.feeds}
    pairs |= {tuple(row) for row in engine.store.connection.execute("SELECT DISTINCT feed, schema FROM arrivals")}
    feeds, schemas = {name}, set[str]()
    while True:
        wider = {schema for feed, schema in pairs if feed in feeds} - schemas
        if not wider:
            return feeds, schemas
        schemas |= wider
        feeds |= {feed for feed, schema in pairs if schema in schemas}


def _forget(connection: sqlite3.Connection, feeds: Collection[str], schemas: Collection[str]) -> None:
    """Remove the rows of some schemas and all that was noted of the files of some feeds."""
    ours = f"arrival IN (SELECT id FROM arrivals WHERE feed IN ({', '.join('?' * len(feeds))}))"
    for table in OF_ARRIVALS:
        connection.execute(f"DELETE FROM {table} WHERE {ours}", list(feeds))
    for table in OF_SCHEMAS:
        connection.execute(f"DELETE FROM {table} WHERE schema IN ({', '.join('?' * len(schemas))})", list(schemas))
    connection.executemany("DELETE FROM arrivals WHERE feed = ?", ((feed,) for feed in feeds))


def _filled(engine: Engine, kept: Iterable[Label], now: datetime, *, again: bool) -> set[str]:
    """Take archived files in again after their rows were forgotten; return the units that they changed."""
    engine.store.forget()
    sweep(engine.store)
    done = _take(engine, kept, now, again=again)
    with engine.store.step():
        accept_again(engine.store)
    return done.units


def catch_up(engine: Engine, now: datetime) -> Intake:
    """Take in what the archive holds and the tables do not: a rebuild was cut short, or a mapping was mended."""
    versions = {feed.name: feed.version for feed in engine.project.feeds}
    settled = {
        (row["sha256"], row["feed"])
        for row in engine.store.connection.execute("SELECT sha256, feed, status, mapping FROM arrivals")
        if row["status"] == "taken" or (row["status"] == "quarantined" and row["mapping"] == versions.get(row["feed"]))
    }
    done = _take(engine, labels(engine.store.layout, settled), now)
    if done.taken:
        with engine.store.step():
            accept_again(engine.store)
    return done


def _take(engine: Engine, kept: Iterable[Label], now: datetime, *, again: bool = False) -> Intake:
    feeds = {feed.name: feed for feed in engine.project.feeds}
    known = [_known(label, feeds[label.feed], again=again) for label in kept if label.feed in feeds]
    readers = sorted(set(engine.faces.readers.values()))
    return take_known(engine.store, engine.pool, engine.project.settings.zone, known, readers, now)


def _known(label: Label, feed: Feed, *, again: bool) -> Known:
    seen = Seen(feed, label.path, -1, round(label.first_seen.timestamp() * 1e6) * 1000, -1)
    return Known(seen, label.sha256, label.exported, again)


def empty_state(root: Path) -> None:
    """Remove what ``rebuild`` makes anew; archive, acts and logs stay."""
    layout = Layout(root / "state")
    for name in ("store.sqlite", "store.sqlite-wal", "store.sqlite-shm"):
        (layout.state / name).unlink(missing_ok=True)
