"""The board as of a moment: what the trail tells again is what the board showed then."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from projects import DAY, LATE, NOW, alerts, record, take

from reform_tui.acts import write_act
from reform_tui.board.past import lived, read_past, read_past_alert
from reform_tui.board.reading import read_board
from reform_tui.config.types import Groups
from reform_tui.engine.acknowledging import end_over
from reform_tui.engine.acts import apply_acts

KEPT = ("seq", "alerts", "changes", "arrived", "data_at", "arrival", "verdicts")
ROW = "H14.1-250301-0001"


class Life:
    """An engine that lives through days; what its board showed at the end of each."""

    def __init__(self, bench, engine, monkeypatch):
        self.bench, self.engine, self.monkeypatch = bench, engine, monkeypatch
        self.seen, self.now = {}, NOW

    def day(self, *rows, acts=()):
        self.now += DAY
        self.monkeypatch.setattr("reform_tui.times.now", lambda: self.now)
        if rows:
            self.bench.drop(f"{self.now:%d}.csv", *rows, at=self.now - timedelta(hours=1))
        take(self.engine, self.now)
        end_over(self.engine.store.connection, self.now)
        for kind, body in acts:
            write_act(self.bench.root, kind, body)
        apply_acts(self.engine.store, Groups(), self.engine.project.calendar, self.now)
        self.seen[self.now] = read_board(self.engine.store.connection, self.now)

    def past(self, moment):
        return read_past(self.engine.store.connection, moment, read_board(self.engine.store.connection, self.now))


@pytest.fixture
def life(bench, monkeypatch):
    with bench.running() as engine:
        lived_days = Life(bench, engine, monkeypatch)
        lived_days.day(record(1), record(2), record(1, unit="H14.2"))
        yield lived_days


def land(life, unit="H14.1"):
    [alert] = [one for one in alerts(life.engine) if one["unit"] == unit]
    return alert["id"]


def lived_through(life):
    taken = {"alert": land(life), "note": "đã gọi", "severity": "warning"}
    about = {
        "rule": "late",
        "unit": "H14.2",
        "subject": "Đất đai",
        "until": "9d",
        "note": "chuyển",
        "severity": "warning",
    }
    life.day(acts=[("acknowledge", {**taken, "until": "2d"}), ("silence", about)])
    life.day(acts=[("note", {**taken, "note": "hứa xong"}), ("verdict", {"row": ROW, "cause": "system", "note": "x"})])
    life.day(acts=[("unsilence", about), ("verdict", {"row": ROW, "cause": "unit", "note": "y"})])
    life.day(acts=[("acknowledge", taken), ("verdict", {"row": ROW, "cause": "", "note": ""})])
    life.day(record(3), record(4))
    life.day(*(record(n, finished="10/03/2025 08:00:00") for n in (1, 2, 3, 4)), record(1, unit="H14.2"))
    life.day(record(5))


def test_every_day_is_told_again_as_its_board_was(life):
    lived_through(life)
    for moment, board in life.seen.items():
        past = life.past(moment)
        untouched = {key for key, one in board.alerts.items() if past.alerts[key].explained == one.explained}
        assert all(one.explained == 0 for key, one in past.alerts.items() if key not in untouched)
        assert _facts(past) == _facts(board), moment
        assert {u.unit: (u.severity, u.overdue, u.silenced) for u in past.units.values()} == {
            u.unit: (u.severity, u.overdue, u.silenced) for u in board.units.values()
        }
    states = {one.state for board in life.seen.values() for one in board.alerts.values()}
    assert states == {"firing", "acknowledged"}
    assert len({frozenset(board.alerts) for board in life.seen.values()}) > 1


def _facts(board):
    told = {name: getattr(board, name) for name in KEPT}
    return told | {"alerts": {key: _as_told(one) for key, one in board.alerts.items()}}


def _as_told(alert):
    """A note that nobody's acknowledgement goes with is of a former life, and shown nowhere."""
    return replace(alert, explained=0, note=alert.note if alert.taken_by else "")


def test_rows_and_verdicts_of_an_alert_stand_as_they_did_or_are_not_claimed(life):
    moment = life.now + DAY
    life.day(acts=[("verdict", {"row": ROW, "cause": "system", "note": "phần mềm"})])
    life.day(acts=[("verdict", {"row": ROW, "cause": "", "note": ""})])
    connection, alert = life.engine.store.connection, land(life)
    past = life.past(moment)
    detail = read_past_alert(connection, life.bench.root, alert, past.seq)
    assert (detail.kept, len(detail.every), detail.verdicts[ROW].cause) == (True, 2, "system")
    assert past.alerts[alert].explained == 1
    life.day(record(3))
    detail = read_past_alert(connection, life.bench.root, alert, past.seq)
    assert (detail.kept, detail.every) == (False, ())
    assert [step.kind for step in detail.trail] == ["firing"]
    assert life.past(moment).alerts[alert].count == 2


def test_a_rule_that_is_renamed_keeps_one_alert_at_every_moment(bench, monkeypatch):
    with bench.running() as engine:
        life = Life(bench, engine, monkeypatch)
        life.day(record(1))
        first = land(life)
    bench.write("rules/late.toml", LATE.replace("[late]", '[later]\nwas = ["late"]'))
    with bench.running(life.now + DAY) as engine:
        life.engine = engine
        life.day()
        past = [alert for alert in life.past(life.now).alerts.values() if alert.unit == "H14.1"]
        assert [(one.rule, one.count) for one in past] == [("later", 1)]
        assert past[0].id != first
        before = life.past(life.now - DAY)
        assert [(one.id, one.rule) for one in before.alerts.values()] == [(first, "late")]


def test_it_says_from_when_to_when_it_lived(life):
    connection = life.engine.store.connection
    span = lived(connection, None)
    assert span.first <= NOW < span.last == life.now
    assert lived(connection, life.now + DAY).last == life.now + DAY
    connection.execute("DELETE FROM changes")
    assert lived(connection, None) is None
