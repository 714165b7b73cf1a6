"""Workbooks (xlsx, xlsm, ods, true xls) to tables of text, a table a sheet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import fastexcel
import numpy as np
import pyarrow as pa
from python_calamine import CalamineError

from reform_tui.errors import FeedError, FileIncompleteError
from reform_tui.feeds.cleaning import ERROR_CELLS
from reform_tui.feeds.compound import is_cut
from reform_tui.feeds.merged import BROKEN_PACKAGE, Area, filled, merged_in_xls, merged_in_xlsx, unmerged
from reform_tui.language import mark

ZIP = b"PK\x03\x04"
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ZIP_END = b"PK\x05\x06"
_LONGEST_COMMENT, _END = 65_557, 22
FULL = {OLE: 65_536, ZIP: 1_048_576}
"""Rows that a sheet of each format can hold."""
_FULL = mark(
    "{where}: the sheet '{sheet}' is full ({rows} rows, all that this format holds), so what followed may be cut off; "
    "export it in parts, or as csv"
)


def read_workbook(where: str, content: bytes) -> dict[str, pa.Table]:
    """Read every sheet: dates as ISO text, whole numbers without a point, merged cells in every place they cover.

    ``FileIncompleteError`` without its end, ``FeedError`` for a sheet that is exactly full: it was probably cut there.
    """
    if _has_no_end(content) if content.startswith(ZIP) else is_cut(content):
        raise FileIncompleteError(f"{where}: the workbook has no end, so the file has not arrived whole")
    try:
        book = fastexcel.read_excel(content)
        merged = merged_in_xls(content) if content.startswith(OLE) else merged_in_xlsx(content)
        tables = {name: _sheet(where, book, name, merged.get(name, ())) for name in book.sheet_names}
    except (fastexcel.FastExcelError, CalamineError, pa.ArrowInvalid, *BROKEN_PACKAGE) as error:
        raise FeedError(f"{where}: {_why(content)}; save it again as xlsx without a password") from error
    for name, table in tables.items():
        if table.num_rows >= FULL[content[: len(OLE)] if content.startswith(OLE) else ZIP]:
            raise FeedError(_FULL, where=where, sheet=name, rows=table.num_rows)
    return tables


def _has_no_end(content: bytes) -> bool:
    """Whether a zip file lacks its last record, or a part of that."""
    at = content.rfind(_ZIP_END, max(len(content) - _LONGEST_COMMENT, 0))
    comment = content[at + _END - 2 : at + _END]
    return at < 0 or len(content) < at + _END + int.from_bytes(comment, "little")


def _sheet(where: str, book: fastexcel.ExcelReader, name: str, areas: Sequence[Area]) -> pa.Table:
    sheet = book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
    if not sheet.width:
        return pa.table({"row": pa.array([], pa.int32())})
    cells, faults = sheet.to_arrow_with_errors()
    columns = [column.cast(pa.string()) for column in cells.columns]
    if faults is not None:
        columns = _with_errors(columns, faults)
    if areas:
        columns = unmerged(where, columns, areas, sheet.available_columns()[0].absolute_index)
    rows = np.arange(1, len(columns[0]) + 1, dtype=np.int32)
    return pa.table({**{str(at): column for at, column in enumerate(columns)}, "row": pa.array(rows)})


def _with_errors(columns: Sequence[pa.Array], faults: fastexcel.CellErrors) -> list[pa.Array]:
    """Cells that hold an error of the spreadsheet say so, as they do on its screen."""
    shown: dict[int, list[tuple[int, int, str]]] = defaultdict(list)
    for fault in faults.errors:
        row, at = fault.offset_position
        word = next((word for kind, word in ERROR_CELLS.items() if f"({kind})" in fault.detail), ERROR_CELLS["Value"])
        shown[at].append((row, row, word))
    return [filled(column, shown[at]) if at in shown else column for at, column in enumerate(columns)]


def _why(content: bytes) -> str:
    if content.startswith(OLE):
        return "the workbook is locked with a password or damaged"
    return "this is a zip file but not a workbook, or a damaged one"
