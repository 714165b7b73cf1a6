"""Which rows of a table are its header: up to three levels among the first rows, found by their headings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from reform_tui.config.types import Feed
from reform_tui.errors import FeedError
from reform_tui.feeds.headings import Header, Known, as_told
from reform_tui.model.schema import Schema

SEARCHED_ROWS = 15
LEVELS = 3
"""Rows of headings above each other; the form 06a has three."""
_ENOUGH = 2

Rows = Mapping[int, tuple[str, ...]]


def header_of(where: str, table: pa.Table, feed: Feed, schema: Schema) -> Header:
    """Find the header in a table of text; ``FeedError`` when no row is one."""
    best = _best(table, feed, schema)
    if best is None or len(best.mapped) < _needed(best):
        raise FeedError(_no_header(where, feed, schema, _searched(table, feed)))
    return best


def score(table: pa.Table, feed: Feed, schema: Schema) -> int:
    """How many of our columns the best header of a table has."""
    best = _best(table, feed, schema)
    return len(best.mapped) if best else 0


def first_rows(table: pa.Table, last: int = SEARCHED_ROWS) -> dict[int, tuple[str, ...]]:
    """Return the first rows by number, each cell trimmed, without the colon or star behind it."""
    head = table.filter(pc.less_equal(table["row"], last)).sort_by("row")
    names = [name for name in head.column_names if name.isdigit()]
    columns = [head[name].to_pylist() for name in names]
    texts = zip(*columns, strict=True) if columns else ()
    return {
        number: tuple(" ".join((text or "").split()).rstrip(":*") for text in cells)
        for number, cells in zip(head["row"].to_pylist(), texts, strict=False)
    }


def _best(table: pa.Table, feed: Feed, schema: Schema) -> Header | None:
    """The header with most of our columns; of equals the one with fewer levels, then the first."""
    known = Known.of(feed, schema)
    rows = _searched(table, feed)
    found = (known.header(last, levels) for last, levels in _candidates(rows, 0 if 0 in rows else feed.header))
    return max(found, key=lambda header: len(header.mapped), default=None)


def _searched(table: pa.Table, feed: Feed) -> Rows:
    rows = first_rows(table, feed.header or SEARCHED_ROWS + LEVELS - 1)
    # A reader that knows its header, such as JSON's, gives it as row 0.
    return {0: rows[0]} if 0 in rows else rows


def _candidates(rows: Rows, stated: int) -> Iterator[tuple[int, list[tuple[str, ...]]]]:
    """Rows of headings, each by its last number, single ones first; a stated row is the last of its header."""
    for depth in range(1, LEVELS + 1):
        for first in rows:
            numbers = range(first, first + depth)
            wanted = numbers[-1] == stated if stated else first <= SEARCHED_ROWS
            if wanted and any(rows[first]) and all(number in rows for number in numbers):
                yield numbers[-1], [rows[number] for number in numbers]


def _needed(header: Header) -> int:
    """Two known headings make a header; one does where the row holds hardly anything else, or is surely one."""
    return 1 if header.row == 0 else min(_ENOUGH, max(1, sum(map(bool, header.cells)) - 1))


def _no_header(where: str, feed: Feed, schema: Schema, rows: Rows) -> str:
    shown = {number: cells for number, cells in rows.items() if number == (feed.header or number) <= SEARCHED_ROWS}
    fullest: Sequence[str] = max(shown.values(), key=lambda cells: sum(map(bool, cells)), default=())
    place = f"row {feed.header}" if feed.header else f"the first {SEARCHED_ROWS} rows"
    return (
        f"{where}: {place} held no headings of {schema.name}; the fullest row says {as_told(fullest)}. "
        f"Name its headings under [columns] in {feed.path.name}, or the row as 'header'."
    )
