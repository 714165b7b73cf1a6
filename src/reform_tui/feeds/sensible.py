"""What no entry of a reference table may say though each cell is sound: days the wrong way round, own parents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from reform_tui.feeds.masks import mask
from reform_tui.model.schema import Schema
from reform_tui.model.unit_name import unit_key
from reform_tui.wording.faults import NOT_AFTER, OWN_PARENT, filled

Unsound = tuple[int, str, str]
"""The place of a row among the others, the column, and why."""
_WHOLE = timedelta(days=1)  # a last day counts whole
_ORDER: Mapping[str, tuple[tuple[str, str, timedelta], ...]] = {
    "periods": (("start", "end", timedelta(0)), ("start", "cut_off", _WHOLE)),
}
_VALID = (("from", "to", _WHOLE), ("from", "until", _WHOLE))


def unsound(cells: Mapping[str, pa.Array], schema: Schema, zone: ZoneInfo) -> Iterator[Unsound]:
    """Yield what is wrong with rows of a reference table; a row may come twice."""
    for first, last, whole in (*_ORDER.get(schema.name, ()), *_VALID):
        if first in cells and last in cells:
            yield from _backwards(cells, first, last, whole, zone)
    if schema.name == "units" and {"unit", "parent"} <= cells.keys():
        yield from _own_parents(cells)


def _backwards(
    cells: Mapping[str, pa.Array], first: str, last: str, whole: timedelta, zone: ZoneInfo
) -> Iterator[Unsound]:
    begins, ends = cells[first], cells[last]
    never = mask(pc.greater_equal(begins, pc.add(ends, pa.scalar(whole, pa.duration("us")))))
    for at in np.flatnonzero(never):
        told = {"last": _day(ends[at].as_py(), zone), "first": _day(begins[at].as_py(), zone), "column": first}
        yield int(at), last, filled(NOT_AFTER, **told)


def _day(moment: datetime, zone: ZoneInfo) -> str:
    local = moment.astimezone(zone)
    return f"{local:%d/%m/%Y}" if (local.hour, local.minute) == (0, 0) else f"{local:%d/%m/%Y %H:%M}"


def _own_parents(cells: Mapping[str, pa.Array]) -> Iterator[Unsound]:
    """Units are some thousands at most, and a way upwards is walked: this may loop."""
    texts = (cells[name].cast(pa.string()).to_pylist() for name in ("unit", "parent"))
    units, parents = ([unit_key(text or "") for text in column] for column in texts)
    above = {unit: parent for unit, parent in zip(units, parents, strict=True) if unit and parent}
    for at, unit in enumerate(units):
        path = _upwards(unit, above) if unit and parents[at] else []
        if path[1:] and path[-1] == unit:
            yield at, "parent", filled(OWN_PARENT, unit=unit, path=" → ".join(path))


def _upwards(unit: str, above: Mapping[str, str]) -> list[str]:
    """Return the way from a unit upwards, to the top or to a unit that was passed before."""
    path, passed = [unit], {unit}
    while (parent := above.get(path[-1])) is not None:
        path.append(parent)
        if parent in passed:
            break
        passed.add(parent)
    return path
