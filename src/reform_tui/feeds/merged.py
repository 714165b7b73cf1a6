"""Merged cells of a workbook: every place that one covers says what it says."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import IO
from xml.etree import ElementTree as ET

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from python_calamine import load_workbook

from reform_tui.errors import FeedError
from reform_tui.language import mark

Area = tuple[int, int, int, int]
"""First row, first column, last row, last column, each from 0."""
BROKEN_PACKAGE = (zipfile.BadZipFile, zlib.error, ET.ParseError, KeyError, ValueError, EOFError, RuntimeError, OSError)
"""What taking a damaged or encrypted package apart may raise."""

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_AREA = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*?\bref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_BEGIN = b"mergeCells"
_CHUNK, _MOST = 1 << 20, 1 << 25
_OVERLAP = mark("{where}: merged cells of the sheet lie over each other; save it again as xlsx without them")


def merged_in_xls(content: bytes) -> dict[str, Sequence[Area]]:
    """Return the merged cells of each sheet of a true .xls by the sheet's name."""
    with load_workbook(io.BytesIO(content)) as book:
        sheets = {name: book.get_sheet_by_name(name).merged_cell_ranges or () for name in book.sheet_names}
    return {name: [(*first, *last) for first, last in ranges] for name, ranges in sheets.items()}


def merged_in_xlsx(content: bytes) -> dict[str, Sequence[Area]]:
    """Return the merged cells of each sheet of an xlsx by the sheet's name; one of ``BROKEN_PACKAGE`` if damaged."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        if "xl/workbook.xml" not in package.namelist():
            return {}  # another kind of package, such as ods
        targets = _targets(package.read("xl/_rels/workbook.xml.rels"))
        book = ET.fromstring(package.read("xl/workbook.xml"))  # noqa: S314 - expat bounds what entities may grow to
        parts = {one.get("name", ""): targets.get(one.get(_LINK, ""), "") for one in book.iter(f"{_MAIN}sheet")}
        return {name: _areas(package, part) for name, part in parts.items() if part in package.namelist()}


def _targets(links: bytes) -> dict[str, str]:
    found = {one.get("Id", ""): one.get("Target", "") for one in ET.fromstring(links)}  # noqa: S314 - as above
    return {key: part.lstrip("/") if part.startswith("/") else f"xl/{part}" for key, part in found.items()}


def _areas(package: zipfile.ZipFile, part: str) -> list[Area]:
    with package.open(part) as stream:
        found = _AREA.findall(_behind_rows(stream))
    return [(int(top) - 1, _column(left), int(bottom) - 1, _column(right)) for left, top, right, bottom in found]


def _behind_rows(stream: IO[bytes]) -> bytes:
    """The list of merged cells, which stands behind all rows, without holding these in memory."""
    kept = b""
    while chunk := stream.read(_CHUNK):
        kept += chunk
        if (at := kept.find(_BEGIN)) >= 0:
            return kept[at:] + stream.read(_MOST)
        kept = kept[-len(_BEGIN) :]
    return b""


def _column(letters: bytes) -> int:
    """Return 0 for A, 26 for AA."""
    at = 0
    for letter in letters:
        at = at * 26 + letter - 64
    return at - 1


def unmerged(where: str, columns: Sequence[pa.Array], areas: Iterable[Area], left: int) -> list[pa.Array]:
    """Return columns of text whose blank places inside an area say what its first cell says.

    ``left`` is the column of the sheet, from 0, that ``columns`` begin with.  ``FeedError`` where areas overlap.
    """
    rows, width, covered = len(columns[0]), len(columns), 0
    fills: Mapping[int, list[tuple[int, int, str]]] = defaultdict(list)
    for top, first, bottom, last in areas:
        at = first - left
        if top >= rows or not 0 <= at < width or not (text := columns[at][top].as_py()):
            continue
        span = (top, min(bottom, rows - 1), text)
        places = range(at, min(last - left, width - 1) + 1)
        covered += (span[1] - top + 1) * len(places)
        if covered > rows * width:
            raise FeedError(_OVERLAP, where=where)
        for place in places:
            fills[place].append(span)
    return [filled(column, fills[at]) if at in fills else column for at, column in enumerate(columns)]


def filled(column: pa.Array, fills: Sequence[tuple[int, int, str]]) -> pa.Array:
    """Return a column whose blank places from a first to a last row hold a text."""
    source = np.arange(len(column))
    for at, (top, bottom, _) in enumerate(fills):
        source[top : bottom + 1] = len(column) + at
    texts = pa.concat_arrays([column, pa.array([text for _, _, text in fills], pa.string())]).take(pa.array(source))
    blank = pc.fill_null(pc.equal(pc.binary_length(column), 0), True)
    return pc.if_else(blank, texts, column)
