"""Rows of data apart from what stands around them: titles, blank rows, headings said again, totals, signatures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from reform_tui.feeds.aside import A_FIGURE, BEGINS, NAMES_A_RECORD, Named, Row
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
    named = _named(data, header, schema)
    unsure = named != Named.BY_CODE
    unsure[:1] = True  # forms number their columns there
    doubtful = np.flatnonzero(unsure)
    aside = doubtful[_aside(data.take(pa.array(doubtful)), header, named[doubtful])]
    if not len(aside):
        return Data(data), 0
    keep = np.ones(data.num_rows, dtype=np.bool_)
    keep[aside] = False
    return Data(data.filter(pa.array(keep))), len(aside)


def _is_first(table: pa.Table, header: Header) -> bool:
    """Whether only the header is to be dropped, so that nothing needs copying."""
    rows = table["row"]
    return bool(rows[0].as_py() == header.row and pc.min(rows).as_py() == header.row)


def _named(data: pa.Table, header: Header, schema: Schema) -> npt.NDArray[np.int8]:
    """How each row is named: ``Named``, the surest of the columns that name a row."""
    named = np.full(data.num_rows, Named.BY_NOTHING, dtype=np.int8)
    for name in named_by(schema):
        if name in header.mapped:
            texts = one_array(data[str(header.mapped[name])])
            code = mask(pc.match_substring_regex(texts, NAMES_A_RECORD))
            figure = code & mask(pc.match_substring_regex(texts, A_FIGURE))
            named = np.maximum(named, code.astype(np.int8) * 2 - figure.astype(np.int8))
    return named


def _aside(rows: pa.Table, header: Header, named: npt.NDArray[np.int8]) -> Mask:
    """Which of a few rows, the first of them the one below the header, are no data."""
    texts = [clean(one_array(rows[name])) for name in rows.column_names if name not in _CONTROLS]
    filled = np.asarray(sum(mask(pc.is_valid(column)).astype(np.int64) for column in texts))
    aside: Mask = ((filled == 0) | _said_again(texts, header)) & (named != Named.BY_CODE)
    first, last = pc.coalesce(*texts), pc.coalesce(*reversed(texts))
    looked_at = mask(pc.match_substring_regex(first, BEGINS)) | mask(pc.equal(first, last))
    looked_at[:1] = True
    signed = False
    for at in np.flatnonzero(~aside):
        if looked_at[at] or signed:
            places = [place for place, column in enumerate(texts) if column[at].is_valid]
            row = Row([texts[place][at].as_py() for place in places], places[0] in header.mapped.values(), named[at])
            signed |= row.is_signature
            aside[at] = row.is_no_record or (signed and row.is_signed) or (at == 0 and row.is_numbering)
    return aside & ~_unread(rows)


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
