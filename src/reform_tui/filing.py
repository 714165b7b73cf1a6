"""Who filed: submitters held against rosters, procedures that others file as a rule, accounts that are one hand.

Rows are records with ``unit``, ``key``, ``at``, ``owner`` and ``person`` (who it is for, as a household and alone),
``account``, ``phone``, ``payer``, ``device`` and ``receiver``, all made comparable, and ``quick``, ``hours`` and
``readable``.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TYPE_CHECKING

from reform_tui.model.procedure_code import procedure_base

if TYPE_CHECKING:  # the sdk names this module, and whoever reads the sdk need not pay for pandas
    import pandas as pd

EXCESS, MOSTLY, NEARLY = 0.25, 0.8, 0.95
"""Shares: a usual procedure above the others; most; nearly all."""
DESK = 8
"""Owners from which an account links through the desk that receives it: more than a household has."""


def on_lists(
    rows: pd.DataFrame,
    staff: pd.DataFrame,
    allow: pd.DataFrame,
    by_right: Collection[str],
    official: str,
    placeholders: Collection[str],
) -> pd.DataFrame:
    """Return the rows with what the lists say of each submitter: five columns (``bool``).

    ``staff`` (``by_account``, or by phone, device or payer) unless of a class that files ``by_right``; ``own`` who also
    received the record; ``colleague`` of the unit; ``right``, with an authorisation or on a list.  An account of the
    domain ``official`` is staff.
    """
    import pandas as pd  # noqa: PLC0415 - as above

    from reform_tui.identities import comparable, identity, listed  # noqa: PLC0415 - as above

    table = comparable(staff, placeholders)
    table = table.assign(**{name: identity(table[name], placeholders) for name in ("name", "person_id", "certificate")})
    dates = "at", "from", "to"
    filer, payer = ("account", "person_id", "certificate"), ("name", "person_id", "account", "phone")
    paid = rows[rows["payer"] != identity(rows["applicant_name"], ())]
    found = [
        listed(rows, table, dict.fromkeys(filer, "account"), *dates),
        listed(rows, table, ["phone", "device"], *dates),
        listed(paid, table, dict.fromkeys(payer, "payer"), *dates),
    ]
    entries = pd.concat(found, ignore_index=True)
    at, owner = (rows[name].reindex(entries["row"]).to_numpy() for name in ("receiver", "person"))
    own = (entries["listed_name"] == at) | (entries["listed_account"] == at) | (entries["listed_person_id"] == at)
    by_class = entries["listed_class"].isin(by_right) & ~own
    near = entries["listed_unit"].astype("str") == rows["unit"].reindex(entries["row"]).to_numpy()
    others = (entries["listed_person_id"] != owner) & ~by_class
    allow = comparable(allow, placeholders)
    allowed = listed(rows, allow, ["account", "device", "phone"], "at", "from", "until")
    official_domain = rows["account"].str.contains(rf"@(?:.*\.)?{re.escape(official)}$", regex=True, na=False)
    account = rows.index.isin(found[0]["row"]) | official_domain
    receives = rows["account"] == rows["receiver"]
    right = rows.index.isin(allowed["row"]) | (rows.index.isin(entries.loc[by_class, "row"]) & ~receives)
    return rows.assign(
        staff=rows.index.isin(entries.loc[others, "row"]) | official_domain,
        by_account=account,
        own=rows.index.isin(entries.loc[own, "row"]) | receives,
        colleague=rows.index.isin(entries.loc[others & near, "row"]),
        right=rows["authorised"].fillna(value=False).astype(bool) | right,
    )


def usual(rows: pd.DataFrame, many: int, least: int, most: float) -> pd.Series:
    """Return which records come from accounts whose procedures are filed by others as a rule, all over the province.

    As a rule is ``most`` of at least ``least`` records, by accounts of ``many`` owners.  An account that looks like a
    counter's own neither makes a procedure usual nor is excused by it.
    """
    judged = rows[rows["readable"] & ~rows["right"] & rows["account"].notna()]
    outside = ~_at_desk(judged)
    crowded = (judged.groupby("account")["owner"].transform("nunique") >= many) & outside
    procedure = procedure_base(judged["procedure"])
    for other in ("procedure", "procedure_name", "field"):
        procedure = procedure.fillna(judged[other].astype("str"))
    counts = crowded.groupby(procedure).agg(["sum", "size"])
    share, rest = counts["sum"] / counts["size"], len(judged) - counts["size"]
    elsewhere = (crowded.sum() - counts["sum"]) / rest.where(rest > 0)
    normal = (counts["size"] >= least) & (share >= most) & (share - elsewhere >= EXCESS)
    only = procedure.isin(counts.index[normal]).groupby(judged["account"]).transform("mean") >= MOSTLY
    return (only & outside & ~judged["staff"] & ~judged["own"]).reindex(rows.index, fill_value=False)


def _at_desk(rows: pd.DataFrame) -> pd.Series:
    """Return which records come from accounts served in working hours, at once, by one officer of a slower unit."""
    accounts = rows.groupby("account")
    single = accounts["owner"].transform("nunique") == 1
    pace = rows["quick"].where(single).astype("Float64").groupby(rows["unit"]).transform("mean").fillna(0)
    at_once = (accounts["quick"].transform("mean") > 1 / 2) & (pace <= 1 / 2).astype(bool)
    in_hours = accounts["hours"].transform("mean") >= NEARLY
    return at_once & in_hours & (accounts["receiver"].transform("nunique") == 1)


def hands(rows: pd.DataFrame, dense: int, most: int) -> pd.Series:
    """Return the account of each row, or the first of those that hang together, of ``dense`` owners each or more."""
    from reform_tui.linking import linked  # noqa: PLC0415 - as above

    several = rows[rows["account"].notna() & rows["readable"] & ~rows["excused"]].sort_values(["at", "key"])
    owners = several.groupby("account")["owner"].transform("nunique")
    desk = several["receiver"].where(several["quick"] & several["hours"] & (owners >= DESK))
    several = several.assign(desk=desk)[owners > 1]
    if several.empty:
        return rows["account"]
    first = linked(several, "account", ["phone", "payer", "device", "desk"], most)
    hand = several["account"].map(first)
    groups = several.groupby(hand)
    full = groups["owner"].nunique() >= dense * groups["account"].nunique()
    kept = first[first.isin(full.index[full])]
    return rows["account"].map(kept).astype("str").fillna(rows["account"])
