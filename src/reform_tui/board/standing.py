"""Where each unit stands over time: its figures of one indicator by period, and its rank where indexes are read."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

RANK = "rank-service"
"""The indicator whose figures are a rank among how many."""


@dataclass(frozen=True)
class Standing:
    """One unit's shares by period, the oldest first, and its rank."""

    trend: tuple[float, ...] = ()
    rank: int = 0
    """0 where there is none."""
    ranked: int = 0
    gained: int = 0
    """Places gained since the period before; 0 too where the number of those ranked is another."""


def read_standings(connection: sqlite3.Connection, indicator: str) -> Mapping[str, Standing]:
    """Unit to where it stands: the history of ``indicator``, and the newest rank."""
    trends: defaultdict[str, list[float]] = defaultdict(list)
    places: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    rows = connection.execute(
        "SELECT indicator, unit, numerator, denominator FROM indicators WHERE indicator IN (?, ?) AND denominator > 0"
        " ORDER BY period",
        (indicator, RANK),
    )
    for name, unit, numerator, denominator in rows:
        if name == RANK:
            places[unit].append((numerator, denominator))
        else:
            trends[unit].append(numerator / denominator)
    return {unit: _standing(trends.get(unit, []), places.get(unit, [])) for unit in {*trends, *places}}


def read_newest(connection: sqlite3.Connection, indicator: str) -> dict[str, tuple[int, int]]:
    """Unit to (numerator, denominator) of an indicator in its newest period."""
    rows = connection.execute(
        "SELECT unit, numerator, denominator, max(period) FROM indicators WHERE indicator = ? GROUP BY unit",
        (indicator,),
    )
    return {unit: (numerator, denominator) for unit, numerator, denominator, _ in rows}


def _standing(trend: list[float], places: list[tuple[int, int]]) -> Standing:
    if not places:
        return Standing(tuple(trend))
    rank, ranked = places[-1]
    before, of = places[-2] if len(places) > 1 else (rank, 0)
    return Standing(tuple(trend), rank, ranked, before - rank if of == ranked else 0)
