"""Files in: known ones told apart, the others read in workers, each taken in or quarantined in a transaction."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from reform_tui.engine.intake.growing import supersede
from reform_tui.engine.intake.inbox import Seen
from reform_tui.engine.intake.labels import Label, write_label
from reform_tui.engine.intake.reading import Read, ReadTask, discard, faulty, fetched, joined, read, read_part
from reform_tui.engine.intake.recognising import Intake, Known, fresh_among, remember
from reform_tui.engine.workers.pool import Pool
from reform_tui.errors import FeedError, WorkerError
from reform_tui.feeds.batch import Batch, ExportTime
from reform_tui.feeds.exchanged_days import refuse_exchanged
from reform_tui.feeds.pieces import Piece, pieces_of
from reform_tui.store.archive import keep, sha256_of
from reform_tui.store.database import stamp
from reform_tui.store.folding import fold, waiting_homes
from reform_tui.store.ledger import Line, write_line
from reform_tui.store.store import Store
from reform_tui.store.taking import Origin, Taken, take
from reform_tui.store.unit_entries import NAMES
from reform_tui.times import monotonic

SECONDS = 1.0
"""As many files go into one transaction as fit this long."""
MANY = 64
"""Segments of one home that are folded at once: a burst of files would keep them all in memory."""


def take_in(
    store: Store, pool: Pool, root: Path, zone: str, files: Sequence[Seen], plugins: Sequence[str], now: datetime
) -> Intake:
    """Take in what is new among ``files``; the caller evaluates the dirty units afterwards."""
    done = Intake()
    fresh = list(fresh_among(store, root, files, now, done))
    tasks = [_task(store, one, zone, plugins, number, root / one.seen.path) for number, one in enumerate(fresh)]
    _take_each(store, pool, fresh, tasks, now, done)
    fates = {one.sha256: done.waiting.get(one.seen.path, "") for one in fresh}
    again, done.again = done.again, []
    for one in fresh_among(store, root, again, now, done):  # its twin could not be taken in either
        done.waiting[one.seen.path] = fates.get(one.sha256) or "still growing"
    done.waiting |= {seen.path: "still growing" for seen in done.again}
    return done


def take_known(
    store: Store, pool: Pool, zone: str, files: Sequence[Known], plugins: Sequence[str], now: datetime
) -> Intake:
    """Take in files out of the archive, each under its feed's mapping of today."""
    tasks = [_task(store, one, zone, plugins, number, None) for number, one in enumerate(files)]
    return _take_each(store, pool, files, tasks, now, Intake())


def _take_each(
    store: Store, pool: Pool, files: Sequence[Known], tasks: Sequence[ReadTask], now: datetime, done: Intake
) -> Intake:
    pieces = {at: cut for at, task in enumerate(tasks) if not task.archived and (cut := _pieces(task))}
    small = [at for at in range(len(tasks)) if at not in pieces]
    results = dict(zip(small, pool.run_each(read, [tasks[at] for at in small]), strict=True))
    results |= {at: _read_in_pieces(pool, tasks[at], cut) for at, cut in pieces.items()}
    order = sorted(range(len(tasks)), key=lambda at: _by_export_time(files[at], tasks[at], results[at]), reverse=True)
    while order:
        pool.meanwhile()
        with store.step():
            started = monotonic()
            while order and monotonic() - started < SECONDS:
                at = order.pop()
                _finish(store, files[at], tasks[at], results[at], now, done)
        for schema, home in waiting_homes(store, MANY):
            fold(store, schema, home)
    return done


def _pieces(task: ReadTask, *, quoted: bool = False) -> list[Piece]:
    """Where to cut the file, if it is large; one that went away meanwhile is said to by whoever reads it."""
    try:
        return pieces_of(Path(task.path), task.feed, task.schema, quoted=quoted)
    except OSError:
        return []


def _read_in_pieces(pool: Pool, task: ReadTask, pieces: list[Piece]) -> Read | WorkerError:
    """Read a large file in pieces side by side, while another worker checks and archives it."""
    parts = [replace(task, piece=piece, result=f"{task.result}-{n}") for n, piece in enumerate(pieces)]
    kept, *results = pool.run_each(read_part, [task, *parts])
    if any(isinstance(result, Read) and result.odd for result in results):
        for part in parts:
            discard(part.result)
        return _read_in_pieces(pool, task, _pieces(task, quoted=True))
    for result in (kept, *results):
        if isinstance(result, WorkerError) or result.fault or result.waiting:
            return result
    batches = [
        fetched(result.batch, part.result)
        for result, part in zip(results, parts, strict=True)
        if isinstance(result, Read) and result.batch is not None
    ]
    batch = joined(batches, pieces)
    try:
        refuse_exchanged(task.name, batch.days)
    except FeedError as error:
        return faulty(error)
    return Read(batch, whole=True)


def _task(store: Store, one: Known, zone: str, plugins: Sequence[str], number: int, path: Path | None) -> ReadTask:
    """What a worker must know to read a file, from a folder or, without a path, from the archive."""
    seen = one.seen
    return ReadTask(
        path=str(path or ""),
        name=seen.name,
        sha256=one.sha256,
        feed=seen.feed,
        schema=store.schemas[seen.feed.schema],
        zone=seen.feed.time.zone or zone,
        first_seen=datetime.fromtimestamp(seen.mtime_ns // 1000 / 1e6, UTC),
        state=str(store.layout.state),
        result=str(store.layout.work / f"read-{number}"),
        plugins=tuple(plugins),
        units=str(store.layout.work / NAMES),
        archived=path is None,
        exported=one.exported,
    )


def _by_export_time(one: Known, task: ReadTask, result: Read | WorkerError) -> tuple[datetime, str]:
    batch = None if isinstance(result, WorkerError) else result.batch
    return (batch.exported.at if batch else task.first_seen, one.sha256)


def _finish(store: Store, one: Known, task: ReadTask, result: Read | WorkerError, now: datetime, done: Intake) -> None:
    if isinstance(result, WorkerError):
        _keep(store, task)
        _quarantine(store, one, task, Read(fault=f"{one.seen.name}: {result}"), now)
        done.quarantined += 1
    elif result.waiting:
        done.waiting[one.seen.path] = result.waiting
    elif result.batch is None:
        _quarantine(store, one, task, result, now)
        done.quarantined += 1
    else:
        batch = result.batch if result.whole else fetched(result.batch, task.result)
        taken = _take(store, one, task, batch, now)
        done.units |= taken.units
        done.taken += 1
        done.outgrown |= supersede(store, one.seen, one.sha256)
        remember(store.connection, one.seen, taken.arrival)


def _keep(store: Store, task: ReadTask) -> None:
    """Keep a file whose reader took the worker down with it, as far as it is still what it was."""
    with suppress(OSError):
        content = Path(task.path).read_bytes() if not task.archived else b""
        if sha256_of(content) == task.sha256:
            keep(store.layout, content, task.sha256)


def _quarantine(store: Store, one: Known, task: ReadTask, result: Read, now: datetime) -> None:
    seen = one.seen
    number = store.connection.execute(
        "INSERT INTO arrivals"
        " (feed, schema, path, sha256, mapping, status, reason, said, exported_at, exported_from, taken_at)"
        " VALUES (?, ?, ?, ?, ?, 'quarantined', ?, ?, ?, 'mtime', ?) RETURNING id",
        (
            seen.feed.name, seen.feed.schema, seen.path, one.sha256, seen.feed.version, result.fault, result.said,
            stamp(task.first_seen), stamp(now),
        ),
    ).fetchone()[0]  # fmt: skip
    remember(store.connection, seen, number)
    _settled(store, one, task, None, number)


def _take(store: Store, one: Known, task: ReadTask, batch: Batch, now: datetime) -> Taken:
    seen = one.seen
    snapshot = seen.feed.mode == "snapshot"
    origin = Origin(seen.feed.name, seen.path, one.sha256, seen.feed.version, seen.feed.authority, snapshot, now)
    taken = take(store, origin, batch)
    for (left, entered), keys in () if one.again else sorted(taken.moved.items()):
        detail = {"from": left, "to": entered, "records": len(keys), "keys": list(keys[:100])}
        write_line(store.connection, Line("moved", detail, unit=entered), now)
    _settled(store, one, task, batch.exported, taken.arrival)
    return taken


def _settled(store: Store, one: Known, task: ReadTask, exported: ExportTime | None, arrival: int) -> None:
    """Label the archived file, and retire what became of it under an earlier mapping."""
    feed = one.seen.feed.name
    write_label(store.layout, Label(one.sha256, feed, one.seen.path, task.first_seen, exported))
    store.connection.execute(
        "UPDATE arrivals SET status = 'superseded'"
        " WHERE sha256 = ? AND feed = ? AND status = 'quarantined' AND id != ?",
        (one.sha256, feed, arrival),
    )
