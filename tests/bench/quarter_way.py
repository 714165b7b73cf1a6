"""One way through a project that is measured: its files read and stored, or every rule asked in turn.

python tests/bench/quarter_way.py PROJECT MOMENT [each]

Without ``each`` it does what ``check`` does before it asks a rule, by the same workers, and prints nothing.  With it,
what is asked is asked in this process and timed: a line of seconds and a name for each rule and indicator.
"""

from __future__ import annotations

import sys
import tempfile
from datetime import datetime
from importlib import import_module
from pathlib import Path
from time import perf_counter

from reform_tui.engine.workers.early import PRELOADED, start_fork_server
from reform_tui.lean import without_pandas


def read_and_store(root: Path, now: datetime) -> None:
    """Take every file into a scratch store."""
    without_pandas()
    start_fork_server()
    from reform_tui.assemble import assembled, running, take_all  # noqa: PLC0415 - pyarrow must not be used before

    with (
        assembled(root) as parts,
        tempfile.TemporaryDirectory() as state,
        running(parts, Path(state), now, b"bench") as engine,
    ):
        take_all(engine, now)


def time_each(root: Path, now: datetime) -> None:
    """Ask every task of every job by itself, over rows that are there already; print seconds and names, longest last.

    A rule that is ill ends the measurement, since it would have cost nothing.
    """
    for name in PRELOADED:
        import_module(name)
    from reform_tui.assemble import assembled, running, take_all  # noqa: PLC0415 - as above

    with (
        assembled(root, here=True) as parts,
        tempfile.TemporaryDirectory() as state,
        running(parts, Path(state), now, b"bench") as engine,
    ):
        take_all(engine, now)
        spent: dict[str, float] = {}
        for _, job in engine.questions.jobs(engine.units(), now).values():
            _spend(job, spent)
    for key, seconds in sorted(spent.items(), key=lambda one: one[1]):
        print(f"{seconds:.3f} {key}")


def _spend(job: object, spent: dict[str, float]) -> None:
    from reform_tui.engine.workers.course import tasks_of  # noqa: PLC0415 - as above
    from reform_tui.engine.workers.journal import Journal  # noqa: PLC0415 - as above
    from reform_tui.engine.workers.offers import load_offers, title_of  # noqa: PLC0415 - as above
    from reform_tui.engine.workers.worker import asker_of  # noqa: PLC0415 - as above

    tasks = tasks_of(job)
    started = perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        offers = load_offers(job.plugins, {}, Journal(Path(folder) / "journal"))
    ask = asker_of(job, tuple(tasks), offers)
    ended = perf_counter()
    spent["(plugins loaded, rows opened)"] = spent.get("(plugins loaded, rows opened)", 0.0) + ended - started
    for key, task in tasks.items():
        started = perf_counter()
        if ask(task, offers.things[title_of(task)]).fault:
            raise SystemExit(f"{key} is ill")
        spent[key] = spent.get(key, 0.0) + perf_counter() - started


if __name__ == "__main__":
    (time_each if "each" in sys.argv[3:] else read_and_store)(Path(sys.argv[1]), datetime.fromisoformat(sys.argv[2]))
