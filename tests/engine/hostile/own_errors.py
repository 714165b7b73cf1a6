"""Raises a class that only this file knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from reform_tui.sdk import Check, Judgement, View, hookimpl


class OwnError(Exception):
    pass


@dataclass(frozen=True, kw_only=True)
class OwnErrors:
    """Raises a class that only this file knows."""

    reads: ClassVar = {"records": ("field", "finished_at")}

    def find(self, view: View) -> Judgement:
        raise OwnError(view)

    def next_change(self, view: View) -> pd.Series:
        return view.next_after(view.records["finished_at"], by=view.records["unit"])


@hookimpl
def reform_checks() -> list[type[Check]]:
    return [OwnErrors]
