"""The store made anew from archive and acts: it needs nothing else, and comes out the same."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from reform_tui.config.types import Feed
from reform_tui.engine.inbox import Seen
from reform_tui.engine.intake import Intake, Known, take_known
from reform_tui.engine.step import Engine
from reform_tui.feeds.batch import ExportTime, Origin
from reform_tui.store.database import moment_of, transaction
from reform_tui.store.folding import sweep
from reform_tui.store.layout import Layout

ROWS = ("segments", "homes", "home_units", "coverage", "latest", "quarantine", "known_files", "arrivals")


@dataclass(frozen=True)
class Label:
    """What stands beside an archived file."""

    sha256: str
    feed: str
    path: str
    first_seen: datetime
    exported: ExportTime | None


def labels(layout: Layout) -> Iterator[Label]:
    """Every file that the archive kept for a feed."""
    for path in sorted((layout.state / "archive").glob("*/*.json")):
        said = json.loads(path.read_text("utf-8"))
        exported = None
        if said["exported_at"]:
            at = moment_of(said["exported_at"])
            exported = ExportTime(at, Origin(said["exported_from"]), bool(said["exported_sure"]))
        first_seen = moment_of(said["first_seen"])
        yield Label(path.name.partition(".")[0], said["feed"], said["path"], first_seen, exported)


def replay(engine: Engine, now: datetime) -> set[str]:
    """Forget every row and take the whole archive in again; return every unit that had or has rows."""
    store = engine.store
    before = set(engine.units())
    with transaction(store.connection):
        for table in ROWS:
            store.connection.execute(f"DELETE FROM {table}")
        store.homes.clear()
        store.arrivals.clear()
    sweep(store)
    feeds = {feed.name: feed for feed in engine.project.feeds}
    known = [_known(label, feeds[label.feed]) for label in labels(store.layout) if label.feed in feeds]
    readers = sorted(set(engine.faces.readers.values()))
    done: Intake = take_known(store, engine.pool, engine.project.settings.zone, known, readers, now)
    return before | done.units | set(engine.units())


def _known(label: Label, feed: Feed) -> Known:
    seen = Seen(feed, label.path, -1, int(label.first_seen.timestamp() * 1e9), -1)
    return Known(seen, label.sha256, label.exported)


def empty_state(root: Path) -> None:
    """Remove what ``rebuild`` makes anew; archive, acts and logs stay."""
    layout = Layout(root / "state")
    for name in ("store.sqlite", "store.sqlite-wal", "store.sqlite-shm"):
        (layout.state / name).unlink(missing_ok=True)
