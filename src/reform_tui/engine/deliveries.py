"""What each file said of records, delivery by delivery: in lines, as known at a moment, and when more is known."""

from __future__ import annotations

from datetime import datetime

import numpy as np
import pandas as pd

from reform_tui.engine.columns import sealed


def in_lines(said: pd.DataFrame) -> pd.DataFrame:
    """Return deliveries in the order of their exports within each ``line``, which numbers the pairs of key and feed."""
    feeds = said["feed"].cat.codes.to_numpy(np.int64) + 1
    line = pd.factorize(said["key"])[0] * (len(said["feed"].cat.categories) + 1) + feeds
    order = np.lexsort((said["exported_at"].to_numpy("datetime64[us]").view(np.int64), line))
    ordered = said.assign(line=line).iloc[order].reset_index(drop=True)
    return pd.DataFrame({name: sealed(ordered[name]) for name in ordered}, copy=False)


def exported_by(every: pd.DataFrame, moment: datetime) -> pd.DataFrame:
    """Return the deliveries of files that were exported by ``moment``."""
    ahead = every["exported_at"] > moment
    return every[~ahead] if ahead.any() else every


def next_export(every: pd.DataFrame, rows: pd.DataFrame, moment: datetime) -> pd.Series:
    """Return for each unit the earliest export after ``moment`` that speaks of one of its ``rows``, if there is one."""
    ahead = every[every["exported_at"] > moment]
    units = rows[rows["key"].isin(ahead["key"])].drop_duplicates("key").set_index("key")["unit"].astype("str")
    return ahead["exported_at"].groupby(ahead["key"].map(units)).min()
