"""Codes that stand several times in one file: in which rows, whether the rows agree, and which one holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from reform_tui.feeds.remarks import DIFFERING, NAMED_CODES, REPEATED, Remark
from reform_tui.model.schema import Schema

Positions = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Repeats:
    """What one group of rows repeats."""

    kept: npt.NDArray[np.bool_]
    """Rows that hold: a code's last."""
    codes: int = 0
    differing: int = 0
    """How many codes stand several times, and how many of these with rows that differ."""
    remarks: tuple[Remark, ...] = ()
    """The first of them, by name."""


def repeats_in(rows: pa.Table, schema: Schema) -> Repeats:
    """Find the keys that several rows have; ``rows`` stand as the file has them within a key."""
    keys = rows.column("_key").combine_chunks().dictionary_encode()
    codes = keys.indices.to_numpy()
    kept = np.ones(rows.num_rows, bool)
    if len(keys.dictionary) == rows.num_rows:
        return Repeats(kept)
    at = np.flatnonzero(np.bincount(codes)[codes] > 1)
    at = at[np.argsort(codes[at], kind="stable")]
    starts = np.flatnonzero(np.diff(codes[at], prepend=-1))
    last = np.append(starts[1:], len(at)) - 1
    kept[at] = False
    kept[at[last]] = True
    apart = _apart(rows.take(pa.array(at)), starts, last)
    names = [_shown(key, schema) for key in keys.dictionary.take(pa.array(codes[at[last]])).to_pylist()]
    places = np.split(rows.column("_row").to_numpy()[at], starts[1:])
    remarks = tuple(_remarks(places, names, apart))
    return Repeats(kept, len(starts), sum(np.logical_or.reduce(list(apart.values()))) if apart else 0, remarks)


def _apart(rows: pa.Table, starts: Positions, last: Positions) -> dict[str, npt.NDArray[np.bool_]]:
    """Return for each column in which of the codes the rows differ from the one that holds."""
    holds = np.repeat(last, np.diff(np.append(starts, rows.num_rows)))
    found = {}
    for name in rows.column_names:
        if not name.startswith("_"):
            words = _words(rows.column(name))
            differs = np.logical_or.reduceat(words != words[holds], starts)
            if differs.any():
                found[name] = differs
    return found


def _words(column: pa.ChunkedArray) -> Positions:
    """A number for each value, an empty cell too."""
    plain = column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column
    words: Positions = pc.dictionary_encode(plain.combine_chunks(), null_encoding="encode").indices.to_numpy()
    return words


def _remarks(
    places: list[npt.NDArray[np.int32]], names: list[str], apart: dict[str, npt.NDArray[np.bool_]]
) -> Iterator[Remark]:
    order = sorted(range(len(places)), key=lambda code: places[code][0])
    for code in order[:NAMED_CODES]:
        columns = [name for name, differs in apart.items() if differs[code]]
        yield Remark.of(DIFFERING if columns else REPEATED, places[code].tolist(), names[code], columns)


def _shown(key: str, schema: Schema) -> str:
    """A key as the file has it, without the home before it; a person's is told by its rows alone."""
    if any(schema.by_name[name].people for name in schema.key):
        return ""
    return key.partition("|")[2] or key
