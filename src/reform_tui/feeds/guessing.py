"""Which row is the header of a table whose headings nobody has named yet."""

from __future__ import annotations

import re

import pyarrow as pa

from reform_tui.feeds.header_rows import first_rows
from reform_tui.feeds.headings import loose

_FIGURES = re.compile(r"\d{3}")


def likely_header(table: pa.Table) -> tuple[int, tuple[str, ...]]:
    """Return the number and the cells of the first row with the most different words that hold no figures.

    Row 0 where a reader knows its header; row 0 and no cells where there is none.
    """
    rows = first_rows(table)
    if 0 in rows:
        return 0, rows[0]
    best = max(rows, key=lambda number: (_words(rows[number]), -number), default=0)
    return best, rows.get(best, ())


def _words(cells: tuple[str, ...]) -> int:
    return len({loose(cell) for cell in cells if loose(cell) and not _FIGURES.search(cell)})
