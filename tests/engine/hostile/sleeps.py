"""Waits for what does not come, deaf to SIGTERM and to an alarm."""

from __future__ import annotations

import signal
import time
from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from reform_tui.sdk import Check, Judgement, View, hookimpl


@dataclass(frozen=True, kw_only=True)
class Sleeps:
    """Waits for what does not come, deaf to SIGTERM and to an alarm."""

    reads: ClassVar = {"records": ("field", "finished_at")}

    def find(self, view: View) -> Judgement:
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGALRM})
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        time.sleep(1000)
        return Judgement()

    def next_change(self, view: View) -> pd.Series:
        return view.next_after(view.records["finished_at"], by=view.records["unit"])


@hookimpl
def reform_checks() -> list[type[Check]]:
    return [Sleeps]
