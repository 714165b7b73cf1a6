"""Form II.06a as a workbook: the form on one sheet, the codes behind every cell on the next."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import count

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from reform_tui.form_06a.table import COLUMNS, GROUPS, Form
from reform_tui.model.text import harmless

SHEET, RECORDS = "II.06a", "Hồ sơ"
MOST_ROWS = 1_000_000
"""Of a sheet of codes; a workbook holds 1,048,576, and what is more goes on in the next sheet."""
TOP, FIRST, WIDTH = 3, 2, 2 + len(COLUMNS)
NEVER = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
ABOUT = {"unit": "Đơn vị", "field": "Lĩnh vực"}


def workbook_of(form: Form) -> bytes:
    """Return the file; text is text, whatever it begins with."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {**NEVER, "in_memory": True}) as book:
        bold = book.add_format({"bold": True, "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True})
        sheet = book.add_worksheet(SHEET)
        _header(sheet, form, bold)
        _lines(sheet, form, book.add_format({"border": 1}), book.add_format({"border": 1, "bold": True}))
        _codes(book, form, bold)
    return stream.getvalue()


def _header(sheet: Worksheet, form: Form, bold: Format) -> None:
    """Write the notes, the groups above their columns, and the numbers of the columns."""
    for row, note in enumerate(form.notes):
        sheet.write_string(row, 0, harmless(note))
    for at, text in enumerate(("STT", ABOUT[form.by])):
        sheet.merge_range(TOP, at, TOP + 1, at, text, bold)
    left = FIRST
    for group, columns in GROUPS.items():
        sheet.merge_range(TOP, left, TOP, left + len(columns) - 1, group, bold)
        for at, text in enumerate(columns.values(), left):
            sheet.write_string(TOP + 1, at, text, bold)
        left += len(columns)
    for at in range(WIDTH):
        sheet.write_string(TOP + 2, at, f"({at + 1})", bold)
    sheet.set_column(1, 1, 40)
    sheet.set_column(FIRST, WIDTH - 1, 11)
    sheet.freeze_panes(TOP + 3, FIRST)


def _lines(sheet: Worksheet, form: Form, plain: Format, bold: Format) -> None:
    for row, line in enumerate(form.lines, TOP + 3):
        style = bold if line.sums else plain
        sheet.write_string(row, 0, line.number, style)
        sheet.write_string(row, 1, harmless(line.title), style)
        for at, column in enumerate(COLUMNS, FIRST):
            sheet.write_number(row, at, line.count(column), style)


def _codes(book: Workbook, form: Form, bold: Format) -> None:
    """Write the codes of each cell of a unit or field; those of a sum are its lines'."""
    told, number = _cells(form), count(1)
    more = True
    while more:
        at = next(number)
        sheet = book.add_worksheet(RECORDS if at == 1 else f"{RECORDS} {at}")
        for column, text in enumerate((ABOUT[form.by], "Cột", "Mã hồ sơ")):
            sheet.write_string(0, column, text, bold)
        sheet.set_column(0, 2, 30)
        more = _filled(sheet, told)


def _filled(sheet: Worksheet, told: Iterator[tuple[str, str, str]]) -> bool:
    """Write cells until the sheet is full; whether it is."""
    for row in range(1, MOST_ROWS + 1):
        cell = next(told, None)
        if cell is None:
            return False
        for column, text in enumerate(cell):
            sheet.write_string(row, column, harmless(text))
    return True


def _cells(form: Form) -> Iterator[tuple[str, str, str]]:
    for line in form.lines:
        for number, column in enumerate(COLUMNS, 3):
            yield from ((line.title, f"({number})", code) for code in line.codes[column] if not line.sums)
