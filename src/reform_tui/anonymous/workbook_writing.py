"""The parts of an xlsx file, written from its cells: texts stand in their cells, not in a list beside them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from xml.sax.saxutils import escape

from reform_tui.anonymous.workbook_parts import LINK, MAIN, NUMBER, TEXT, Book, Cell, Sheet

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_ILLEGAL = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_book(book: Book) -> bytes:
    """Put a workbook together again."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in _frame(book).items():
            package.writestr(name, text)
        for number, sheet in enumerate(book.sheets, 1):
            with package.open(f"xl/worksheets/sheet{number}.xml", "w") as part:
                for piece in _sheet_xml(sheet):
                    part.write(piece.encode())
    return stream.getvalue()


def _frame(book: Book) -> Mapping[str, str | bytes]:
    """The parts that say what the others are."""
    numbers = range(1, len(book.sheets) + 1)
    content = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    sheets = "".join(
        f'<sheet name="{escape(sheet.name, {chr(34): "&quot;"})}" sheetId="{n}" r:id="rId{n}"/>'
        for n, sheet in zip(numbers, book.sheets, strict=True)
    )
    links = {f"rId{n}": ("worksheet", f"worksheets/sheet{n}.xml") for n in numbers}
    kinds = {"workbook": "/xl/workbook.xml", **({"styles": "/xl/styles.xml"} if book.styles else {})}
    if book.styles:
        links["rIdS"] = ("styles", "styles.xml")
    told = {part: "sheet.main" if kind == "workbook" else kind for kind, part in kinds.items()}
    told |= {f"/xl/worksheets/sheet{n}.xml": "worksheet" for n in numbers}
    overrides = [f'<Override PartName="{part}" ContentType="{content}.{kind}+xml"/>' for part, kind in told.items()]
    rels = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f'{_XML}<Types xmlns="{_PACKAGE}/content-types">{rels}{"".join(overrides)}</Types>',
        "_rels/.rels": _relationships({"rId1": ("officeDocument", "xl/workbook.xml")}),
        "xl/workbook.xml": f'{_XML}<workbook xmlns="{MAIN}" xmlns:r="{LINK}"><sheets>{sheets}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relationships(links),
    }
    return parts | ({"xl/styles.xml": book.styles} if book.styles else {})


def _relationships(links: Mapping[str, tuple[str, str]]) -> str:
    told = "".join(
        f'<Relationship Id="{key}" Type="{LINK}/{kind}" Target="{part}"/>' for key, (kind, part) in links.items()
    )
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{told}</Relationships>'


def _sheet_xml(sheet: Sheet) -> Iterator[str]:
    yield f'{_XML}<worksheet xmlns="{MAIN}">{sheet.cols}<sheetData>'
    letters: dict[int, str] = {}
    for number, attributes, cells in sheet.rows:
        told = [_cell_xml(cell, letters, number) for cell in cells]
        yield f'<row r="{number}"{attributes}>{"".join(told)}</row>'
    yield f"</sheetData>{sheet.merged}</worksheet>"


def _cell_xml(cell: Cell, letters: dict[int, str], number: int) -> str:
    at, style, kind, text = cell
    place = f'<c r="{letters.get(at) or letters.setdefault(at, _letters(at))}{number}"' + (
        f' s="{style}"' if style else ""
    )
    if not text:
        return f"{place}/>"
    if kind == TEXT:
        legal = escape(_ILLEGAL.sub("\ufffd", text))
        return f'{place} t="inlineStr"><is><t xml:space="preserve">{legal}</t></is></c>'
    return f"{place}><v>{escape(text)}</v></c>" if kind == NUMBER else f'{place} t="{kind}"><v>{escape(text)}</v></c>'


def _letters(at: int) -> str:
    letters = ""
    while at >= 0:
        letters = chr(65 + at % 26) + letters
        at = at // 26 - 1
    return letters
