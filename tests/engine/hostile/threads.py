"""Leaves a thread that ends the process a little later."""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from reform_tui.sdk import Check, Judgement, View, hookimpl, judge


@dataclass(frozen=True, kw_only=True)
class Threads:
    """Leaves a thread that ends the process a little later."""

    reads: ClassVar = {"records": ("field", "finished_at")}

    def find(self, view: View) -> Judgement:
        threading.Timer(0.02, os._exit, (9,)).start()
        return judge(view.records, by=["unit", "field"], where=view.records["finished_at"].isna())

    def next_change(self, view: View) -> pd.Series:
        return view.next_after(view.records["finished_at"], by=view.records["unit"])


@hookimpl
def reform_checks() -> list[type[Check]]:
    return [Threads]
