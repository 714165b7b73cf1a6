"""What each feed's newest files say of each unit: which columns are missing, which lists hold, which shrank."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

import pyarrow.compute as pc

from reform_tui.store.merge import Arrived
from reform_tui.store.places import SchemaRows
from reform_tui.store.rows import read_rows, where_rows_lie
from reform_tui.store.store import Store


@dataclass(frozen=True)
class Shrunken:
    """A list that shows far fewer open rows of a unit than the one before, and removes nothing until accepted."""

    feed: str
    unit: str
    arrival: int
    before: int
    open: int


def note_coverage(
    store: Store, schema: str, feed: str, arrival: Arrived, counted: Mapping[tuple[str, bool], int]
) -> set[str]:
    """Write how many rows, and open ones, this file listed of each unit; ``counted`` is (unit, open) to rows.

    Return the units that must be judged again whatever their cells say: a list may have dropped rows of theirs, and
    a file that speaks for other columns may blind a rule.
    """
    units = sorted({unit for unit, _ in counted})
    store.connection.executemany(
        "INSERT INTO coverage (arrival, unit, rows, open) VALUES (?, ?, ?, ?)",
        (
            (
                arrival.id,
                unit,
                counted.get((unit, True), 0) + counted.get((unit, False), 0),
                counted.get((unit, True), 0),
            )
            for unit in units
        ),
    )
    spoken = _note_latest(store, schema, feed, arrival, units)
    return set(units) if arrival.snapshot_of else spoken


def _note_latest(store: Store, schema: str, feed: str, arrival: Arrived, units: Iterable[str]) -> set[str]:
    """Remember ``arrival`` as the feed's newest file of units, where it is; return those with other columns now."""
    known = dict(
        store.connection.execute("SELECT unit, arrival FROM latest WHERE schema = ? AND feed = ?", (schema, feed))
    )
    newer = [u for u in units if u not in known or arrival.rank > store.arrivals[known[u]].rank]
    store.connection.executemany(
        "INSERT OR REPLACE INTO latest (schema, feed, unit, arrival) VALUES (?, ?, ?, ?)",
        ((schema, feed, unit, arrival.id) for unit in newer),
    )
    return {u for u in newer if u in known and arrival.columns != store.arrivals[known[u]].columns}


def missing_columns(store: Store, schema: str, units: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Return for each unit the columns that none of its feeds' newest files speaks for."""
    spoken: dict[str, set[str]] = defaultdict(set)
    for unit, arrival in store.connection.execute("SELECT unit, arrival FROM latest WHERE schema = ?", (schema,)):
        if not units or unit in units:
            spoken[unit] |= store.arrivals[arrival].columns
    names = store.schemas[schema].names()
    return {unit: tuple(name for name in names if name not in columns) for unit, columns in spoken.items()}


def listed(store: Store, schema: str, shares: Mapping[str, float]) -> dict[str, dict[str, datetime]]:
    """Return for each snapshot feed the export time of each unit's newest list that holds.

    ``shares`` maps a snapshot feed to the least share of the open rows that a list must still show.
    """
    found: dict[str, dict[str, datetime]] = {}
    for feed, share in shares.items():
        for arrival, _unit, open_rows, held in _lists(store, schema, feed, share):
            if open_rows >= held.least:
                found.setdefault(feed, {})[_unit] = arrival.exported_at
    return found


def shrunken(store: Store, schema: str, feed: str, share: float) -> list[Shrunken]:
    """The lists that removed nothing because they shrank, and are the newest of their unit; missing ones included."""
    newest: dict[str, Shrunken | None] = {}
    last_seen: dict[str, tuple[int, int]] = {}
    last_arrival = _newest_list(store, schema, feed)
    for arrival, unit, open_rows, held in _lists(store, schema, feed, share):
        small = open_rows < held.least
        newest[unit] = Shrunken(feed, unit, arrival.id, held.open, open_rows) if small else None
        last_seen[unit] = (arrival.id, held.open if small else open_rows)
    absent = [
        Shrunken(feed, unit, last_arrival, before, 0)
        for unit, (arrival_id, before) in last_seen.items()
        if arrival_id != last_arrival and before > 0 and newest[unit] is None
    ]
    return [one for one in newest.values() if one is not None] + absent


def _newest_list(store: Store, schema: str, feed: str) -> int:
    """The newest file of a feed, by export time; one that lists nothing at all counts too."""
    query = "SELECT id FROM arrivals WHERE schema = ? AND feed = ? AND status = 'taken'"
    lists = [store.arrivals[number] for (number,) in store.connection.execute(query, (schema, feed))]
    return max(lists, key=lambda one: one.rank).id if lists else 0


def list_known_as(store: Store, feed: str, sha256: str) -> int:
    """The arrival of this content, whatever its number is by now; 0 where there is none."""
    query = "SELECT max(id) FROM arrivals WHERE feed = ? AND sha256 = ? AND status = 'taken'"
    return int(store.connection.execute(query, (feed, sha256)).fetchone()[0] or 0)


def accept_list(store: Store, arrival: int, unit: str, author: str) -> bool:
    """Let a list that shrank, or that lacks the unit altogether, remove what it does not show; whether there is one."""
    known = store.connection.execute(
        "SELECT 1 FROM coverage JOIN arrivals AS old ON old.id = coverage.arrival"
        " JOIN arrivals AS new USING (schema, feed) WHERE coverage.unit = ? AND new.id = ?"
        " AND new.status = 'taken' AND new.snapshot_of != '' LIMIT 1",
        (unit, arrival),
    ).fetchone()
    if known is None:
        return False
    store.connection.execute(
        "INSERT INTO coverage (arrival, unit, rows, open, accepted_by) VALUES (?, ?, 0, 0, ?)"
        " ON CONFLICT (arrival, unit) DO UPDATE SET accepted_by = excluded.accepted_by",
        (arrival, unit, author),
    )
    return True


def holds_rows(store: Store, schema: str, arrival: int) -> bool:
    """Whether any cell of the store still came from this arrival."""
    rows = store.connection.execute(
        "SELECT DISTINCT home FROM home_units JOIN coverage USING (unit) WHERE arrival = ? AND schema = ?",
        (arrival, schema),
    )
    kind = store.schemas[schema]
    places = where_rows_lie(store.connection, store.layout, kind, [home for (home,) in rows])
    held = read_rows(SchemaRows(kind, places), ("_arrival", "_others"), ())
    others = pc.struct_field(pc.list_flatten(held.column("_others")), "arrival")
    return any(bool(pc.any(pc.equal(one, arrival)).as_py()) for one in (held.column("_arrival"), others))


@dataclass(frozen=True)
class _Held:
    """What the list that holds so far showed."""

    open: int
    least: float


def _lists(store: Store, schema: str, feed: str, share: float) -> Iterator[tuple[Arrived, str, int, _Held]]:
    """Every list of a snapshot feed in order of export time, unit by unit, with what held before it."""
    rows = store.connection.execute(
        "SELECT arrival, unit, open, accepted_by FROM coverage JOIN arrivals ON arrivals.id = arrival"
        " WHERE schema = ? AND feed = ? AND status = 'taken'",
        (schema, feed),
    ).fetchall()
    held: dict[str, _Held] = {}
    for row in sorted(rows, key=lambda row: (*store.arrivals[row["arrival"]].rank, row["unit"])):
        before = held.get(row["unit"], _Held(0, 0.0))
        if row["accepted_by"]:
            before = _Held(before.open, 0.0)
        yield store.arrivals[row["arrival"]], row["unit"], row["open"], before
        if row["open"] >= before.least:
            held[row["unit"]] = _Held(row["open"], share * row["open"])
