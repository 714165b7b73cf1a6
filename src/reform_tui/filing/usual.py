"""Procedures that others file as a rule: banks, schools, notaries; and the accounts that file such ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reform_tui.filing.hands import DESK
from reform_tui.model.procedure_code import procedure_base

if TYPE_CHECKING:  # the sdk names this package, and whoever reads the sdk need not pay for pandas
    import pandas as pd

NEEDED = ["unit", "key", "owner", "receiver", "staff", "own", "right", "quick", "hours", "slow"]
EXCESS, MOSTLY, NEARLY = 0.25, 0.8, 0.95
"""Shares: a usual procedure above the others; most; nearly all."""
FEW = 3
"""Procedures that make up most of what one files who files them as a trade; a counter files everything."""


def usual(rows: pd.DataFrame, many: int, least: int, most: float) -> pd.Series:
    """Return which records come from actors whose procedures are filed by others as a rule, all over the province.

    As a rule is ``most`` of at least ``least`` records, by actors of ``many`` owners and few procedures, taken over the
    records of others (half of ``least`` or more): nobody makes the own filing usual, staff and counters nobody's, and
    who files by right shows what is.  An actor is an account, or a phone or payer where the feed names none.
    """
    actor = rows["account"].fillna("đt|" + rows["phone"]).fillna("nt|" + rows["payer"])
    judged = rows[NEEDED].assign(actor=actor, work=_work(rows))[rows["readable"] & actor.notna()]
    crowd = judged[judged.groupby("actor")["owner"].transform("nunique") >= many]
    crowd = crowd[~_at_desk(judged, crowd)]
    each = _each(crowd)
    shares = _shares(judged, each)
    normal = (shares["of"] >= least / 2) & (shares["whole"] >= least) & (shares["share"] >= most)
    normal &= shares["share"] - shares["elsewhere"] >= EXCESS
    filed = each["mine"].groupby(each["actor"]).sum()
    only = each["mine"].where(normal, 0).groupby(each["actor"]).sum() >= MOSTLY * filed
    told = crowd["actor"].isin(only.index[only]) & ~crowd["staff"] & ~crowd["own"] & ~crowd["right"]
    return told.reindex(rows.index, fill_value=False)


def _work(rows: pd.DataFrame) -> pd.Series:
    """Return what each record is about: its procedure, or the name or field where there is none."""
    work = procedure_base(rows["procedure"])
    for other in ("procedure_name", "field"):
        work = work.fillna(rows[other].astype("str"))
    return work


def _each(crowd: pd.DataFrame) -> pd.DataFrame:
    """Return how many records each actor filed of each work (``mine``); by a trade ``shown``, and ``free`` of lists."""
    rows = crowd.assign(trade=~crowd["staff"] & ~crowd["own"], free=~crowd["right"])
    each = rows.groupby(["actor", "work"]).agg(mine=("free", "size"), trade=("trade", "all"), free=("free", "sum"))
    each = each.reset_index()
    first = each.groupby("actor")["mine"].rank(method="first", ascending=False) <= FEW
    of_few, of_all = (
        mine.groupby(each["actor"]).transform("sum") for mine in (each["mine"].where(first, 0), each["mine"])
    )
    trade = each["trade"] & (of_few >= MOSTLY * of_all)
    return each.assign(shown=each["mine"].where(trade, 0), free=each["free"].where(trade, 0))


def _shares(judged: pd.DataFrame, each: pd.DataFrame) -> pd.DataFrame:
    """Return for each actor and work how much of it, ``of`` others' records, trades filed, and of all other work."""
    whole = judged.groupby("work").size()
    work = each["work"]
    size = work.map(whole).astype("float64") - each["mine"]
    share = (each["shown"].groupby(work).transform("sum") - each["shown"]) / size.where(size > 0)
    free = (~judged["right"]).groupby(judged["work"]).sum()
    rest = free.sum() - work.map(free).astype("float64")
    elsewhere = (each["free"].sum() - each["free"].groupby(work).transform("sum")) / rest.clip(lower=1)
    return each.assign(whole=size + each["mine"], of=size, share=share.fillna(0), elsewhere=elsewhere)


def _at_desk(judged: pd.DataFrame, crowd: pd.DataFrame) -> pd.Series:
    """Return which records of a crowd come from actors served in working hours by one officer, at once or always."""
    actors = crowd.groupby("actor")
    at_once = (actors["quick"].transform("mean") > 1 / 2) & crowd["slow"]
    in_hours = actors["hours"].transform("mean") >= NEARLY
    served = crowd.groupby(["actor", "receiver"])["key"].transform("size") / actors["receiver"].transform("count")
    one = served.groupby(crowd["actor"]).transform("max") >= NEARLY  # the own household's records may go elsewhere
    return (at_once | _faithful(judged, crowd)) & in_hours & one


def _faithful(judged: pd.DataFrame, crowd: pd.DataFrame) -> pd.Series:
    """Return which records of a crowd went to an officer who receives less than half of others' work of the kind."""
    place, officer = ["unit", "work"], ["unit", "work", "receiver"]
    own = crowd.groupby(["actor", *officer])["key"].transform("size")
    whole = crowd[place].merge(judged.groupby(place).size().rename("of"), how="left", on=place)["of"].to_numpy()
    same = crowd[officer].merge(judged.groupby(officer).size().rename("of"), how="left", on=officer)["of"].to_numpy()
    many = crowd.groupby("actor")["owner"].transform("nunique") >= DESK
    return many & (whole - own >= DESK) & (same - own < (whole - own) / 2)
