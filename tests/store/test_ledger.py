"""The trail: each line hashed with the one before, so that a change by hand shows."""

from __future__ import annotations

import pytest
from store_files import START

from reform_tui.model.alert import Alert, Severity, State
from reform_tui.store.ledger import Line, alert_of, broken_at, packed, standing, unpacked, write_alert, write_line

ALERT = Alert(
    rule="late",
    check="overdue",
    unit="H14.1",
    subject="Đất đai",
    period="2025-Q1",
    severity=Severity.WARNING,
    state=State.FIRING,
    since=START,
    count=2,
    of=7,
    value=2 / 7,
    threshold={"share": 0.05},
    template="late",
    facts={"oldest_due": "2025-03-11", "share": 1 / 3, "none": None},
    evidence=("H14.1-250301-0001", "Sở Xây dựng|7"),
    taken_severity=Severity.CRITICAL,
)


def test_an_alert_comes_back_as_it_was_written(store):
    write_alert(store.connection, ALERT, Line("firing", {}, ALERT.id, "late", "H14.1"), START)
    assert standing(store.connection, "late", None) == {ALERT.id: ALERT}
    assert standing(store.connection, "late", {"H14.2"}) == {}
    [row] = store.connection.execute("SELECT * FROM alerts")
    assert alert_of(row) == ALERT


@pytest.mark.parametrize("keys", [(), ("a",), tuple(f"H14.1-250301-{n:04}" for n in range(1000))])
def test_evidence_is_packed_and_unpacked(keys):
    assert unpacked(packed(keys)) == keys


@pytest.fixture
def trail(store):
    for number in range(1, 6):
        assert write_line(store.connection, Line("note", {"text": f"Số {number}"}, author="lan"), START) == number
    return store.connection


def test_a_whole_trail_is_whole(trail):
    assert broken_at(trail) is None


@pytest.mark.parametrize(
    ("by_hand", "at"),
    [
        ("UPDATE changes SET detail = '{}' WHERE seq = 3", 3),
        ("UPDATE changes SET author = 'hoa' WHERE seq = 5", 5),
        ("UPDATE changes SET at = '2026' WHERE seq = 1", 1),
        ("DELETE FROM changes WHERE seq = 2", 3),
        ("UPDATE changes SET hash = 'x' WHERE seq = 4", 4),
    ],
)
def test_a_change_by_hand_shows_where_it_was_made(trail, by_hand, at):
    trail.execute(by_hand)
    assert broken_at(trail) == at
