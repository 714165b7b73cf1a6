"""Whom to call: which units, why, in which order, and since when things are new."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from reform_tui.board.board import AlertRow, Board, UnitRow
from reform_tui.board.changes import ChangeRow, changes_since
from reform_tui.board.today import end_of_day, today_rows
from reform_tui.console.sitting import begun
from reform_tui.model.silence import Silence

NOW = datetime(2025, 3, 31, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)
SINCE = NOW - 5 * HOUR
OLD = AlertRow(
    "", "late", "overdue_by_field", "", "Đất đai", "2025-Q1", "warning", "firing", NOW - timedelta(days=9), 3, 9, None, {}, "late", {}
)  # fmt: skip


def alert(unit, number=0, **more):
    return replace(OLD, id=f"{unit}{number}", unit=unit, **more)


def change(kind, alert_id, at=NOW, seq=1):
    return ChangeRow(seq, at, kind, alert_id, "late", "", "", "{}")


def today(*alerts, changes=(), contacts=None):
    units = {one.unit: UnitRow(one.unit, f"Xã {one.unit}") for one in alerts}
    board = Board(alerts={one.id: one for one in alerts}, units=units, changes=changes, contacts=contacts or {})
    return today_rows(board, SINCE, NOW, end_of_day(NOW))


def counts(row):
    return row.new, row.worsened, row.due, row.unanswered


def test_what_nobody_answered_is_a_reason_and_what_is_taken_waits_or_is_silenced_is_none():
    quiet = Silence("late", "lan", "họp", NOW + timedelta(days=9))
    [row] = today(
        alert("A"), alert("A", 1, state="acknowledged"), alert("A", 2, state="pending"), alert("A", 3, silence=quiet),
        alert("B", state="acknowledged"), alert("C", silence=quiet), alert("D", state="pending"),
    )  # fmt: skip
    assert (row.unit, counts(row)) == ("A", (0, 0, 0, 1))


def test_new_is_what_came_or_began_to_fire_since_the_last_look():
    began = change("firing", "B0")
    rows = today(alert("A", since=NOW - HOUR), alert("B"), alert("C", since=SINCE), changes=(began,))
    assert {row.unit: row.new for row in rows} == {"A": 1, "B": 1, "C": 0}


@pytest.mark.parametrize(("kind", "at", "count"), [("worsened", NOW, 1), ("changed", NOW, 1), ("worsened", SINCE, 0)])
def test_worse_is_what_became_critical_since_the_last_look(kind, at, count):
    [row] = today(alert("A", severity="critical"), changes=(change(kind, "A0", at),))
    assert counts(row) == (0, count, 0, 1)


def test_due_is_what_a_check_says_is_due_soon_and_a_silence_that_ends_today():
    ends = Silence("late", "lan", "họp", NOW + HOUR)
    rows = today(alert("A", silence=ends), alert("B", check="due_soon"), alert("C", check="due_soon", silence=ends))
    assert {row.unit: counts(row) for row in rows} == {"A": (0, 0, 1, 0), "B": (0, 0, 1, 1), "C": (0, 0, 1, 0)}


def test_what_moved_comes_first_then_the_worst_then_the_most():
    rows = today(
        alert("A"), alert("B"), alert("B", 1), alert("C", severity="critical"), alert("D", since=NOW),
        alert("E", since=NOW, severity="critical"),
    )  # fmt: skip
    assert [row.unit for row in rows] == ["E", "D", "C", "B", "A"]


def test_ten_units_are_enough():
    assert len(today(*(alert(f"U{number:02}") for number in range(12)))) == 10


def test_the_contact_and_the_newest_note_stand_beside_it():
    said = {"state": "acknowledged", "taken_by": "lan"}
    [row] = today(
        alert("A"), alert("A", 1, note="đã gọi", taken_at=NOW - HOUR, **said),
        alert("A", 2, note="cũ", taken_at=SINCE, **said), contacts={"A": "0912"},
    )  # fmt: skip
    assert (row.contact, row.note, row.by, row.at) == ("0912", "đã gọi", "lan", NOW - HOUR)


def test_changes_since_are_the_newest():
    changes = [change("firing", "a", NOW - number * HOUR, 9 - number) for number in range(9)]
    assert [one.seq for one in changes_since(changes, SINCE)] == [9, 8, 7, 6, 5]
    assert list(changes_since(changes, NOW)) == []


def test_a_sitting_counts_from_the_last_key_of_the_one_before():
    assert begun(SINCE.isoformat(), NOW).since == SINCE
    assert begun("", NOW).since == begun("nonsense", NOW).since == begun("2025-03-31", NOW).since == NOW - 24 * HOUR
    assert begun((NOW + HOUR).isoformat(), NOW).since == NOW


def test_five_minutes_without_a_key_are_a_time_away():
    sitting = begun(SINCE.isoformat(), NOW)
    minutes = [NOW + timedelta(minutes=number) for number in (4, 8, 14)]
    seen = []
    for minute in minutes:
        sitting = sitting.pressed(minute)
        seen.append(sitting.since)
    assert seen == [SINCE, SINCE, minutes[1]]
