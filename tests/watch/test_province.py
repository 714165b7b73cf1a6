"""A rule about the whole province in the loop itself: told after a file's own units, and in the end."""

from __future__ import annotations

from datetime import timedelta

import pytest
from small import RULE, Small, late_rows
from test_loop import count, loop_on
from waiting import until

from reform_tui import times
from reform_tui.acts import write_act
from reform_tui.engine import province

SHORT = '[short]\ncheck = "target_gap_province"\nindicator = "whole"\nleast = 1\n'
WHOLE = '[indicator.whole]\ncount = "on_time_of_resolved"\ntarget = 1.0\n'


@pytest.fixture
def small(tmp_path):
    small = Small(tmp_path / "project").make()
    (small.root / "rules/late.toml").write_text(RULE + SHORT + WHOLE, "utf-8")
    return small


def told(loop):
    return count(loop, "alerts", "rule = 'late' AND state = 'firing'"), count(loop, "health", "rule = 'short'")


def test_a_drops_alert_is_there_before_the_province_was_asked(small):
    with loop_on(small.root) as loop:
        loop.begin()
        small.drop("a.csv", *late_rows(1), old=True)
        loop.turn(hinted=True)
        assert told(loop) == (1, 0)
        assert loop.engine.next_appointment() <= times.now() + province.GATHER


def test_it_is_asked_in_the_end_and_the_loop_rests_again(small, monkeypatch):
    monkeypatch.setattr(province, "GATHER", timedelta(seconds=0.2))
    with loop_on(small.root) as loop:
        loop.begin()
        small.drop("a.csv", *late_rows(1), old=True)
        loop.turn(hinted=True)
        assert until(lambda: loop.turn(hinted=False) is not None and told(loop) == (1, 1))
        assert until(lambda: not loop.turn(hinted=False) and not loop.province.busy)
        asked = loop.engine.store.connection.total_changes
        assert not loop.turn(hinted=False)
        assert loop.engine.store.connection.total_changes == asked


def test_a_loop_that_ends_meanwhile_leaves_it_to_the_next(small):
    with loop_on(small.root) as loop:
        turns = []
        small.drop("a.csv", *late_rows(1), old=True)
        loop.begin()
        loop.province.soil(times.now() - timedelta(days=1))
        loop.stop = lambda: len(turns) > 0 or turns.append(1)
        loop.run()
        assert not loop.province.busy
    with loop_on(small.root) as loop:
        loop.begin()
        assert told(loop) == (1, 1)


def test_an_act_goes_through_while_the_province_is_asked(small):
    with loop_on(small.root) as loop:
        small.drop("a.csv", *late_rows(1), old=True)
        loop.begin()
        loop.province.soil(times.now() - timedelta(days=1))
        loop.province.turn(times.now())
        assert loop.province.busy
        [row] = loop.engine.store.connection.execute("SELECT id FROM alerts WHERE rule = 'late'")
        write_act(small.root, "acknowledge", {"alert": row["id"]})
        loop.turn(hinted=False)
        assert count(loop, "alerts", "rule = 'late' AND state = 'acknowledged'") == 1
        loop.province.drop()
