"""Counting functions for indicators: a numerator and a denominator per unit, each with its definition and source.

One name, several definitions: the province's report, form 06a and the national score count "online" each in their way.
What counts as received is one thing here: ``NEVER_RECEIVED`` says which records never were.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from reform_tui.sdk import LATENESS, PAUSED, Counting, View, counting, hookimpl, lateness, procedure_base, tally, within

NEVER_RECEIVED = ("new", "refused")
"""Statuses 1 and 3 of the national portal: registered only, or not accepted."""


@counting(records=("channel", "received_at"))
def online_submission(view: View) -> pd.DataFrame:
    """Records submitted online among all with a date of receipt in the period, whatever became of them.

    Records carried over from an earlier period are in neither number; a record without a channel was handed in
    directly.  As provinces report it: 24,558 of 34,530 in Cao Bằng in the first quarter of 2025.
    """
    rows = _received(view)
    return tally(rows, where=rows["channel"] == "online")


@counting(records=("channel", "received_at", "status?"))
def online_06a(view: View) -> pd.DataFrame:
    """Records received online among those received in the period for handling, online, directly and by post.

    What was carried over (column 6) and what was only registered or not accepted is in neither number.  Report form
    06a, columns 4 / (4 + 5).
    """
    rows = _received(view)
    return tally(rows, where=rows["channel"] == "online", of=_accepted(rows))


@counting(records=("channel", "received_at", "finished_at?", "result_digital?"))
def online_766(view: View) -> pd.DataFrame:
    """Records of channel 2 among those received in the period, as the national portal scores it.

    An online record that is finished with a result known not to be electronic counts as handed in directly.  The portal
    knows only what was synchronised with it: see ``synchronised`` for how much that is.  Decision 766, 2022.
    """
    rows = _received(view)
    on_paper = rows["finished_at"].notna() & (rows["result_digital"] == False)  # noqa: E712 - unknown is not False
    return tally(rows, where=(rows["channel"] == "online") & ~on_paper.fillna(value=False))


@counting(records=("channel", "received_at", "procedure"))
def online_full_process(view: View) -> pd.DataFrame:
    """Records submitted online among those received in the period whose procedure is a full-process online service.

    Which those are stands in the reference table ``procedures``, ``level`` full; a record whose procedure is not listed
    there is skipped, and so is every record where there is no such table.
    """
    rows = _received(view)
    full = _full_process(rows["procedure"], _in_force(view.reference("procedures"), view))
    why = "procedure without a level in reference/procedures"
    return tally(rows, where=rows["channel"] == "online", of=full.fillna(value=False), unreadable={why: full.isna()})


@counting(records=("received_at", "synced_at"))
def synchronised(view: View) -> pd.DataFrame:
    """Records synchronised with the national portal among those received in the period.

    Every national figure counts only these.  Decision 766, synchronisation of records.
    """
    rows = _received(view)
    return tally(rows, where=rows["synced_at"].notna())


@counting(records=("received_at", "status?"))
def received(view: View) -> pd.DataFrame:
    """Records received in the period among all for handling in it, those carried over included.

    Report form 06a, columns (4 + 5) / 3.
    """
    rows = _for_handling(view)
    return tally(rows, where=within(rows["received_at"], view.period))


@counting(records=("received_at", "finished_at", "status?"))
def resolved(view: View) -> pd.DataFrame:
    """Records finished in the period, late ones too, among all for handling in it.

    Report form 06a, columns 7 / 3.
    """
    rows = _for_handling(view)
    return tally(rows, where=rows["finished_at"].notna())


@counting(records=("received_at", "finished_at", "status?"))
def pending(view: View) -> pd.DataFrame:
    """Records still open at the end of the period, or now, among all for handling in it.

    Report form 06a, columns 11 / 3.
    """
    rows = _for_handling(view)
    return tally(rows, where=rows["finished_at"].isna())


@counting(records=("received_at", "finished_at", "due_at", "status?"))
def overdue_pending(view: View) -> pd.DataFrame:
    """Open records whose due date is over among all open records.

    Calendar dates are compared; what waits for its owner (supplements, payment, stopped) and what has no due date is
    within time.  Report form 06a, columns 13 / 11.
    """
    rows = _for_handling(view)
    today = pd.Timestamp(view.now).tz_convert(view.calendar.zone).normalize()
    over = rows["due_at"].dt.tz_convert(view.calendar.zone).dt.normalize() < today
    figures = tally(rows, where=over & ~rows["status"].isin(PAUSED), of=rows["finished_at"].isna())
    return figures.assign(next_change=today + pd.DateOffset(days=1))


@counting(records=LATENESS)
def on_time_of_resolved(view: View) -> pd.DataFrame:
    """Records finished on or before their due date among those finished in the period, by the profile province_06a.

    Calendar dates are compared; a record without a due date, and one withdrawn or refused, counts as on time.  What is
    still open is in neither number, however late.  Report form 06a, columns (8 + 9) / 7.
    """
    rows = lateness(view, "province_06a").rows
    return tally(rows, where=~rows["finished_late"], of=within(rows["finish"], view.period))


@counting(records=LATENESS)
def on_time_of_received(view: View) -> pd.DataFrame:
    """Records finished by their due moment, or open with a due date not yet past, by the profile national_766.

    Counts records received in the period and carried into it.  The time from a request for supplements to their
    arrival is subtracted; a record that waits for supplements stands at the day of the request; a second request makes
    it late.  A record without a due date goes by its procedure's limit in reference/procedures; without one, or where
    the day of a finish or of a supplement that decides is missing, it is in neither number.  Decision 766, indicator
    2.1.
    """
    told = lateness(view, "national_766")
    figures = tally(told.rows, where=~told.rows["late"], of=~told.rows["apart"], unreadable=told.unreadable)
    return figures.assign(next_change=view.next_after(told.rows["late_from"], by=told.rows["unit"]))


@counting(records=("fee", "paid_online", "received_at"))
def online_payment(view: View) -> pd.DataFrame:
    """Records paid online among those received in the period that owe a fee.

    A fee of 0 owes nothing; a fee with no word on how it was paid was not paid online.  Decision 766, records paid
    online.  Not to be mixed with ``procedures_paid_online``, which is always higher.
    """
    rows = _received(view)
    return tally(rows, where=rows["paid_online"].fillna(value=False), of=(rows["fee"] > 0).fillna(value=False))


@counting(records=("fee", "paid_online", "procedure", "received_at"))
def procedures_paid_online(view: View) -> pd.DataFrame:
    """Procedures with at least one record paid online among procedures with a record that owes a fee.

    Each procedure counts once in every unit that received records of it.  Decision 766, procedures with online
    payments.  Not to be mixed with ``online_payment``, which counts records.
    """
    rows = _received(view)
    owing = rows[(rows["fee"] > 0).fillna(value=False) & rows["procedure"].notna()]
    paid = owing["paid_online"].fillna(value=False).astype(bool)
    first = owing.assign(paid=paid).sort_values("paid", ascending=False, kind="stable")
    once = first.drop_duplicates(["unit", "procedure"])  # a record that was paid stands for its procedure, if one was
    return tally(once, where=once["paid"])


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


def _accepted(rows: pd.DataFrame) -> pd.Series:
    """Return which records were received for handling: a missing status says nothing against it."""
    accepted: pd.Series = ~rows["status"].isin(NEVER_RECEIVED)
    return accepted


def _for_handling(view: View) -> pd.DataFrame:
    """Return the records of form 06a, column 3: received in the period, or before it and not finished before it."""
    rows = view.records
    return rows[rows["received_at"].notna() & _accepted(rows)]


FULL_PROCESS = ("full", "4", "toàn trình", "dịch vụ công trực tuyến toàn trình")
"""How a catalogue calls a full-process online service."""


def _in_force(table: pd.DataFrame, view: View) -> pd.DataFrame:
    """Return the entries of a table whose days ``from`` and ``to`` hold now."""
    if not len(table):
        return table
    last = table["to"].dt.tz_convert(view.calendar.zone).dt.normalize() + pd.DateOffset(days=1)
    return table[~(table["from"] > view.now) & ~(last <= view.now)]


def _full_process(procedures: pd.Series, table: pd.DataFrame) -> pd.Series:
    """Return whether each record's procedure is a full-process service (``boolean``), missing where no entry says."""
    if not len(table):
        return pd.Series(pd.NA, index=procedures.index, dtype="boolean")
    entries = table.dropna(subset=["procedure", "level"])
    said = entries["level"].astype("str").str.normalize("NFC").str.strip().str.lower().isin(FULL_PROCESS)
    listed = dict(zip(procedure_base(entries["procedure"]), said, strict=True))
    codes = procedures.cat.categories
    return procedures.map(dict(zip(codes, procedure_base(pd.Series(codes)).map(listed), strict=True))).astype("boolean")


def _received(view: View) -> pd.DataFrame:
    """Return the records received in the period, without those carried into it."""
    rows = view.records
    return rows[within(rows["received_at"], view.period)]


@hookimpl
def reform_counts() -> Sequence[Counting]:
    """Offer the counting functions of this page."""
    return [
        online_submission, online_06a, online_766, online_full_process, synchronised,
        received, resolved, pending, overdue_pending,
        on_time_of_resolved, on_time_of_received,
        online_payment, procedures_paid_online, digitised, reused,
    ]  # fmt: skip
