"""Counting functions for items of the index set of Decision 766 that no other indicator counts.

Their definitions follow the working paper behind the national score ("Mô tả công thức tính chỉ số 766"), as far as
records can tell; where it says more than they do, the definition says so.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from reform_tui.sdk import Counting, View, counting, hookimpl, tally, within

ENDED = ("done", "returned")
"""Statuses 9 and 10 of the national portal: handled, with a result."""


@counting(records=("result_digital", "finished_at", "received_at?", "status?"))
def electronic_results(view: View) -> pd.DataFrame:
    """Records with an electronic result among those handled to a result in the period.

    The portal leaves out procedures that give no result on paper; no feed says which those are, so all are counted.  A
    record without a word on its result has no electronic one.  Decision 766, electronic results.
    """
    rows = _ended(view)
    return tally(rows, where=rows["result_digital"].fillna(value=False))


@counting(records=("components", "components_digitised", "result_digital", "finished_at", "received_at?", "status?"))
def digitised_with_result(view: View) -> pd.DataFrame:
    """Records with every component digitised and an electronic result among those handled to a result in the period.

    A record without components to digitise is in neither number.  Decision 766, digitisation in receipt and handling.
    """
    rows = _ended(view)
    every = rows["components_digitised"] >= rows["components"]
    both = every.fillna(value=False) & rows["result_digital"].fillna(value=False)
    return tally(rows, where=both, of=(rows["components"] > 0).fillna(value=False))


@counting(records=("identity_verified", "received_at"))
def citizen_data(view: View) -> pd.DataFrame:
    """Records whose submitter was verified with VNeID among those received in the period.

    The portal also counts queries of the population database, which no feed tells.  Decision 766, connection with
    citizens' data, records.
    """
    rows = view.records[within(view.records["received_at"], view.period)]
    return tally(rows, where=rows["identity_verified"].fillna(value=False))


def _ended(view: View) -> pd.DataFrame:
    """Return the records finished in the period with a result: neither refused, nor withdrawn, nor stopped."""
    rows = view.records
    status = rows["status"]
    return rows[within(rows["finished_at"], view.period) & (status.isna() | status.isin(ENDED))]


@hookimpl
def reform_counts() -> Sequence[Counting]:
    """Offer the counting functions of this page."""
    return [electronic_results, digitised_with_result, citizen_data]
