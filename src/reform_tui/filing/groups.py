"""Records filed through one hand, device, phone or payer: counted, held against thresholds, given a template."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from reform_tui.bounds import bounded
from reform_tui.filing import blind

if TYPE_CHECKING:  # the sdk names this package, and whoever reads the sdk need not pay for pandas
    import pandas as pd

KINDS = ("hand", "device", "phone", "payer")
"""What a record is filed through, the surest first; a hand is one account, or several that are linked."""
WINDOWS = {"in_day": timedelta(days=1), "in_week": timedelta(days=7), "in_month": timedelta(days=30)}
STRONG = ("staff", "receiver", "day", "week", "month")
WEAK = ("quick", "regular", "hours", "one_payer", "same_day")
SHARED = ["quick", "close", "hours", "same_day", "unverified", "late"]
"""Of which each group has a share."""
COUNTED = [
    *("unit", "key", "at", "owner", "account", "receiver", *KINDS, "staff", "met", "by_account", "own", "colleague"),
    *("quick", "hours", "same_day", "unverified", "late"),
]
"""All that is read of a record here; to copy the others would cost as much as to count."""
MOSTLY, NEARLY, OWN_ACCOUNTS = 0.8, 0.95, 0.7
"""Shares: most, nearly all, and accounts to owners where each had their own."""


@dataclass(frozen=True, kw_only=True)
class Thresholds:
    """From how many owners a group is looked at or suspected; ``gap`` is the most between regular submissions.

    ``desk_share``: of an officer's records, more than people without a phone of their own can be.
    """

    owners_day: int = bounded(5, least=1)
    owners_week: int = bounded(10, least=1)
    owners_month: int = bounded(12, least=1)
    suspect_day: int = bounded(15, least=1)
    suspect_month: int = bounded(40, least=1)
    phone_month: int = bounded(4, least=1)
    staff_owners: int = bounded(3, least=1)
    few_owners: int = bounded(4, least=1)
    few_signals: int = bounded(3, least=1)
    gap: timedelta = timedelta(minutes=10)
    desk_share: float = bounded(0.33, least=0, most=1)


def groups(online: pd.DataFrame, by: list[str], limits: Thresholds) -> tuple[pd.DataFrame, pd.Series]:
    """Return the groups worth looking at, numbered, and the number of each online record's group (missing for none)."""
    import pandas as pd  # noqa: PLC0415 - as above

    member = pd.Series(pd.NA, index=online.index, dtype="Int64")
    free = online["readable"] & ~online["excused"] & ~online["himself"]
    rows = online.loc[free, COUNTED].assign(payer=blind.payers(online[free]))
    found = [pd.DataFrame(columns=["units", "template"])]
    least = min(limits.owners_day, limits.few_owners, limits.phone_month, limits.staff_owners)
    for kind in KINDS:
        rest = rows[rows[kind].notna() & member.reindex(rows.index).isna()]
        owners = rest.groupby([*by, kind])["owner"].transform("nunique")
        crowd = rest[(owners >= least) | (rest["staff"] & rest["by_account"] & (kind == "hand"))]
        if len(crowd):
            told = _worth_a_look(crowd, online, [*by, kind], limits)
            told.index += sum(map(len, found))
            found.append(told)
            numbers = told.reset_index(names="number").rename(columns={"actor": kind})
            pairs = crowd[[*by, kind]].reset_index(names="row").merge(numbers[[*by, kind, "number"]], on=[*by, kind])
            member.loc[pairs["row"]] = pairs["number"].to_numpy()
    return pd.concat(found[1:] or found), member


def _worth_a_look(rows: pd.DataFrame, online: pd.DataFrame, who: list[str], limits: Thresholds) -> pd.DataFrame:
    """Return the groups that reach a threshold: what was counted, ``kind``, ``actor``, ``template`` and the signals."""
    kind = who[-1]
    counted = _counted(rows, who, limits).join(blind.desks(rows, online, who, limits.desk_share))
    told = counted.reset_index().rename(columns={kind: "actor"})
    by_staff = told["by_staff"] >= limits.staff_owners
    shared = (told["accounts"] != 1) & (kind in {"phone", "payer"})  # within one account they tell nothing new
    weak = told[list(WEAK)].sum(axis=1) >= limits.few_signals
    told = told.assign(
        receiver=by_staff & told["own"],
        colleague=by_staff & told["colleague"],
        linked=(told["accounts"] > 1) & (kind == "hand"),
        day=told["in_day"] >= limits.owners_day,
        week=told["in_week"] >= limits.owners_week,
        month=(told["in_month"] >= limits.owners_month)
        | (shared & (told["in_month"] >= limits.phone_month))
        | (weak & (told["in_month"] >= limits.few_owners)),
        kind="account" if kind == "hand" else kind,
    )
    return _named(told[told[list(STRONG)].any(axis=1)], limits)


def _named(told: pd.DataFrame, limits: Thresholds) -> pd.DataFrame:
    """Return the groups with ``value`` and ``template``, numbered from 0; ``blind`` tells what accounts would."""
    import pandas as pd  # noqa: PLC0415 - as above

    suspicion = [limits.suspect_day, limits.suspect_month, limits.staff_owners]
    value = (told[["in_day", "in_month", "by_staff"]] / suspicion).max(axis=1)
    enough = told[["receiver", "day", "week", "month"]].any(axis=1) | (told["by_staff"] >= limits.staff_owners)
    known = told["known"] >= told["owners"] / 2
    own = known & (told["accounts"] >= OWN_ACCOUNTS * told["known"])
    unclear = ~known & blind.unclear(told, limits)
    template = pd.Series("to_look_at", told.index).mask(value >= 1, "suspected").mask(~enough, "listed")
    template = template.mask(
        told["kind"] != "account", template.mask(unclear & enough, "unclear").mask(own, "assisted")
    )
    return told.assign(value=value, template=template).reset_index(drop=True)


def _counted(rows: pd.DataFrame, who: list[str], limits: Thresholds) -> pd.DataFrame:
    """Return what is counted of each group; ``by_staff`` owners were served by staff or by the receiver."""
    import pandas as pd  # noqa: PLC0415 - as above

    from reform_tui.sliding import most_within  # noqa: PLC0415 - as above

    rows = rows.sort_values(["at", "key"])
    rows = rows.assign(close=rows.groupby(who)["at"].diff() <= limits.gap)
    each = rows.groupby(who)
    counted = each[["owner", "account", "receiver", "unit", "payer", "phone"]].nunique()
    counted = counted.set_axis(["owners", "accounts", "officers", "units", "payers", "phones"], axis=1)
    share, some = each[SHARED].mean(), each.size() >= limits.staff_owners
    where = {"paid": rows["payer"].notna(), "known": rows["account"].notna(), "by_staff": rows["staff"] | rows["own"]}
    where["met"] = rows["met"] | rows["own"]
    owners = {name: rows[mask].groupby(who)["owner"].nunique() for name, mask in where.items()}
    counted = counted.join(pd.DataFrame(owners, index=counted.index).fillna(0).astype("int64"))
    counted = counted.assign(
        quick=(share["quick"] > 1 / 2) & (counted["officers"] == 1) & some,
        regular=(share["close"] >= 1 / 2) & some,
        hours=(share["hours"] >= NEARLY) & some,
        one_payer=(counted["paid"] >= limits.staff_owners)
        & (counted["paid"] >= limits.staff_owners * counted["payers"]),
        late=share["late"] > 1 - NEARLY,
        same_day=(share["same_day"] >= MOSTLY) & some,
        unverified=(share["unverified"] >= MOSTLY) & some,
        **each[["staff", "own", "colleague"]].any(),
    )
    return counted.join(most_within(rows, by=who, distinct="owner", at="at", lengths=WINDOWS))
