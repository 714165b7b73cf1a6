"""What a ticket is, and how many of them were called in time."""

from __future__ import annotations

import pandas as pd

from reform_tui.sdk import Column, Kind, Schema, View, WorkingTime, counting, tally, within

TICKETS = Schema(
    "queue_tickets",
    (
        Column("ticket"),
        Column("record_id"),
        Column("unit", Kind.CODE),
        Column("received_at", Kind.TIME),  # when it was taken: the name by which a view knows when a row came
        Column("called_at", Kind.TIME),
        Column("officer", Kind.CODE, people=True),
    ),
    key=("ticket",),
)
HALF_AN_HOUR = WorkingTime.parse("30wm")


@counting(queue_tickets=("received_at", "called_at"))
def called_in_time(view: View) -> pd.DataFrame:
    """Tickets called within 30 minutes of working time, among those taken in the period."""
    rows = view.rows("queue_tickets")
    waited = view.calendar.elapsed(rows["received_at"], rows["called_at"])
    return tally(rows, where=waited <= HALF_AN_HOUR, of=within(rows["received_at"], view.period))
