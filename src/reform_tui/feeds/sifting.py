"""Rows of data apart from what stands around them: titles, blank rows, headings said again."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from reform_tui.feeds.cleaning import clean, one_array
from reform_tui.feeds.headings import Header
from reform_tui.feeds.masks import Mask, mask
from reform_tui.feeds.reasons import NOT_JSON

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


def data_rows(table: pa.Table, header: Header) -> tuple[Data, int]:
    """Return the rows of data, and how many blank rows and repeated headings were set aside."""
    below = pc.greater(table["row"], header.row)
    data = table.slice(1) if _is_first(table, header) else table.filter(below)
    doubtful = np.flatnonzero(_doubtful(data, header))
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


def _doubtful(data: pa.Table, header: Header) -> Mask:
    """Rows whose first mapped cell is blank or its own heading: the few that are looked at closely."""
    at = next(iter(header.mapped.values()))
    texts = one_array(data[str(at)])
    trimmed = pc.utf8_trim_whitespace(texts)
    blank = pc.fill_null(pc.equal(pc.binary_length(trimmed), 0), True)
    said_again = pc.fill_null(pc.starts_with(trimmed, header.cells[at].split(" ")[0]), False)
    return mask(pc.or_(blank, said_again))


def _aside(rows: pa.Table, header: Header) -> Mask:
    """Which of a few rows hold nothing, or the headings once more."""
    names = [name for name in rows.column_names if name not in _CONTROLS]
    texts = {name: clean(one_array(rows[name])) for name in names}
    filled = sum(mask(pc.is_valid(texts[name])).astype(np.int64) for name in names)
    mapped = set(header.mapped.values())
    same = sum(mask(pc.equal(texts[str(at)], header.cells[at])).astype(np.int64) for at in mapped)
    aside: Mask = (np.asarray(filled) == 0) | (np.asarray(same) * 2 > len(mapped))
    broken = Data(rows).fault(NOT_JSON)  # holds something, though no cell does
    return aside if broken is None else aside & ~broken


def _present(table: pa.Table, names: tuple[str, ...]) -> list[str]:
    return [name for name in names if name in table.column_names]
