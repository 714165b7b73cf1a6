"""The rows behind a figure: those that a counting function put into the numerator, and those that it left out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import pandas as pd

from reform_tui.engine.job import Count


def with_rows(counts: Sequence[Count], tallied: Sequence[pd.DataFrame]) -> tuple[Count, ...]:
    """Return the counts with the keys of their rows, where what was tallied is as many as the figure says.

    ``tallied`` has a frame for each call of ``tally``: ``unit``, ``key`` and ``counted``.  A function that adds up
    stated numbers, or counts what has no key, has figures that no rows carry: they stay as they are.
    """
    together = [pd.concat(tallied)] if len(tallied) > 1 else []
    return tuple(_with_rows(count, [*tallied, *together]) for count in counts)


def _with_rows(count: Count, tallied: Iterable[pd.DataFrame]) -> Count:
    for rows in tallied:
        own = rows[rows["unit"] == count.unit] if count.unit else rows
        if (int(own["counted"].sum()), len(own)) == (count.numerator, count.denominator):
            return replace(count, counted=_keys(own[own["counted"]]), missing=_keys(own[~own["counted"]]))
    return count


def _keys(rows: pd.DataFrame) -> tuple[str, ...]:
    return tuple(sorted(map(str, rows["key"])))
