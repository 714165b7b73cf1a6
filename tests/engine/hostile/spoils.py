"""Changes what belongs to the whole process."""

from __future__ import annotations

import gc
import sys
import warnings
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd

from reform_tui.sdk import Check, Judgement, View, hookimpl, judge


@dataclass(frozen=True, kw_only=True)
class Spoils:
    """Changes what belongs to the whole process."""

    reads: ClassVar = {"records": ("field", "finished_at")}

    def find(self, view: View) -> Judgement:
        said = judge(view.records, by=["unit", "field"], where=view.records["finished_at"].isna())
        np.seterr(all="raise")
        warnings.simplefilter("error")
        gc.disable()
        sys.stdout = sys.stderr = None
        sys.setrecursionlimit(120)
        return said

    def next_change(self, view: View) -> pd.Series:
        return pd.Series(dtype="datetime64[us, UTC]", index=pd.Index([], dtype="str"))


@hookimpl
def reform_checks() -> list[type[Check]]:
    return [Spoils]
