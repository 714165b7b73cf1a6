"""What several askers of one job would make alike, made once: figures of an indicator, rows that checks prepare."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from reform_tui.engine.columns import sealed_frame
from reform_tui.protocols import Reads

if TYPE_CHECKING:
    from reform_tui.engine.view import RuleView


@dataclass(frozen=True)
class Made:
    """A table, whose memory is closed to writing, with what was asked of others for it: see ``RuleView``."""

    table: pd.DataFrame
    used: tuple[Reads, ...]
    awaited: tuple[pd.Series, ...]


def once(view: RuleView, what: Hashable, make: Callable[[Any], pd.DataFrame]) -> Made:
    """Return what ``make`` gives of a view that shows the same; ``what`` tells apart what is made of equal views.

    A fault is raised anew each time.  ``used`` is without what the asker itself declares, since another one may declare
    the same columns as those that it can do without.
    """
    same = (what, _columns(view.asker.reads), view.asker.references, view.asker.whole)
    asked = (*same, view.now, view.period, view.scope, view.calendar)
    made = view.frames.made
    if asked not in made:
        inner = replace(view, used=[], awaited=[], remembered={})
        table = sealed_frame(make(inner))
        made[asked] = Made(table, tuple(inner.used[1:]), tuple(inner.awaited))
    known: Made = made[asked]
    return known


def _columns(reads: Reads) -> Hashable:
    return frozenset((schema, frozenset(name.removesuffix("?") for name in names)) for schema, names in reads.items())
