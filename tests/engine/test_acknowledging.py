"""An acknowledgement until a moment: the engine ends it by its clock, and never does it hide a worse alert."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from projects import DAY, NOW, alerts, record, take

from reform_tui.acts import write_act
from reform_tui.config.types import Groups
from reform_tui.engine.acknowledging import end_over
from reform_tui.engine.acts import apply_acts
from reform_tui.store.database import stamp
from reform_tui.store.ledger import broken_at

LATER = NOW + DAY


@pytest.fixture
def engine(bench):
    bench.drop("a.csv", record(1), record(2))
    with bench.running() as running:
        take(running, LATER)
        yield running


def acknowledge(engine, monkeypatch, until, now=LATER):
    """Acknowledge the one alert at ``now``; why it was refused."""
    monkeypatch.setattr("reform_tui.times.now", lambda: now)
    [alert] = alerts(engine)
    write_act(engine.project.root, "acknowledge", {"alert": alert["id"], "note": "đã gọi", "until": until})
    apply_acts(engine.store, Groups(), engine.project.calendar, now)
    return engine.store.connection.execute("SELECT refused FROM acts ORDER BY name DESC").fetchone()[0]


def last_line(engine):
    row = engine.store.connection.execute("SELECT kind, detail FROM changes ORDER BY seq DESC").fetchone()
    return row["kind"], json.loads(row["detail"])


def test_its_end_comes_by_the_clock_and_not_before(engine, monkeypatch):
    assert acknowledge(engine, monkeypatch, "3d") is None
    end = LATER + 3 * DAY
    [alert] = alerts(engine)
    assert (alert["state"], alert["taken_until"]) == ("acknowledged", stamp(end))
    assert end_over(engine.store.connection, end - timedelta(microseconds=1)) == 0
    assert end_over(engine.store.connection, end) == 1
    assert end_over(engine.store.connection, end) == 0
    [alert] = alerts(engine)
    assert (alert["state"], alert["taken_until"], alert["taken_severity"]) == ("firing", None, None)
    assert last_line(engine) == ("released", {"why": "time_over"})
    assert broken_at(engine.store.connection) is None


@pytest.mark.parametrize("until", ["", "closed"])
def test_without_an_end_the_clock_ends_nothing(engine, monkeypatch, until):
    assert acknowledge(engine, monkeypatch, until) is None
    assert end_over(engine.store.connection, LATER + 900 * DAY) == 0
    assert alerts(engine)[0]["state"] == "acknowledged"


@pytest.mark.parametrize("until", ["soon", "2020-01-01", "0d"])
def test_what_is_no_moment_to_come_is_refused(engine, monkeypatch, until):
    assert until in acknowledge(engine, monkeypatch, until)
    assert alerts(engine)[0]["state"] == "firing"


@pytest.mark.parametrize("until", ["", "closed", "30d"])
def test_a_worse_alert_ends_it_at_once(bench, engine, monkeypatch, until):
    acknowledge(engine, monkeypatch, until)
    bench.drop("b.csv", *map(record, range(1, 6)), at=NOW)
    take(engine, LATER + DAY)
    [alert] = alerts(engine)
    assert (alert["severity"], alert["state"], alert["taken_until"]) == ("critical", "firing", None)


def test_a_note_leaves_the_end_as_it_is(engine, monkeypatch):
    acknowledge(engine, monkeypatch, "3d")
    [alert] = alerts(engine)
    write_act(engine.project.root, "note", {"alert": alert["id"], "note": "hẹn thứ hai"})
    apply_acts(engine.store, Groups(), engine.project.calendar, LATER)
    [after] = alerts(engine)
    assert (after["note"], after["taken_by"], after["taken_until"]) == (
        "hẹn thứ hai",
        alert["taken_by"],
        alert["taken_until"],
    )
