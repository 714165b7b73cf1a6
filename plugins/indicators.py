"""Counting functions for indicators: a numerator and a denominator per unit, each with its definition and source."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from reform_tui.sdk import Counting, View, counting, hookimpl, tally, within


@counting(records=("channel", "received_at"))
def online_submission(view: View) -> pd.DataFrame:
    """Records submitted online among those received in the period.

    Records carried over from an earlier period are in neither number; a record without a channel was handed in
    directly.  Report form 06a, columns 4 / (4 + 5); Decision 766, online submission.
    """
    rows = _received(view)
    return tally(rows, where=rows["channel"] == "online")


@counting(records=("due_at", "finished_at"))
def on_time_of_resolved(view: View) -> pd.DataFrame:
    """Records finished on or before their due date among those finished in the period.

    Calendar dates are compared; a record without a due date counts as on time.  What is still open is in neither
    number, however late.  Report form 06a, columns (8 + 9) / 7.
    """
    rows = view.records
    finish, due = (rows[name].dt.tz_convert(view.calendar.zone) for name in ("finished_at", "due_at"))
    return tally(rows, where=~(finish.dt.normalize() > due.dt.normalize()), of=within(finish, view.period))


@counting(records=("due_at", "finished_at", "supplements?", "supplement_requested_at?", "supplemented_at?", "status?"))
def on_time_of_received(view: View) -> pd.DataFrame:
    """Records finished by their due moment, or open with a due date not yet past, among all that have one.

    Counts records received in the period and carried into it.  The time from a request for supplements to their
    arrival is subtracted; a record that waits for supplements stands at the day of the request; a second request makes
    it late.  Decision 766, indicator 2.1.  A record without a due date is in neither number: its procedure's longest
    allowed time is not in the feed.
    """
    rows = view.records
    due = rows["due_at"]
    waiting = rows["supplement_requested_at"].where(rows["status"] == "supplement")
    end = rows["finished_at"].fillna(waiting)
    paused = (rows["supplemented_at"] - rows["supplement_requested_at"]).clip(lower=pd.Timedelta(0))
    allowed = due + paused.fillna(pd.Timedelta(0))
    today = pd.Timestamp(view.now).tz_convert(view.calendar.zone).normalize()
    late = (end > allowed) | (end.isna() & (allowed < today)) | (rows["supplements"].fillna(0) > 1)
    figures = tally(rows, where=~late, of=due.notna())
    return figures.assign(next_change=today + pd.DateOffset(days=1))


@counting(records=("fee", "paid_online", "received_at"))
def online_payment(view: View) -> pd.DataFrame:
    """Records paid online among those received in the period that owe a fee.

    A fee of 0 owes nothing; a fee with no word on how it was paid was not paid online.  Decision 766, online payment.
    """
    rows = _received(view)
    return tally(rows, where=rows["paid_online"].fillna(value=False), of=(rows["fee"] > 0).fillna(value=False))


@counting(records=("components", "components_digitised", "received_at"))
def digitised(view: View) -> pd.DataFrame:
    """Records with every component digitised among those received in the period that have components.

    Decision 766, digitisation of files.
    """
    rows = _received(view)
    every = rows["components_digitised"] >= rows["components"]
    return tally(rows, where=every.fillna(value=False), of=(rows["components"] > 0).fillna(value=False))


@counting(records=("components", "components_reused", "received_at"))
def reused(view: View) -> pd.DataFrame:
    """Records with at least one component taken from data already held, among those received that have components.

    Decision 766, reuse of digitised data.
    """
    rows = _received(view)
    any_reused = (rows["components_reused"] > 0).fillna(value=False)
    return tally(rows, where=any_reused, of=(rows["components"] > 0).fillna(value=False))


def _received(view: View) -> pd.DataFrame:
    """Return the records received in the period, without those carried into it."""
    rows = view.records
    return rows[within(rows["received_at"], view.period)]


@hookimpl
def reform_counts() -> Sequence[Counting]:
    """Offer the counting functions of this page."""
    return [online_submission, on_time_of_resolved, on_time_of_received, online_payment, digitised, reused]
