"""The roster of staff in figures: accounts issued and certificates held."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from reform_tui.sdk import Counting, View, counting, hookimpl, tally


@counting(records=("received_at",))
def staff_with_account(view: View) -> pd.DataFrame:
    """People of the roster who have an account among all of it whose entry counts now.

    Of units with records alone, since figures are of units that feeds speak of; the roster is ``reference/staff``.
    """
    return _with(view, "account")


@counting(records=("received_at",))
def staff_with_certificate(view: View) -> pd.DataFrame:
    """People of the roster who have a certificate for signing among all of it whose entry counts now.

    Of units with records alone, since figures are of units that feeds speak of; the roster is ``reference/staff``.
    """
    return _with(view, "certificate")


def _with(view: View, column: str) -> pd.DataFrame:
    """Count the people of each unit who have something in a column."""
    people = view.reference("staff")
    if not len(people):
        return pd.DataFrame({"numerator": [], "denominator": []}, pd.Index([], dtype="str", name="unit"), dtype="int64")
    known = view.records["unit"].astype("str").unique()
    people = people[people["unit"].astype("str").isin(known)]
    over = people["to"].dt.tz_convert(view.calendar.zone).dt.normalize() + pd.DateOffset(days=1)
    counts = ~(people["from"] > view.now) & ~(over <= view.now)
    figures = tally(people, where=people[column].notna(), of=counts)
    changes = view.next_after(people[["from"]].assign(over=over), by=people["unit"].astype("str"))
    return figures.assign(next_change=changes)


@hookimpl
def reform_counts() -> Sequence[Counting]:
    """Offer the counting functions of this page."""
    return [staff_with_account, staff_with_certificate]
