"""A quarter's records as numbers: who got what, when it came, when it was due and how it ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from reform_tui.config.scenario import Scenario
from reform_tui.scenario.arrays import Flags, Rng, Whole
from reform_tui.scenario.endings import finishes, outcomes
from reform_tui.scenario.places import places
from reform_tui.scenario.working_days import WorkingDays, office_seconds, working_days


@dataclass(frozen=True)
class Draft:
    """Records in order of receipt: every array has one entry a record.

    ``unit`` and ``procedure`` are places in the scenario's lists; ``*_day`` are numbers of working days in ``days``,
    ``*_second`` seconds of that day.  ``finished_*`` mean nothing where ``pending``.
    """

    days: WorkingDays
    unit: Whole
    procedure: Whole
    received_day: Whole
    received_second: Whole
    due_day: Whole
    late: Flags
    pending: Flags
    finished_day: Whole
    finished_second: Whole


def draft(spec: Scenario, rng: Rng) -> Draft:
    """Invent the records of a scenario; ``ReformError`` when it asks for more late ones than there can be."""
    days = working_days(spec.first_day, spec.as_of.date() + timedelta(days=120), spec.days_off, spec.made_up)
    cut = days.number(spec.as_of.date())
    unit, procedure = places(spec, rng)
    day, second = rng.integers(0, cut + 1, size=len(unit)), office_seconds(len(unit), rng)
    day = _brought_forward(spec, unit, day, days)
    order = np.lexsort((second, day))
    unit, procedure, day, second = unit[order], procedure[order], day[order], second[order]
    due = day + np.array([p.days for p in spec.procedures])[procedure]
    late, pending = outcomes(spec, _fields(spec)[procedure], unit, due, cut, rng)
    finished = finishes((day, second), due, late, cut, rng)
    return Draft(days, unit, procedure, day, second, due, late, pending, *finished)


def _brought_forward(spec: Scenario, unit: Whole, day: Whole, days: WorkingDays) -> Whole:
    """Return the days of receipt, so that each counter's first day has as many records as its busiest officer."""
    places = [place.code for place in spec.units]
    moved = day.copy()
    for part in spec.counter:
        first, there = days.number(part.day), unit == places.index(part.unit)
        later = np.flatnonzero(there & (day > first))
        moved[later[: max(0, part.busiest - int((there & (day == first)).sum()))]] = first
    return moved


def _fields(spec: Scenario) -> Whole:
    """Return for each procedure the place of the first one in the same field."""
    names = [procedure.field for procedure in spec.procedures]
    return np.array([names.index(name) for name in names])
