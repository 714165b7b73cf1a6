"""The tables of ``reference/`` that an inspector edits: read as a feed's, what is wrong told row by row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from pathlib import Path, PurePath

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from reform_tui.config.build import nearest
from reform_tui.config.types import Feed
from reform_tui.errors import FeedError, FileIncompleteError
from reform_tui.feeds.header_rows import first_rows, header_of, score
from reform_tui.feeds.headings import Header, as_told
from reform_tui.feeds.masks import Mask, mask
from reform_tui.feeds.readers import sheets_of
from reform_tui.feeds.reasons import NOT_JSON, OUT_OF_RANGE, REASONS, UNCLOSED_QUOTE, WRONG_FIELD_COUNT
from reform_tui.feeds.rejecting import Rejections
from reform_tui.feeds.sensible import unsound
from reform_tui.feeds.sifting import data_rows
from reform_tui.feeds.typed_columns import typed_columns
from reform_tui.feeds.types import arrow_type
from reform_tui.feeds.vocabulary import headings_of
from reform_tui.feeds.workbook_reader import OLE, ZIP
from reform_tui.model.schema import Schema
from reform_tui.sdk import Reader
from reform_tui.times import zone_of
from reform_tui.wording.faults import (
    ALL_NAMELESS,
    AT_LEAST,
    BROKEN_WORKBOOK,
    CELL,
    CUT_SHORT,
    EMPTY,
    FROM_TO,
    LEFT_OUT,
    MORE_LEFT_OUT,
    NAMELESS,
    NO_HEADINGS,
    NO_WORKBOOK,
    NOT_LISTED,
    ROW,
    begun_small,
    filled,
)

_TOLD = 50
_WORKBOOKS = (".xlsx", ".xls", ".xlsm", ".ods")
_NAMED_BY = {
    "units": ("unit", "name"),
    "staff": ("person_id", "name", "account", "phone", "device"),
    "targets": ("indicator",),
}
"""Any of these is enough where the key of a row is not the only thing that names it."""


@dataclass(frozen=True)
class Table:
    """A reference table as it counts: the rows that are as they must be, and a sentence for each other one."""

    rows: pa.Table
    """Every column of the schema, typed as ``arrow_type`` says."""
    faults: tuple[str, ...] = ()
    """Which row was left out, and why."""


def read_reference(name: str, content: bytes, schema: Schema, zone: str) -> Table:
    """Return what a reference table holds; a row that is not as it must be is left out with a sentence.

    ``FeedError`` for a file that cannot be read at all; the file's name is left to the caller.
    """
    read = _read(name, content, schema, zone, (), strict=False)
    good = read.rows.filter(pa.array(read.good)).drop_columns(["row"])
    missing = {
        column.name: pa.nulls(good.num_rows, arrow_type(column.kind))
        for column in schema.columns
        if column.name not in good.column_names
    }
    cells = dict(zip(good.column_names, good.columns, strict=True)) | missing
    told = [filled(LEFT_OUT, why=fault) for fault in read.faults[:_TOLD]]
    rest = [filled(MORE_LEFT_OUT, count=len(read.faults) - _TOLD)] if len(read.faults) > _TOLD else []
    return Table(pa.table({column: cells[column] for column in schema.names()}), (*told, *rest))


def read_rows(path: Path, schema: Schema, zone: str, readers: Sequence[Reader] = ()) -> pa.Table:
    """Return the rows of a case's file with the columns that it has and ``row``, where each stands in the file.

    ``FeedError`` with a sentence for every row that is not as it must be, and for a heading that is none of the
    schema's columns.
    """
    read = _read(path.name, path.read_bytes(), schema, zone, readers, strict=True)
    if read.faults:
        rest = f"; and {len(read.faults) - _TOLD} more" if len(read.faults) > _TOLD else ""
        raise FeedError("; ".join(read.faults[:_TOLD]) + rest)
    return read.rows


@dataclass(frozen=True)
class _Rows:
    """All rows of a file with the columns that it has and ``row``, which of them are good, and what is wrong."""

    rows: pa.Table
    good: Mask
    faults: Sequence[str]


def _read(name: str, content: bytes, schema: Schema, zone: str, readers: Sequence[Reader], *, strict: bool) -> _Rows:
    feed = Feed(name=PurePath(name).stem, path=Path(name), schema=schema.name, folder="")
    try:
        sheets = _sheets(name, content, feed, readers)
        sheet = max(sheets.values(), key=lambda sheet: score(sheet, feed, schema))
        header = _header(name, sheet, feed, schema)
        _no_unknown(header.unmapped if strict else (), schema)
        return _cells(sheet, header, feed, schema, zone)
    except FeedError as error:
        raise FeedError(str(error).removeprefix(f"{name}: ")) from error


def _sheets(name: str, content: bytes, feed: Feed, readers: Sequence[Reader]) -> Mapping[str, pa.Table]:
    """Read the file, or say what is wrong with it as a whole to somebody who has it open in a spreadsheet."""
    workbook = content.startswith((ZIP, OLE))
    if not content:
        raise FeedError(EMPTY)
    if name.lower().endswith(_WORKBOOKS) and not workbook:
        raise FeedError(NO_WORKBOOK)
    try:
        return sheets_of(name, content, feed, readers)
    except FileIncompleteError as error:
        raise FeedError(CUT_SHORT) from error
    except FeedError as error:
        raise FeedError(BROKEN_WORKBOOK if workbook and not error.facts else str(error)) from error


def _header(name: str, sheet: pa.Table, feed: Feed, schema: Schema) -> Header:
    try:
        return header_of(name, sheet, feed, schema)
    except FeedError as error:
        fullest = max(first_rows(sheet).values(), key=lambda cells: sum(map(bool, cells)), default=())
        wanted = " / ".join(f"'{heading}'" for column in _naming(schema) for heading in headings_of(schema, column)[:1])
        raise FeedError(
            filled(NO_HEADINGS, schema=schema.name, said=as_told(fullest), wanted=wanted or ", ".join(schema.key))
        ) from error


def _no_unknown(headings: Sequence[str], schema: Schema) -> None:
    for heading in headings:
        raise FeedError(f"the heading '{heading}' is no column of {schema.name}{nearest(heading, schema.by_name)}")


def _cells(table: pa.Table, header: Header, feed: Feed, schema: Schema, zone: str) -> _Rows:
    """Type the cells of each column that the file has, and tell every one that is wrong."""
    data, _ = data_rows(table, header, schema)
    faults = Rejections(data["row"])
    for reason in (UNCLOSED_QUOTE, WRONG_FIELD_COUNT, NOT_JSON):
        faults.add(data.fault(reason), reason)
    cells, unknown, failures = typed_columns(data, header, feed, schema, zone_of(zone))
    for column, bad, reason in failures:
        faults.add(bad, reason, column)
    told = [(fault["row"], _told(**fault)) for fault in faults.table().to_pylist() if fault["reason"] != OUT_OF_RANGE]
    told += _out_of_range(cells, data["row"], faults.table(), schema)
    good = faults.good
    for column, _, _ in unknown:
        texts = data[str(header.mapped[column])]
        bad = good & _not_listed(texts, cells[column])
        told += _none_of(column, schema, data["row"].filter(pa.array(bad)), texts.filter(pa.array(bad)))
        good = good & ~bad
    if schema.reference:
        bad = good & _names_nothing(cells, schema, len(data))
        told += _nobody(data["row"].filter(pa.array(bad)), schema)
        good = good & ~bad
        for at, column, why in unsound(cells, schema, zone_of(zone)):
            row = data["row"][at].as_py()
            told += [(row, filled(CELL, row=row, column=column, why=why))] if good[at] else []
            good[at] = False
    return _Rows(pa.table({**cells, "row": data["row"]}), good, [sentence for _, sentence in sorted(told)])


def _names_nothing(cells: Mapping[str, pa.Array], schema: Schema, rows: int) -> Mask:
    """Return the rows that hold nothing of what says whom or what an entry is about."""
    names = [mask(pc.is_valid(cells[name])) for name in _naming(schema) if name in cells]
    return ~reduce(np.logical_or, names, np.zeros(rows, bool))


def _not_listed(texts: pa.Array, typed: pa.Array) -> Mask:
    """Return the rows whose word is none of a closed list: there is text, and it became nothing."""
    return mask(
        pc.and_(pc.greater(pc.utf8_length(pc.utf8_trim_whitespace(pc.fill_null(texts, ""))), 0), typed.is_null())
    )


def _none_of(column: str, schema: Schema, rows: pa.Array, words: pa.Array) -> Iterator[tuple[int, str]]:
    listed = ", ".join(schema.by_name[column].values)
    for row, word in zip(rows.to_pylist(), words.to_pylist(), strict=True):
        why = filled(NOT_LISTED, word=word.strip(), listed=listed)
        yield row, filled(CELL, row=row, column=column, why=why)


def _nobody(rows: pa.Array, schema: Schema) -> Iterator[tuple[int, str]]:
    names = _naming(schema)
    why = filled(NAMELESS if len(names) == 1 else ALL_NAMELESS, columns=", ".join(names))
    for row in rows.to_pylist():
        yield row, filled(ROW, row=row, why=why)


def _naming(schema: Schema) -> tuple[str, ...]:
    return _NAMED_BY.get(schema.name, schema.key)


def _told(row: int, column: str, reason: str) -> str:
    """A fault as an inspector reads it: row, column, what is wrong."""
    why = begun_small(REASONS[reason]["en"])
    return filled(CELL, row=row, column=column, why=why) if column else filled(ROW, row=row, why=why)


def _out_of_range(
    cells: Mapping[str, pa.Array], rows: pa.Array, faults: pa.Table, schema: Schema
) -> Iterator[tuple[int, str]]:
    """Yield what numbers beyond the bounds of their column should have been."""
    for fault in faults.filter(pc.equal(faults["reason"], OUT_OF_RANGE)).to_pylist():
        row, column = fault["row"], schema.by_name[fault["column"]]
        value = cells[column.name][pc.index(rows, row).as_py()].as_py()
        bounds = {"value": f"{value:g}", "least": f"{column.least or 0:g}"}
        why = filled(AT_LEAST, **bounds) if column.most is None else filled(FROM_TO, **bounds, most=f"{column.most:g}")
        yield row, filled(CELL, row=row, column=column.name, why=why)
