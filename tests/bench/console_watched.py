"""A console on a pty, watched from outside: when it painted, when each key was done, and what it costs."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from time import monotonic
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "console"))
from synthetic import NOW
from terminal import Terminal

from reform_tui.console.gate import QUESTION

HERE = Path(__file__).parent
PATIENCE = 60.0
AHEAD = 24 * 3600
"""Seconds that the engine's heart beats ahead, so that it runs as long as a measurement."""


class Watched(Terminal):
    """A console that notes its own times in a file."""

    def __init__(self, root: Path, name: str = "times", **more: Any) -> None:
        self.times = root / name
        lock = root / "state" / "engine.lock"
        os.utime(lock, (NOW.timestamp() + AHEAD,) * 2)
        words = [sys.executable, str(HERE / "console_way.py"), str(root), "vi", str(self.times), NOW.isoformat()]
        shutil.rmtree(root / "home", ignore_errors=True)  # what the last console kept, such as its order
        super().__init__(root, words=words, **more)

    def noted(self, what: str) -> list[float]:
        """The moments of one kind so far."""
        lines = (line.split() for line in self.times.read_text("ascii").splitlines())
        return [float(moment) for name, moment in lines if name == what]

    def painted(self) -> float:
        """Milliseconds from Textual's import to the first screen that says something, the clock in its last line."""
        while "17:0" not in self.text:
            self.read(PATIENCE)
        return 1000 * (monotonic() - self.noted("textual")[0])

    def key(self, text: str) -> tuple[float, float]:
        """Press one key on a quiet screen: milliseconds until its frame was whole, and of processor time."""
        self.settle(0.05)
        used, started = cpu_ms(self.pid), monotonic()
        self.press(text)
        while QUESTION.encode() not in self.log and monotonic() < started + PATIENCE:
            self.read(PATIENCE)
        took = 1000 * (monotonic() - started)
        return took, cpu_ms(self.pid) - used


def cpu_ms(pid: int) -> float:
    """Milliseconds of processor time of all threads so far."""
    total = 0
    for task in Path(f"/proc/{pid}/task").iterdir():
        total += int((task / "schedstat").read_text("ascii").split()[0])
    return total / 1e6


def memory_mb(pid: int, kind: str) -> float:
    """Memory in MiB: ``Rss``, or ``Pss`` with what is shared divided."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith(f"{kind}:")) / 1024
