"""What can be told of who filed where the feed names no accounts: whose desk a phone's or payer's records came to."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the sdk names this package, and whoever reads the sdk need not pay for pandas
    import pandas as pd

    from reform_tui.filing.groups import Thresholds

EXCESS = 0.25
"""Share of a group that comes to one officer, above that of all else in the unit."""
OWN_PHONES = 0.7
"""Phones to owners where each typed the own: so do people who are helped, and whoever helps them may pay for them."""


def payers(rows: pd.DataFrame) -> pd.Series:
    """Return who paid, apart for each kind of number that the records carry where no account says who filed.

    Who helps types each person's own number, who files on behalf one's own or the desk's (which alone links nothing).
    """
    return rows["payer"].where(rows["account"].notna(), rows["number"] + "|" + rows["payer"])


def desks(rows: pd.DataFrame, online: pd.DataFrame, who: list[str], share: float) -> pd.DataFrame:
    """Return which groups are ``faithful`` to one officer of several, and which are ``much`` of that officer's desk."""
    place = ["unit", "receiver"]
    mine = rows.groupby(list(dict.fromkeys([*who, *place]))).size().rename("mine").reset_index()
    chief = mine.sort_values("mine", ascending=False, kind="stable").drop_duplicates(who)
    desk = online.groupby(place).size().rename("desk").reset_index()
    chief = chief.merge(desk, how="left", on=place)
    chief = chief.assign(everybody=chief["unit"].map(desk.groupby("unit")["desk"].sum())).set_index(who)
    sizes = rows.groupby(who).size().rename("size").to_frame()
    told = sizes.join(chief[["mine", "desk", "everybody"]].astype("float64"))
    rest = told["everybody"] - told["size"]
    faithful = told["mine"] / told["size"] - (told["desk"] - told["mine"]) / rest.clip(lower=1) >= EXCESS
    return told.assign(faithful=faithful & (rest > 0), much=told["mine"] >= share * told["desk"])[["faithful", "much"]]


def unclear(told: pd.DataFrame, limits: Thresholds) -> pd.Series:
    """Return which groups without accounts may as well be people helped with accounts of their own.

    A phone or payer of ``suspect_month`` owners tells on behalf where it is also of staff or keeps to one officer of
    several (two signals that agree), and so does a phone on ``desk_share`` of all that an officer receives.  Others do
    not: an officer's phone stands in for people who have none, a centre's and a village head's are typed for many.  Nor
    does who pays for people with phones of their own, officer or not: to pay is not to file.
    """
    many = told["in_month"] >= limits.suspect_month
    phone = told["kind"] == "phone"
    staff = told["met"].where(phone, told["by_staff"]) >= limits.staff_owners
    agree = many & (staff | told["faithful"])
    agree |= phone & told["much"] & (told["in_month"] >= limits.owners_month)
    agree |= phone & many & told["late"]
    payer = (told["kind"] == "payer") & (told["phones"] < OWN_PHONES * told["owners"])
    return ~agree | ~(phone | payer)
