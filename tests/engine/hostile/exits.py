"""Ends its process, as if all were well."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from reform_tui.sdk import Check, Judgement, View, hookimpl


@dataclass(frozen=True, kw_only=True)
class Exits:
    """Ends its process, as if all were well."""

    reads: ClassVar = {"records": ("field", "finished_at")}

    def find(self, view: View) -> Judgement:
        os._exit(0)

    def next_change(self, view: View) -> pd.Series:
        return view.next_after(view.records["finished_at"], by=view.records["unit"])


@hookimpl
def reform_checks() -> list[type[Check]]:
    return [Exits]
