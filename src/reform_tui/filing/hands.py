"""Accounts that are one hand, and accounts whose procedures others file as a rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reform_tui.model.procedure_code import procedure_base

if TYPE_CHECKING:  # the sdk names this package, and whoever reads the sdk need not pay for pandas
    import pandas as pd

EXCESS, MOSTLY, NEARLY = 0.25, 0.8, 0.95
"""Shares: a usual procedure above the others; most; nearly all."""
DESK = 8
"""Owners from which an account links through the desk that receives it: more than a household has."""


def usual(rows: pd.DataFrame, many: int, least: int, most: float) -> pd.Series:
    """Return which records come from actors whose procedures are filed by others as a rule, all over the province.

    As a rule is ``most`` of at least ``least`` records, by actors of ``many`` owners, taken over the records of others
    (half of ``least`` or more): nobody makes the own filing usual, and who files by right shows what is.  An actor is
    an account, or a phone or payer where the feed names none; one that looks like a counter's own neither makes a
    procedure usual nor is excused by it.
    """
    actor = rows["account"].fillna("đt|" + rows["phone"]).fillna("nt|" + rows["payer"])
    judged = rows.assign(actor=actor, work=_work(rows))[rows["readable"] & actor.notna()]
    outside = ~_at_desk(judged)
    crowded = outside & (judged.groupby("actor")["owner"].transform("nunique") >= many)
    share, size = _of_others(judged, crowded)
    normal = (
        (size >= least / 2)
        & (judged.groupby("work")["unit"].transform("size") >= least)
        & (share >= most)
        & (share - _elsewhere(judged, crowded) >= EXCESS)
    )
    only = normal.groupby(judged["actor"]).transform("mean") >= MOSTLY
    told = only & outside & ~judged["staff"] & ~judged["own"] & ~judged["right"]
    return told.reindex(rows.index, fill_value=False)


def _work(rows: pd.DataFrame) -> pd.Series:
    """Return what each record is about: its procedure, or the name or field where there is none."""
    work = procedure_base(rows["procedure"])
    for other in ("procedure_name", "field"):
        work = work.fillna(rows[other].astype("str"))
    return work


def _of_others(rows: pd.DataFrame, crowded: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Return of each row's procedure the share that others' crowded accounts filed, and how many records that is of."""
    counts = rows.assign(crowded=crowded)
    whole = counts.groupby("work")["crowded"].transform("sum") - counts.groupby(["work", "actor"])["crowded"].transform(
        "sum"
    )
    size = counts.groupby("work")["crowded"].transform("size") - counts.groupby(["work", "actor"])["crowded"].transform(
        "size"
    )
    return whole / size.where(size > 0), size


def _elsewhere(rows: pd.DataFrame, crowded: pd.Series) -> pd.Series:
    """Return the share that crowded accounts filed of all other procedures, those apart who file by right."""
    free = rows.assign(crowded=crowded)[~rows["right"]].groupby("work")["crowded"].agg(["sum", "size"])
    rest = (free.sum() - free).assign(size=lambda rest: rest["size"].clip(lower=1))
    return rows["work"].map(rest["sum"] / rest["size"]).astype("float64").fillna(crowded[~rows["right"]].mean())


def _at_desk(rows: pd.DataFrame) -> pd.Series:
    """Return which records come from actors served in working hours by one officer of several, or at once by one."""
    actors = rows.groupby("actor")
    at_once = (actors["quick"].transform("mean") > 1 / 2) & slow(rows)
    in_hours = actors["hours"].transform("mean") >= NEARLY
    return (at_once | _faithful(rows)) & in_hours & (actors["receiver"].transform("nunique") == 1)


def _faithful(rows: pd.DataFrame) -> pd.Series:
    """Return which records of actors of ``DESK`` owners went to an officer who receives less than half of such work."""
    of_work = rows.groupby(["unit", "work"])["receiver"]
    mine = rows.groupby(["unit", "work", "receiver"])["receiver"].transform("size") - rows.groupby(
        ["actor", "unit", "work"]
    )["receiver"].transform("size")
    others = of_work.transform("size") - rows.groupby(["actor", "unit", "work"])["receiver"].transform("size")
    many = rows.groupby("actor")["owner"].transform("nunique") >= DESK
    return many & (others >= DESK) & (mine < others / 2)


def slow(rows: pd.DataFrame) -> pd.Series:
    """Return which rows are of units that seldom receive at once what people file for themselves."""
    single = rows.groupby("account")["owner"].transform("nunique") == 1
    pace = rows["quick"].where(single).astype("Float64").groupby(rows["unit"]).transform("mean").fillna(0)
    return (pace <= 1 / 2).astype(bool)


def hands(rows: pd.DataFrame, dense: int, most: int) -> pd.Series:
    """Return the account of each row, or the first of those that hang together, of ``dense`` owners each or more.

    A desk links what it receives at once, unless its unit receives everybody so.
    """
    from reform_tui.linking import linked  # noqa: PLC0415 - as above

    at_once = rows["quick"] & rows["hours"] & slow(rows)
    free = rows["account"].notna() & rows["readable"] & ~rows["excused"] & ~rows["himself"]
    several = rows[free].sort_values(["at", "key"])
    owners = several.groupby("account")["owner"].transform("nunique")
    desk = several["receiver"].where(at_once.reindex(several.index) & (owners >= DESK))
    several = several.assign(desk=desk)[owners > 1]
    if several.empty:
        return rows["account"]
    first = linked(several, "account", ["phone", "payer", "device", "desk"], most)
    hand = several["account"].map(first)
    groups = several.groupby(hand)
    full = groups["owner"].nunique() >= dense * groups["account"].nunique()
    kept = first[first.isin(full.index[full])]
    return rows["account"].map(kept).astype("str").fillna(rows["account"])
