"""What segments lay over homes, each file read once: a segment has a record batch of each of many homes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, pairwise

import pyarrow as pa

from reform_tui.model.schema import Schema
from reform_tui.store.homes import read_pair
from reform_tui.store.places import HomeRows

Overlays = Mapping[tuple[str, int], pa.Table]
"""(path of a segment without its ending, number of the record batch in it) to its rows."""


def overlays_of(homes: Iterable[HomeRows], schema: Schema, names: Sequence[str]) -> Overlays:
    """Return these columns of every record batch in which the homes have rows; ``_key`` must be among them."""
    batches: dict[str, list[int]] = {}
    for home in homes:
        for path, number in home.segments:
            batches.setdefault(path, []).append(number)
    return {
        (path, number): overlay
        for path, numbers in batches.items()
        for number, overlay in zip(numbers, _cut(read_pair(path, schema, names, numbers)), strict=True)
    }


def _cut(table: pa.Table) -> list[pa.Table]:
    """Return the record batches that a table was made of."""
    ends = accumulate((len(chunk) for chunk in table.column("_key").chunks), initial=0)
    return [table.slice(start, end - start) for start, end in pairwise(ends)]
