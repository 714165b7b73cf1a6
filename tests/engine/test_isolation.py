"""One project that holds every hostile plugin at once: its sound rules say what they say without them (P6)."""

from __future__ import annotations

import os
import random
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # workers take it over

from hostile_jobs import HOSTILE, ILL, SECONDS, WELL
from processes import descendants, left_behind
from projects import DAY, NOW, Bench, made, record, take

from reform_tui.engine.step import Engine
from reform_tui.engine.workers.pool import Pool
from reform_tui.times import monotonic

MEMORY = 400
HANG = ("loops", "locks", "sleeps", "import_hangs")
BOUND = 3 * len(HANG) * SECONDS + 15
"""Seconds for one step: each that hangs may hold each of two batches up; the rest is for starting workers anew."""
SOUND = {
    "m-late": 'check = "overdue_by_field"\nwarning = { count = 1 }\ncritical = { count = 3 }\n',
    "m-open": 'check = "sound"\nwarning = { count = 2 }\n',
    "m-open-again": 'check = "sound"\nwarning = { count = 1 }\ncritical = { share = 0.5 }\n',
}
UNITS = ("H14.1", "H14.2", "H14.3", "H14.4")


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    before = descendants(os.getpid())
    pool = Pool(2, SECONDS, MEMORY)
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
@pytest.mark.parametrize("seed", range(3))
def test_sound_rules_say_the_same_whatever_stands_beside_them(tmp_path, pool, alone, seed):
    order = random.Random(seed)
    rules = {name: f"{order.choice('agmoz')}{order.randrange(100)}-{name}" for name in (*ILL, *WELL)}
    bench = project(tmp_path, pool, rules)
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
        assert {(name, state) for state, _ in health[rule]} == {(name, "ill" if name in ILL else "ok")}
        assert all(sentence(name, rule) in why for _, why in health[rule])
        assert (rule in ill_alerts) is (name in ILL)


def sentence(name: str, rule: str) -> str:
    """What the rule is ill of, said of a plugin in a project."""
    return ILL.get(name, "").replace("hostile/", "plugins/").replace(f"rule {name} ", f"rule {rule} ")


def project(root: Path, pool: Pool, hostile: dict[str, str] | None = None) -> Bench:
    """A project with sound rules over four units, and hostile ones by plugin; those that break at import do not yet."""
    bench = made(root, pool)
    sound = (HOSTILE / "sound.py").read_text("utf-8")
    bench.write("plugins/sound.py", sound)
    bench.write("rules/late.toml", "".join(f"[{name}]\n{text}" for name, text in SOUND.items()))
    for name in hostile or ():
        broken = name.startswith("import_")
        bench.write(f"plugins/{name}.py", sound.replace("Sound", camel(name)) if broken else text_of(name))
    bench.write(
        "rules/hostile.toml", "".join(f'[{rule}]\ncheck = "{name}"\n' for name, rule in (hostile or {}).items())
    )
    rows = [
        record(10 * at + n, unit=unit, due=f"{8 + n:02}/03/2025 17:00:00")
        for at, unit in enumerate(UNITS)
        for n in range(at + 2)
    ]
    bench.drop("a.csv", *rows, at=NOW - DAY)
    return bench


@contextmanager
def evaluated(bench: Bench, hostile: dict[str, str] | None = None) -> Iterator[Engine]:
    """The project's engine, its rows taken in and judged once; plugins break at import after they were described."""
    with bench.running() as engine:
        for name in hostile or ():
            if name.startswith("import_"):
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
