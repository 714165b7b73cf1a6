"""The store made anew from archive and acts: it needs nothing else, and comes out the same."""

from __future__ import annotations

from collections.abc import Iterable
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

ROWS = ("segments", "homes", "home_units", "coverage", "latest", "quarantine", "known_files", "arrivals")


def replay(engine: Engine, now: datetime) -> set[str]:
    """Forget every row and take the whole archive in again; return every unit that had or has rows."""
    store = engine.store
    before = set(engine.units())
    with store.step():
        for table in ROWS:
            store.connection.execute(f"DELETE FROM {table}")
    store.forget()
    sweep(store)
    done = _take(engine, labels(store.layout), now)
    with store.step():
        accept_again(store)
    return before | done.units | set(engine.units())


def catch_up(engine: Engine, now: datetime) -> Intake:
    """Take in what the archive holds and the tables do not: a rebuild was cut short, or a mapping was mended."""
    versions = {feed.name: feed.version for feed in engine.project.feeds}
    settled = {
        (row["sha256"], row["feed"])
        for row in engine.store.connection.execute("SELECT sha256, feed, status, mapping FROM arrivals")
        if row["status"] == "taken" or (row["status"] == "quarantined" and row["mapping"] == versions.get(row["feed"]))
    }
    return _take(engine, labels(engine.store.layout, settled), now)


def _take(engine: Engine, kept: Iterable[Label], now: datetime) -> Intake:
    feeds = {feed.name: feed for feed in engine.project.feeds}
    known = [_known(label, feeds[label.feed]) for label in kept if label.feed in feeds]
    readers = sorted(set(engine.faces.readers.values()))
    return take_known(engine.store, engine.pool, engine.project.settings.zone, known, readers, now)


def _known(label: Label, feed: Feed) -> Known:
    seen = Seen(feed, label.path, -1, round(label.first_seen.timestamp() * 1e6) * 1000, -1)
    return Known(seen, label.sha256, label.exported)


def empty_state(root: Path) -> None:
    """Remove what ``rebuild`` makes anew; archive, acts and logs stay."""
    layout = Layout(root / "state")
    for name in ("store.sqlite", "store.sqlite-wal", "store.sqlite-shm"):
        (layout.state / name).unlink(missing_ok=True)
