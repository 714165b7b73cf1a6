"""A table of a screen as the bytes of a file: csv, a workbook or Markdown, with what it shows above it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from reform_tui.language import Language
from reform_tui.model.text import harmless, inert

MARK = "\ufeff"
"""Tells a spreadsheet that a csv file is UTF-8."""


@dataclass(frozen=True)
class Sheet:
    """What is written: lines that say what it is, headings, and rows of as many cells."""

    about: tuple[str, ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def bytes_of(sheet: Sheet, form: str, language: Language) -> bytes:
    """The file in one of ``FORMS``; no cell is a formula, and figures are read as ``language`` wrote them."""
    return FORMS[form](sheet, language)


def _csv(sheet: Sheet, language: Language) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for line in (*((text,) for text in sheet.about), sheet.heads, *sheet.rows):
        writer.writerow([_safe(cell, language) for cell in line])
    return (MARK + out.getvalue()).encode()


def _safe(cell: str, language: Language) -> str:
    """A cell that is only text; a figure with its sign stays one."""
    text = harmless(cell)
    return text if language.number(text) is not None else inert(text)


def _markdown(sheet: Sheet, language: Language) -> bytes:
    del language

    def line(cells: Iterable[str]) -> str:
        return "| " + " | ".join(map(_escaped, cells)) + " |\n"

    about = "".join(f"{_escaped(text)}  \n" for text in sheet.about)
    table = (line(sheet.heads), line("---" for _ in sheet.heads), *map(line, sheet.rows))
    return f"{about}\n{''.join(table)}".encode()


def _escaped(text: str) -> str:
    return harmless(text).replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")


def _workbook(sheet: Sheet, language: Language) -> bytes:
    import xlsxwriter  # noqa: PLC0415 - only who wants a workbook pays for it

    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        page, bold, share = (
            book.add_worksheet(),
            book.add_format({"bold": True}),
            book.add_format({"num_format": "0.00%"}),
        )
        for row, text in enumerate(sheet.about):
            page.write_string(row, 0, harmless(text))
        top = len(sheet.about)
        for at, text in enumerate(sheet.heads):
            page.write_string(top, at, harmless(text), bold)
        for row, cells in enumerate(sheet.rows, top + 1):
            for at, text in enumerate(cells):
                number = language.number(text)
                if number is None:
                    page.write_string(row, at, harmless(text))
                elif text.endswith("%"):
                    page.write_number(row, at, number / 100, share)
                else:
                    page.write_number(row, at, number)
        page.freeze_panes(top + 1, 0)
        page.autofit()
    return stream.getvalue()


FORMS: Mapping[str, Callable[[Sheet, Language], bytes]] = {"csv": _csv, "xlsx": _workbook, "md": _markdown}
