"""A workbook without people: the same sheets, titles, merged cells, formats and rows."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pyarrow as pa

from reform_tui.anonymous.replacing import Replacements
from reform_tui.anonymous.tables import Plan, Reading, anonymous_columns, plan_of
from reform_tui.anonymous.workbook_parts import NUMBER, TEXT, Book, Cell, Sheet, read_book
from reform_tui.anonymous.workbook_writing import write_book


@dataclass(frozen=True)
class WorkbookCopy:
    """A workbook taken apart and planned, a plan a sheet."""

    book: Book
    plans: tuple[Plan, ...]

    def written(self, replacements: Replacements, familiar: frozenset[str]) -> bytes:
        """Return the file with nobody in it."""
        sheets = [
            _rewritten(sheet, plan, replacements, familiar)
            for sheet, plan in zip(self.book.sheets, self.plans, strict=True)
        ]
        return write_book(replace(self.book, sheets=tuple(sheets)))


def workbook_copy(where: str, content: bytes, reading: Reading) -> WorkbookCopy:
    """Take a workbook apart; ``FeedError`` when it is none."""
    book = read_book(where, content)
    return WorkbookCopy(book, tuple(plan_of(where, _table(sheet), reading) for sheet in book.sheets))


def _table(sheet: Sheet) -> pa.Table:
    """The sheet as a table of text, a row a row that the file writes."""
    width = max((cell[0] + 1 for _, _, cells in sheet.rows for cell in cells), default=0)
    columns: list[list[str | None]] = [[None] * len(sheet.rows) for _ in range(width)]
    for place, (_, _, cells) in enumerate(sheet.rows):
        for at, _, kind, text in cells:
            columns[at][place] = _as_text(kind, text)
    numbers = pa.array([number for number, _, _ in sheet.rows], pa.int32())
    return pa.table({**{str(at): pa.array(texts, pa.string()) for at, texts in enumerate(columns)}, "row": numbers})


def _as_text(kind: str, text: str) -> str | None:
    return (text.removesuffix(".0") if kind == NUMBER else text) or None


def _rewritten(sheet: Sheet, plan: Plan, replacements: Replacements, familiar: frozenset[str]) -> Sheet:
    columns = {at: texts.to_pylist() for at, texts in anonymous_columns(plan, replacements, familiar).items()}
    rows = [
        (number, attributes, [_cell(cell, columns[cell[0]][place]) for cell in cells])
        for place, (number, attributes, cells) in enumerate(sheet.rows)
    ]
    name = replacements.scrubbed(sheet.name)[:31]
    return replace(sheet, name=name, rows=rows)


def _cell(cell: Cell, after: str | None) -> Cell:
    """The cell as it was unless it says something else now; a number stays one where it can."""
    at, style, kind, text = cell
    if after == _as_text(kind, text):
        return cell
    number = kind == NUMBER and after is not None and after.isdecimal()
    return at, style, kind if number else TEXT, after or ""
