"""Records as who filed them is asked of: received in the period, with a moment; online ones with people comparable."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the sdk names this package, and whoever reads the sdk need not pay for pandas
    import pandas as pd

    from reform_tui.protocols import View

MOBILE = r"0[35789]\d{8}"
BRANCH = r"^(\d{10})-\d{3}$"
"""The number of a branch, which begins with that of its enterprise (Circular 105/2020/TT-BTC, Article 5): one owner."""
HOUSEHOLD = 8
"""Names of one surname at one address above which it is a village, no home."""


def received(view: View) -> pd.DataFrame:
    """Return the records received in the period, not those carried into it, with ``at``: when each was submitted.

    ``unit`` is text.  ``hours``: submitted in working hours, where that moment is told apart from the receipt.
    """
    rows, start, end = view.records, view.period.start, view.period.end
    at = rows["submitted_at"].fillna(rows["received_at"])
    came = rows["received_at"].fillna(at)
    inside = came.notna()
    inside &= True if start is None else came >= start
    inside &= True if end is None else came < end
    return rows.assign(at=at, came=came)[inside].astype({"unit": "str"})


def in_hours(rows: pd.DataFrame, view: View) -> pd.Series:
    """Return which rows of ``received`` were submitted in working hours, as far as their moment is their own.

    A sync that overwrites the submission with the receipt would put everybody into working hours.
    """
    return _own_moment(rows) & (view.calendar.counts_from(rows["at"]) == rows["at"])


def _own_moment(rows: pd.DataFrame) -> pd.Series:
    return rows["submitted_at"].notna() & (rows["submitted_at"] != rows["received_at"])


def online(rows: pd.DataFrame, view: View, quick: timedelta, placeholders: Collection[str]) -> pd.DataFrame:
    """Return the online rows of ``received`` with ``phone`` and what each record shows of who filed it for whom."""
    import pandas as pd  # noqa: PLC0415 - as above

    from reform_tui.identities import comparable, family, identity, telephone  # noqa: PLC0415 - as above

    rows = rows[rows["channel"] == "online"].rename(columns={"applicant_phone": "phone"})
    typed = telephone(rows["phone"], ())
    rows = comparable(rows, placeholders)
    phone = rows["phone"].where(rows["phone"].str.fullmatch(MOBILE))
    person = identity(rows["applicant_id"], placeholders).fillna(identity(rows["applicant_name"], ()))
    person = person.str.replace(BRANCH, r"\1", regex=True)
    known = rows[["account", "device", "payer"]].notna().any(axis=1) | phone.notna()
    paid = rows["payer"].mask(rows["payer"] == identity(rows["applicant_name"], ()))  # who pays for oneself is no agent
    home = family(rows["applicant_name"], rows["applicant_address"].fillna(phone), HOUSEHOLD)
    inside = in_hours(rows, view)
    waited = rows["received_at"] - rows["submitted_at"]
    rows = rows.assign(
        phone=phone,
        payer=paid,
        number=_number(phone, typed),
        person=person,
        home=_home(rows, person),
        owner=home.where(person.notna()).fillna(person),
        receiver=identity(rows["receiver"], ()),
        quick=(waited > pd.Timedelta(0)) & (waited <= quick),  # equal ones were overwritten by a sync
        hours=inside,
        late=_own_moment(rows) & ~inside,
        same_day=rows["returned_at"].dt.normalize() == rows["at"].dt.normalize(),
        unverified=~rows["identity_verified"].fillna(value=True).astype(bool),
    )
    rows = rows.assign(readable=rows["owner"].notna() & known)
    return rows.assign(slow=_slow(rows))


def _home(rows: pd.DataFrame, person: pd.Series) -> pd.Series:
    """Return the address of each row, where no more people than a household has give it in the unit."""
    address = rows["applicant_address"].astype("str").str.strip().str.lower()
    place = (rows["unit"] + "|" + address).where(address != "")
    return place.where(person.groupby(place).transform("nunique") <= HOUSEHOLD)


def _number(phone: pd.Series, typed: pd.Series) -> pd.Series:
    """Return whose number a record carries: a person's (``own``), one that is nobody's (``desk``), or none."""
    return phone.where(phone.isna(), "own").fillna(typed.where(typed.isna(), "desk")).fillna("none")


def _slow(rows: pd.DataFrame) -> pd.Series:
    """Return which rows are of units that seldom receive at once what people file for themselves."""
    single = rows.groupby("account")["owner"].transform("nunique") == 1
    pace = rows["quick"].where(single).astype("Float64").groupby(rows["unit"]).transform("mean").fillna(0)
    return (pace <= 1 / 2).astype(bool)
