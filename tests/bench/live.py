"""The real engine process measured from outside: files dropped, alerts seen in its store, memory of all its processes."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from time import monotonic, perf_counter

from make_rows import History
from project import INBOX, SETTLE

PAUSE = Event()
PATIENCE = 300.0


@contextmanager
def engine(root: Path) -> Iterator[subprocess.Popen[bytes]]:
    """``reform-tui watch`` in a process of its own."""
    command = [sys.executable, "-m", "reform_tui.cli.main", "watch", str(root)]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


def drop_to_alerts(root: Path, history: History, number: int, units: list[int]) -> tuple[float, float]:
    """Milliseconds from a file's last name to its units' alerts in the store, and until every rule had its say.

    Both beyond the settle time.
    """
    name = f"update-{len(units)}-{units[0]}-{number}.csv"
    part = root / INBOX / f".{name}"
    history.write_update(part, number, units)
    started = perf_counter()
    part.rename(part.with_name(name))
    with _store(root) as store:
        return tuple(_until(store, f"{INBOX}/{name}", newest, started) for newest in ("max", "min"))


def _until(store: sqlite3.Connection, path: str, newest: str, started: float) -> float:
    """Milliseconds until any rule (``max``), or every one (``min``), had its say after the file was taken in.

    All that units say is written in one transaction, before the province is asked.
    """
    said = f"SELECT {newest}(said) FROM (SELECT max(at) AS said FROM health GROUP BY rule)"
    query = f"SELECT 1 FROM arrivals WHERE path = ? AND status = 'taken' AND taken_at <= ({said})"
    while store.execute(query, (path,)).fetchone() is None:
        PAUSE.wait(0.004)
        if perf_counter() - started > PATIENCE:
            raise TimeoutError(path)
    return 1000 * (perf_counter() - started - SETTLE)


@contextmanager
def _store(root: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(f"file:{root}/state/store.sqlite?mode=ro", uri=True)
    try:
        yield connection
    finally:
        connection.close()


def wait_until_idle(root: Path, least_arrivals: int, sampled: list[float], pid: int) -> None:
    """Wait for arrivals and for their segments to be folded; sample the memory of all processes meanwhile."""
    ended = monotonic() + PATIENCE
    while monotonic() < ended:
        sampled.append(proportional_mb(pid))
        if (root / "state" / "store.sqlite").exists() and _is_idle(root, least_arrivals):
            return
        PAUSE.wait(0.02)
    raise TimeoutError(str(root))


def _is_idle(root: Path, least_arrivals: int) -> bool:
    with _store(root) as store:
        try:
            taken = store.execute("SELECT count(*) FROM arrivals WHERE status = 'taken'").fetchone()[0]
            judged = store.execute("SELECT count(*) FROM health").fetchone()[0]
            return taken >= least_arrivals and judged > 0 and not store.execute("SELECT 1 FROM segments").fetchone()
        except sqlite3.OperationalError:
            return False


def proportional_mb(pid: int) -> float:
    """Proportional memory (PSS) of a process and all below it, in MiB."""
    total = 0
    for each in _family(pid):
        try:
            lines = Path(f"/proc/{each}/smaps_rollup").read_text("ascii").splitlines()
        except OSError:
            continue  # ended between the two looks
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


def _family(pid: int) -> Iterator[int]:
    yield pid
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    except OSError:
        return
    for child in children:
        yield from _family(int(child))
