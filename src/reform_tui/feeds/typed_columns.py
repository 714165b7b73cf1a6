"""All columns of a file to their types."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa

from reform_tui.config.types import Feed
from reform_tui.errors import FeedError
from reform_tui.feeds.headings import Header
from reform_tui.feeds.masks import Mask
from reform_tui.feeds.reasons import OUT_OF_FORM, OUT_OF_RANGE
from reform_tui.feeds.sifting import Data
from reform_tui.feeds.types import arrow_type
from reform_tui.feeds.values import Typed, typed
from reform_tui.model.schema import Column, Kind, Schema

Failure = tuple[str, Mask, str]
"""Our column, the rows where its text is none of its kind, and the reason."""


def typed_columns(
    data: Data, header: Header, feed: Feed, schema: Schema, zone: ZoneInfo
) -> tuple[dict[str, pa.Array], tuple[tuple[str, str, int], ...], list[Failure]]:
    """Return typed columns by our names, unknown words of closed lists, and what could not be typed."""
    cells: dict[str, pa.Array] = {}
    unknown: list[tuple[str, str, int]] = []
    failures: list[Failure] = []
    for name, at in header.mapped.items():
        column = _column(name, feed, schema)
        one = _typed(data[str(at)], column, feed, zone)
        cells[name] = one.values
        unknown += [(name, word, rows) for word, rows in one.unknown]
        if one.bad is not None and one.bad.any():
            failures.append((name, one.bad, one.reason))
        if one.unfit is not None and one.unfit.any():
            failures.append((name, one.unfit, OUT_OF_FORM if column.kind is Kind.CODE else OUT_OF_RANGE))
    return cells, tuple(unknown), failures


def constant_columns(
    feed: Feed, schema: Schema, zone: ZoneInfo, *, missing_from: Iterable[str], rows: int
) -> dict[str, pa.Array]:
    """Return the feed's constants as columns, for what the file lacks; ``FeedError`` for one of the wrong kind."""
    lacking = {name: value for name, value in feed.constants.items() if name not in set(missing_from)}
    cells = {}
    for name, value in lacking.items():
        column = _column(name, feed, schema)
        one = _typed(pa.array([_as_text(value)], pa.string()), column, feed, zone)
        if any(wrong is not None and wrong.any() for wrong in (one.bad, one.unfit)):
            raise FeedError(f"{feed.path.name}: the constant {name} = {value!r} is no {column.kind.value}")
        cells[name] = one.values.take(pa.repeat(pa.scalar(0, pa.int32()), rows))
    return cells


def _typed(texts: pa.Array, column: Column, feed: Feed, zone: ZoneInfo) -> Typed:
    formats = feed.time.formats if column.kind is Kind.TIME else ()
    one = typed(texts, column, zone, formats=formats, values=feed.values.get(column.name, {}))
    wanted = arrow_type(column.kind)
    return one if one.values.type == wanted else replace(one, values=one.values.cast(wanted))


def _column(name: str, feed: Feed, schema: Schema) -> Column:
    """Return the schema's column, or the feed's own under [columns.extra]."""
    if name in schema.by_name:
        return schema.by_name[name]
    extra = feed.extra.get(name)
    return Column(name, Kind(extra.type) if extra else Kind.TEXT, people=bool(extra and extra.people))


def _as_text(value: Any) -> str:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)
