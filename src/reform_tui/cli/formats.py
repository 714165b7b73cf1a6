"""Rows as a table, JSON, CSV or Markdown: stdout is data."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TextIO

from reform_tui.model.text import harmless, inert

Row = Mapping[str, Any]
FORMATS = ("table", "json", "csv", "md")


def write_rows(out: TextIO, rows: Iterable[Row], columns: Sequence[str], form: str) -> None:
    """Write rows under their column names in one of ``FORMATS``."""
    writers: dict[str, Callable[[TextIO, list[Row], Sequence[str]], None]] = {
        "table": _table,
        "json": _json,
        "csv": _csv,
        "md": _markdown,
    }
    writers[form](out, list(rows), columns)


def cell(value: Any) -> str:
    """Any value as harmless text."""
    if value is None:
        return ""
    if isinstance(value, (dict, list)):
        return harmless(json.dumps(value, ensure_ascii=False))
    return harmless(str(value))


def neutral(value: Any) -> str:
    """Text that no spreadsheet takes for a formula; numbers stay numbers."""
    text = cell(value)
    return inert(text) if isinstance(value, str) else text


def _json(out: TextIO, rows: list[Row], columns: Sequence[str]) -> None:
    chosen = [{name: row.get(name) for name in columns} for row in rows]
    out.write(json.dumps(chosen, ensure_ascii=False, indent=1, default=str) + "\n")


def _csv(out: TextIO, rows: list[Row], columns: Sequence[str]) -> None:
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([neutral(row.get(name)) for name in columns] for row in rows)


def _markdown(out: TextIO, rows: list[Row], columns: Sequence[str]) -> None:
    def line(cells: Iterable[str]) -> str:
        return "| " + " | ".join(text.replace("|", "\\|").replace("<", "&lt;") for text in cells) + " |\n"

    out.write(line(columns))
    out.write(line("---" for _ in columns))
    out.writelines(line(cell(row.get(name)) for name in columns) for row in rows)


def _table(out: TextIO, rows: list[Row], columns: Sequence[str]) -> None:
    lines = [list(columns), *([cell(row.get(name)) for name in columns] for row in rows)]
    widths = [max(len(line[number]) for line in lines) for number in range(len(columns))]
    out.writelines(
        "  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip() + "\n" for line in lines
    )
