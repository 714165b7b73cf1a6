"""The console through a line of 7,000 bytes a second, beside an engine that changes alerts all the time.

python tests/bench/slow_line.py [--alerts 200] [--seconds 40] [--folder DIR]

Every change is of one of ten alerts on the screen.  What the console wrote waits in a queue, as it would in ssh.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import select
import shutil
import sys
import tempfile
from pathlib import Path
from statistics import median
from threading import Event, Thread
from time import monotonic
from typing import Self

sys.path.insert(0, str(Path(__file__).parent))
from console_watched import PATIENCE, Watched
from many_alerts import make_project
from synthetic import NOW, alert

from reform_tui.model.schema import BUILT_IN
from reform_tui.store.database import transaction
from reform_tui.store.layout import Layout
from reform_tui.store.store import open_store

RATE = 7_000
PIECE = 35
"""Bytes a second, and bytes that arrive at once: 5 ms of the line."""
CHANGING = 10
"""Alerts that change in turn; their counts say by how many changes, and keep their places at the top."""
_SHOWN = re.compile(r" \d\.\d00\.(\d{3})/999 ")


class SlowLine(Watched):
    """A console at the other end of a slow line."""

    def __init__(self, root: Path) -> None:
        self.waiting, self.next_at, self.arrived = bytearray(), 0.0, 0
        super().__init__(root, first="alerts")

    def read(self, seconds: float) -> bool:
        """Take in the next piece if it arrives within ``seconds``."""
        end = monotonic() + seconds
        while (now := monotonic()) < end:
            if self.waiting and now >= self.next_at:
                self._arrive()
                return True
            rest = min(end, self.next_at) - now if self.waiting else end - now
            if select.select([self.master], [], [], max(rest, 0.0))[0]:
                self._queue()
        return False

    def _queue(self) -> None:
        idle = not self.waiting
        try:
            self.waiting += os.read(self.master, 65_536)
        except OSError:
            return
        if idle:
            self.next_at = monotonic() + self._takes()

    def _arrive(self) -> None:
        piece, self.waiting = bytes(self.waiting[:PIECE]), self.waiting[PIECE:]
        self.next_at += self._takes()
        self.arrived += len(piece)
        self.stream.feed(piece)

    def _takes(self) -> float:
        return min(len(self.waiting), PIECE) / RATE

    @property
    def newest(self) -> int:
        """The number of the newest change that is on the screen."""
        return max(map(int, _SHOWN.findall(self.text)), default=0)

    @property
    def cursor(self) -> int:
        """The line in reverse, below the title."""
        return next((y for y in range(2, 24) if self.screen.buffer[y][0].reverse), 0)


class Changes:
    """An engine's hand that changes one alert after the other, so many a second, each in a transaction of its own."""

    def __init__(self, root: Path, a_second: float) -> None:
        self.root, self.pause, self.written, self._stop = root, 1 / a_second, [], Event()
        self.thread = Thread(target=self._run)

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self.thread.join()

    def _run(self) -> None:
        store = open_store(Layout(self.root / "state"), BUILT_IN)
        while not self._stop.wait(self.pause):
            number = len(self.written) + 1
            with transaction(store.connection):
                changed(store, number % CHANGING, number)
            self.written.append(monotonic())
        store.close()

    def age_of(self, shown: int) -> float:
        """Seconds since the oldest change was written that is newer than the one shown."""
        return monotonic() - self.written[shown] if shown < len(self.written) else 0.0


def changed(store: object, place: int, number: int) -> None:
    """One of the alerts at the top, as changed by the change of this number."""
    alert(
        store,
        "late-by-field",
        "H14.36",
        f"Đất đai {place}",
        "critical",
        (20 - place) * 100_000 + number,
        999,
        since=NOW,
    )


def main() -> None:
    """Measure and print Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--alerts", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=40.0)
    parser.add_argument("--folder", type=Path)
    told = parser.parse_args()
    folder = told.folder or Path(tempfile.mkdtemp(prefix="reform-tui-line-"))
    try:
        root = make_project(folder / f"line-{told.alerts}", told.alerts)
        print(f"{told.alerts:,} alerts, {RATE:,} B/s\n\n| | |\n|---|---|")
        for a_second in (5, 10):
            changing(root, a_second, told.seconds, keys=False)
        changing(root, 5, told.seconds, keys=True)
        quitting(root)
    finally:
        if not told.folder:
            shutil.rmtree(folder)


def changing(root: Path, a_second: float, seconds: float, *, keys: bool) -> None:
    """How old the screen is and what it costs while alerts change, and how long keys take meanwhile."""
    reset(root)
    with SlowLine(root) as console, Changes(root, a_second) as changes:
        console.until("17:0", PATIENCE)
        pressed, seen = [], []
        console.arrived, began, ages = 0, monotonic(), []
        while monotonic() < began + seconds:
            if keys:
                pressed.append(monotonic())
                seen.append(press(console))
            rest = monotonic() + (random.uniform(0.05, 0.25) if keys else 0.1)
            while monotonic() < rest:
                console.read(0.005)
                ages.append(changes.age_of(console.newest))
        ages.sort()
        cost = console.arrived / (monotonic() - began)
        print(f"| {a_second} changes a second{', and keys' if keys else ''}: bytes a second | {cost:,.0f} |")
        print(f"| screen age, s: median, p99, highest | {three(ages)} |")
        if keys:
            done = console.noted("key")[-len(pressed) :]
            print(
                f"| {len(pressed)} keys, ms until handled: median, p99, highest | {three([1000 * (d - p) for d, p in zip(done, pressed, strict=True)], 0)} |"
            )
            print(f"| ms until seen: median, p99, highest | {three([1000 * one for one in seen], 0)} |")


def press(console: SlowLine) -> float:
    """Move the cursor one line; seconds until that is on the screen."""
    before, started = console.cursor, monotonic()
    os.write(console.master, b"j" if before < 14 else b"k")
    while console.cursor in {before, 0} and monotonic() < started + PATIENCE:
        console.read(0.05)
    return monotonic() - started


def quitting(root: Path) -> None:
    """Hold PgDn for five seconds, thirty times a second; then leave."""
    with SlowLine(root) as console:
        console.until("17:0", PATIENCE)
        for _ in range(150):
            os.write(console.master, b"\x1b[6~")
            rest = monotonic() + 1 / 30
            while (left := rest - monotonic()) > 0:
                console.read(left)
        os.write(console.master, b"q")
        started = monotonic()
        console.ended(PATIENCE)
        print(f"| five seconds of held PgDn, then q: s until the process ended | {monotonic() - started:.2f} |")


def reset(root: Path) -> None:
    """Let no change be on the screen."""
    store = open_store(Layout(root / "state"), BUILT_IN)
    with transaction(store.connection):
        for place in range(CHANGING):
            changed(store, place, 0)
    store.close()


def three(values: list[float], digits: int = 2) -> str:
    """Median, 99th percentile, highest."""
    found = sorted(values)
    return ", ".join(f"{one:.{digits}f}" for one in (median(found), found[int(0.99 * (len(found) - 1))], found[-1]))


if __name__ == "__main__":
    main()
