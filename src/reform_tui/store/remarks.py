"""What is told of the rows of one file, kept with its arrival and read again."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from reform_tui.feeds.remarks import NAMED_CODES, ODD_CODE, Remark, together
from reform_tui.store.database import as_json

if TYPE_CHECKING:  # a console reads remarks without Arrow
    from reform_tui.feeds.batch import Batch
    from reform_tui.store.repeats import Repeats
    from reform_tui.store.store import Store


def note_remarks(store: Store, arrival: int, batch: Batch, repeats: Iterable[Repeats]) -> None:
    """Write what is told of a batch, and the counts of all that it repeats into its arrival."""
    every = list(repeats)
    codes = [one for found in every for one in found.remarks][:NAMED_CODES]
    told = together([*batch.remarks, *codes])
    store.connection.executemany(
        "INSERT OR REPLACE INTO remarks (arrival, kind, subject, count, rows, columns) VALUES (?, ?, ?, ?, ?, ?)",
        ((arrival, r.kind, r.subject, r.count, as_json(list(r.rows)), as_json(list(r.columns))) for r in told),
    )
    odd = sum(one.count for one in batch.remarks if one.kind == ODD_CODE)
    counts = (sum(found.codes for found in every), int(sum(found.differing for found in every)), odd)
    if any(counts):
        store.connection.execute(
            "UPDATE arrivals SET repeated = ?, differing = ?, odd_codes = ? WHERE id = ?", (*counts, arrival)
        )


def read_remarks(
    connection: sqlite3.Connection, feed: str = "", limit: int = -1
) -> Iterator[tuple[sqlite3.Row, Remark]]:
    """Yield the file (``path``, ``sheet``, ``taken_at``, ``feed``) and each remark about it, the newest file first."""
    rows = connection.execute(
        "SELECT remarks.*, path, sheet, taken_at, feed FROM remarks JOIN arrivals ON id = arrival"
        " WHERE status = 'taken' AND ?1 IN ('', feed) ORDER BY arrival DESC, kind = 'differing' DESC, kind, subject"
        " LIMIT ?2",
        (feed, limit),
    )
    for row in rows:
        yield (
            row,
            Remark(
                row["kind"],
                row["count"],
                tuple(json.loads(row["rows"])),
                row["subject"],
                tuple(json.loads(row["columns"])),
            ),
        )
