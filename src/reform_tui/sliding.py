"""The arithmetic behind ``sdk.most_within``: distinct values in sliding windows, exact, over whole columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import TypeAlias

import numpy as np
import pandas as pd

Numbers: TypeAlias = "np.ndarray[tuple[int, ...], np.dtype[np.int64]]"


def most_within(
    rows: pd.DataFrame, by: Sequence[str], distinct: str, at: str, lengths: Mapping[str, timedelta]
) -> pd.DataFrame:
    """Return what ``sdk.most_within`` promises."""
    known = rows[rows[[*by, distinct, at]].notna().all(axis=1)]
    groups = known.groupby(list(by), observed=True)
    group = groups.ngroup().to_numpy(np.int64)
    moment = known[at].dt.tz_convert("UTC").to_numpy("datetime64[us]").view(np.int64)
    order = np.lexsort((moment, group))
    group, moment = group[order], moment[order]
    again = _again(group, pd.factorize(known[distinct])[0].astype(np.int64)[order])
    starts = np.flatnonzero(np.diff(group, prepend=-1))
    most = {
        name: np.maximum.reduceat(_distinct(group, moment, again, length // timedelta(microseconds=1)), starts)
        for name, length in lengths.items()
        if len(group)
    }
    return pd.DataFrame(most, index=groups.size().index, columns=list(lengths), dtype="int64")


def _distinct(group: Numbers, moment: Numbers, again: Numbers, length: int) -> Numbers:
    """Count the distinct values in the window that ends with each row; rows are sorted by group and moment.

    A row enters at its own place and leaves when its value comes ``again`` or when it is ``length`` old, whichever is
    first; so the count is how many have entered less how many have left.
    """
    size = len(group)
    leaves = np.minimum(again, _expiry(group, moment, length))
    left = np.cumsum(np.bincount(leaves, minlength=size + 1)[:size])
    return np.arange(1, size + 1) - left


def _again(group: Numbers, value: Numbers) -> Numbers:
    """Return for each row the place of the next row with its group and value, or the number of rows."""
    order = np.lexsort((value, group))  # stable: within one value the rows keep their order in time
    before, after = order[:-1], order[1:]
    same = (group[before] == group[after]) & (value[before] == value[after])
    again = np.full(len(group), len(group))
    again[before[same]] = after[same]
    return again


def _expiry(group: Numbers, moment: Numbers, length: int) -> Numbers:
    """Return for each row the place of the first row of its group at least ``length`` later, or the group's end.

    Rows and the moments when they expire are sorted together, an expiry before a row of the same moment: the rows in
    front of an expiry are those it comes after.
    """
    size = len(group)
    is_row = np.repeat([1, 0], size)
    order = np.lexsort((is_row, np.concatenate([moment, moment + length]), np.tile(group, 2)))
    rows_before = np.cumsum(is_row[order])
    expiry = np.empty(2 * size, np.int64)
    expiry[order] = rows_before
    return expiry[size:]
