"""A full-size quarter of Cà Mau: what ``check`` with every shipped rule takes beside reading and storing the files.

python tests/bench/quarter.py [--runs 5] [--folder DIR]

Whole processes in turn, one of each a run; a ratio is taken within one run.  CPU time is that of a process and of all
that it started, workers included.
"""

from __future__ import annotations

import argparse
import ctypes
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent))
from quarter_feeds import add_feeds
from run import spread

from reform_tui.config.scenario import load_scenario
from reform_tui.scenario.make import make_scenario
from reform_tui.shipped import shipped

HERE = Path(__file__).parent
SCENARIO = shipped("sample_feeds") / "scenarios" / "ca-mau-2025-q3.toml"
ALLOWED = 3.0
"""The promise: ``check`` takes at most three times what reading and storing takes."""
LISTED = 12
_ADOPT_ORPHANS = 36
"""PR_SET_CHILD_SUBREAPER of prctl(2)."""


class Spent(NamedTuple):
    """Seconds of one way: on the clock, and of CPU."""

    wall: float
    cpu: float


def main() -> None:
    """Make the project once, measure, print Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--folder", type=Path, help="where the project lies; one that stands there is used again")
    told = parser.parse_args()
    ctypes.CDLL(None, use_errno=True).prctl(_ADOPT_ORPHANS, 1, 0, 0, 0)
    folder = told.folder or Path(tempfile.mkdtemp(prefix="reform-tui-quarter-"))
    try:
        measure(made(folder / "ca-mau"), told.runs)
    finally:
        if not told.folder:
            shutil.rmtree(folder)


def made(root: Path) -> Path:
    """Return the project with records and all feeds beside them."""
    if not root.exists():
        spec = load_scenario(SCENARIO)
        make_scenario(spec, root)
        add_feeds(root, spec.province)
    return root


def measure(root: Path, runs: int) -> None:
    """Go both ways in turn; then say which rules cost most."""
    moment = load_scenario(SCENARIO).as_of.isoformat()
    reading: Sequence[object] = [HERE / "quarter_way.py", root, moment]
    check: Sequence[object] = ["-m", "reform_tui.cli.main", "check", root, "--as-of", moment, "--format", "json"]
    spent(reading)  # the first reads the files into memory for both
    pairs = [(spent(reading), spent(check)) for _ in range(runs)]
    print(f"\n{os.cpu_count()} cores, {os.getloadavg()[0]:.1f} busy; min, median, max of {runs}\n")
    print("| | reading and storing, s | `check`, s | ratio |\n|---|---|---|---|")
    for name in Spent._fields:
        first, second = ([getattr(pair[n], name) for pair in pairs] for n in (0, 1))
        ratios = [two / one for one, two in zip(first, second, strict=True)]
        print(f"| {name} | {spread(first)} | {spread(second)} | {spread(ratios)} |")
    worst = max(median(getattr(two, name) / getattr(one, name) for one, two in pairs) for name in Spent._fields)
    print(f"\nworst median ratio {worst:.2f}, allowed {ALLOWED}: {'met' if worst <= ALLOWED else 'not met'}\n")
    listed = subprocess.run([sys.executable, *map(str, reading), "each"], check=True, stdout=subprocess.PIPE, text=True)
    lines = listed.stdout.splitlines()
    total = sum(float(line.split()[0]) for line in lines)
    print(f"Asked one after the other in one process: {total:.2f} s, of {len(lines) - 1} rules and indicators; most:")
    print(*lines[: -LISTED - 1 : -1], sep="\n")


def spent(words: Sequence[object]) -> Spent:
    """Run one process and wait for all that it leaves behind; ``check`` ends with 1 where there are alerts.

    A rule that is blind or ill ends the measurement: it would have cost nothing.
    """
    before, started = _cpu(), perf_counter()
    done = subprocess.run([sys.executable, *map(str, words)], check=False, stdout=subprocess.DEVNULL)
    wall = perf_counter() - started
    if done.returncode not in {0, 1}:
        raise SystemExit(
            f"{' '.join(map(str, words))} ended with {done.returncode}: a rule is blind or ill, or a fault"
        )
    _bury()
    return Spent(wall, _cpu() - before)


def _bury() -> None:
    """Wait for the processes that the one before left to us: only then do theirs count."""
    try:
        while True:
            os.wait()
    except ChildProcessError:
        pass


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
