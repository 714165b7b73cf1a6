"""One record as a console opens it: its cells, what each export said of it, who held it, and how it is counted."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reform_tui.board.board import masked
from reform_tui.board.details import EvidenceRow, read_evidence
from reform_tui.errors import StoreError, StoreFileGoneError
from reform_tui.language import mark
from reform_tui.model.record_code import home_in, unit_in
from reform_tui.model.schema import RECORDS, Schema
from reform_tui.model.verdict import Verdict
from reform_tui.record_lateness import Counted, counted
from reform_tui.record_limit import due_by
from reform_tui.store.counting import read_calendar, read_limits
from reform_tui.store.database import stamp
from reform_tui.store.layout import Layout
from reform_tui.store.reading import schemas_in
from reform_tui.store.verdicts import read_verdict
from reform_tui.working_moments import days_not_worked, worked

if TYPE_CHECKING:
    import pyarrow as pa

    from reform_tui.store.places import HomeRows

STEPS = "steps"
CLOSED = mark("people's data of this record cannot be read; ask who keeps this project")


@dataclass(frozen=True)
class Said:
    """What one export said of a record, in the columns that remember."""

    exported_at: datetime
    feed: str
    path: str
    sheet: str
    row: int
    """0 where it is known no more."""
    cells: Mapping[str, Any]


@dataclass(frozen=True)
class Step:
    """Who held a record, from when to when; the officer masked."""

    step: str
    holder: str
    officer: str
    began_at: datetime | None
    ended_at: datetime | None

    def at(self, moment: datetime) -> bool:
        """Whether it was going on then."""
        return self.began_at is not None and self.began_at <= moment and not (self.ended_at and self.ended_at <= moment)


@dataclass(frozen=True)
class RecordDetail:
    """Everything that is known of one record, or of a row of another kind."""

    row: EvidenceRow
    verdict: Verdict | None = None
    counted: Mapping[str, Counted] = field(default_factory=dict)
    """Profile to what it says of the record now; empty for a row of another kind."""
    limit: datetime | None = None
    """When the limit of its procedure ends, where the table of procedures knows it."""
    days_off: tuple[date, ...] = ()
    """From its receipt until it was due or finished, whichever is later, or until now."""
    waited_hours: float = 0.0
    """Working hours from the request for a supplement until it came."""
    steps: tuple[Step, ...] = ()
    said: tuple[Said, ...] = ()
    """Oldest first."""

    @property
    def cells(self) -> dict[str, Any]:
        """Its cells by column."""
        return dict(self.row.cells)

    def held_at(self, moment: datetime) -> tuple[Step, ...]:
        """The steps that were going on at a moment."""
        return tuple(step for step in self.steps if step.at(moment))

    def unit_at(self, moment: datetime) -> str:
        """The unit that the newest export by a moment named; the one that answers now where none did."""
        named = [said.cells["unit"] for said in self.said if said.exported_at <= moment and said.cells.get("unit")]
        return str(named[-1] if named else self.cells.get("handling_unit") or self.cells.get("unit") or "")


def read_record(connection: sqlite3.Connection, root: Path, name: str, now: datetime) -> RecordDetail:
    """Read one record by its store key or its code; its row is empty where nothing is called so."""
    row = _row_of(connection, root, name)
    verdict = read_verdict(connection, row.key)
    calendar = read_calendar(connection)
    if row.schema != RECORDS.name or calendar is None:
        return RecordDetail(row, verdict)
    record: dict[str, Any] = dict(row.cells)
    limit = due_by(record, read_limits(connection, str(record.get("procedure", ""))), calendar)
    said, steps = _files(connection, root, row)
    received = record.get("received_at")
    until = max(filter(None, (record.get("due_at") or limit, record.get("finished_at") or now)))
    requested, supplied = record.get("supplement_requested_at"), record.get("supplemented_at")
    return RecordDetail(
        row,
        verdict,
        counted(record, limit, now, calendar),
        limit,
        days_not_worked(calendar, received, until) if received else (),
        worked(calendar, requested, supplied or now).total_seconds() / 3600 if requested else 0.0,
        steps,
        said,
    )


def read_people(connection: sqlite3.Connection, root: Path, row: EvidenceRow) -> dict[str, str]:
    """Return the cells of people of one row, unmasked, by column; ``StoreError`` where they are closed to this user."""
    from reform_tui.store.rows import find_rows  # noqa: PLC0415 - pyarrow loads only when a record opens

    schema = schemas_in(connection)[row.schema]
    names = schema.names(people=True)
    try:
        found = find_rows(connection, Layout(root / "state"), schema, [row.key], names).to_pylist()
    except (OSError, StoreFileGoneError) as error:
        raise StoreError(CLOSED) from error
    return {name: str(one[name]) for one in found for name in names if one.get(name) not in (None, "")}


def _row_of(connection: sqlite3.Connection, root: Path, name: str) -> EvidenceRow:
    """The row with this key; a code that does not name its unit may lie at any home."""
    code = name.upper() if unit_in(name.upper()) else name
    keys = [code]
    if not unit_in(code) and "|" not in code:
        homes = connection.execute("SELECT DISTINCT home FROM home_units WHERE schema = ?", (RECORDS.name,))
        keys = [f"{home}|{code}" for (home,) in homes]
    found = [row for row in read_evidence(connection, root, keys) if row.path]
    return found[0] if found else EvidenceRow(code)


def _files(connection: sqlite3.Connection, root: Path, row: EvidenceRow) -> tuple[tuple[Said, ...], tuple[Step, ...]]:
    """What lies in the store's files; nothing where they are gone, which the engine tells with a remedy."""
    layout, known = Layout(root / "state"), schemas_in(connection)
    with suppress(OSError, StoreFileGoneError):
        said = tuple(_said(connection, layout, row))
        steps = tuple(_steps(connection, layout, known[STEPS], row)) if STEPS in known else ()
        return said, steps
    return (), ()


def _said(connection: sqlite3.Connection, layout: Layout, row: EvidenceRow) -> Iterable[Said]:
    from reform_tui.store.places import SchemaRows  # noqa: PLC0415 - pyarrow loads only when a record opens
    from reform_tui.store.rows import read_revisions, where_rows_lie  # noqa: PLC0415 - as above

    homes = tuple(
        one for one in where_rows_lie(connection, layout, RECORDS, [home_in(row.key)]) if one.base or one.segments
    )
    rows = _rows_in_files(homes, row)
    for told in _with(read_revisions(SchemaRows(RECORDS, homes), ()), "_key", row.key, by="exported_at"):
        cells = {name: told[name] for name in told if name not in {"_key", "exported_at", "feed"}}
        path, sheet, place = _place(connection, told["feed"], told["exported_at"], rows)
        yield Said(told["exported_at"], told["feed"], path, sheet, place, cells)


def _place(
    connection: sqlite3.Connection, feed: str, exported_at: datetime, rows: Mapping[int, int]
) -> tuple[str, str, int]:
    """File, sheet and row of what a feed said of then, by the rows that are known; no file where it may be several."""
    found = connection.execute(
        "SELECT path, sheet, id FROM arrivals WHERE feed = ? AND exported_at = ? AND status IN ('taken', 'superseded')"
        " ORDER BY id DESC",
        (feed, stamp(exported_at)),
    ).fetchall()
    known = [(path, sheet, rows[arrival]) for path, sheet, arrival in found if arrival in rows]
    files = {(path, sheet, 0) for path, sheet, _ in found}
    return known[0] if known else files.pop() if len(files) == 1 else ("", "", 0)


def _rows_in_files(homes: Sequence[HomeRows], row: EvidenceRow) -> dict[int, int]:
    """Arrival to the record's row in its file: of the row that stands, and of those not folded yet."""
    from reform_tui.store.overlays import overlays_of  # noqa: PLC0415 - as above

    overlays = overlays_of(homes, RECORDS, ("_key", "_arrival", "_row"))
    told = (one for overlay in overlays.values() for one in _of(overlay, "_key", row.key))
    return {**{one["_arrival"]: one["_row"] for one in told}, row.arrival: row.row}


def _steps(connection: sqlite3.Connection, layout: Layout, schema: Schema, row: EvidenceRow) -> Iterable[Step]:
    from reform_tui.store.places import SchemaRows  # noqa: PLC0415 - as above
    from reform_tui.store.rows import read_rows, where_rows_lie  # noqa: PLC0415 - as above

    homes = tuple(
        one for one in where_rows_lie(connection, layout, schema, [home_in(row.key)]) if one.base or one.segments
    )
    for names in (schema.names(), schema.names(people=False)):
        with suppress(OSError):  # people's files are closed to those outside their group
            found = read_rows(SchemaRows(schema, homes), names, ())
            return [_step(one) for one in _with(found, "record_id", row.cell("record_id"), by="began_at")]
    return ()


def _step(one: Mapping[str, Any]) -> Step:
    holder = one.get("holder") or one.get("unit") or ""
    return Step(
        one.get("step") or "", holder, masked(one.get("officer") or ""), one.get("began_at"), one.get("ended_at")
    )


def _with(table: pa.Table, column: str, value: object, *, by: str) -> Sequence[dict[str, Any]]:
    """The rows with this value, in order of a moment."""
    if by not in table.column_names:
        return []
    return sorted(_of(table, column, value), key=lambda row: row[by] is not None and row[by].timestamp())


def _of(table: pa.Table, column: str, value: object) -> list[dict[str, Any]]:
    """The rows with this value."""
    import pyarrow.compute as pc  # noqa: PLC0415 - pyarrow loads only when a record opens

    found: list[dict[str, Any]] = table.filter(
        pc.fill_null(pc.equal(table.column(column), str(value)), False)
    ).to_pylist()
    return found
