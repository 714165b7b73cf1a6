"""The longest time that a procedure may take, for records that came without a due date."""

from __future__ import annotations

import pandas as pd

from reform_tui.model.procedure_code import procedure_base
from reform_tui.protocols import View

TABLE = "procedures"
_MINUTES = {"hours": 60, "giờ": 60, "giờ làm việc": 60, "working days": 480, "ngày làm việc": 480}
_DAYS = ("days", "ngày")
_LAST_DAY = pd.Timedelta(days=1)


def due_by_limit(view: View, rows: pd.DataFrame) -> pd.Series:
    """Return when each record without a due date is due by its procedure's limit, and ``NaT`` for all others.

    Counted from the receipt, with the working time of its supplement added: in hours, in working days of eight, or in
    calendar days that end on a working day.  An online record has the limit for online ones, where there is one.
    """
    due = pd.Series(pd.NaT, rows.index, dtype=rows["due_at"].dtype)
    bare = rows[rows["due_at"].isna() & rows["received_at"].notna()]
    table = view.reference(TABLE) if len(bare) else None
    if table is None or not {"limit", "counted"} <= set(table.columns) or table.empty:
        return due
    found = _with_limits(bare, table)
    received = found["received_at"]
    paused = view.calendar.elapsed(found["supplement_requested_at"], found["supplemented_at"]).clip(lower=0).fillna(0)
    counted = found["counted"].astype("str").str.strip().str.lower()
    minutes = (found["most"] * pd.to_numeric(counted.map(_MINUTES))).round().astype("Int64")
    days = found["most"].where(counted.isin(_DAYS))
    worked = view.calendar.add(received, minutes + paused)
    due.loc[found.index] = worked.fillna(view.calendar.add(view.calendar.add_days(received, days), paused))
    return due


def _with_limits(rows: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """Return the records whose procedure has a limit on the day of receipt: ``most`` and how it is ``counted``."""
    limits = table.assign(base=_base(table["procedure"]))[["base", "limit", "limit_online", "counted", "from", "to"]]
    pairs = rows.assign(base=_base(rows["procedure"]), row=rows.index).merge(limits.dropna(subset="base"), on="base")
    at = pairs["received_at"]
    valid = ~(at < pairs["from"]) & ~(at >= pairs["to"] + _LAST_DAY)
    online = (pairs["channel"] == "online") & pairs["limit_online"].notna()
    pairs["most"] = pairs["limit_online"].where(online, pairs["limit"])
    return pairs[valid & pairs["most"].notna()].drop_duplicates("row").set_index("row")


def _base(codes: pd.Series) -> pd.Series:
    """Return the part of each code that joins; the whole of one that is written otherwise."""
    return procedure_base(codes).fillna(codes.astype("str"))
