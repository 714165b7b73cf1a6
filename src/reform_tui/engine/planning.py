"""Which jobs a step needs: dirty units and those whose appointment came, in as many batches as there are workers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from reform_tui.model import alert

PROVINCE = ""
"""The unit under which province-grain rules keep their appointments."""
INDICATOR = alert.INDICATOR


@dataclass(frozen=True)
class Batch:
    """Units that are asked the same rules in one job; no units means the whole province."""

    units: tuple[str, ...]
    rules: tuple[str, ...]
    counting: bool
    """Whether indicators are counted again too."""


def plan(
    dirty: Collection[str],
    due: Mapping[str, Collection[str]],
    grains: Mapping[str, str],
    weights: Mapping[str, int],
    workers: int,
) -> list[Batch]:
    """Return the batches of one step.

    ``due`` maps a unit to the rules whose appointment came; ``grains`` maps a rule to ``unit`` or ``province``;
    ``weights`` gives rows a unit, so that workers get equal shares.
    """
    by_unit = tuple(sorted(rule for rule, grain in grains.items() if grain == "unit"))
    whole = tuple(sorted(rule for rule, grain in grains.items() if grain == "province"))
    wanted: dict[tuple[tuple[str, ...], bool], list[str]] = defaultdict(list)
    for unit in sorted({*dirty, *due} - {PROVINCE}):
        rules = by_unit if unit in dirty else tuple(sorted(set(due[unit]) & set(by_unit)))
        counting = unit in dirty or any(name.startswith(INDICATOR) for name in due[unit])
        wanted[rules, counting].append(unit)
    batches = [
        Batch(tuple(share), rules, counting)
        for (rules, counting), units in wanted.items()
        for share in shares(units, weights, workers)
    ]
    asked = whole if dirty else tuple(sorted(set(due.get(PROVINCE, ())) & set(whole)))
    if asked:
        batches.append(Batch((), asked, counting=False))
    return [batch for batch in batches if batch.rules or batch.counting]


def shares(units: Sequence[str], weights: Mapping[str, int], parts: int) -> list[list[str]]:
    """Split units into at most ``parts`` shares of about equal weight: the heaviest first, each to the lightest."""
    split: list[list[str]] = [[] for _ in range(min(parts, len(units)))]
    loads = [0] * len(split)
    for unit in sorted(units, key=lambda unit: (-weights.get(unit, 1), unit)):
        lightest = loads.index(min(loads))
        split[lightest].append(unit)
        loads[lightest] += weights.get(unit, 1) + 1
    return [sorted(share) for share in split]
