"""What the workers cost: a full evaluation in one process against the same with one worker and with two.

python tests/bench/cost.py [--rows 1000000] [--runs 7] [--folder DIR]

Whole processes in turn, one of each a run; every ratio is taken within one run, because machines drift.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parent))
from live import engine, wait_until_idle
from make_rows import History
from project import INBOX, make_project
from run import spread

WAYS = {"one process": 0, "1 worker": 1, "2 workers": 2}
ALLOWED = 1.15
"""The promise: workers add at most 15 %."""


def main() -> None:
    """Make the store once, measure, print Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--folder", type=Path, help="where the project lies; one that stands there is used again")
    told = parser.parse_args()
    folder = told.folder or Path(tempfile.mkdtemp(prefix="reform-tui-cost-"))
    try:
        measure(stored(folder / f"cost-{told.rows}", told.rows), told.rows, told.runs)
    finally:
        if not told.folder:
            shutil.rmtree(folder)


def stored(root: Path, rows: int) -> Path:
    """A project with the shipped rules whose rows were taken in and folded by a real engine."""
    if not (root / "state" / "store.sqlite").exists():
        make_project(root, rules=0)
        History(rows).write(root / INBOX / "history.csv")
        with engine(root) as process:
            wait_until_idle(root, 1, [], process.pid)
    return root


def measure(root: Path, rows: int, runs: int) -> None:
    """Evaluate in each way, in turn, and say what each took and how it compares with one process."""
    evaluate(root, 0)  # the first reads the files into memory for all
    taken = [{name: evaluate(root, workers) for name, workers in WAYS.items()} for _ in range(runs)]
    print(f"\n{rows:,} rows, the shipped rules and indicators, {os.cpu_count()} cores; min, median, max of {runs}\n")
    print("| | evaluation, s | / one process | whole process, s | / one process |\n|---|---|---|---|---|")
    for name in WAYS:
        cells = [cell for at in (0, 1) for cell in compared(taken, name, at)]
        print(f"| {name} | {' | '.join(cells)} |")
    worst = max(median(one[name][0] / one["one process"][0] for one in taken) for name in WAYS)
    print(f"\nworst median ratio {worst:.2f}, allowed {ALLOWED}: {'met' if worst <= ALLOWED else 'not met'}")


def compared(taken: list[dict[str, tuple[float, float]]], name: str, at: int) -> tuple[str, str]:
    """Seconds, and seconds as a part of those of one process in the same run."""
    ratios = [one[name][at] / one["one process"][at] for one in taken]
    return spread([one[name][at] for one in taken]), spread(ratios)


def evaluate(root: Path, workers: int) -> tuple[float, float]:
    """Seconds of one evaluation, and of the whole process around it; no workers means in that process."""
    settings = root / "reform.toml"
    lines = [line for line in settings.read_text("utf-8").splitlines() if not line.startswith("workers")]
    settings.write_text("\n".join([*lines, f"workers = {workers or 1}", ""]), "utf-8")
    words = [sys.executable, Path(__file__).with_name("evaluate_way.py"), root, *([] if workers else ["here"])]
    started = perf_counter()
    said = subprocess.run([*map(str, words)], check=True, stdout=subprocess.PIPE, text=True).stdout
    return float(said), perf_counter() - started


if __name__ == "__main__":
    main()
