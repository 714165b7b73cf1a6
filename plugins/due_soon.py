"""Open records that will soon be late, the most urgent first: to be told while something can still be done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, Literal

import numpy as np
import pandas as pd

from reform_tui.sdk import (
    LATENESS,
    Check,
    Finding,
    Judgement,
    Profile,
    Reads,
    Sentences,
    View,
    WorkingTime,
    hookimpl,
    judge,
    lateness,
)

UNNAMED = "—"
TWO_DAYS = WorkingTime.parse("2wd")
STEPS = np.array([60 * hours for hours in (0, 1, 2, 4, *range(8, 8 * 250, 8))])
"""Minutes of working time at which the time left is told anew: not every minute, which would never stand still."""
SOON = {
    "vi": "{count}/{of} hồ sơ đang giải quyết còn chưa tới {within} là quá hạn; gấp nhất còn chưa tới {left}, hạn trả "
    "{first_due}",
    "en": "{count} of {of} open records are late in less than {within}; the most urgent in less than {left}, due "
    "{first_due}",
}
UNCERTAIN = {
    "vi": "; lịch làm việc không có năm của {uncertain} hồ sơ",
    "en": "; for {uncertain} the calendar lacks a year",
}
PROFILE = {"vi": " (cách tính {profile})", "en": " (profile {profile})"}
_MOMENT = pd.Timedelta(microseconds=1)


@dataclass(frozen=True, kw_only=True)
class DueSoon:
    """Open records that are not late yet and will be in less than ``within`` of working time, by field or procedure.

    When a record is late, and whether it waits for its owner and so is left out, the ``profile`` says, as in
    ``overdue_by_field``.  Working time is that of the calendar: a due date on the Monday after Tết is near on the last
    day before it (Nghị định 61/2018/NĐ-CP counts limits in working days).

    The share is of the open records that are not late.  ``value``, and the fact ``left``, is the least working time
    left, in hours, told in steps: less than 1, 2, 4, 8, 16 and so on, so that a lower value is more urgent.  Records
    are listed in the order in which they become late.  Facts: ``first_due``; ``within``; ``uncertain``, how many reach
    into a year whose days off the calendar does not know.
    """

    within: WorkingTime = TWO_DAYS
    profile: Profile = "province_06a"
    by: Literal["field", "procedure"] = "field"

    reads: ClassVar[Reads] = {"records": (*LATENESS, "field?")}
    references: ClassVar[tuple[str, ...]] = ("procedures",)
    sentences: ClassVar[Sentences] = {
        "soon": {code: SOON[code] + PROFILE[code] for code in SOON},
        "soon-uncertain": {code: SOON[code] + UNCERTAIN[code] + PROFILE[code] for code in SOON},
    }

    def find(self, view: View) -> Judgement:
        """Count what becomes late soon, by unit and field."""
        rows = self._waiting(view)
        found = judge(
            rows,
            by=["unit", self.by],
            where=rows["soon"],
            template="soon",
            unreadable={"due date missing": rows["late_from"].isna()},
            facts={
                "first_due": ("min", rows["due"]),
                "least": ("min", rows["left"]),
                "uncertain": ("sum", rows["unsure"]),
            },
        )
        soon = rows[rows["soon"]].sort_values(["late_from", "due", "key"])
        listed = soon.groupby(["unit", self.by], observed=True)["key"].agg(tuple)
        told = [self._told(each, listed[each.unit, each.subject]) for each in found.findings]
        return replace(found, findings=tuple(told))

    def next_change(self, view: View) -> pd.Series:
        """Return when a record of each unit comes near, is late, or when the least time left is told anew."""
        rows = self._waiting(view)
        first = rows["soon"] & (rows["left"] == rows.groupby(["unit", self.by], observed=True)["left"].transform("min"))
        at = STEPS[np.maximum(np.searchsorted(STEPS, rows["left"].fillna(0).to_numpy(np.int64), side="right") - 1, 0)]
        step = pd.Series(at, rows.index).where(first, int(self.within))
        rows["anew"] = view.calendar.add(rows["late_from"], -step) + _MOMENT
        return view.next_after(rows[["late_from", "anew"]], by=rows["unit"])

    def _waiting(self, view: View) -> pd.DataFrame:
        """Return the open records that are not late, with ``left`` (whole working minutes) and ``soon``."""
        told = lateness(view, self.profile).rows
        rows = told[told["open"] & ~told["late"]].copy()
        rows[self.by] = rows[self.by].astype("str").fillna(UNNAMED)
        rows["left"] = -view.calendar.elapsed(rows["late_from"], view.now)
        rows["soon"] = (rows["left"] < self.within).fillna(value=False).astype(bool)
        rows["unsure"] = view.calendar.uncertain(rows["late_from"] - _MOMENT, view.now)
        return rows

    def _told(self, found: Finding, listed: tuple[str, ...]) -> Finding:
        facts = dict(found.facts)
        hours = int(STEPS[np.searchsorted(STEPS, int(facts.pop("least") or 0), side="right")]) // 60
        facts |= {"left": f"{hours}wh", "within": str(self.within), "profile": self.profile}
        template = "soon-uncertain" if facts["uncertain"] else "soon"
        return replace(found, template=template, value=float(hours), facts=facts, evidence=listed)


@hookimpl
def reform_checks() -> Sequence[type[Check]]:
    """Offer the check of this page."""
    return [DueSoon]
