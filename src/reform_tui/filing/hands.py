"""Accounts that are one hand: joined through what they share."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the sdk names this package, and whoever reads the sdk need not pay for pandas
    import pandas as pd

THROUGH = ("phone", "payer", "device")
DESK = 8
"""Owners from which an account links through the desk that receives it: more than a household has."""


def hands(rows: pd.DataFrame, dense: int, most: int) -> pd.Series:
    """Return the account of each row, or the first of those that hang together, of ``dense`` owners each or more.

    A desk links what it receives at once, unless its unit receives everybody so.  A row without an account belongs to
    the one hand that alone used its phone or device, or whose payer in the unit paid for that hand alone.
    """
    return _with_strays(rows, _joined(rows, dense, most))


def _with_strays(rows: pd.DataFrame, hand: pd.Series) -> pd.Series:
    hand = _lent(rows, hand, rows["phone"], 1)
    hand = _lent(rows, hand, rows["device"], 1)
    return _lent(rows, hand, rows["unit"] + "|" + rows["payer"], DESK)  # two of a province may bear one name


def _lent(rows: pd.DataFrame, hand: pd.Series, place: pd.Series, least: int) -> pd.Series:
    """Return the hands with those of rows without an account whose ``place`` one hand alone had, ``least`` times."""
    strays = hand.isna() & place.notna()
    if not strays.any():
        return hand
    beside = place.isin(place[strays]) & hand.notna()
    known = hand[beside].groupby(place[beside]).agg(["nunique", "first", "size"])
    free = ~rows["excused"][beside].groupby(place[beside]).any()
    alone = known.loc[(known["nunique"] == 1) & (known["size"] >= least) & free, "first"]
    return hand.fillna(place[strays].map(alone).reindex(rows.index).astype("str"))


def _joined(rows: pd.DataFrame, dense: int, most: int) -> pd.Series:
    from reform_tui.linking import linked  # noqa: PLC0415 - as above

    at_once = rows["quick"] & rows["hours"] & rows["slow"]
    free = rows["account"].notna() & rows["readable"] & ~rows["excused"] & ~rows["himself"]
    several = rows.loc[free, ["at", "key", "owner", "receiver", "account", *THROUGH]].sort_values(["at", "key"])
    owners = several.groupby("account")["owner"].transform("nunique")
    desk = several["receiver"].where(at_once.reindex(several.index) & (owners >= DESK))
    several = several.assign(desk=desk)[owners > 1]
    if several.empty:
        return rows["account"]
    first = linked(several, "account", [*THROUGH, "desk"], most)
    hand = several["account"].map(first)
    groups = several.groupby(hand)
    full = groups["owner"].nunique() >= dense * groups["account"].nunique()
    kept = first[first.isin(full.index[full])]
    return rows["account"].map(kept).astype("str").fillna(rows["account"])
