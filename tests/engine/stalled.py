"""A plugin as its author would write it: the example of DESIGN 6, used by the tests of the engine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from reform_tui.sdk import Check, Counting, Judgement, View, WorkingTime, counting, hookimpl, judge, tally


@dataclass(frozen=True, kw_only=True)
class Stalled:
    """Open records that nobody has touched for ``after``, by field."""

    after: WorkingTime
    reads: ClassVar = {"records": ("field", "finished_at", "touched_at")}

    def find(self, view: View) -> Judgement:
        """Say which wait too long."""
        waiting = view.records[view.records["finished_at"].isna()]
        idle = view.calendar.elapsed(waiting["touched_at"], view.now) >= self.after
        unreadable = {"last touch missing": waiting["touched_at"].isna()}
        return judge(waiting, by=["unit", "field"], where=idle, unreadable=unreadable)

    def next_change(self, view: View) -> pd.Series:
        """Return the next moment each unit's answer could differ with no new data."""
        waiting = view.records[view.records["finished_at"].isna()]
        return view.next_after(view.calendar.add(waiting["touched_at"], self.after), by=waiting["unit"])


@counting(records=("finished_at?",))
def finished(view: View) -> pd.DataFrame:
    """Records finished among those received in the period or carried into it."""
    return tally(view.records, where=view.records["finished_at"].notna())


@hookimpl
def reform_checks() -> list[type[Check]]:
    """Offer one check."""
    return [Stalled]


@hookimpl
def reform_counts() -> list[Counting]:
    """Offer one counting function."""
    return [finished]
