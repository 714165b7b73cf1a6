"""The console with thousands of live alerts: first paint, every key, memory alone and of many beside each other.

python tests/bench/console.py [--alerts 10000] [--runs 3] [--beside 20] [--folder DIR]
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parent))
from console_watched import PATIENCE, Watched, memory_mb
from many_alerts import make_project

KEYS = (
    ("today to units, units to today", "tttt"),
    ("down, up, page, end, home on units", "jjjkk G\x02g"),
    ("open and leave a unit", "\r\x1b\r\x1b"),
    ("a letter of a command", ":alerts"),
    ("open all alerts", "\r"),
    ("down, up on all alerts", "jjjjkkk"),
    ("page, end, home on all alerts", "  G\x02g"),
    ("sideways", "lllh"),
    ("open an alert, and leave it", "\r\x1bj\r\x1b"),
    ("sort by the next column", ">>>>>>>>>"),
    ("turn the order about", "oooo"),
    ("sort by the column before", "<<<<<<<<<"),
    ("a letter of a filter", "/dat dai 1"),
    ("a letter of a filter taken back", "\x7f\x7f\x7f"),
    ("leave the filter", "\x1b"),
    ("filter again, keep it, clear it", "/thu 7\r\x1b"),
    ("help and back", "?\x1b"),
    ("ask for a note, and leave it", "a\x1b"),
    ("changes, feeds, rules, indicators", ":changes\r:feeds\r:rules\r:indicators\r"),
)


def main() -> None:
    """Measure and print Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--alerts", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--beside", type=int, default=20)
    parser.add_argument("--folder", type=Path)
    told = parser.parse_args()
    folder = told.folder or Path(tempfile.mkdtemp(prefix="reform-tui-console-"))
    try:
        root = make_project(folder / f"alerts-{told.alerts}", told.alerts)
        print(f"{told.alerts:,} live alerts; milliseconds: min, median, max\n\n| | on the clock | CPU |\n|---|---|---|")
        report(root, told.runs)
        beside(root, told.beside)
    finally:
        if not told.folder:
            shutil.rmtree(folder)


def report(root: Path, runs: int) -> None:
    """First paint, keys and memory over several consoles, one after the other."""
    painted, held, keys = [], [], {label: [] for label, _ in KEYS}
    for _ in range(runs):
        with Watched(root, first="units") as console:
            painted.append(console.painted())
            console.settle(1.5)
            for label, text in KEYS:
                keys[label] += [console.key(key) for key in text]
            held.append(memory_mb(console.pid, "Rss"))
    print(f"| first useful paint after Textual is imported | {spread(painted)} | |")
    for label, found in keys.items():
        print(f"| {label} | {spread([wall for wall, _ in found])} | {spread([cpu for _, cpu in found])} |")
    print(f"\nmemory alone after all keys (RSS, MiB): {spread(held)}")


def beside(root: Path, count: int) -> None:
    """Proportional memory of consoles on the same project, each on all alerts."""
    with ExitStack() as stack:
        consoles = []
        for number in range(count):
            consoles.append(stack.enter_context(Watched(root, f"times-{number}", first="alerts")))
            consoles[-1].until("17:", seconds=PATIENCE)
        found = [memory_mb(console.pid, "Pss") for console in consoles]
    print(f"proportional memory of {count} beside each other (PSS, MiB): {spread(found)}")


def spread(values: list[float]) -> str:
    """Minimum, median, maximum."""
    return ", ".join(f"{one:.0f}" for one in (min(values), median(values), max(values)))


if __name__ == "__main__":
    main()
