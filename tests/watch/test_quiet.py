"""Which files are finished: pure, time is an argument."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest

from reform_tui.config.types import Feed
from reform_tui.engine.intake.inbox import Seen
from reform_tui.watch.quiet import AGAIN, Quiet

FEED = Feed("one-stop", Path(), "records", "in")
WALL = 1_741_694_400.0


def seen(size=10, mtime=WALL, path="in/a.csv"):
    return Seen(FEED, path, size, int(mtime * 1e9), 1)


def test_a_file_that_grows_is_not_ready_until_it_was_quiet_for_the_settle_time():
    quiet = Quiet(2.0)
    assert quiet.ready([seen(10)], 100.0, WALL) == []
    assert quiet.ready([seen(10)], 101.9, WALL + 1.9) == []
    assert quiet.ready([seen(20, WALL + 2)], 102.0, WALL + 2) == []
    assert quiet.ready([seen(20, WALL + 2)], 103.9, WALL + 3.9) == []
    assert quiet.ready([seen(20, WALL + 2)], 104.0, WALL + 4) == [seen(20, WALL + 2)]


def test_a_file_that_lay_there_for_long_is_ready_at_once():
    assert Quiet(2.0).ready([seen(mtime=WALL - 60)], 100.0, WALL) == [seen(mtime=WALL - 60)]


def test_a_file_from_the_future_is_watched_all_the_same():
    quiet, ahead = Quiet(2.0), seen(mtime=WALL + 9999)
    assert quiet.ready([ahead], 100.0, WALL) == []
    assert quiet.ready([ahead], 102.0, WALL + 2) == [ahead]


def test_a_corrected_clock_does_not_make_a_growing_file_ready():
    quiet = Quiet(2.0)
    quiet.ready([seen()], 100.0, WALL)
    assert quiet.ready([seen()], 101.0, WALL - 3600) == []


def test_without_a_settle_time_everything_is_ready():
    assert Quiet(0.0).ready([seen(mtime=WALL + 5)], 100.0, WALL) == [seen(mtime=WALL + 5)]


def test_what_was_read_in_vain_is_tried_again_only_when_it_changed():
    quiet = Quiet(2.0)
    old = seen(mtime=WALL - 60)
    assert quiet.reason(old) == "still growing"
    quiet.read_in_vain([old], {"in/a.csv": "no end yet"}, 100.0)
    assert quiet.ready([old], 100.0, WALL) == []
    assert quiet.reason(old) == "no end yet"
    assert quiet.wait([old], 100.0, 0.0) == math.inf
    for changed in (replace(old, size=11), replace(old, mtime_ns=old.mtime_ns + 1), replace(old, blocked="no")):
        assert Quiet(2.0, {}, dict(quiet._in_vain)).ready([changed], 100.0, WALL) == [changed]
        assert quiet.reason(changed) == "still growing"


def test_what_was_read_in_vain_is_tried_again_after_a_minute_or_when_asked_for():
    quiet, old = Quiet(2.0), seen(mtime=WALL - 60)
    quiet.read_in_vain([old], {"in/a.csv": "cannot be kept: No space left on device"}, 100.0)
    assert quiet.ready([old], 100.0 + AGAIN - 1, WALL) == []
    assert quiet.ready([old], 100.0 + AGAIN, WALL) == [old]
    quiet.read_in_vain([old], {"in/a.csv": "cannot be kept: No space left on device"}, 200.0)
    assert quiet.ready([old], 201.0, WALL) == []
    quiet.wake()
    assert quiet.reason(old) == "cannot be kept: No space left on device"
    assert quiet.ready([old], 202.0, WALL) == [old]


def test_a_name_that_went_away_and_came_back_is_watched_anew():
    quiet = Quiet(2.0)
    quiet.ready([seen()], 100.0, WALL)
    quiet.ready([], 101.0, WALL)
    assert quiet.ready([seen()], 102.5, WALL) == []


@pytest.mark.parametrize(("clock", "left"), [(100.0, 2.0), (101.5, 0.5), (103.0, -1.0)])
def test_the_wait_ends_when_the_first_file_is_due(clock, left):
    quiet = Quiet(2.0)
    quiet.ready([seen()], 100.0, WALL)
    assert quiet.wait([seen()], clock, 0.0) == left
    assert quiet.wait([], clock, 0.0) == math.inf


def test_what_was_written_before_it_was_seen_is_ready_by_its_own_time():
    quiet = Quiet(2.0)
    file = seen()
    written = file.mtime_ns / 1e9
    assert quiet.ready([file], 50.0, written + 1.5) == []
    assert quiet.wait([file], 50.0, written + 1.5) == pytest.approx(0.5)
    assert quiet.ready([file], 50.5, written + 2.0) == [file]
