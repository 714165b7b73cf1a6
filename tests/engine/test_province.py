"""Rules about the whole province beside a live loop: gathered, asked aside, asked again, and never lost."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta

import pytest
from projects import DAY, LATE, NOW, alerts, made, record

from reform_tui.assemble import take_files
from reform_tui.engine.intake.inbox import look
from reform_tui.engine.province import GATHER, LONGEST, Province, waits
from reform_tui.engine.workers.pool import Pool
from reform_tui.times import monotonic

CHECK = '''
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import ClassVar

from reform_tui.sdk import hookimpl, judge, never


@dataclass(frozen=True, kw_only=True)
class Across:
    """Every record, said once a gate is open."""

    gate: str
    grain: ClassVar[str] = "province"
    reads: ClassVar = {"records": ("due_at",)}
    sentences: ClassVar = {"found": {"en": "{count} found"}}

    def find(self, view):
        while not Path(self.gate).exists():
            Event().wait(0.01)
        return judge(view.records, by=["unit"], where=view.records["due_at"].notna())

    def next_change(self, view):
        return never()


@hookimpl
def reform_checks():
    return [Across]
'''
SECOND = timedelta(seconds=1)


@pytest.fixture(scope="module", params=[1, 2], ids=["one worker", "two workers"])
def pool(request):
    shared = Pool(request.param, 10.0, 2048)
    yield shared
    shared.close()


@pytest.fixture
def gate(tmp_path):
    return tmp_path / "gate"


@pytest.fixture
def bench(tmp_path, pool, gate):
    bench = made(tmp_path / "project", pool)
    bench.write("plugins/across.py", CHECK)
    bench.write("rules/late.toml", LATE + f'[across]\ncheck = "across"\ngate = "{gate}"\n')
    return bench


@contextmanager
def live(bench, now):
    """An engine that evaluated everything at ``now``, and the province beside it."""
    with bench.running(now) as engine:
        engine.step(engine.units(), now)
        yield engine, Province(engine)


def drop(bench, engine, province, number, now):
    """Take one more record in and evaluate its unit, as the loop does."""
    bench.drop(f"{number}.csv", record(number))
    taken = take_files(engine, look(engine.project.root, engine.project.feeds).files, now)
    engine.step(taken.units, now, leaving_out=engine.questions.of_province)
    province.soil(now)


def answered(province, now):
    """Turn until the rule that is asked was settled."""
    end, changed = monotonic() + 10, 0
    while province.busy and monotonic() < end:
        changed += province.turn(now)
    return changed


def counts(engine, rule):
    return [alert["count"] for alert in alerts(engine, rule)]


@pytest.mark.parametrize(
    ("rested", "took", "waited"),
    [
        (DAY, 0, 2),
        (DAY, 30, 2),
        (timedelta(), 0.1, 2),
        (timedelta(), 5, 15),
        (10 * SECOND, 5, 5),
        (timedelta(), 90, 60),
    ],
)
def test_a_rule_rests_as_long_as_rules_of_the_province_took(rested, took, waited):
    assert waits(rested, took * SECOND) == waited * SECOND
    assert (GATHER, LONGEST) == (2 * SECOND, 60 * SECOND)


def test_units_are_told_before_the_province_is_asked_and_while_it_is(bench, gate):
    gate.touch()
    with live(bench, NOW + DAY) as (engine, province):
        drop(bench, engine, province, 1, NOW + DAY)
        assert (counts(engine, "late"), counts(engine, "across")) == ([1], [])
        assert province.turn(NOW + DAY + SECOND) == 0
        assert not province.busy
        gate.unlink()
        province.turn(NOW + DAY + GATHER)
        assert province.busy
        if engine.pool._workers > 1:
            drop(bench, engine, province, 2, NOW + DAY + GATHER)
            assert (counts(engine, "late"), counts(engine, "across"), province.busy) == ([2], [], True)
        gate.touch()
        assert answered(province, NOW + DAY + 2 * GATHER) == 1
        assert counts(engine, "across") == [1]


def test_a_steady_stream_of_files_does_not_put_it_off(bench, gate):
    gate.touch()
    with live(bench, NOW + DAY) as (engine, province):
        for second in range(3):
            assert not province.busy
            drop(bench, engine, province, second, NOW + DAY + second * SECOND)
            province.turn(NOW + DAY + second * SECOND)
        assert province.busy
        assert answered(province, NOW + DAY + GATHER) == 1
        assert counts(engine, "across") == [3]


def test_what_came_while_it_was_asked_is_asked_about_again_and_nothing_after_that(bench, gate):
    gate.touch()
    with live(bench, NOW + DAY) as (engine, province):
        gate.unlink()
        drop(bench, engine, province, 1, NOW + DAY)
        province.turn(NOW + DAY + GATHER)
        if engine.pool._workers == 1:
            gate.touch()  # a unit waits for the one worker
        drop(bench, engine, province, 2, NOW + DAY + GATHER)
        gate.touch()
        answered(province, NOW + DAY + GATHER)
        assert counts(engine, "across") == [1]
        province.turn(NOW + 2 * DAY)
        answered(province, NOW + 2 * DAY)
        assert counts(engine, "across") == [2]
        assert engine.questions.due(NOW + 30 * DAY) == []
        province.turn(NOW + 30 * DAY)
        assert not province.busy


def test_an_engine_that_ended_meanwhile_loses_nothing(bench, gate):
    gate.touch()
    with live(bench, NOW + DAY) as (engine, province):
        gate.unlink()
        drop(bench, engine, province, 1, NOW + DAY)
        province.turn(NOW + DAY + GATHER)
        assert province.busy
        province.drop()
        assert not province.busy
        due = engine.questions.due(NOW + DAY + GATHER)
        assert ("across", "") in due, "another engine on this store finds it"
        gate.touch()
        province.turn(NOW + DAY + GATHER)
        assert answered(province, NOW + DAY + GATHER) == 1


def test_a_killed_engine_that_begins_again_asks_the_province(bench, gate):
    gate.touch()
    with live(bench, NOW + DAY) as (engine, province):
        drop(bench, engine, province, 1, NOW + DAY)
        assert counts(engine, "across") == []
    with live(bench, NOW + DAY) as (engine, _):
        assert counts(engine, "across") == [1]
