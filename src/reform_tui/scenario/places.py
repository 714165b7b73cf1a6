"""Where a scenario's records fall: which unit, which procedure."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from reform_tui.config.scenario import Scenario
from reform_tui.scenario.arrays import Rng, Whole


def split(total: int, weights: Sequence[float]) -> Whole:
    """Return whole shares of ``total`` in proportion to ``weights`` that add up to it: largest remainders first."""
    exact = total * np.array(weights, dtype=float) / sum(weights)
    whole = np.floor(exact).astype(np.int64)
    whole[np.argsort(whole - exact, kind="stable")[: total - whole.sum()]] += 1
    return whole


def places(spec: Scenario, rng: Rng) -> tuple[Whole, Whole]:
    """Return each record's unit and procedure, as places in the scenario's lists."""
    counts = np.zeros(len(spec.units), dtype=np.int64)
    told = {one.unit: one.received for one in spec.exactly}
    for level, total in zip(spec.levels, split(spec.totals.received, list(spec.levels.values())), strict=True):
        at = [n for n, unit in enumerate(spec.units) if unit.level == level]
        known = [told.get(spec.units[n].code, 0) for n in at]
        weights = [0.0 if spec.units[n].code in told else spec.units[n].weight for n in at]
        counts[at] = split(int(total) - sum(known), weights) + np.array(known)
    procedures = [_procedures(spec, n, int(count), rng) for n, count in enumerate(counts)]
    return np.repeat(np.arange(len(spec.units)), counts), np.concatenate(procedures)


def _procedures(spec: Scenario, unit: int, count: int, rng: Rng) -> Whole:
    place = spec.units[unit]
    fields = next((one.fields for one in spec.exactly if one.unit == place.code and one.fields), place.fields)
    offered = [
        n
        for n, procedure in enumerate(spec.procedures)
        if procedure.level == place.level and (not fields or procedure.field in fields)
    ]
    weights = np.array([spec.procedures[n].weight for n in offered])
    return rng.choice(np.array(offered, dtype=np.int64), size=count, p=weights / weights.sum())
