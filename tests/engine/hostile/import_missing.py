"""Needs a module that nobody has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import no_such_module  # noqa: F401 - what this file is for
import pandas as pd

from reform_tui.sdk import Check, Judgement, View, hookimpl, judge


@dataclass(frozen=True, kw_only=True)
class ImportMissing:
    """Needs a module that nobody has."""

    reads: ClassVar = {"records": ("field", "finished_at")}

    def find(self, view: View) -> Judgement:
        return judge(view.records, by=["unit", "field"], where=view.records["finished_at"].isna())

    def next_change(self, view: View) -> pd.Series:
        return view.next_after(view.records["finished_at"], by=view.records["unit"])


@hookimpl
def reform_checks() -> list[type[Check]]:
    return [ImportMissing]
