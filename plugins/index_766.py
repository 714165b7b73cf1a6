"""Counting functions for items of the index set of Decision 766 that no other indicator counts.

Their definitions follow the working paper behind the national score ("Mô tả công thức tính chỉ số 766"), as far as
records can tell; where it says more than they do, the definition says so.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from reform_tui.sdk import Counting, View, counting, hookimpl, procedure_base, tally, within

CITIZENS = "công dân việt nam|người việt nam|người nước ngoài|cá nhân"
"""Of an audience: people, and not only organisations."""
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


@counting(records=("components_from_store", "received_at"))
def personal_storage(view: View) -> pd.DataFrame:
    """Records with a component from the personal store of the national portal among those received in the period.

    The portal also counts results whose links are synchronised into that store, which no feed tells.  Decision 766,
    digitised records connected and shared.
    """
    rows = _received(view)
    return tally(rows, where=_from_store(rows))


@counting(records=("identity_verified", "received_at", "components_from_store?"))
def citizen_data(view: View) -> pd.DataFrame:
    """Records connected with citizens' data among those received in the period.

    Connected are those whose submitter was verified with VNeID, and those with a component from the personal store.
    The portal also counts queries of the population database, which no feed tells.  Decision 766, connection with
    citizens' data, records.
    """
    rows = _received(view)
    return tally(rows, where=_connected(rows))


@counting("province", records=("procedure", "identity_verified", "received_at", "components_from_store?"))
def citizen_procedures(view: View) -> pd.DataFrame:
    """Procedures for citizens with a record of the period connected with their data among all procedures for citizens.

    A procedure counts once, whichever unit received its records, and in the whole without a record too, as the portal
    takes it.  Which are for citizens says ``audience`` in the reference table ``procedures``; without it nothing is
    counted, and what it does not list is in neither number.  Decision 766, connection with citizens' data, procedures.
    """
    rows = _received(view)
    codes = rows["procedure"].cat.categories
    bases = rows["procedure"].map(dict(zip(codes, procedure_base(pd.Series(codes)), strict=True))).astype("str")
    audience = _audiences(view.reference("procedures"))
    citizens = audience.index[audience.str.contains(CITIZENS, case=False).astype(bool)]
    counted = {"numerator": int(citizens.isin(bases[_connected(rows)]).sum()), "denominator": len(citizens)}
    unsaid = bases[bases.notna() & ~bases.isin(audience.index)].nunique()
    skipped = {"procedure without an audience in reference/procedures": int(unsaid)} if unsaid else {}
    return pd.DataFrame([counted], index=[""]).assign(skipped=[skipped])


def _received(view: View) -> pd.DataFrame:
    rows = view.records
    return rows[within(rows["received_at"], view.period)]


def _from_store(rows: pd.DataFrame) -> pd.Series:
    return (rows["components_from_store"] > 0).fillna(value=False).astype(bool)


def _connected(rows: pd.DataFrame) -> pd.Series:
    return rows["identity_verified"].fillna(value=False).astype(bool) | _from_store(rows)


def _audiences(table: pd.DataFrame) -> pd.Series:
    """Return who may apply for each procedure that the table lists (``str``), by code; of several the last holds."""
    said = table.dropna(subset=["procedure", "audience"])
    audience = said["audience"].astype("str").str.normalize("NFC").set_axis(procedure_base(said["procedure"]))
    return audience[audience.index.notna() & ~audience.index.duplicated(keep="last")]


def _ended(view: View) -> pd.DataFrame:
    """Return the records finished in the period with a result: neither refused, nor withdrawn, nor stopped."""
    rows = view.records
    status = rows["status"]
    return rows[within(rows["finished_at"], view.period) & (status.isna() | status.isin(ENDED))]


@hookimpl
def reform_counts() -> Sequence[Counting]:
    """Offer the counting functions of this page."""
    return [electronic_results, digitised_with_result, personal_storage, citizen_data, citizen_procedures]
