"""The rows of a file in the order of their homes, a group of neighbouring homes at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from reform_tui.feeds.batch import Batch
from reform_tui.model.schema import Schema
from reform_tui.store.homes import Home
from reform_tui.store.repeats import Repeats, repeats_in
from reform_tui.store.store import Store

Positions = npt.NDArray[np.int64]
GROUP = 65_536
"""Rows that are merged at a time."""


@dataclass(frozen=True)
class Part:
    """One home's stretch of the incoming rows, in the order of their homes."""

    home: Home
    start: int
    stop: int


def by_home(batch: Batch) -> Positions:
    """Return the positions of all rows, home by home, in each home as the file has them."""
    homes = batch.rows.column("_home").combine_chunks()
    encoded = homes if pa.types.is_dictionary(homes.type) else homes.dictionary_encode()
    codes: Positions = encoded.indices.to_numpy()
    return np.argsort(codes, kind="stable")


def parts_of(store: Store, schema: Schema, batch: Batch, order: Positions) -> Iterator[Part]:
    """The stretch of each home."""
    if not len(order):
        return
    homes = batch.rows.column("_home").cast(pa.string()).combine_chunks().take(pa.array(order))
    runs = pc.run_end_encode(homes)
    start = 0
    for name, stop in zip(runs.values.to_pylist(), runs.run_ends.to_pylist(), strict=True):
        yield Part(store.home(schema.name, name), start, stop)
        start = stop


def groups_of(parts: Iterable[Part]) -> Iterator[list[Part]]:
    """Neighbouring homes with about ``GROUP`` rows together."""
    group: list[Part] = []
    for part in parts:
        group.append(part)
        if part.stop - group[0].start >= GROUP:
            yield group
            group = []
    if group:
        yield group


Group = tuple[list[Part], pa.Table, Repeats]
"""Its stretches counted from its own beginning, its rows, and what they repeated."""


def in_turn(rows: pa.Table, order: Positions, groups: Iterable[list[Part]], schema: Schema) -> Iterator[Group]:
    """Each group with its rows.

    The next group's rows are picked while the caller writes the last one's.
    """
    stretches = _stretches(rows)
    ahead = None
    with ThreadPoolExecutor(1) as beside:
        for group in groups:
            coming = beside.submit(_rows_of, stretches, order, group, schema)
            if ahead is not None:
                yield ahead.result()
            ahead = coming
        if ahead is not None:
            yield ahead.result()


def _rows_of(stretches: list[tuple[int, pa.Table]], order: Positions, group: list[Part], schema: Schema) -> Group:
    """A group's rows: a code that stands several times in one file counts once, as it stands last."""
    first = group[0].start
    rows = _picked(stretches, order[first : group[-1].stop])
    repeats = repeats_in(rows, schema)
    if repeats.codes:
        rows = rows.filter(pa.array(repeats.kept))
    before = np.concatenate(([0], np.cumsum(repeats.kept)))
    own = [replace(part, start=int(before[part.start - first]), stop=int(before[part.stop - first])) for part in group]
    return own, rows, repeats


def _stretches(rows: pa.Table) -> list[tuple[int, pa.Table]]:
    """The pieces that a large file was read in, with where each begins: taking from one copies none of the others."""
    found, start = [], 0
    for piece in rows.to_batches():
        found.append((start, pa.Table.from_batches([piece])))
        start += piece.num_rows
    return found


def _picked(stretches: list[tuple[int, pa.Table]], positions: Positions) -> pa.Table:
    """Return the rows at these positions, in this order."""
    picked, order = [], []
    for start, piece in stretches:
        ours = np.flatnonzero((positions >= start) & (positions < start + piece.num_rows))
        if len(ours):
            picked.append(piece.take(pa.array(positions[ours] - start)))
            order.append(ours)
    if len(picked) == 1:
        return picked[0]
    return pa.concat_tables(picked).combine_chunks().take(pa.array(np.argsort(np.concatenate(order))))
