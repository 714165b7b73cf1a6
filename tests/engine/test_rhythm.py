"""Feeds that stop or shrink are alerts themselves, and never resolve another one (P5)."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from projects import DAY, FEED, NOW, alerts, record, take

from reform_tui.calendars import Calendar
from reform_tui.config.types import Feed
from reform_tui.engine.rhythm import due_by, settle_feeds
from reform_tui.store.database import moment_of

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
DAILY = FEED + 'every = "1wd"\nby = "09:00"\n'


def local(day, hour=0, minute=0):
    return datetime(2025, 3, day, hour, minute, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("every", "last", "due"),
    [
        ("1wd", local(11, 16), local(12, 9)),
        ("1wd", local(14, 16), local(17, 9)),  # Friday to Monday
        ("1wd", local(15, 16), local(17, 9)),  # a Saturday's file
        ("2wd", local(13, 23), local(17, 9)),
        ("1d", local(14, 16), local(15, 9)),
        ("7d", local(11, 1), local(18, 9)),
        ("", local(11), None),
    ],
)
def test_the_next_file_is_due_in_working_days(every, last, due):
    feed = Feed("f", Path(), "records", "in", every=every, by=time(9))
    assert due_by(feed, last.astimezone(UTC), Calendar(ZONE)) == due


def settle(engine, now):
    settle_feeds(engine, now)
    return [(alert["unit"], alert["subject"]) for alert in alerts(engine, "feed.late")]


def test_a_feed_that_stops_is_told_in_time_and_resolves_nothing(bench):
    bench.write("feeds/one-stop.toml", DAILY)
    bench.drop("a.csv", record(1), at=local(11, 16))
    with bench.running() as engine:
        take(engine, local(11, 17))
        assert settle(engine, local(11, 17)) == []
        assert engine.next_appointment() == local(12)
        engine.step((), local(12))
        standing = alerts(engine)
        assert len(standing) == 1
        assert engine.next_appointment() == local(12, 9) + timedelta(seconds=1)
        assert settle(engine, local(12, 9)) == []
        assert settle(engine, local(12, 9, 1)) == [("H14", "one-stop")]
        engine.step(engine.units(), local(28))
        assert settle(engine, local(28)) == [("H14", "one-stop")]
        assert [(one["id"], one["count"], one["since"]) for one in alerts(engine)] == [
            (one["id"], one["count"], one["since"]) for one in standing
        ]


def test_a_late_file_that_comes_ends_the_alert(bench):
    bench.write("feeds/one-stop.toml", DAILY)
    bench.drop("a.csv", record(1), at=local(11, 16))
    with bench.running() as engine:
        take(engine, local(13))
        assert settle(engine, local(13)) == [("H14", "one-stop")]
        bench.drop("b.csv", record(1), record(2), at=local(13, 1))
        take(engine, local(13, 2))
        assert settle(engine, local(13, 2)) == []
        [feed] = engine.store.connection.execute("SELECT last_at, due_by FROM feeds")
        assert [moment_of(text) for text in feed] == [local(13, 1), local(14, 9)]


def test_a_unit_that_a_feed_names_is_late_by_itself(bench):
    bench.write("feeds/one-stop.toml", DAILY + 'units = ["H14.1", "H14.2"]\n')
    bench.drop("a.csv", record(1), record(2, unit="H14.2"), record(3, unit="H14.3"), at=local(11, 16))
    with bench.running() as engine:
        take(engine, local(12))
        bench.drop("b.csv", record(4), at=local(12, 8))
        take(engine, local(12, 10))
        assert settle(engine, local(12, 10)) == [("H14.2", "one-stop")]


def test_a_feed_of_changes_does_not_expect_every_unit(bench):
    bench.write("feeds/one-stop.toml", DAILY)
    bench.drop("a.csv", record(1), record(2, unit="H14.2"), at=local(11, 16))
    with bench.running() as engine:
        take(engine, local(12))
        bench.drop("b.csv", record(4), at=local(12, 8))
        take(engine, local(12, 10))
        assert settle(engine, local(12, 10)) == []


def test_a_feed_without_a_rhythm_is_never_late(bench):
    bench.drop("a.csv", record(1))
    with bench.running() as engine:
        take(engine)
        assert settle(engine, NOW + 400 * DAY) == []
        assert settle(engine, NOW + 401 * DAY) == []


def test_half_a_list_resolves_nothing_and_is_told(bench):
    bench.write("feeds/one-stop.toml", FEED + 'mode = "snapshot"\n')
    bench.drop("a.csv", *(record(number) for number in range(1, 5)), record(9, unit="H14.2"))
    with bench.running() as engine:
        take(engine, NOW + DAY)
        settle(engine, NOW + DAY)
        standing = alerts(engine)
        bench.drop("b.csv", record(1), at=NOW)
        take(engine, NOW + DAY)
        settle(engine, NOW + DAY)
        assert alerts(engine) == standing
        assert [(one["unit"], one["count"], one["of"]) for one in alerts(engine, "feed.shrunken")] == [
            ("H14.1", 3, 4),
            ("H14.2", 1, 1),
        ]
        bench.drop(
            "c.csv", *(record(number) for number in range(1, 5)), record(9, unit="H14.2"), record(5), at=NOW + DAY
        )
        take(engine, NOW + DAY)
        settle(engine, NOW + DAY)
        assert alerts(engine, "feed.shrunken") == []


def test_settling_feeds_is_one_step(bench):
    bench.write("feeds/one-stop.toml", DAILY)
    bench.drop("a.csv", record(1))
    with bench.running() as engine:
        take(engine)
        settle_feeds(engine, NOW)
        before = engine.store.connection.total_changes
        settle_feeds(engine, NOW)
        assert not engine.store.connection.in_transaction
        assert engine.store.connection.total_changes - before < 5
