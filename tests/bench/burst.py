"""A burst of small files into a running engine, each accounted for: taken, duplicate, quarantined or waiting.

python tests/bench/burst.py [--files 20000] [--no-events]
"""

from __future__ import annotations

import argparse
import shutil
import sqlite3
import sys
import tempfile
from collections import Counter
from contextlib import closing
from pathlib import Path
from threading import Event, Thread
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parent))
from project import INBOX, make_project

from reform_tui import times
from reform_tui.assemble import assembled, running
from reform_tui.lean import without_pandas
from reform_tui.watch.folders import Hints
from reform_tui.watch.locks import engine_lock
from reform_tui.watch.loop import Loop, folders_of

HEADINGS = "Số hồ sơ;Lĩnh vực;Ngày tiếp nhận;Ngày hẹn trả;Ngày kết thúc xử lý"
CUT = b"PK\x03\x04 a workbook without its end"
EVERY = 20
"""Of so many files one is a copy of an earlier one, one has no end, one is no table, the others hold two rows."""


class NoEvents:
    """In place of ``Hints``: a system that gives none."""

    def __init__(self) -> None:
        self._never = Event()

    def wait(self, seconds: float) -> bool:
        """Wait the whole time."""
        self._never.wait(max(seconds, 0.0))
        return False

    def look_again(self) -> bool:
        """Nothing is watched."""
        return False

    def close(self) -> None:
        """Nothing to close."""


def file_of(number: int) -> tuple[str, bytes]:
    """Name and content of one file of the burst."""
    kind = number % EVERY
    if kind == 1:
        return f"{number:06}.xlsx", CUT + str(number).encode()
    if kind == 2:
        return f"{number:06}.csv", f"neither heading nor row {number}\n".encode()
    original = number - 3 if kind == 3 else number
    row = f"H14.{original % 50}-250301-{original:06};Đất đai;01/03/2025 08:00:00;11/03/2025 17:00:00;"
    return f"{number:06}.csv", f"{HEADINGS}\n{row}\n;no code;;;\n".encode()


def write(inbox: Path, count: int) -> None:
    """Drop the whole burst, as fast as it goes."""
    for number in range(count):
        name, content = file_of(number)
        (inbox / name).write_bytes(content)


def fates(store: sqlite3.Connection) -> dict[str, str]:
    """Path to what became of it; one that was not looked into yet is not there."""
    found = dict(store.execute("SELECT path, status FROM arrivals").fetchall())
    return found | dict(store.execute("SELECT path, 'waiting' FROM waiting WHERE reason != 'still growing'").fetchall())


def expected(count: int) -> Counter[str]:
    """How many of each fate a burst must have."""
    kinds = {1: "waiting", 2: "quarantined", 3: "duplicate"}
    return Counter(kinds.get(number % EVERY, "taken") for number in range(count))


def dropped(root: Path, count: int, *, events: bool) -> tuple[dict[str, str], float, float]:
    """Drop a burst beside a turning loop until all is accounted for; fates, seconds of writing and in all."""
    with (
        assembled(root) as parts,
        running(parts, root / "state", times.now()) as engine,
        engine_lock(engine.store.layout.lock) as lock,
        closing(Hints(folders_of(engine)) if events else NoEvents()) as hints,
    ):
        written: list[float] = []
        loop = Loop(engine, lock, hints, lambda: len(fates(engine.store.connection)) >= count or waited(started))
        started = perf_counter()
        writing = Thread(target=lambda: (write(root / INBOX, count), written.append(perf_counter() - started)))
        writing.start()
        loop.run()
        took = perf_counter() - started
        writing.join()
        return fates(engine.store.connection), written[0], took


def waited(since: float, seconds: float = 1800.0) -> bool:
    """Whether it has gone on for too long."""
    return perf_counter() - since > seconds


def main() -> None:
    """Print one line of Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=20_000)
    parser.add_argument("--no-events", action="store_true")
    told = parser.parse_args()
    without_pandas()
    folder = Path(tempfile.mkdtemp(prefix="reform-tui-burst-"))
    try:
        found, writing, took = dropped(make_project(folder), told.files, events=not told.no_events)
    finally:
        shutil.rmtree(folder)
    counted = Counter(found.values())
    words = ", ".join(f"{count} {fate}" for fate, count in sorted(counted.items()))
    print(f"| {told.files} files, events {'off' if told.no_events else 'on'} | {words} | {writing:.1f} | {took:.1f} |")
    sys.exit(counted != expected(told.files))


if __name__ == "__main__":
    main()
