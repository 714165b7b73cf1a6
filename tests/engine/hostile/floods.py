"""Prints without end, in no character set, and what would move a cursor; then closes the streams."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from reform_tui.sdk import Check, Judgement, View, hookimpl, judge


@dataclass(frozen=True, kw_only=True)
class Floods:
    """Prints without end, in no character set, and what would move a cursor; then closes the streams."""

    reads: ClassVar = {"records": ("field", "finished_at")}

    def find(self, view: View) -> Judgement:
        print("\x1b[2J\x1b]0;gone\x07", "đỏ" * 20)  # noqa: T201 - what this file is for
        sys.stdout.buffer.write(b"\xff\xfe\x00\n")
        sys.stdout.flush()
        os.write(2, b"\xc3\x28\n")
        for _ in range(12):
            print("x" * (1 << 20), file=sys.stderr)  # noqa: T201 - as above
        said = judge(view.records, by=["unit", "field"], where=view.records["finished_at"].isna())
        sys.stdout.close()
        sys.stderr.close()
        os.closerange(0, 3)
        return said

    def next_change(self, view: View) -> pd.Series:
        return view.next_after(view.records["finished_at"], by=view.records["unit"])


@hookimpl
def reform_checks() -> list[type[Check]]:
    return [Floods]
