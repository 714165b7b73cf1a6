"""``make bench``: paired whole processes and the live engine; every ratio is taken within one run.

python tests/bench/run.py [--rows 1000000] [--runs 5] [--drops 15] [--only bulk] [--folder DIR]
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Thread
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parent))
from live import PAUSE, drop_to_alerts, engine, proportional_mb, wait_until_idle
from make_rows import History
from project import INBOX, SETTLE, make_project

HERE = Path(__file__).parent
MOMENT = "2025-07-02 08:00:00"
GATHERED = 2.6
"""Seconds after which what a file changed has gathered, and the province is being asked about it."""
SHAPES = {"median unit": [5], "largest unit": [0], "100 units": list(range(1, 101))}


def main() -> None:
    """Measure everything and print it as Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--drops", type=int, default=15)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--only", choices=("bulk", "drops"), help="leave out the other half")
    parser.add_argument("--rules", type=int, nargs="+", choices=(1, 3), default=(1, 3), help="in the projects of drops")
    told = parser.parse_args()
    folder = told.folder or Path(tempfile.mkdtemp(prefix="reform-tui-bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    try:
        if told.only != "drops":
            bulk(folder, told.rows, told.runs)
        for rows in (told.rows // 10, told.rows) if told.only != "bulk" else ():
            for rules in told.rules:
                drops(folder, rows, rules, told.drops)
    finally:
        if not told.folder:
            shutil.rmtree(folder)


def bulk(folder: Path, rows: int, runs: int) -> None:
    """A whole history from csv: ours to durable alerts, pandas to a csv of counts, DuckDB to a database file."""
    history = folder / f"history-{rows}.csv"
    History(rows).write(history)
    root = make_project(folder / "bulk")
    shutil.copy(history, root / INBOX)
    per_row = history.stat().st_size / rows
    print(f"\n{rows:,} rows of 22 columns, {per_row:.0f} bytes a row, {os.cpu_count()} cores\n")
    ours = [HERE / "our_way.py", root]
    pandas = [HERE / "pandas_way.py", history, folder / "late.csv", MOMENT]
    duckdb = [HERE / "duckdb_way.py", history, folder / "history.duckdb"]
    print("| paired with | theirs, s (min, median, max) | ours, s | theirs / ours, pair by pair |\n|---|---|---|---|")
    for name, theirs in (("pandas script", pandas), ("DuckDB read_csv into a file", duckdb)):
        pairs = [
            (timed(theirs, lambda: (folder / "history.duckdb").unlink(missing_ok=True)), timed(ours))
            for _ in range(runs)
        ]
        ratios = [their / our for their, our in pairs]
        print(f"| {name} | {spread([t for t, _ in pairs])} | {spread([o for _, o in pairs])} | {spread(ratios)} |")


def timed(words: Sequence[object], before: Callable[[], None] = lambda: None) -> float:
    """Seconds that a whole process takes."""
    before()
    started = perf_counter()
    subprocess.run([sys.executable, *map(str, words)], check=True, stdout=subprocess.DEVNULL)
    return perf_counter() - started


def drops(folder: Path, rows: int, rules: int, times: int) -> None:
    """Files of 1,000 rows dropped into a history; and the memory of the engine with its workers."""
    history = History(rows)
    root = make_project(folder / f"live-{rows}-{rules}", rules=rules)
    history.write(root / INBOX / "history.csv")
    print(f"\n{rows:,} rows of history, {rules} rule(s), 1,000-row files (600 updates, 400 new)\n", flush=True)
    memory: list[float] = []
    with engine(root) as process:
        wait_until_idle(root, 1, memory, process.pid)
        print("| touched | drop to units' alerts beyond the settle time, ms (min, median, max) | to every rule's |")
        print("|---|---|---|")
        taken = 1
        for shape, units in SHAPES.items():
            found = []
            for number in range(1, times + 2):
                found.append(drop_to_alerts(root, history, number, units))
                taken += 1
                wait_until_idle(root, taken, [], process.pid)
            first, every = zip(*found[1:], strict=True)
            print(f"| {shape} | {spread(first, 0)} | {spread(every, 0)} |", flush=True)
        if rules > 1:
            beside_the_province(root, history, times)
        rest = at_rest(process.pid)
    print(
        f"\nproportional memory: at rest {rest:.0f} MiB, highest while the history was taken in {max(memory):.0f} MiB"
    )


def beside_the_province(root: Path, history: History, times: int) -> None:
    """Drops of the median unit while a worker is asked about the province, for what the drop before changed."""
    found = []
    for number in range(times):
        before = Thread(target=drop_to_alerts, args=(root, history, 1000 + number, [7]))
        before.start()
        PAUSE.wait(SETTLE + GATHERED)
        found.append(drop_to_alerts(root, history, 2000 + number, SHAPES["median unit"])[0])
        before.join()
    print(f"| median unit, beside the province | {spread(found, 0)} | |", flush=True)


def at_rest(pid: int) -> float:
    """The least that all processes hold within a few quiet seconds."""
    least = proportional_mb(pid)
    for _ in range(20):
        PAUSE.wait(0.25)
        least = min(least, proportional_mb(pid))
    return least


def spread(values: Sequence[float], digits: int = 2) -> str:
    """Minimum, median, maximum."""
    return ", ".join(f"{one:.{digits}f}" for one in (min(values), statistics.median(values), max(values)))


if __name__ == "__main__":
    main()
