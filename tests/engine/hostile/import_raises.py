"""Raises while it is loaded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from reform_tui.sdk import Check, Judgement, View, hookimpl, judge

raise ValueError


@dataclass(frozen=True, kw_only=True)
class ImportRaises:
    """Raises while it is loaded."""

    reads: ClassVar = {"records": ("field", "finished_at")}

    def find(self, view: View) -> Judgement:
        return judge(view.records, by=["unit", "field"], where=view.records["finished_at"].isna())

    def next_change(self, view: View) -> pd.Series:
        return view.next_after(view.records["finished_at"], by=view.records["unit"])


@hookimpl
def reform_checks() -> list[type[Check]]:
    return [ImportRaises]
