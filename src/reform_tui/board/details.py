"""What is read only when it is opened: an alert's trail and evidence, a feed's quarantine, a rule's health."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from reform_tui.board.board import HealthRow, masked
from reform_tui.board.reading import health_row
from reform_tui.errors import StoreFileGoneError
from reform_tui.feeds.remarks import Remark
from reform_tui.model.finding import Fact
from reform_tui.model.schema import Column, Schema
from reform_tui.model.verdict import Verdict
from reform_tui.store.database import moment_of
from reform_tui.store.layout import Layout
from reform_tui.store.reading import schemas_in
from reform_tui.store.remarks import read_remarks
from reform_tui.store.verdicts import read_verdicts

Cell = str | float | datetime
"""A flag and a whole number too, which a type checker takes for a ``float``."""
_UNSAID = {"act", "told", "by", "undo"}
"""Parts of a change that no screen lists: the file of an act, and what its alert said, which the alert shows."""
SHOWN_AT_MOST = 2_000
"""Evidence rows and quarantined rows listed on one screen; the count beside them is always the whole."""


@dataclass(frozen=True)
class TrailRow:
    """One step of an alert's life."""

    seq: int
    at: datetime
    kind: str
    author: str
    detail: tuple[tuple[str, Fact], ...]
    """(name, value) of what the change says."""
    before: Mapping[str, Fact] = field(default_factory=dict)
    """What changed, as it was."""


@dataclass(frozen=True)
class EvidenceRow:
    """One row behind an alert, down to file, sheet and row; cells that hold people are masked."""

    key: str
    path: str = ""
    sheet: str = ""
    row: int = 0
    cells: tuple[tuple[str, Cell], ...] = ()
    """(column, value) of what is not empty, in the schema's order."""
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Column to language to what people call it, of those that only this project has."""
    schema: str = ""
    """Of what kind it is."""
    arrival: int = 0

    def cell(self, column: str) -> Cell:
        """The value of one column; empty text when there is none."""
        return dict(self.cells).get(column, "")


@dataclass(frozen=True)
class AlertDetail:
    """An alert's trail, newest first, and its evidence."""

    trail: tuple[TrailRow, ...]
    evidence: tuple[EvidenceRow, ...]
    """The first of them, read; the others are known by their keys."""
    every: tuple[str, ...]
    """Store keys of all."""
    verdicts: Mapping[str, Verdict] = field(default_factory=dict)
    kept: bool = True
    """Whether the rows are known: of a moment that is past they may not be."""

    @cached_property
    def keys(self) -> frozenset[str]:
        """The same, to look up in."""
        return frozenset(self.every)


@dataclass(frozen=True)
class QuarantineRow:
    """A rejected row, an unreadable file or one that waits: where it lies and why."""

    kind: str
    """``row``, ``file``, ``waiting``, or ``remark`` for what is told of rows that were taken in."""
    at: datetime
    path: str
    sheet: str
    row: int
    column: str
    reason: str
    said: Mapping[str, Any] = field(default_factory=dict)
    """The reason as ``say`` and ``facts``, where the catalogues know it."""
    remark: Remark | None = None
    """What is told of rows that were taken in."""


def read_alert(connection: sqlite3.Connection, root: Path, alert: str) -> AlertDetail:
    """Read the trail and the evidence of one alert."""
    keys = evidence_keys(connection, alert)
    trail = read_trail(connection, alert)
    return AlertDetail(trail, read_evidence(connection, root, keys), tuple(keys), verdicts_on(connection, keys))


def read_trail(connection: sqlite3.Connection, alert: str) -> tuple[TrailRow, ...]:
    """What happened to one alert, the newest first."""
    steps = connection.execute(
        "SELECT seq, at, kind, author, detail FROM changes WHERE alert = ? ORDER BY seq DESC", (alert,)
    )
    return tuple(
        TrailRow(seq, moment_of(at), kind, author or "", *told(detail)) for seq, at, kind, author, detail in steps
    )


def verdicts_on(connection: sqlite3.Connection, keys: Iterable[str]) -> dict[str, Verdict]:
    """What was said of these rows."""
    said = read_verdicts(connection)
    return {key: said[key] for key in keys if key in said}


def evidence_keys(connection: sqlite3.Connection, alert: str) -> list[str]:
    """Store keys of the rows behind an alert, in the order in which its check gave them."""
    row = connection.execute("SELECT evidence FROM alerts WHERE id = ?", (alert,)).fetchone()
    return zlib.decompress(row[0]).decode().splitlines() if row and row[0] else []


def told(detail: str) -> tuple[tuple[tuple[str, Fact], ...], Mapping[str, Fact]]:
    """A change's detail as names and values, and what was before; a text that is no JSON object has no name."""
    try:
        value = json.loads(detail)
    except ValueError:
        return (("", detail),), {}
    if not isinstance(value, dict):
        return (("", str(value)),), {}
    before = value.pop("before", None)
    parts = {name: ", ".join(map(str, part)) if isinstance(part, list) else part for name, part in value.items()}
    said = tuple((name, part) for name, part in parts.items() if part not in ("", None) and name not in _UNSAID)
    if not isinstance(before, dict):
        return said, {}
    return tuple(one for one in said if one[1] != before.get(one[0])), before


def read_evidence(connection: sqlite3.Connection, root: Path, keys: Sequence[str]) -> tuple[EvidenceRow, ...]:
    """The first rows with these store keys, as many as one screen lists."""
    return _evidence(connection, root, keys[:SHOWN_AT_MOST])


def _evidence(connection: sqlite3.Connection, root: Path, keys: Sequence[str]) -> tuple[EvidenceRow, ...]:
    """Rows by key, of whatever kind they are; a key whose row is no longer there still stands in the list."""
    rows: dict[str, EvidenceRow] = {}
    layout = Layout(root / "state")
    for schema in schemas_in(connection).values():
        if left := [key for key in keys if key not in rows]:
            rows |= _rows_of(connection, layout, schema, left)
    return tuple(rows.get(key, EvidenceRow(key)) for key in keys)


def _rows_of(
    connection: sqlite3.Connection, layout: Layout, schema: Schema, keys: Sequence[str]
) -> dict[str, EvidenceRow]:
    """The rows of one schema with these keys; none where its files are gone, which the engine tells with a remedy."""
    from reform_tui.store.rows import find_rows  # noqa: PLC0415 - pyarrow loads only when an evidence list opens

    for names in (schema.names(), schema.names(people=False)):
        with suppress(OSError, StoreFileGoneError):  # people's files are closed to those outside their group
            found = find_rows(connection, layout, schema, keys, names)
            arrivals = {arrival for arrival in found.column("_arrival").to_pylist() if arrival is not None}
            files = _files(connection, arrivals)
            return {row["_key"]: _evidence_row(row, schema, files) for row in found.to_pylist()}
    return {}


def _files(connection: sqlite3.Connection, arrivals: set[int]) -> dict[int, tuple[str, str]]:
    query = "SELECT path, sheet FROM arrivals WHERE id = ?"
    return {arrival: connection.execute(query, (arrival,)).fetchone() or ("", "") for arrival in arrivals}


def _evidence_row(row: dict[str, object], schema: Schema, files: dict[int, tuple[str, str]]) -> EvidenceRow:
    path, sheet = files.get(int(str(row["_arrival"] or 0)), ("", ""))
    held = [column for column in schema.columns if row.get(column.name) not in (None, "")]
    cells = tuple((column.name, _shown(column, row[column.name])) for column in held)
    labels = {column.name: column.labels for column in held if column.labels}
    place = int(str(row["_row"] or 0))
    return EvidenceRow(str(row["_key"]), path, sheet, place, cells, labels, schema.name, int(str(row["_arrival"] or 0)))


def _shown(column: Column, value: object) -> Cell:
    """A cell for eyes: people masked, moments, flags and numbers kept, all else as text."""
    if column.people:
        return masked(str(value))
    return value if isinstance(value, (datetime, int, float)) else str(value)


def read_quarantine(connection: sqlite3.Connection, feed: str) -> tuple[QuarantineRow, ...]:
    """What a feed did not take in: waiting and unreadable files, then rejected rows, newest first; then remarks."""
    waiting = connection.execute("SELECT since, path, reason FROM waiting WHERE feed = ? ORDER BY since DESC", (feed,))
    files = connection.execute(
        "SELECT taken_at, path, coalesce(reason, ''), said FROM arrivals WHERE feed = ? AND status = 'quarantined'"
        " ORDER BY id DESC",
        (feed,),
    )
    rows = connection.execute(
        'SELECT taken_at, path, sheet, row, "column", quarantine.reason FROM quarantine JOIN arrivals ON id = arrival'
        " WHERE feed = ? AND status = 'taken' ORDER BY arrival DESC, row LIMIT ?",
        (feed, SHOWN_AT_MOST),
    )
    return (
        *(QuarantineRow("waiting", moment_of(at), path, "", 0, "", reason) for at, path, reason in waiting),
        *(
            QuarantineRow("file", moment_of(at), path, "", 0, "", *told_as(reason, said))
            for at, path, reason, said in files
        ),
        *(QuarantineRow("row", moment_of(at), *place) for at, *place in rows),
        *(
            QuarantineRow("remark", moment_of(of["taken_at"]), of["path"], of["sheet"], one.rows[0], "", "", remark=one)
            for of, one in read_remarks(connection, feed, SHOWN_AT_MOST)
        ),
    )


def told_as(reason: str, said: str) -> tuple[str, Mapping[str, Any]]:
    """A reason, and what to say it with in another language."""
    return reason, json.loads(said) if said else {}


def read_health(connection: sqlite3.Connection, rule: str) -> tuple[HealthRow, ...]:
    """How one rule fares in each unit, ill and blind first."""
    query = "SELECT * FROM health WHERE rule = ? ORDER BY health = 'ok', health DESC, unit"
    return tuple(map(health_row, connection.execute(query, (rule,))))
