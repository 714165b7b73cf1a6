"""The roster of staff in figures: accounts issued, certificates held, supporters placed, and posts that were cut."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence

import pandas as pd

from reform_tui.sdk import Counting, View, counting, hookimpl, tally

CUT = "tinh giản"
"""What the reason of an entry says when the post itself was given up."""


@counting()
def staff_with_account(view: View) -> pd.DataFrame:
    """People of the roster who have an account among all of it whose entry counts now.

    The roster is ``reference/staff``; units without a row in any feed are counted too.
    """
    return _among(view, lambda people: people["account"].notna())


@counting()
def staff_with_certificate(view: View) -> pd.DataFrame:
    """People of the roster who have a certificate for signing among all of it whose entry counts now.

    The roster is ``reference/staff``; units without a row in any feed are counted too.
    """
    return _among(view, lambda people: people["certificate"].notna())


@counting()
def staff_helpers(view: View) -> pd.DataFrame:
    """Supporters of Viettel, VNPT or the post (class ``helper``) among all of the roster whose entry counts now.

    The roster is ``reference/staff``; units without a row in any feed are counted too.
    """
    return _among(view, lambda people: people["class"] == "helper")


@counting()
def staff_reduced(view: View) -> pd.DataFrame:
    """People whose post was cut in the period among those of the roster who were there on any day of it by then.

    A cut post is an entry of ``reference/staff`` that ended, with "tinh giản" in its reason.
    """
    people, over = _listed(view)
    start, end = view.period.start, view.period.end
    there = ~(people["from"] > view.now) & (True if start is None else ~(over <= start))
    ended = over <= view.now
    ended &= True if start is None else over > start
    ended &= True if end is None else over <= end
    cut = people["reason"].map(_plain, na_action="ignore").astype("str").str.contains(CUT, regex=False, na=False)
    return _changing(view, people, over, tally(people, where=ended & cut, of=there))


def _among(view: View, where: Callable[[pd.DataFrame], pd.Series]) -> pd.DataFrame:
    """Count the people of each unit of whom something is so, among those whose entry counts now."""
    people, over = _listed(view)
    counts = ~(people["from"] > view.now) & ~(over <= view.now)
    return _changing(view, people, over, tally(people, where=where(people), of=counts))


def _listed(view: View) -> tuple[pd.DataFrame, pd.Series]:
    """Return the roster of the view's units, and the midnight after each entry's last day."""
    people = view.reference("staff")
    people = people[people["unit"].astype("str").isin(view.units)]
    return people, people["to"].dt.tz_convert(view.calendar.zone).dt.normalize() + pd.DateOffset(days=1)


def _changing(view: View, people: pd.DataFrame, over: pd.Series, figures: pd.DataFrame) -> pd.DataFrame:
    """Add when an entry begins to count, or ends."""
    changes = view.next_after(people[["from"]].assign(over=over), by=people["unit"].astype("str"))
    return figures.assign(next_change=changes)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()


@hookimpl
def reform_counts() -> Sequence[Counting]:
    """Offer the counting functions of this page."""
    return [staff_with_account, staff_with_certificate, staff_helpers, staff_reduced]
