"""One project that holds every hostile plugin at once: its sound rules say what they say without them (P6)."""

from __future__ import annotations

import os
import random
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # workers take it over

from hostile_jobs import HOSTILE, ILL, SECONDS, WELL
from processes import descendants, left_behind
from projects import DAY, NOW, SETTINGS, Bench, made, record, take

from reform_tui.engine.step import Engine
from reform_tui.engine.workers.pool import Pool
from reform_tui.times import monotonic

LIMIT, MEMORY = 2.5, 400
"""Seconds a rule, on a machine that may be busy with other tests, and megabytes."""
HANG = ("loops", "locks", "sleeps", "import_hangs")
BOUND = 3 * len(HANG) * LIMIT + 15
"""Seconds for one step: each that hangs may hold each of two batches up; the rest is for starting workers anew."""
EITHER = {"threads"}
"""It ends its process a little later: by then it has answered, or on a busy machine it has not."""
SOUND = {
    "m-late": 'check = "overdue_by_field"\nwarning = { count = 1 }\ncritical = { count = 3 }\n',
    "m-open": 'check = "sound"\nwarning = { count = 2 }\n',
    "m-open-again": 'check = "sound"\nwarning = { count = 1 }\ncritical = { share = 0.5 }\n',
}
AT_ONCE = {
    "import_hangs": f"took longer than {LIMIT:g} s when it was asked what it offers",
    "import_exits": "ended the process with exit code 0 when it was asked what it offers",
    "import_raises": "plugins/import_raises.py: line 12: ValueError",
    "import_missing": "needs the module 'no_such_module', which is not installed here",
}
"""What the rules of a plugin that breaks at import are ill of, where it does so from the start."""
UNITS = ("H14.1", "H14.2", "H14.3", "H14.4")


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    before = descendants(os.getpid())
    pool = Pool(2, LIMIT, MEMORY)
    yield pool
    pool.close()
    assert left_behind(before) == {}


@pytest.fixture(scope="module")
def alone(tmp_path_factory, pool) -> dict[str, Any]:
    """What the sound rules say with no hostile plugin near."""
    bench = project(tmp_path_factory.mktemp("alone"), pool)
    with evaluated(bench) as engine:
        said = what_is_said(engine)
    assert len(said["alerts"]) == 3 * len(UNITS)
    assert {one["severity"] for one in said["alerts"]} == {"warning", "critical"}
    assert said["health"] == {rule: {("ok", "")} for rule in SOUND}
    return said


@pytest.mark.timeout(120)
@pytest.mark.parametrize("seed", range(2))
def test_sound_rules_say_the_same_whatever_stands_beside_them(tmp_path, pool, alone, seed):
    """Each time in another order; the second time, plugins that break at import do so from the start."""
    later = seed == 0
    order = random.Random(seed)
    rules = {name: f"{order.choice('agmoz')}{order.randrange(100)}-{name}" for name in (*ILL, *WELL)}
    bench = project(tmp_path, pool, rules, later=later)
    started = monotonic()
    with evaluated(bench, rules) as engine:
        assert monotonic() - started < BOUND
        said = what_is_said(engine)
        health = {rule: said["health"].pop(rule) for rule in rules.values()}
        ill_alerts = {
            row[0] for row in engine.store.connection.execute("SELECT subject FROM alerts WHERE rule = 'rule.ill'")
        }
    assert said == alone
    for name, rule in rules.items():
        if name not in EITHER:
            assert {(name, state) for state, _ in health[rule]} == {(name, "ill" if name in ILL else "ok")}
            assert (rule in ill_alerts) is (name in ILL)
        words = sentence(name, rule) if later else AT_ONCE.get(name, sentence(name, rule))
        assert [why for _, why in health[rule] if words not in why] == []


def sentence(name: str, rule: str) -> str:
    """What the rule is ill of, said of a plugin in a project."""
    said = ILL.get(name, "").replace(f"than {SECONDS:g} s", f"than {LIMIT:g} s")
    return said.replace("hostile/", "plugins/").replace(f"rule {name} ", f"rule {rule} ")


def project(root: Path, pool: Pool, hostile: dict[str, str] | None = None, *, later: bool = False) -> Bench:
    """A project with sound rules over four units, and hostile ones by plugin.

    ``later`` makes those that break at import sound at first.
    """
    bench, hostile = made(root, pool), hostile or {}
    sound = text_of("sound")
    bench.write("reform.toml", f"{SETTINGS}[limits]\nseconds = {LIMIT:g}\n")
    bench.write("plugins/sound.py", sound)
    bench.write("rules/late.toml", "".join(f"[{name}]\n{text}" for name, text in SOUND.items()))
    for name in hostile:
        first = later and name.startswith("import_")
        bench.write(f"plugins/{name}.py", sound.replace("Sound", camel(name)) if first else text_of(name))
    bench.write("rules/hostile.toml", "".join(f'[{rule}]\ncheck = "{name}"\n' for name, rule in hostile.items()))
    rows = [
        record(10 * at + number, unit=unit, due=f"{8 + number:02}/03/2025 17:00:00")
        for at, unit in enumerate(UNITS)
        for number in range(at + 2)
    ]
    bench.drop("a.csv", *rows, at=NOW - DAY)
    return bench


@contextmanager
def evaluated(bench: Bench, hostile: Iterable[str] = ()) -> Iterator[Engine]:
    """The project's engine, its rows taken in and judged once; by then plugins break at import."""
    with bench.running() as engine:
        for name in hostile:
            bench.write(f"plugins/{name}.py", text_of(name))
        take(engine)
        yield engine


def text_of(name: str) -> str:
    return (HOSTILE / f"{name}.py").read_text("utf-8")


def camel(name: str) -> str:
    return "".join(word.capitalize() for word in name.split("_"))


def what_is_said(engine: Engine) -> dict[str, Any]:
    """Alerts of the sound rules as they stand, and the health of every rule."""
    connection = engine.store.connection
    query = f"SELECT * FROM alerts WHERE rule IN ({', '.join('?' * len(SOUND))}) ORDER BY id"
    alerts = [dict(row) for row in connection.execute(query, tuple(SOUND))]
    for alert in alerts:
        del alert["seq"]  # a number of the trail, in which ill rules have lines too
    health = defaultdict(set)
    for rule, state, why in connection.execute("SELECT rule, health, reason FROM health"):
        health[rule].add((state, why))
    return {"alerts": alerts, "health": health}
