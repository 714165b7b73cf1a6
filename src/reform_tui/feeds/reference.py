"""The tables of ``reference/`` that an inspector edits: the same reading as a feed's, but no fault is set aside."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa

from reform_tui.config.build import nearest
from reform_tui.config.types import Feed
from reform_tui.errors import FeedError
from reform_tui.feeds.header_rows import header_of, score
from reform_tui.feeds.headings import Header
from reform_tui.feeds.readers import sheets_of
from reform_tui.feeds.reasons import NOT_JSON, REASONS, UNCLOSED_QUOTE, WRONG_FIELD_COUNT
from reform_tui.feeds.rejecting import Rejections
from reform_tui.feeds.sifting import data_rows
from reform_tui.feeds.typed_columns import typed_columns
from reform_tui.feeds.types import arrow_type
from reform_tui.model.schema import Schema
from reform_tui.sdk import Reader
from reform_tui.times import zone_of

_TOLD = 50


def read_reference(path: Path, schema: Schema, zone: str) -> pa.Table:
    """Return the rows of a reference table with every column of the schema, typed as ``arrow_type`` says.

    Raises ``FeedError`` with a sentence for every row that is not as it must be, or one for the whole file; the
    file's name is left to the caller.
    """
    rows = _read(path, schema, zone, (), strict=False)
    missing = {
        column.name: pa.nulls(rows.num_rows, arrow_type(column.kind))
        for column in schema.columns
        if column.name not in rows.column_names
    }
    cells = dict(zip(rows.column_names, rows.columns, strict=True)) | missing
    return pa.table({name: cells[name] for name in schema.names()})


def read_rows(path: Path, schema: Schema, zone: str, readers: Sequence[Reader] = ()) -> pa.Table:
    """Return the rows of a case's file with the columns that it has and ``row``, where each stands in the file.

    ``FeedError`` as ``read_reference`` raises it, and for a heading that is none of the schema's columns.
    """
    return _read(path, schema, zone, readers, strict=True)


def _read(path: Path, schema: Schema, zone: str, readers: Sequence[Reader], *, strict: bool) -> pa.Table:
    feed = Feed(name=path.stem, path=path, schema=schema.name, folder=str(path.parent))
    try:
        sheets = sheets_of(path.name, path.read_bytes(), feed, readers)
        sheet = max(sheets.values(), key=lambda sheet: score(sheet, feed, schema))
        header = header_of(path.name, sheet, feed, schema)
        _no_unknown(header.unmapped if strict else (), schema)
        cells = _cells(sheet, header, feed, schema, zone)
    except FeedError as error:
        raise FeedError(str(error).removeprefix(f"{path.name}: ")) from error
    return pa.table(cells if strict else {name: cells[name] for name in cells if name != "row"})


def _no_unknown(headings: Sequence[str], schema: Schema) -> None:
    for heading in headings:
        raise FeedError(f"the heading '{heading}' is no column of {schema.name}{nearest(heading, schema.by_name)}")


def _cells(table: pa.Table, header: Header, feed: Feed, schema: Schema, zone: str) -> dict[str, pa.Array]:
    """Return the cells of each column that the file has, and ``row``; ``FeedError`` tells every cell that is wrong."""
    data, _ = data_rows(table, header, schema)
    faults = Rejections(data["row"])
    for reason in (UNCLOSED_QUOTE, WRONG_FIELD_COUNT, NOT_JSON):
        faults.add(data.fault(reason), reason)
    cells, unknown, failures = typed_columns(data, header, feed, schema, zone_of(zone))
    for column, bad, reason in failures:
        faults.add(bad, reason, column)
    told = [_told(**fault) for fault in faults.table().to_pylist()]
    told += [f"{column}: '{word}' is none of {', '.join(schema.by_name[column].values)}" for column, word, _ in unknown]
    if told:
        rest = f"; and {len(told) - _TOLD} more" if len(told) > _TOLD else ""
        raise FeedError("; ".join(told[:_TOLD]) + rest)
    return {**cells, "row": data["row"]}


def _told(row: int, column: str, reason: str) -> str:
    """A fault as an inspector reads it: row, column, what is wrong."""
    place = f"row {row}, {column}" if column else f"row {row}"
    sentence = REASONS[reason]["en"]
    return f"{place}: {sentence[0].lower()}{sentence[1:]}"
