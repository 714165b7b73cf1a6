"""The catalogue of procedures beside the records of all units: which online services were used in a period."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from reform_tui.sdk import Counting, View, counting, hookimpl, procedure_base, tally, within

LIFE = ("procedure", "level", "internal?", "change?", "from?", "to?", "decision_date?", "published_at?")
OFFERED = ("full", "partial")
"""``information`` alone is no online service."""
NO_CODE = "no national code of the procedure"


@counting("province", catalogue=LIFE, records=("procedure", "channel", "received_at"))
def services_with_records(view: View) -> pd.DataFrame:
    """Online services with a record received online in the period among all online services in force, full or partial.

    A service counts once, whichever unit received the record; the two are joined on the national code.  A unit has no
    figure of its own: nothing says which of the services each unit offers.  Nothing is counted where no record of the
    period names a procedure by its code.  Decision 766, online services with records.
    """
    rows = view.records
    rows = rows[within(rows["received_at"], view.period)]
    base = _bases(rows["procedure"])
    offered = _offered(view) if base.notna().any() else _offered(view).iloc[:0]
    used = base[(rows["channel"] == "online").fillna(value=False).astype(bool)]
    entries = view.rows("catalogue")
    days = pd.DataFrame({"since": _since(entries), "over": _over(entries, view)})
    ahead = view.next_after(days, by=pd.Series("", index=entries.index, dtype="str"))
    figures = tally(offered.assign(unit=""), where=offered["base"].isin(used)).reindex([""], fill_value=0)
    skipped = {NO_CODE: int(base.isna().sum())} if base.isna().any() else {}
    return figures.assign(skipped=[skipped], next_change=ahead)


def _bases(codes: pd.Series) -> pd.Series:
    """Return the national part of each code (``str``); there are few codes and many records."""
    few = pd.Series(codes.cat.categories.astype("str"))
    return codes.map(dict(zip(few, procedure_base(few), strict=True))).astype("str")


def _offered(view: View) -> pd.DataFrame:
    """Return the national code (``base``) and the ``key`` of each online service in force that is not internal."""
    rows = view.rows("catalogue")
    since, over = _since(rows), _over(rows, view) <= view.now
    rows = rows.assign(
        since=since, ended=over | (rows["change"] == "abolished"), base=procedure_base(rows["procedure"])
    )
    known = rows[~(since > view.now) & rows["base"].notna()].sort_values("since", na_position="first", kind="stable")
    newest = known.groupby("base", observed=True)[["key", "ended", "level", "internal"]].last().reset_index()
    public = ~newest["ended"] & ~newest["internal"].fillna(value=False).astype(bool)
    return newest[public & newest["level"].isin(OFFERED)]


def _since(rows: pd.DataFrame) -> pd.Series:
    """Return from when on each entry counts, missing where no day says."""
    since: pd.Series = rows["from"].fillna(rows["decision_date"]).fillna(rows["published_at"])
    return since


def _over(rows: pd.DataFrame, view: View) -> pd.Series:
    """Return the moment after the last day of each entry."""
    over: pd.Series = rows["to"].dt.tz_convert(view.calendar.zone).dt.normalize() + pd.DateOffset(days=1)
    return over


@hookimpl
def reform_counts() -> Sequence[Counting]:
    """Offer the counting function of this page."""
    return [services_with_records]
