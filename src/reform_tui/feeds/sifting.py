"""Rows of data apart from what stands around them: titles, blank rows, headings said again, totals, signatures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from reform_tui.feeds.aside import (
    BEGINS,
    NAMES_A_RECORD,
    is_band,
    is_group,
    is_numbering,
    is_signature,
    is_signed,
    is_total,
)
from reform_tui.feeds.cleaning import clean, one_array
from reform_tui.feeds.headings import Header
from reform_tui.feeds.identity import named_by
from reform_tui.feeds.masks import Mask, mask
from reform_tui.feeds.reasons import NOT_JSON, UNCLOSED_QUOTE
from reform_tui.model.schema import Schema

_CONTROLS = ("row", "fault", "broken")


@dataclass(frozen=True)
class Data:
    """The rows below the header, as text."""

    table: pa.Table

    def __len__(self) -> int:
        return int(self.table.num_rows)

    def __getitem__(self, name: str) -> pa.Array:
        """A column as one array; ``row`` as int32."""
        column = self.table[name]
        return column.combine_chunks() if name == "row" else one_array(column)

    def fault(self, reason: str) -> Mask | None:
        """Rows that the reader could not take apart for this reason."""
        if "fault" not in self.table.column_names:
            return None
        return mask(pc.equal(self.table["fault"], reason))

    @property
    def broken(self) -> Mask | None:
        """Rows that hold bytes that were no character, where there may be some."""
        return mask(self.table["broken"]) if "broken" in self.table.column_names else None


def cells_above(table: pa.Table, header: Header) -> tuple[str, ...]:
    """Return the cells that stand above the header, row by row: titles, and often the time of export."""
    above = table.filter(pc.less(table["row"], header.first)).drop_columns(_present(table, _CONTROLS))
    return tuple(text for row in above.to_pylist() for text in row.values() if text and text.strip())


def data_rows(table: pa.Table, header: Header, schema: Schema) -> tuple[Data, int]:
    """Return the rows of data, and how many were set aside: blank rows, repeated headings, and those of ``aside``."""
    below = pc.greater(table["row"], header.row)
    data = table.slice(1) if _is_first(table, header) else table.filter(below)
    doubtful = np.flatnonzero(_doubtful(data, header, schema))
    if not len(doubtful):
        return Data(data), 0
    aside = doubtful[_aside(data.take(pa.array(doubtful)), header)]
    if not len(aside):
        return Data(data), 0
    keep = np.ones(data.num_rows, dtype=np.bool_)
    keep[aside] = False
    return Data(data.filter(pa.array(keep))), len(aside)


def _is_first(table: pa.Table, header: Header) -> bool:
    """Whether only the header is to be dropped, so that nothing needs copying."""
    rows = table["row"]
    return bool(rows[0].as_py() == header.row and pc.min(rows).as_py() == header.row)


def _doubtful(data: pa.Table, header: Header, schema: Schema) -> Mask:
    """The row below the header, and those where nothing names a record: the few that are looked at closely."""
    named = np.zeros(data.num_rows, dtype=np.bool_)
    for name in named_by(schema):
        if name in header.mapped:
            texts = one_array(data[str(header.mapped[name])])
            named |= mask(pc.match_substring_regex(texts, NAMES_A_RECORD))
    named[:1] = False
    return ~named


def _aside(rows: pa.Table, header: Header) -> Mask:
    """Which of a few rows, the first of them below the header perhaps, are no data."""
    texts = [clean(one_array(rows[name])) for name in rows.column_names if name not in _CONTROLS]
    filled = np.asarray(sum(mask(pc.is_valid(column)).astype(np.int64) for column in texts))
    aside: Mask = (filled == 0) | _said_again(texts, header)
    first, last = pc.coalesce(*texts), pc.coalesce(*reversed(texts))
    looked_at = mask(pc.match_substring_regex(first, BEGINS)) | mask(pc.equal(first, last))
    looked_at[:1] = True
    signed = False
    for at in np.flatnonzero(~aside):
        if looked_at[at] or signed:
            places = [place for place, column in enumerate(texts) if column[at].is_valid]
            cells = [texts[place][at].as_py() for place in places]
            signed |= is_signature(cells)
            aside[at] = (signed and is_signed(cells)) or _is_no_record(cells, places[0], header, is_first=at == 0)
    return aside & ~_unread(rows)


def _is_no_record(cells: Sequence[str], place: int, header: Header, *, is_first: bool) -> bool:
    """Whether the cells of a row, the first of them at a place, are a group, a total, a signature or column numbers."""
    unmapped = place not in header.mapped.values()
    stands_around = is_group(cells, unmapped_first=unmapped) or is_total(cells) or is_signature(cells) or is_band(cells)
    return stands_around or (is_first and is_numbering(cells))


def _said_again(texts: Sequence[pa.Array], header: Header) -> Mask:
    """Rows in which more than half of the cells say what a row of the header says."""
    again = np.zeros(len(texts[0]), dtype=np.bool_)
    for level in header.levels:
        known = [(column, text) for column, text in zip(texts, level, strict=True) if text]
        same = sum(mask(pc.equal(column, text)).astype(np.int64) for column, text in known)
        again |= np.asarray(same) * 2 > len(known)
    return again


def _unread(rows: pa.Table) -> Mask:
    """Rows that could not be taken apart, and so hold more than their cells show."""
    unread = np.zeros(rows.num_rows, dtype=np.bool_)
    for reason in (NOT_JSON, UNCLOSED_QUOTE):
        fault = Data(rows).fault(reason)
        unread = unread if fault is None else unread | fault
    return unread


def _present(table: pa.Table, names: tuple[str, ...]) -> list[str]:
    return [name for name in names if name in table.column_names]
