"""Takes nearly all memory and keeps it, then is well."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from reform_tui.sdk import Check, Judgement, View, hookimpl, judge

KEPT: list[bytearray] = []


@dataclass(frozen=True, kw_only=True)
class Keeps:
    """Takes nearly all memory and keeps it, then is well."""

    reads: ClassVar = {"records": ("field", "finished_at")}

    def find(self, view: View) -> Judgement:
        KEPT.extend(bytearray(1 << 20) for _ in range(180))
        return judge(view.records, by=["unit", "field"], where=view.records["finished_at"].isna())

    def next_change(self, view: View) -> pd.Series:
        return view.next_after(view.records["finished_at"], by=view.records["unit"])


@hookimpl
def reform_checks() -> list[type[Check]]:
    return [Keeps]
