"""Turns every knob of the process that can be reached."""

from __future__ import annotations

import decimal
import locale
import os
import random
import signal
import sys
from contextlib import suppress
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd

from reform_tui.sdk import Check, Judgement, View, hookimpl, judge


@dataclass(frozen=True, kw_only=True)
class Turns:
    """Turns every knob of the process that can be reached."""

    reads: ClassVar = {"records": ("field", "finished_at")}

    def find(self, view: View) -> Judgement:
        said = judge(view.records, by=["unit", "field"], where=view.records["finished_at"].isna())
        pd.set_option("display.width", 3, "display.max_rows", 1, "future.infer_string", False)
        np.set_printoptions(precision=1)
        random.seed(1)
        np.random.seed(1)  # noqa: NPY002 - what this file is for
        decimal.getcontext().prec = 1
        locale.setlocale(locale.LC_ALL, "C")
        os.environ.clear()
        os.environ["TZ"] = "America/Lima"
        sys.path.clear()
        os.umask(0o777)
        signal.setitimer(signal.ITIMER_REAL, 0.3)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        with suppress(AttributeError):  # it is sealed
            view.now = view.now.replace(year=2001)
        return said

    def next_change(self, view: View) -> pd.Series:
        return view.next_after(view.records["finished_at"], by=view.records["unit"])


@hookimpl
def reform_checks() -> list[type[Check]]:
    return [Turns]
