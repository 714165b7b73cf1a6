"""How a scenario's records end: late or not, finished or still open, and when."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from reform_tui.config.scenario import Late, Scenario
from reform_tui.errors import ReformError
from reform_tui.scenario.arrays import Flags, Rng, Whole
from reform_tui.scenario.places import split
from reform_tui.scenario.working_days import CLOSE, office_seconds

_LATE_DAYS = 0.25
"""Chance that a late record is finished on the next day: four working days late on average."""


def outcomes(spec: Scenario, fields: Whole, unit: Whole, due: Whole, cut: int, rng: Rng) -> tuple[Flags, Flags]:
    """Say which records are late, and which are pending, at the close of working day ``cut``.

    ``fields`` is the field of each record as a place in the list of procedures that has it first.  No pending record
    is due on day ``cut`` itself, so that the count is the same at that moment and at the midnight after it.
    ``ReformError`` when there are too few records to make so many late.
    """
    late, pending = np.zeros(len(unit), dtype=bool), np.zeros(len(unit), dtype=bool)
    for group in spec.late:
        able = (due < cut) & (fields == _field(spec, group.field)) & ~late
        for place, finished, waiting in _shares(spec, group):
            wanted = f"late '{group.field}' in {spec.units[place].code}"
            chosen = _some(np.flatnonzero(able & (unit == place)), finished + waiting, wanted, rng)
            late[chosen] = True
            pending[chosen[finished:]] = True
    rest = spec.totals.pending - spec.totals.pending_late
    open_ones = (due > cut) & ~late
    for one in spec.exactly:
        own = unit == [place.code for place in spec.units].index(one.unit)
        wanted = f"pending in time in {one.unit}"
        pending[_some(np.flatnonzero(open_ones & own), one.pending, wanted, rng)] = True
        open_ones &= ~own
        rest -= one.pending
    pending[_some(np.flatnonzero(open_ones), rest, "pending in time", rng)] = True
    return late, pending


def finishes(received: tuple[Whole, Whole], due: Whole, late: Flags, cut: int, rng: Rng) -> tuple[Whole, Whole]:
    """Return the working day and second at which each record is finished: by its due day, or after it when late."""
    day, second = received
    limit = np.minimum(due, cut)
    early = day + np.floor(np.sqrt(rng.random(len(day))) * (limit - day + 1)).astype(np.int64)
    overdue = np.minimum(due + rng.geometric(_LATE_DAYS, size=len(day)), cut)
    finished = np.where(late, overdue, early)
    after = second + 60 + (rng.random(len(day)) * (CLOSE - 120 - second)).astype(np.int64)
    return finished, np.where(finished == day, after, office_seconds(len(day), rng))


def _shares(spec: Scenario, group: Late) -> Iterator[tuple[int, int, int]]:
    """Yield each unit of a group with its even share of records finished late and pending late."""
    places = [n for n, place in enumerate(spec.units) if place.code in group.units]
    even = [1.0] * len(places)
    for place, finished, waiting in zip(places, split(group.finished, even), split(group.pending, even), strict=True):
        yield place, int(finished), int(waiting)


def _field(spec: Scenario, name: str) -> int:
    return next((n for n, procedure in enumerate(spec.procedures) if procedure.field == name), -1)


def _some(candidates: Whole, count: int, what: str, rng: Rng) -> Whole:
    if len(candidates) < count:
        raise ReformError(f"The scenario wants {count} records {what}, but only {len(candidates)} can be; lower it.")
    return rng.permutation(candidates)[:count]
