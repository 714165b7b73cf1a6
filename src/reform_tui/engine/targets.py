"""The target of an indicator in a unit: what the reference table ``targets`` says, else what the indicator says."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pandas as pd

from reform_tui.engine.job import IndicatorTask
from reform_tui.model.validity import SINCE, UNTIL


def in_force(table: pd.DataFrame, now: datetime, zone: ZoneInfo) -> pd.DataFrame:
    """Return the entries of a table that count at ``now``: from their first day through their last."""
    if not len(table):
        return table
    last = table[UNTIL].dt.tz_convert(zone).dt.normalize() + pd.DateOffset(days=1)
    return table[~(table[SINCE] > now) & ~(last <= now)]


def targets_of(task: IndicatorTask, table: pd.DataFrame, units: pd.Index) -> pd.Series:
    """Return a target (``float64``, NaN for none) for each unit; a row for one unit or period beats one for all."""
    said = table[(table["indicator"] == task.name) & (table["period"].isna() | (table["period"] == task.period.name))]
    general_first = said.assign(exact=said["period"].notna()).sort_values("exact", kind="stable")
    by_unit = {
        "" if pd.isna(unit) else str(unit): float(target)
        for unit, target in zip(general_first["unit"], general_first["target"], strict=True)
        if not pd.isna(target)
    }
    default = by_unit.get("", float("nan") if task.target is None else task.target)
    return pd.Series([by_unit.get(str(unit), default) for unit in units], index=units, dtype="float64")
