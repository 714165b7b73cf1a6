"""What records owe, and which of them were paid online."""

from __future__ import annotations

import numpy as np

from reform_tui.config.scenario import Scenario
from reform_tui.errors import ReformError
from reform_tui.scenario.arrays import Flags, Rng, Whole, nearest
from reform_tui.scenario.draft import Draft


def owing(spec: Scenario, drafted: Draft) -> Whole:
    """Return the fee of each record in đồng."""
    return np.array([procedure.fee for procedure in spec.procedures], dtype=np.int64)[drafted.procedure]


def paid_online(spec: Scenario, drafted: Draft, rng: Rng) -> Flags:
    """Say which records were paid online, so that both shares are met: of records, and of each unit's procedures.

    Those of a unit's procedures of which nothing was paid online are the ones with the fewest records.
    """
    owes = np.flatnonzero(owing(spec, drafted) > 0)
    pair = (drafted.unit * len(spec.procedures) + drafted.procedure)[owes]
    _, first, place, records = np.unique(pair, return_index=True, return_inverse=True, return_counts=True)
    never = np.argsort(records, kind="stable")[: len(records) - nearest(spec.shares.procedures_paid * len(records))]
    pays = np.ones(len(records), dtype=bool)
    pays[never] = False
    paid = np.zeros(len(drafted.unit), dtype=bool)
    paid[owes[first[pays]]] = True
    able = owes[pays[place] & ~paid[owes]]
    more = nearest(spec.shares.paid_online * len(owes)) - int(paid.sum())
    if not 0 <= more <= len(able):
        raise ReformError(
            "The scenario's shares.paid_online and shares.procedures_paid cannot both be met; change one."
        )
    paid[rng.permutation(able)[:more]] = True
    return paid
