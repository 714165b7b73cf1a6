"""Spoils every frame that it is given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from reform_tui.sdk import Check, Judgement, View, hookimpl


@dataclass(frozen=True, kw_only=True)
class Mutates:
    """Spoils every frame that it is given."""

    reads: ClassVar = {"records": ("field", "finished_at")}

    def find(self, view: View) -> Judgement:
        view.records["field"] = "spoilt"
        frame = view.records
        frame["finished_at"] = view.now
        frame.loc[:, "unit"] = frame["unit"].iloc[0]
        frame.drop(frame.index, inplace=True)  # noqa: PD002 - what this file is for
        view.records.sort_values("field", ascending=False, inplace=True)  # noqa: PD002 - as above
        return Judgement()

    def next_change(self, view: View) -> pd.Series:
        return view.next_after(view.records["finished_at"], by=view.records["unit"])


@hookimpl
def reform_checks() -> list[type[Check]]:
    return [Mutates]
