"""Starts a program."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from reform_tui.sdk import Check, Judgement, View, hookimpl


@dataclass(frozen=True, kw_only=True)
class Starts:
    """Starts a program."""

    reads: ClassVar = {"records": ("field", "finished_at")}

    def find(self, view: View) -> Judgement:
        subprocess.run(["sleep", "1000"], check=True)
        return Judgement()

    def next_change(self, view: View) -> pd.Series:
        return view.next_after(view.records["finished_at"], by=view.records["unit"])


@hookimpl
def reform_checks() -> list[type[Check]]:
    return [Starts]
