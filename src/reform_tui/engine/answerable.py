"""Which units an answer may name, and which of them lack a column that it needs."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from reform_tui.engine.frames import Frames

if TYPE_CHECKING:
    from reform_tui.engine.view import RuleView

WHOLE = ""
"""The unit of an answer about the whole province; the engine puts the province's code in its place."""


def missing_in(frames: Frames, schema: str, required: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Return for each unit that has rows the required columns that its feeds lack."""
    units = frames.units(schema)
    lacking = {
        unit: tuple(column for column in columns if column in required)
        for unit, columns in frames.source.missing(schema).items()
        if unit in units
    }
    return {unit: names for unit, names in lacking.items() if names}


def units_of(view: RuleView) -> frozenset[str]:
    """Return the units that have rows of what the view read, and those that a reference table keeps rows of."""
    delivered = (view.frames.units(schema) for reads in view.used for schema in reads)
    return view.frames.source.listed.union(*delivered)


def knows_of(view: RuleView) -> Callable[[str], bool]:
    """Return which units an answer may name: those of the view; at province grain also those above them, and ``""``."""
    units = units_of(view)
    if not view.asker.whole:
        return units.__contains__
    above = {".".join(unit.split(".")[:length]) for unit in units for length in range(1, unit.count(".") + 1)}
    return (units | above | {WHOLE}).__contains__
