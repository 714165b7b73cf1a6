"""The arrays that records are drafted in: one entry a record."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Whole = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Days = npt.NDArray[np.datetime64]
Rng = np.random.Generator


def chosen(among: Flags, share: float, rng: Rng) -> Flags:
    """Return that share of the true ones of ``among``, to the nearest whole one, drawn by chance."""
    places = np.flatnonzero(among)
    found = np.zeros(len(among), dtype=bool)
    found[rng.permutation(places)[: nearest(share * len(places))]] = True
    return found


def nearest(number: float) -> int:
    """Return the nearest whole number, a half upwards."""
    return int(np.floor(number + 0.5))
