"""The arithmetic behind ``sdk.linked``: who hangs together through what is shared, over whole columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import pandas as pd

Numbers: TypeAlias = "np.ndarray[tuple[int, ...], np.dtype[np.int64]]"


def linked(rows: pd.DataFrame, who: str, through: Sequence[str], most: int) -> pd.Series:
    """Return what ``sdk.linked`` promises."""
    number, names = pd.factorize(rows[who])
    pairs = [_edges(number, rows[column], most) for column in through]
    ends = np.concatenate(pairs, axis=1) if pairs else np.empty((2, 0), np.int64)
    first = _components(len(names), ends[0], ends[1])
    return pd.Series(names.to_numpy()[first], index=names, dtype="str")


def _edges(number: Numbers, values: pd.Series, most: int) -> Numbers:
    """Return pairs (``int64``, 2 by n): each who a value links, with the first whom it links."""
    pairs = pd.DataFrame({"who": number, "value": values.to_numpy()}).drop_duplicates()
    pairs = pairs[(pairs["who"] >= 0) & pairs["value"].notna()]
    sharers = pairs.groupby("value")["who"]
    shared = sharers.transform("size").between(2, most)
    return np.stack([pairs["who"], sharers.transform("min")])[:, shared.to_numpy()].astype(np.int64)


def _components(size: int, one: Numbers, other: Numbers) -> Numbers:
    """Return the lowest number that each of ``size`` hangs together with: roots join roots, then chains shorten."""
    root = np.arange(size)
    while (root[one] != root[other]).any():
        low = np.minimum(root[one], root[other])
        np.minimum.at(root, root[one], low)
        np.minimum.at(root, root[other], low)
        while (root[root] != root).any():
            root = root[root]
    return root
