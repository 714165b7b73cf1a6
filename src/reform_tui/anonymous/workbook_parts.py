"""The parts of an xlsx file that are read and written again: sheets with their cells, and the styles of numbers.

Everything else is left out: comments, links, drawings, formulas, properties and macros may name people.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

from reform_tui.errors import FeedError

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_KEPT_OF_ROW = ("ht", "customHeight", "hidden", "s", "customFormat")
_KEPT_OF_SHEET = ("cols", "mergeCells")
NUMBER, TEXT = "n", "s"

Cell = tuple[int, str, str, str]
"""(column from 0, style, kind, text); ``kind`` is ``n`` for a number, ``s`` for text, else as the file says."""
Row = tuple[int, str, list[Cell]]
"""(number from 1, attributes as XML, cells)."""


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name, and its rows as they stand."""

    name: str
    rows: list[Row]
    cols: str = ""
    merged: str = ""


@dataclass(frozen=True)
class Book:
    """A workbook: its sheets, and the part that says how numbers and dates look."""

    sheets: tuple[Sheet, ...]
    styles: bytes = b""


def read_book(where: str, content: bytes) -> Book:
    """Take an xlsx file apart; ``FeedError`` when it is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            links = _links(package, "xl/_rels/workbook.xml.rels")
            shared = _shared(package)
            root = ET.fromstring(package.read("xl/workbook.xml"))  # noqa: S314 - expat bounds what entities may grow to
            named = [
                (one.get("name", ""), links[one.get(f"{{{LINK}}}id", "")]) for one in root.iter(f"{{{MAIN}}}sheet")
            ]
            sheets = tuple(_sheet(package, name, part, shared) for name, part in named)
            styles = package.read("xl/styles.xml") if "xl/styles.xml" in package.namelist() else b""
    except (zipfile.BadZipFile, KeyError, ET.ParseError, ValueError, IndexError) as error:
        raise FeedError(f"{where}: this workbook cannot be taken apart ({error}); save it again as xlsx") from error
    return Book(sheets, styles)


def _links(package: zipfile.ZipFile, name: str) -> dict[str, str]:
    root = ET.fromstring(package.read(name))  # noqa: S314 - as above
    found = {one.get("Id", ""): one.get("Target", "") for one in root}
    return {key: part.lstrip("/") if part.startswith("/") else f"xl/{part}" for key, part in found.items()}


def _shared(package: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in package.namelist():
        return []
    with package.open("xl/sharedStrings.xml") as part:
        found = []
        for _, one in ET.iterparse(part):  # noqa: S314 - as above
            if one.tag == f"{{{MAIN}}}si":
                found.append(_text_in(one))
                one.clear()
    return found


def _text_in(one: ET.Element) -> str:
    """The runs of a text, without the readings that stand above Japanese."""
    direct = [t.text or "" for t in one.findall(f"{{{MAIN}}}t")]
    return "".join([*direct, *(t.text or "" for t in one.findall(f"{{{MAIN}}}r/{{{MAIN}}}t"))])


def _sheet(package: zipfile.ZipFile, name: str, part: str, shared: Sequence[str]) -> Sheet:
    rows: list[Row] = []
    kept = dict.fromkeys(_KEPT_OF_SHEET, "")
    with package.open(part) as stream:
        for _, one in ET.iterparse(stream):  # noqa: S314 - as above
            tag = one.tag.removeprefix(f"{{{MAIN}}}")
            if tag == "row":
                rows.append(_row(one, len(rows), rows, shared))
                one.clear()
            elif tag in kept:
                kept[tag] = _as_xml(one)
    return Sheet(name, rows, kept["cols"], kept["mergeCells"])


def _row(one: ET.Element, before: int, rows: list[Row], shared: Sequence[str]) -> Row:
    number = int(one.get("r") or (rows[-1][0] + 1 if before else 1))
    attributes = "".join(f' {key}="{one.get(key)}"' for key in _KEPT_OF_ROW if one.get(key))
    cells: list[Cell] = []
    for cell in one:
        at = _column(cell.get("r", "")) if cell.get("r") else (cells[-1][0] + 1 if cells else 0)
        cells.append((at, cell.get("s", ""), *_value(cell, shared)))
    return number, attributes, cells


def _value(cell: ET.Element, shared: Sequence[str]) -> tuple[str, str]:
    kind, value = cell.get("t", NUMBER), cell.find(f"{{{MAIN}}}v")
    text = "" if value is None else value.text or ""
    if kind == "inlineStr":
        inline = cell.find(f"{{{MAIN}}}is")
        return TEXT, "" if inline is None else _text_in(inline)
    if kind == TEXT:
        return TEXT, shared[int(text)] if text else ""
    return (TEXT if kind == "str" else kind), text


def _column(reference: str) -> int:
    """Return 0 for A7, 26 for AA7."""
    at = 0
    for letter in reference.rstrip("0123456789"):
        at = at * 26 + ord(letter) - 64
    return at - 1


def _as_xml(one: ET.Element) -> str:
    """An element and its children with their attributes alone."""
    tag = one.tag.removeprefix(f"{{{MAIN}}}")
    attributes = "".join(f' {key}="{escape(value)}"' for key, value in one.items() if not key.startswith("{"))
    return f"<{tag}{attributes}>{''.join(map(_as_xml, one))}</{tag}>"
