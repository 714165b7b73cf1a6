"""Delimited text to a table of text, with each row's number and the rows that have too many or too few fields."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from reform_tui.errors import FeedError
from reform_tui.feeds.encodings import to_utf8, with_broken
from reform_tui.feeds.reasons import UNCLOSED_QUOTE, WRONG_FIELD_COUNT

DELIMITERS = ",;\t|"
_BLANK = b" \t\r\n;,|\xef\xbb\xbf"
_SNIFFED = 1 << 16
_SNIFFED_ROWS = 200
_BLOCK = 1 << 23
_LARGEST_BLOCK = 1 << 30


@dataclass(frozen=True)
class Split:
    """A delimited text taken apart: its rows with ``width`` fields, and the others as they stand."""

    text: bytes
    """All of it in UTF-8, a byte-order mark included."""
    delimiter: str
    width: int
    good: pa.Table
    """Columns of text ``0``, ``1``, …"""
    bad: tuple[pacsv.InvalidRow, ...]

    @property
    def has_open_quote(self) -> bool:
        """Whether a quote is never closed, so that the last row's last field holds the rest of the file."""
        return self.text.count(b'"') % 2 == 1


def read_csv(where: str, content: bytes, *, encoding: str = "", delimiter: str = "") -> dict[str, pa.Table]:
    """Read one sheet named ''; a column ``fault`` holds the reason of rows that could not be split as the others."""
    split = split_csv(where, content, encoding=encoding, delimiter=delimiter)
    return {"": table_of(split)}


def table_of(split: Split) -> pa.Table:
    """Return every row with its number, and in ``fault`` why some could not be split."""
    table = _with_bad_rows(split.good, list(split.bad), split.delimiter, split.width)
    table = _without_swallower(table) if split.has_open_quote else table
    return with_broken(table, split.text)


def split_csv(where: str, content: bytes, *, encoding: str = "", delimiter: str = "") -> Split:
    """Split text into fields; ``FeedError`` where it is no text."""
    text = to_utf8(where, content, encoding)
    if not text[:_SNIFFED].strip(_BLANK) and not text.strip(_BLANK):
        raise FeedError(f"{where}: the file holds no text; export it again")
    if b"\x00" in text:
        raise FeedError(f"{where}: this is not text; save it as xlsx or csv and drop it again")
    separator, width = _shape(text, delimiter)
    bad: list[pacsv.InvalidRow] = []
    good = _parse(where, text, separator, width, bad)
    return Split(text, separator, width, good, tuple(bad))


def _shape(text: bytes, stated: str) -> tuple[str, int]:
    """Return the delimiter that makes the most regular table of the first rows, and its number of columns."""
    sample = text[:_SNIFFED].decode("utf-8-sig", "replace")
    if len(text) > _SNIFFED:
        sample = sample.rpartition("\n")[0] or sample
    shapes = {one: _width(sample, one) for one in stated or DELIMITERS}
    best = max(shapes, key=lambda one: shapes[one][1] * (shapes[one][0] - 1))
    return best, shapes[best][0]


def _width(sample: str, delimiter: str) -> tuple[int, float]:
    """Return the commonest number of fields (of rows with more than one, if any) and the share of rows that have it."""
    rows = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    try:
        widths = Counter(len(row) for row, _ in zip(rows, range(_SNIFFED_ROWS), strict=False) if row)
    except csv.Error:  # a field longer than the module allows: nothing regular under this delimiter
        return 1, 0.0
    if not widths:
        return 1, 0.0
    several = {width: count for width, count in widths.items() if width > 1} or widths
    width = max(several, key=lambda one: (several[one], one))
    return width, several[width] / widths.total()


def _parse(where: str, text: bytes, delimiter: str, width: int, bad: list[pacsv.InvalidRow]) -> pa.Table:
    names = [str(number) for number in range(width)]
    block = _BLOCK

    def keep(row: pacsv.InvalidRow) -> str:
        bad.append(row)
        return "skip"

    while True:
        # One thread: with more, pyarrow does not say which row was bad.
        options = pacsv.ReadOptions(use_threads=False, column_names=names, block_size=block)
        parsing = pacsv.ParseOptions(
            delimiter=delimiter,
            newlines_in_values=b'"' in text,
            ignore_empty_lines=False,
            invalid_row_handler=keep,
        )
        typing = pacsv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), check_utf8=False)
        try:
            return pacsv.read_csv(pa.BufferReader(text), options, parsing, typing)
        except pa.ArrowInvalid as error:
            bad.clear()
            block *= 8
            if block > _LARGEST_BLOCK or block > 8 * len(text):
                raise FeedError(f"{where}: the text could not be split into rows ({error})") from error


def _with_bad_rows(good: pa.Table, bad: list[pacsv.InvalidRow], delimiter: str, width: int) -> pa.Table:
    numbers = np.arange(1, good.num_rows + len(bad) + 1, dtype=np.int32)
    if not bad:
        return good.append_column("row", pa.array(numbers))
    apart = np.array([row.number for row in bad], dtype=np.int32)
    good = good.append_column("row", pa.array(np.delete(numbers, apart - 1)))
    good = good.append_column("fault", pa.nulls(good.num_rows, pa.string()))
    return pa.concat_tables([good, _bad_table(bad, delimiter, width)])


def _without_swallower(table: pa.Table) -> pa.Table:
    """Say that the last row's last cell holds the rest of the file, where a quote was opened and never closed."""
    last = pc.equal(table["row"], pc.max(table["row"]))
    ends = pc.match_substring(table[table.column_names[table.column_names.index("row") - 1]], "\n")
    swallows = pc.fill_null(pc.and_(last, ends), False)
    before = table["fault"] if "fault" in table.column_names else pa.nulls(table.num_rows, pa.string())
    fault = pc.if_else(swallows, pa.scalar(UNCLOSED_QUOTE), before)
    kept = [name for name in table.column_names if name != "fault"]
    return table.select(kept).append_column("fault", fault)


def _bad_table(bad: list[pacsv.InvalidRow], delimiter: str, width: int) -> pa.Table:
    """Rows that did not fit, cut or filled to the width, so that a title above the header can be read."""
    cells = [(row.text.split(delimiter) + [""] * width)[:width] for row in bad]
    columns = {str(at): pa.array([row[at].strip('"') for row in cells], pa.string()) for at in range(width)}
    faults = [UNCLOSED_QUOTE if row.text.count('"') % 2 else WRONG_FIELD_COUNT for row in bad]
    numbers = pa.array([row.number for row in bad], pa.int32())
    return pa.table({**columns, "row": numbers, "fault": pa.array(faults, pa.string())})
