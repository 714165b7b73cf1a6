"""Workbooks (xlsx, xlsm, ods, true xls) to tables of text, a table a sheet."""

from __future__ import annotations

import fastexcel
import numpy as np
import pyarrow as pa

from reform_tui.errors import FeedError, FileIncompleteError

ZIP = b"PK\x03\x04"
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ZIP_END = b"PK\x05\x06"
_LONGEST_COMMENT = 65_557


def read_workbook(where: str, content: bytes) -> dict[str, pa.Table]:
    """Read every sheet: dates as ISO text, whole numbers without a point; ``FileIncompleteError`` without its end."""
    if content.startswith(ZIP) and _ZIP_END not in content[-_LONGEST_COMMENT:]:
        raise FileIncompleteError(f"{where}: the workbook has no end, so the file has not arrived whole")
    try:
        book = fastexcel.read_excel(content)
        return {name: _sheet(book, name) for name in book.sheet_names}
    except (fastexcel.FastExcelError, pa.ArrowInvalid) as error:
        raise FeedError(f"{where}: {_why(content)}; save it again as xlsx without a password") from error


def _sheet(book: fastexcel.ExcelReader, name: str) -> pa.Table:
    sheet = book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
    if not sheet.width:
        return pa.table({"row": pa.array([], pa.int32())})
    columns = sheet.to_arrow().columns
    named = {str(at): column.cast(pa.string()) for at, column in enumerate(columns)}
    rows = np.arange(1, len(columns[0]) + 1, dtype=np.int32)
    return pa.table({**named, "row": pa.array(rows)})


def _why(content: bytes) -> str:
    if content.startswith(OLE):
        return "the workbook is locked with a password or damaged"
    return "this is a zip file but not a workbook, or a damaged one"
