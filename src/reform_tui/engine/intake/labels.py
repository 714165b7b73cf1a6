"""What stands beside an archived file: which feed it came from, under which path, and when it was exported."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from reform_tui.feeds.batch import ExportTime, Origin
from reform_tui.store.database import as_json, moment_of, stamp
from reform_tui.store.layout import Layout, written


@dataclass(frozen=True)
class Label:
    """All that ``rebuild`` must know of a file; its export time was fixed when it was first taken in."""

    sha256: str
    feed: str
    path: str
    first_seen: datetime
    exported: ExportTime | None


def write_label(layout: Layout, label: Label) -> None:
    """Write a label durably, unless there is one: what was fixed at first sight stays."""
    path = _path(layout, label.sha256, label.feed)
    exported = label.exported
    said = {
        "feed": label.feed,
        "path": label.path,
        "first_seen": stamp(label.first_seen),
        "exported_at": stamp(exported.at) if exported else None,
        "exported_from": exported.origin.value if exported else None,
        "exported_sure": exported.sure if exported else None,
    }
    if not path.exists():
        with written(path) as temporary:
            temporary.write_text(as_json(said), "utf-8")


def remove_label(layout: Layout, sha256: str, feed: str) -> None:
    """Let ``rebuild`` leave this file out."""
    _path(layout, sha256, feed).unlink(missing_ok=True)


def labels(layout: Layout, known: Collection[tuple[str, str]] = ()) -> Iterator[Label]:
    """Every file that the archive kept for a feed, but for the (SHA-256, feed) that are ``known``."""
    for path in sorted((layout.state / "archive").glob("*/*.json")):
        sha256, _, feed = path.stem.partition(".")
        if (sha256, feed) not in known:
            yield _read(path, sha256, feed)


def _read(path: Path, sha256: str, feed: str) -> Label:
    said = json.loads(path.read_text("utf-8"))
    exported = None
    if said["exported_at"]:
        at = moment_of(said["exported_at"])
        exported = ExportTime(at, Origin(said["exported_from"]), bool(said["exported_sure"]))
    return Label(sha256, feed, said["path"], moment_of(said["first_seen"]), exported)


def _path(layout: Layout, sha256: str, feed: str) -> Path:
    return layout.archived(sha256).with_suffix(f".{feed}.json")
