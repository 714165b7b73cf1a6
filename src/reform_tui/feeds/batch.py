"""What a file became: accepted rows and rejected rows; every row is in exactly one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

import pyarrow as pa

from reform_tui.feeds.exchanged_days import ExchangedDays
from reform_tui.feeds.remarks import Remark


class Origin(Enum):
    """Where an export time was found, best first."""

    INSIDE = "inside"
    NAME = "name"
    MTIME = "mtime"
    ARRIVAL = "arrival"


@dataclass(frozen=True)
class ExportTime:
    """When the one-stop system wrote the file; fixed when the file is first seen."""

    at: datetime
    origin: Origin
    sure: bool = True


@dataclass(frozen=True)
class Batch:
    """One file, read once under one mapping.

    ``rows``: one row an accepted row, in file order: the schema's columns that the file speaks for, typed as
    ``arrow_type`` says (times ``timestamp[us, UTC]``, codes dictionary-encoded strings), then ``_key`` (string),
    ``_home`` (string) and ``_row`` (int32, as a spreadsheet counts: 1 is the first line of the file).
    ``rejected``: ``row`` int32, ``column`` string (ours, or empty) and ``reason`` string (a key of the catalogue);
    one row a rejected row.
    """

    schema: str
    sheet: str
    rows: pa.Table
    rejected: pa.Table
    columns: tuple[str, ...]
    """What the file speaks for; an absent column never erases a value."""
    exported: ExportTime
    set_aside: int = 0
    """Blank, group, total and signature rows: not data, so not in ``read``."""
    remarks: tuple[Remark, ...] = ()
    """What is told of rows that were accepted all the same; the store adds the codes that stand several times."""
    days: ExchangedDays = field(default_factory=ExchangedDays)
    """What the record codes say of its dates."""
    headings: Mapping[str, str] = field(default_factory=dict)
    """Our column to its heading in the file."""
    unmapped: tuple[str, ...] = ()
    """Headings that became no column."""
    unknown: tuple[tuple[str, str, int], ...] = ()
    """(column, word as delivered, rows): words of a closed list that we do not know.  The row is taken; the cell is
    ``other`` where the list has one, else null."""

    @property
    def read(self) -> int:
        """Rows of data in the file."""
        return int(self.rows.num_rows + self.rejected.num_rows)
