"""Web pages under the name of a workbook: many one-stop systems export an HTML table as ``.xls``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby, zip_longest
from typing import Any

import pyarrow as pa

from reform_tui.sdk import FeedError, FileIncompleteError, Reader, hookimpl

WIDEST = 1_000
"""Columns of a table, and what one cell may span: the limit of browsers."""
MOST_CELLS = 20_000_000
TITLE_ROWS = 15
"""Among the first so many rows the headings stand; a table that begins with one of them goes on with the rows."""

_START = re.compile(
    r"(?:\s|<\?[^>]*>|<!--.*?-->)*<(?:!doctype\s+html|html|head|meta|title|style|body|div|center|table|thead|tr|p)\b",
    re.DOTALL | re.IGNORECASE,
)
_UNSEEN = re.compile(r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1|\Z)", re.DOTALL | re.IGNORECASE)
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}
_PAIRS = {0: "utf-16-be", 1: "utf-16-le"}
"""Where the zero of the first pair of bytes stands."""
_ROW, _CELL = r"<tr(?=[\s/>])", r"<t[dh](?=[\s/>])"

Grid = list[list[str]]


@dataclass(frozen=True)
class Table:
    """A table of the page: its rows, each cell repeated in all the places that it spans, and their numbers."""

    rows: Grid
    numbers: Sequence[int]


@dataclass
class Spanning:
    """Cells of the rows above that reach down into the next ones, by column: how many rows more, and their text."""

    down: dict[int, tuple[int, str]] = field(default_factory=dict)

    def row(self, cells: Iterator[tuple[str, int, int]]) -> list[str]:
        """Return the next row: its own cells (text, columns, rows), with those from above in their places."""
        row: list[str] = []
        before, self.down = self.down, {at: (more - 1, text) for at, (more, text) in self.down.items() if more > 1}
        for text, across, rows in cells:
            while len(row) in before:
                row.append(before[len(row)][1])
            places = range(len(row), len(row) + across)
            row += [text] * across
            self.down |= dict.fromkeys(places, (rows - 1, text)) if rows > 1 else {}
        row += [before[at][1] if at in before else "" for at in range(len(row), max(before, default=-1) + 1)]
        return row


def recognised(head: bytes, _: str) -> bool:
    """Whether the first tag is one of a web page, in whatever encoding."""
    start = head.lstrip(b"\xef\xbb\xbf\xff\xfe").replace(b"\x00", b"")
    return _START.match(start.decode("utf-8", "replace")) is not None


def read(content: bytes, where: str) -> Mapping[str, pa.Table]:
    """Return each table of the page as a sheet; tables that go on under the same headings are one."""
    from lxml import etree  # noqa: PLC0415 - every file that is read loads this page, few are web pages

    text = _text_of(content, where)
    seen = _UNSEEN.sub(" ", text)
    _require_end(seen, where)
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    page = etree.fromstring(text.encode("utf-8", "replace"), parser)
    if page is None or any(fault.level == etree.ErrorLevels.FATAL for fault in parser.error_log):
        raise FeedError("{where}: the page is too deep or too large to be an export; save it as xlsx", where=where)
    etree.strip_elements(page, "script", "style", with_tail=False)
    _require_all(page, seen, where)
    for one in page.iter("br", "p", "div", "li"):
        one.tail = f" {one.tail or ''}"  # what stands on lines of its own is not one word
    tables = _joined([_table(rows, where) for rows in _rows_by_table(page)])
    if not tables:
        raise FeedError(
            "{where}: this web page holds no table, perhaps it asks to log in; export it again", where=where
        )
    return {str(at) if len(tables) > 1 else "": _arrow(table, where) for at, table in enumerate(tables, start=1)}


def _text_of(content: bytes, where: str) -> str:
    """Decode by the mark, as UTF-8, or as the page declares: exports are UTF-8 whatever they declare, or do not."""
    stated = _CHARSET.search(content[:4096])
    declared = stated[1].decode() if stated else "utf-8"
    marked = _MARKS.get(content[:2]) or _MARKS.get(content[:3]) or _PAIRS.get(content[:2].find(b"\x00"))
    try:
        return content.decode(marked or "utf-8")
    except UnicodeDecodeError as error:
        if "end of data" in error.reason or "truncated" in error.reason:
            raise FileIncompleteError("{where}: the text stops inside a character", where=where) from error
    try:
        return content.decode(declared)
    except (LookupError, UnicodeDecodeError) as error:
        raise FeedError("{where}: the page is not UTF-8; save it again as xlsx", where=where) from error


def _require_end(seen: str, where: str) -> None:
    """Let a page wait whose table has no end, or that stops in the text behind its last table."""
    tags = seen.lower()
    behind = tags.rpartition("</table")[2].partition(">")[2] if "</table" in tags else tags
    stops = "<html" in tags and "</html" not in behind and re.sub(r"<[^>]*>", "", behind).strip()
    headless = "<html" in tags and "</html" not in tags and "<table" not in tags
    if len(re.findall(r"<table\b", tags)) > len(re.findall(r"</table\b", tags)) or stops or headless:
        raise FileIncompleteError("{where}: the table has no end, so the file has not arrived whole", where=where)


def _require_all(page: Any, seen: str, where: str) -> None:
    """Refuse a page of which the parser lost rows or cells, so that none is missing in silence."""
    rows, cells = page.xpath("count(//tr[ancestor::table])"), page.xpath("count(//tr/td | //tr/th)")
    written = [len(re.findall(tag, seen, re.IGNORECASE)) for tag in (_ROW, _CELL)]
    if [rows, cells] != written:
        raise FeedError("{where}: rows and cells of the page do not nest; save it again as xlsx", where=where)


def _rows_by_table(page: Any) -> list[list[tuple[int, Any]]]:
    """The numbered rows of each table, without those of tables inside its cells."""
    tables: dict[Any, list[tuple[int, Any]]] = {}
    for number, row in enumerate(page.iter("tr"), start=1):
        tables.setdefault(next(row.iterancestors("table")), []).append((number, row))
    return list(tables.values())


def _table(rows: Sequence[tuple[int, Any]], where: str) -> Table:
    above, grid, cells = Spanning(), [], 0
    for _, row in rows:
        grid.append(above.row((_text_in(cell), *_span(cell)) for cell in row if cell.tag in {"td", "th"}))
        cells += len(grid[-1])
        if len(grid[-1]) > WIDEST or cells > MOST_CELLS:
            raise FeedError("{where}: the table is too wide or too large; export fewer rows", where=where)
    return Table(grid, [number for number, _ in rows])


def _span(cell: Any) -> tuple[int, int]:
    """Columns and rows that a cell spans; what is no number is one."""
    if not cell.attrib:
        return 1, 1
    across, down = (cell.get(name, "").strip() for name in ("colspan", "rowspan"))
    columns = min(int(across), WIDEST) if across.isdecimal() and len(across) <= 9 else 1  # noqa: PLR2004 - a number
    rows = int(down) if down.isdecimal() and len(down) <= 9 else 1  # noqa: PLR2004 - as above
    return max(columns, 1), max(rows, 1)


def _text_in(cell: Any) -> str:
    return "".join(cell.itertext()) if len(cell) else cell.text or ""


def _joined(tables: Sequence[Table]) -> list[Table]:
    """Tables in their order; one that begins with headings of the one before goes on with it, as on printed pages."""
    joined: list[Table] = []
    for table in tables:
        if joined and table.rows[0] in joined[-1].rows[:TITLE_ROWS] and len(set(table.rows[0])) > 1:
            before = joined.pop()
            joined.append(Table(before.rows + table.rows, [*before.numbers, *table.numbers]))
        else:
            joined.append(table)
    return joined


def _arrow(table: Table, where: str) -> pa.Table:
    """Columns of text, and in ``fault`` which rows are longer or shorter than the others.

    Longer headings have swallowed a row, and no row would tell: the page is refused.
    """
    widths = [len(row) for row in table.rows]
    usual = max(Counter(widths).items(), key=lambda counted: (counted[0] * counted[1], counted[0]))[0]
    cells = [sum(1 for _ in groupby(row)) for row in table.rows[:TITLE_ROWS]]
    if next((count for count in cells if 2 * count > usual), 0) > usual:
        raise FeedError("{where}: rows and cells of the page do not nest; save it again as xlsx", where=where)
    faults = [None if width == usual else "wrong-field-count" for width in widths]
    columns = {str(at): pa.array(texts, pa.string()) for at, texts in enumerate(zip_longest(*table.rows))}
    return pa.table({**columns, "row": pa.array(table.numbers, pa.int32()), "fault": pa.array(faults, pa.string())})


@hookimpl
def reform_readers() -> list[Reader]:
    """Offer the reader of this page."""
    return [Reader("html_tables", recognised, read)]
