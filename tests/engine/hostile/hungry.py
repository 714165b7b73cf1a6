"""Needs much memory for a moment, and may."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from reform_tui.sdk import Check, Judgement, View, hookimpl, judge


@dataclass(frozen=True, kw_only=True)
class Hungry:
    """Needs much memory for a moment, and may."""

    reads: ClassVar = {"records": ("field", "finished_at")}

    def find(self, view: View) -> Judgement:
        room = [bytearray(1 << 20) for _ in range(180)]
        room.clear()
        return judge(view.records, by=["unit", "field"], where=view.records["finished_at"].isna())

    def next_change(self, view: View) -> pd.Series:
        return view.next_after(view.records["finished_at"], by=view.records["unit"])


@hookimpl
def reform_checks() -> list[type[Check]]:
    return [Hungry]
