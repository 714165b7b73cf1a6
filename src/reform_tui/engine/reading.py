"""Reading one file in a worker: checked, archived, made a batch, and the rows left in an Arrow file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import pyarrow as pa

from reform_tui.config.types import Feed
from reform_tui.errors import FeedError, FileIncomplete
from reform_tui.feeds.batch import Batch, ExportTime
from reform_tui.feeds.read import read_file
from reform_tui.model.schema import Schema
from reform_tui.plugins import load_plugins
from reform_tui.store.archive import content_of, keep, sha256_of
from reform_tui.store.layout import Layout


@dataclass(frozen=True)
class ReadTask:
    """One file to read, from a folder or (``archived``) from the archive."""

    path: str
    name: str
    sha256: str
    feed: Feed
    schema: Schema
    zone: str
    first_seen: datetime
    state: str
    """The ``state`` folder whose archive keeps the file."""
    result: str
    """Where to leave the rows."""
    plugin_files: tuple[str, ...] = ()
    archived: bool = False
    exported: ExportTime | None = None
    """Fixed when the file was first taken in."""


@dataclass(frozen=True)
class Read:
    """What became of it: a batch whose rows lie in ``task.result``, or a fault."""

    batch: Batch | None = None
    fault: str = ""
    waiting: str = ""
    """Why it is not finished yet, if that is all that is wrong."""


def read(task: ReadTask) -> Read:
    """Read one file; a fault is a value here, because only sentences cross from a worker."""
    layout = Layout(Path(task.state))
    try:
        content = content_of(layout, task.sha256) if task.archived else Path(task.path).read_bytes()
    except OSError as error:
        return Read(waiting=f"cannot be read: {error.strerror}")
    if not task.archived and sha256_of(content) != task.sha256:
        return Read(waiting="still growing")
    try:
        batch = _batch(task, content)
    except FileIncomplete as error:
        return Read(waiting=str(error))
    except FeedError as error:
        keep(layout, content, task.sha256)
        return Read(fault=str(error))
    if not task.archived:
        keep(layout, content, task.sha256)
    return Read(_left(batch, task))


def _batch(task: ReadTask, content: bytes) -> Batch:
    readers = tuple(load_plugins([Path(file) for file in task.plugin_files]).readers.values())
    return read_file(
        task.name, content, task.feed, task.schema, zone=task.zone, first_seen=task.first_seen, readers=readers
    )


def _left(batch: Batch, task: ReadTask) -> Batch:
    """Leave the tables on disk, so that a pipe carries only their schema."""
    for suffix, table in ((".rows", batch.rows), (".rejected", batch.rejected)):
        with pa.OSFile(task.result + suffix, "wb") as sink, pa.ipc.new_file(sink, table.schema) as out:
            out.write_table(table)
    return replace(
        batch,
        rows=batch.rows.slice(0, 0),
        rejected=batch.rejected.slice(0, 0),
        exported=task.exported or batch.exported,
    )


def fetched(batch: Batch, result: str) -> Batch:
    """The batch with its rows again, memory-mapped; the files may be removed afterwards."""
    tables: Mapping[str, pa.Table] = {
        suffix: pa.ipc.open_file(pa.memory_map(result + suffix)).read_all() for suffix in (".rows", ".rejected")
    }
    for suffix in tables:
        Path(result + suffix).unlink()
    return replace(batch, rows=tables[".rows"], rejected=tables[".rejected"])
