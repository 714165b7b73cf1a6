"""How many agencies a province has, and how many fewer than before: counted in the table of units."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from reform_tui.sdk import Counting, View, counting, hookimpl


@counting("province")
def agencies_reduced(view: View) -> pd.DataFrame:
    """Agencies of the province that ended in the period, less those that began, among those there when it began.

    The table is ``reference/units``: an agency is an entry of the level ``province``, it ended on its last day ``to``
    and began on ``from``.  One that goes on under another name ends and begins.  A table in which no agency ever ended
    tells nothing, and more that began than ended is none fewer.
    """
    table = view.reference("units")
    table = table[table["level"] == "province"]
    if table["to"].isna().all():
        return pd.DataFrame(columns=["numerator", "denominator"], dtype="int64")
    begun = table["from"].dt.tz_convert(view.calendar.zone).dt.normalize()
    over = table["to"].dt.tz_convert(view.calendar.zone).dt.normalize() + pd.DateOffset(days=1)
    fewer = int(_happened(over, view).sum() - _happened(begun, view).sum())
    start = view.period.start
    there = pd.Series(start is None, table.index) | ((begun.isna() | (begun <= start)) & ~(over <= start))
    figures = pd.DataFrame([{"numerator": max(fewer, 0), "denominator": int(there.sum())}], index=[""])
    days = pd.DataFrame({"begun": begun, "over": over})
    return figures.assign(next_change=view.next_after(days, by=pd.Series("", index=days.index, dtype="str")))


def _happened(moments: pd.Series, view: View) -> pd.Series:
    """Return which moments (``bool``) lie in the period, by now; what is over at its end counts in it."""
    start, end = view.period.start, view.period.end
    told = moments <= view.now
    told &= True if start is None else moments > start
    told &= True if end is None else moments <= end
    return told


@hookimpl
def reform_counts() -> Sequence[Counting]:
    """Offer the counting function of this page."""
    return [agencies_reduced]
