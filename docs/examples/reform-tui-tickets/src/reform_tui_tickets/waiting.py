"""Who waited too long at the counter: records and their tickets side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

import pandas as pd

from reform_tui.sdk import Joined, Judgement, Reads, Sentences, View, WorkingTime, judge

SUBJECTS = {"field": "field", "officer": "queue_tickets_officer"}


@dataclass(frozen=True, kw_only=True)
class LongWait:
    """Records handed in at the counter whose owner waited ``after`` or longer to be called, by field or officer.

    A ticket that nobody has called yet waits on.  A counter record without a ticket, and a ticket that names no record,
    cannot be judged and are counted as such.
    """

    after: WorkingTime
    by: Literal["field", "officer"] = "field"

    reads: ClassVar[Reads] = {
        "records": ("field?", "channel"),
        "queue_tickets": ("received_at", "called_at", "officer?"),
    }
    sentences: ClassVar[Sentences] = {
        "found": {
            "vi": "{count}/{of} hồ sơ nộp tại quầy phải chờ gọi số quá lâu ({share}), {uncalled} số chưa được gọi",
            "en": "{count} of {of} counter records waited too long to be called ({share}), {uncalled} not called yet",
        },
    }

    def find(self, view: View) -> Judgement:
        """Count by unit and field, or by the officer who called."""
        joined = self._at_the_counter(view)
        taken, called = (joined.rows[f"queue_tickets_{name}"] for name in ("received_at", "called_at"))
        return judge(
            joined,
            by=["unit", SUBJECTS[self.by]],
            where=view.calendar.elapsed(taken, called.fillna(view.now)) >= self.after,
            unreadable={"time of the ticket missing": taken.isna()},
            facts={"uncalled": ("sum", called.isna())},
        )

    def next_change(self, view: View) -> pd.Series:
        """Return when the next ticket of each unit that still waits will have waited too long."""
        rows = self._at_the_counter(view).rows
        waiting = rows[rows["queue_tickets_called_at"].isna()]
        return view.next_after(view.calendar.add(waiting["queue_tickets_received_at"], self.after), by=waiting["unit"])

    def _at_the_counter(self, view: View) -> Joined:
        joined = view.join("records", "queue_tickets", latest="received_at")
        return joined.only(joined.rows["channel"] == "counter")
