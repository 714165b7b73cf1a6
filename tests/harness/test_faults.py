"""P1, P2, P7: whatever the order, the duplicates, the partial writes and the kills, the store comes out the same."""

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from threading import Event

import pytest

from reform_tui import times
from reform_tui.acts import write_act
from reform_tui.assemble import assembled, running, take_all
from reform_tui.model.schema import RECORDS
from reform_tui.store.homes import plain_codes
from reform_tui.store.places import SchemaRows
from reform_tui.store.rows import read_revisions, read_rows, where_rows_lie
from reform_tui.store.store import homes_of_units
from reform_tui.watch.service import rebuild

sys.path.append(str(Path(__file__).parent))
from mortal import KINDS
from records import export, make_project

MORTAL = Path(__file__).with_name("mortal.py")
ROUNDS = 36
LATEST = {"sql": 400, "commit": 25, "fsync": 60, "replace": 25, "unlink": 30}
"""The last write of each kind that an engine may live to see."""
LONGEST = 20.0
PAUSE = Event()
"""Never set: between two looks at another process."""


@pytest.fixture
def project(tmp_path):
    make_project(tmp_path)
    return tmp_path


@pytest.mark.timeout(240)
def test_no_kill_and_no_order_changes_what_the_store_says(project):
    rng = random.Random(20250301)
    files = dict(export(seed) for seed in range(120))
    waiting, halves, acts = list(files), [], []
    rng.shuffle(waiting)
    for turn in range(ROUNDS):
        kind = rng.choice(KINDS[:-1])
        engine = start(project, kind, rng.randrange(1, LATEST[kind]))
        for path in halves:
            (project / path).write_bytes(files[path])
        halves = drop(project, files, [waiting.pop() for _ in range(min(3, len(waiting)))], rng)
        missing = set(halves)
        wait_until(lambda: engine.poll() is not None or (idle(project, missing) and told(project)), f"turn {turn}")  # noqa: B023
        acts += act(project, rng)
        end(engine)
    engine = start(project, "never", 0)
    for path in (*halves, *waiting):
        (project / path).write_bytes(files[path])
    wait_until(lambda: idle(project) and all_applied(project, acts), "the end")
    end(engine, gently=True)
    assert_same(project, files)
    assert_no_act_lost(project, acts)
    before = told(project)
    rebuild(project)
    assert told(project) == before
    assert_same(project, files)


def start(project, kind, number):
    return subprocess.Popen(
        [sys.executable, MORTAL, project, kind, str(number)], env=os.environ | {"PYTHONWARNINGS": "default"}
    )


def end(engine, *, gently=False):
    """Every engine ends: by its own countdown, or killed here wherever it is."""
    if engine.poll() is None:
        engine.send_signal(signal.SIGTERM if gently else signal.SIGKILL)
    engine.wait(LONGEST)
    assert engine.returncode in ((0,) if gently else (-signal.SIGKILL, 0))


def drop(project, files, paths, rng):
    """Drop files as people and programs do: whole, twice, or half now; return those of which a half is missing."""
    halves = []
    for path in paths:
        content = files[path]
        way = rng.random()
        if way < 0.3:
            (project / path).write_bytes(content[: rng.randrange(200, len(content))])
            halves.append(path)
            continue
        (project / path).write_bytes(content)
        if way > 0.8:
            copy = (project / path).with_stem(f"{Path(path).stem} (1)")
            copy.write_bytes(content)
    return halves


def act(project, rng):
    """Acknowledge one of the alerts that stand, if there are any."""
    found = rows(project, "SELECT id FROM alerts WHERE state = 'firing' ORDER BY id")
    if not found or not (project / "state/acts").is_dir():
        return []
    chosen = rng.choice(found)["id"]
    return [write_act(project, "acknowledge", {"alert": chosen, "note": "đã gọi"}).name]


def rows(project, query):
    path = project / "state/store.sqlite"
    if not path.exists():
        return []
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    connection.row_factory = sqlite3.Row
    try:
        return connection.execute(query).fetchall()
    except sqlite3.OperationalError:  # killed before its tables were made
        return []
    finally:
        connection.close()


def idle(project, skip=frozenset()):
    """Whether every file is known as it lies there now."""
    known = {row["path"]: (row["size"], row["mtime_ns"]) for row in rows(project, "SELECT * FROM known_files")}
    lying = {str(p.relative_to(project)): p.stat() for p in (project / "inbox").rglob("*.csv")}
    return all(known.get(name) == (s.st_size, s.st_mtime_ns) for name, s in lying.items() if name not in skip)


def all_applied(project, acts):
    return {row["name"] for row in rows(project, "SELECT name FROM acts")} >= set(acts)


def wait_until(holds, what):
    deadline = time.monotonic() + LONGEST
    while not holds():
        assert time.monotonic() < deadline, f"{what}: nothing happened for {LONGEST} s"
        PAUSE.wait(0.02)


def told(project):
    """What the alerts say, whenever it was seen."""
    found = rows(project, "SELECT id, severity, count, value FROM alerts WHERE state != 'resolved' ORDER BY id")
    return [tuple(row) for row in found]


def assert_same(project, files):
    """The store holds what a fresh evaluation of the same files finds."""
    now = times.now()
    with assembled(project) as parts:
        with running(parts, project / "state", now) as engine:
            kept, revised, places = held(engine)
            balance(engine)
        with running(parts, project / "fresh", now) as engine:
            take_all(engine, now)
            engine.step(engine.units(), now, held=True)
            fresh, fresh_revised, fresh_places = held(engine)
            found = engine.store.connection.execute(
                "SELECT id, severity, count, value FROM alerts WHERE state != 'resolved' ORDER BY id"
            ).fetchall()
    assert kept == fresh
    assert places == fresh_places
    assert revised == fresh_revised
    assert told(project) == [tuple(row) for row in found]
    assert len(kept) >= 50
    assert len(found) >= 8
    for path in (project / "fresh").rglob("*"):
        if path.is_file():
            path.unlink()


def held(engine):
    """Rows, revisions, and where each cell came from by file, as sets of text."""
    store = engine.store
    homes = homes_of_units(store, "records", ())
    places = SchemaRows(RECORDS, where_rows_lie(store.connection, store.layout, RECORDS, homes))
    table = plain_codes(read_rows(places, (*RECORDS.names(), "_arrival", "_row", "_others"), ()))
    hashes = dict(store.connection.execute("SELECT id, sha256 FROM arrivals"))
    origins, cells = {}, {}
    for row in table.to_pylist():
        others = {other["column"]: (hashes[other["arrival"]], other["row"]) for other in row.pop("_others") or ()}
        origins[row["_key"]] = (hashes[row.pop("_arrival")], row.pop("_row"), sorted(others.items()))
        cells[row["_key"]] = row
    revisions = Counter(str(row) for row in plain_codes(read_revisions(places, ())).to_pylist())
    return cells, set(revisions), origins


def balance(engine):
    """Rows = accepted + rejected for every file, and every rejected row has a line."""
    for row in engine.store.connection.execute("SELECT * FROM arrivals WHERE status = 'taken'").fetchall():
        assert row["rows"] == row["accepted"] + row["rejected"]
        bad = engine.store.connection.execute("SELECT count(*) FROM quarantine WHERE arrival = ?", (row["id"],))
        assert bad.fetchone()[0] == row["rejected"]


def assert_no_act_lost(project, acts):
    written = {path.name: json.loads(path.read_text()) for path in (project / "state/acts").glob("*.json")}
    assert set(written) == set(acts)
    applied = rows(project, "SELECT name, refused FROM acts")
    assert Counter(row["name"] for row in applied) == Counter(acts)
    assert any(row["refused"] is None for row in applied)
