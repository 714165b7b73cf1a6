"""Reading one file in a worker: checked, archived, made a batch, and the rows left in an Arrow file."""

from __future__ import annotations

import mmap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from reform_tui.config.types import Feed
from reform_tui.engine.workers.prints import printed_by
from reform_tui.errors import FeedError, FileIncompleteError
from reform_tui.feeds.batch import Batch, ExportTime
from reform_tui.feeds.exchanged_days import ExchangedDays
from reform_tui.feeds.exchanged_days import together as days_together
from reform_tui.feeds.pieces import Piece
from reform_tui.feeds.read import read_file, read_piece
from reform_tui.feeds.remarks import Remark, together
from reform_tui.feeds.unit_names import names_in
from reform_tui.model.schema import Schema
from reform_tui.sdk import Reader
from reform_tui.store.archive import content_of, keep, sha256_of
from reform_tui.store.database import as_json
from reform_tui.store.layout import Layout

ROWS, REJECTED = ".rows", ".rejected"
GROWING = "still growing"


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
    plugins: tuple[str, ...] = ()
    units: str = ""
    """Where it stands which unit a name means."""
    archived: bool = False
    exported: ExportTime | None = None
    """Fixed when the file was first taken in."""
    piece: Piece | None = None
    """The part of a large file that is read; the file is checked and archived by a task of its own."""


@dataclass(frozen=True)
class Read:
    """What became of it: a batch whose rows lie in ``task.result``, or a fault."""

    batch: Batch | None = None
    fault: str = ""
    said: str = ""
    """The fault as ``arrivals.said`` holds it, for a screen of another language."""
    waiting: str = ""
    """Why it is not finished yet, if that is all that is wrong."""
    odd: bool = False
    """Whether a piece holds an odd number of quotation marks, so that it may be cut inside a quotation."""
    whole: bool = False
    """Whether the batch holds its rows already, its pieces joined."""


def read(task: ReadTask) -> Read:
    """Read one file, or a piece; a fault is a value here, because only sentences cross from a worker."""
    layout = Layout(Path(task.state))
    try:
        content = content_of(layout, task.sha256) if task.archived else Path(task.path).read_bytes()
    except OSError as error:
        return Read(waiting=f"cannot be read: {error.strerror}")
    if not task.archived and sha256_of(content) != task.sha256:
        return Read(waiting=GROWING)
    try:
        return _kept(task, layout, content)
    except OSError as error:  # a full disk says nothing about the file
        return Read(waiting=f"cannot be kept: {error.strerror or error}")


def _kept(task: ReadTask, layout: Layout, content: bytes) -> Read:
    """Read a file and keep it, whatever became of it, unless it has no end yet."""
    batch, fault = None, Read()
    try:
        batch = _batch(task, content)
    except FileIncompleteError as error:
        return Read(waiting=str(error))
    except FeedError as error:
        fault = faulty(error)
    if not task.archived:
        keep(layout, content, task.sha256)
    return Read(_left(batch, task)) if batch else fault


def faulty(error: FeedError) -> Read:
    """A file that cannot be read, and why."""
    said = {"say": error.sentence, "facts": error.facts}
    return Read(fault=str(error), said=as_json(said) if error.facts else "")


def read_part(task: ReadTask) -> Read:
    """Read one piece of a large file, or, for a task without one, check the whole file and archive it."""
    try:
        with Path(task.path).open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
            return _part(task, content)
    except OSError as error:
        return Read(waiting=f"cannot be read: {error.strerror}")
    except FeedError as error:
        return faulty(error)


def _part(task: ReadTask, content: mmap.mmap) -> Read:
    if task.piece is not None:
        text = task.piece.of(content)
        if not task.piece.sure and text.count(b'"') % 2:
            return Read(odd=True)
        return Read(_left(_batch(task, text, read_piece), task))
    if sha256_of(content) != task.sha256:
        return Read(waiting=GROWING)
    keep(Layout(Path(task.state)), content, task.sha256)
    return Read()


def _batch(task: ReadTask, content: bytes, way: Callable[..., Batch] = read_file) -> Batch:
    more = {"readers": _readers(task.plugins), "units": names_in(task.units)}
    return way(task.name, content, task.feed, task.schema, zone=task.zone, first_seen=task.first_seen, **more)


def _readers(plugins: Sequence[str]) -> tuple[Reader, ...]:
    return tuple(reader for plugin in plugins for reader in _readers_of(plugin))


def _readers_of(plugin: str) -> Iterator[Reader]:
    """Yield what one plugin reads; what it prints meanwhile goes to its own log."""
    from reform_tui.plugins import load_plugins, source_of  # noqa: PLC0415 - only where a plugin offers a format

    source = source_of(plugin)
    own = printed_by(source.name)
    for one in own(load_plugins)([source]).readers.values():
        yield replace(one, recognise=own(one.recognise), read=own(one.read))


def _left(batch: Batch, task: ReadTask) -> Batch:
    """Leave the tables on disk, so that a pipe carries only their schema."""
    for suffix, table in ((ROWS, batch.rows), (REJECTED, batch.rejected)):
        with pa.OSFile(task.result + suffix, "wb") as sink, pa.ipc.new_file(sink, table.schema) as out:
            out.write_table(table.combine_chunks())
    return replace(
        batch,
        rows=batch.rows.schema.empty_table(),
        rejected=batch.rejected.schema.empty_table(),
        exported=task.exported or batch.exported,
    )


def discard(result: str) -> None:
    """Remove what a task left, if it left anything."""
    for suffix in (ROWS, REJECTED):
        Path(result + suffix).unlink(missing_ok=True)


def fetched(batch: Batch, result: str) -> Batch:
    """The batch with its rows again, memory-mapped, their files removed."""
    rows, rejected = _mapped(result + ROWS), _mapped(result + REJECTED)
    return replace(batch, rows=rows, rejected=rejected)


def _mapped(path: str) -> pa.Table:
    table = pa.ipc.open_file(pa.memory_map(path)).read_all()
    Path(path).unlink()
    return table


def joined(batches: Sequence[Batch], pieces: Sequence[Piece]) -> Batch:
    """The pieces of a large file as one batch: rows numbered through, the export time of its beginning."""
    rows, rejected, before = [], [], 0
    remarks: list[Remark] = []
    days: list[ExchangedDays] = []
    for batch, piece in zip(batches, pieces, strict=True):
        offset = before - (0 if piece.first else piece.header_rows)
        rows.append(_moved_down(batch.rows, "_row", offset))
        remarks += [one.moved_down(offset) for one in batch.remarks]
        days.append(batch.days.moved_down(offset))
        rejected.append(_moved_down(batch.rejected, "row", offset))
        before = offset + piece.header_rows + batch.read + batch.set_aside
    whole = pa.concat_tables(rows).unify_dictionaries()
    return replace(
        batches[0],
        rows=whole,
        rejected=pa.concat_tables(rejected),
        set_aside=sum(batch.set_aside for batch in batches),
        remarks=together(remarks),
        days=days_together(days),
    )


def _moved_down(table: pa.Table, name: str, by: int) -> pa.Table:
    at = table.column_names.index(name)
    return table.set_column(at, name, pc.add(table.column(name), pa.scalar(by, pa.int32())))
