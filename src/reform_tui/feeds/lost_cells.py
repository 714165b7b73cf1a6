"""Cells that say nothing though something stands in them: errors of formulas, numbers without their last digits."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from reform_tui.feeds.cleaning import errors_in
from reform_tui.feeds.headings import Header
from reform_tui.feeds.long_numbers import rounded
from reform_tui.feeds.masks import Mask, mask
from reform_tui.feeds.remarks import ERROR_CELL, ROUNDED, Remark
from reform_tui.feeds.sifting import Data
from reform_tui.model.schema import Kind, Schema


def lost_cells(data: Data, header: Header, schema: Schema) -> Iterator[Remark]:
    """Yield what is told of cells that count as blank, though they were not delivered so."""
    numbers = [name for name in header.mapped if name in schema.by_name and _is_number_of_people(name, schema)]
    yield from _told(ERROR_CELL, data, header.mapped, "#", errors_in)
    yield from _told(ROUNDED, data, {name: header.mapped[name] for name in numbers}, "E+", rounded)


def _is_number_of_people(name: str, schema: Schema) -> bool:
    column = schema.by_name[name]
    return column.people and column.kind is Kind.TEXT


def _told(
    kind: str, data: Data, mapped: Mapping[str, int], sign: str, lost: Callable[[pa.Array], pa.Array]
) -> Iterator[Remark]:
    """Yield one remark on all columns; only those that hold the sign at all are looked at closely."""
    found: dict[str, Mask] = {}
    for name, at in mapped.items():
        texts = data[str(at)]
        if pc.any(pc.match_substring(texts, sign)).as_py() and (where := mask(lost(texts))).any():
            found[name] = where
    if found:
        rows = data["row"].filter(pa.array(np.logical_or.reduce(list(found.values())))).to_pylist()
        yield Remark.of(kind, rows, columns=found)
