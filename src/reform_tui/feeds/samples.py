"""The samples of a feed, run through the same path as its files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa

from reform_tui.config.types import Feed, Sample
from reform_tui.errors import FeedError
from reform_tui.feeds.read import Sheet, read_sheet
from reform_tui.model.schema import Schema
from reform_tui.times import zone_of


def failures(feed: Feed, schema: Schema, zone: str) -> tuple[str, ...]:
    """Return a sentence for every difference between what a sample becomes and what it says it must become."""
    local = zone_of(feed.time.zone or zone)
    return tuple(
        f"{feed.path.name}: sample {number}: {difference}"
        for number, sample in enumerate(feed.samples, start=1)
        for difference in _differences(sample, feed, schema, local)
    )


def _differences(sample: Sample, feed: Feed, schema: Schema, zone: ZoneInfo) -> Iterator[str]:
    try:
        read = read_sheet("the row", sample_table(sample.row), feed, schema, zone)
    except FeedError as error:
        yield str(error)
        return
    reason = next(iter(read.rejected["reason"].to_pylist()), "")
    if reason or sample.rejected:
        if reason != sample.rejected:
            yield f"expected {_outcome(sample.rejected)}, but it was {_outcome(reason)}"
        return
    row = next(iter(_rows(read)), {})
    for column, expected in (sample.expect or {}).items():
        value = row.get(column)
        if value != _comparable(expected, zone):
            yield f"{column}: expected {expected!r}, but it became {_shown(value, zone)!r}"


def sample_table(row: Mapping[str, str]) -> pa.Table:
    """Return a table of text with a sample's headings as row 0, which is a header for certain."""
    columns = {str(at): pa.array([str(head), str(cell)]) for at, (head, cell) in enumerate(row.items())}
    return pa.table({**columns, "row": pa.array([0, 1], pa.int32())})


def _rows(read: Sheet) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = read.rows.to_pylist()
    return rows


def _comparable(expected: Any, zone: ZoneInfo) -> Any:
    """A day is its midnight, a moment without a zone is local, and '' is nothing."""
    if isinstance(expected, date) and not isinstance(expected, datetime):
        expected = datetime.combine(expected, time())
    if isinstance(expected, datetime) and expected.tzinfo is None:
        return expected.replace(tzinfo=zone)
    return None if expected == "" else expected


def _shown(value: Any, zone: ZoneInfo) -> Any:
    return value.astimezone(zone).isoformat() if isinstance(value, datetime) else value


def _outcome(reason: str) -> str:
    return f"rejected for {reason}" if reason else "taken in"
