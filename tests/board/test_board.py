"""Boards: what changed, one row a unit, sentences, masks; and read from a store, the newer part only."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from reform_tui.board.board import AlertRow, Board, HealthRow, RuleRow, changed_rows, engine_state, masked
from reform_tui.board.spoken import sentence
from reform_tui.board.units import adjusted_range, overdue, unit_rows, worst
from reform_tui.language import Language

NOW = datetime(2025, 3, 31, 10, tzinfo=UTC)
ALERT = AlertRow(
    "a",
    "late",
    "overdue_by_field",
    "H14.36",
    "Đất đai",
    "2025-Q1",
    "warning",
    "firing",
    NOW,
    41,
    132,
    41 / 132,
    {},
    "late",
    {},
)
RULE = RuleRow(
    "late",
    "overdue_by_field",
    {"vi": "Quá hạn"},
    {"late": {"vi": "{subject}: {count}/{of} ({share})", "en": "{nothing}"}},
)


def test_changed_rows_names_what_came_went_or_differs():
    old = {"same": 1, "other": 2, "gone": 3}
    assert changed_rows(old, {"same": 1, "other": 5, "new": 4}) == {"other", "gone", "new"}


@pytest.mark.parametrize(
    ("beat", "state"),
    [
        (None, "never"),
        (NOW, "running"),
        (NOW - timedelta(seconds=30), "running"),
        (NOW - timedelta(seconds=31), "stopped"),
        (NOW + timedelta(seconds=30), "running"),
        (NOW + timedelta(hours=1), "stopped"),
    ],
)
def test_an_engine_that_beats_is_running(beat, state):
    assert engine_state(beat, NOW) == state


def test_the_worst_of_severities():
    assert worst(["warning", "critical", "blind"]) == "critical"
    assert worst(["blind", "ill"]) == "ill"
    assert worst([]) == ""


def test_two_rules_over_the_same_rows_never_add_up():
    alerts = [
        ALERT,
        replace(ALERT, subject="Hộ tịch", count=3),
        replace(ALERT, rule="other", count=40),
        replace(ALERT, check="x", count=99),
    ]
    assert overdue(alerts) == 44


def test_a_unit_in_one_line():
    proxy = replace(
        ALERT, rule="proxy", check="p", template="rate", severity="critical", facts={"low": 58.1, "high": 64}
    )
    blind = HealthRow("late", "H14.36", "blind", "no column", NOW)
    rows = unit_rows(
        {"H14.36": ("Phường", "commune"), "H14.40": ("", "")},
        [ALERT, proxy],
        [blind],
        {"H14.41": (1, 2)},
        {"H14.42": NOW},
    )
    assert set(rows) == {"H14.36", "H14.40", "H14.41", "H14.42"}
    unit = rows["H14.36"]
    assert (unit.severity, unit.by_rule, unit.overdue, unit.adjusted, unit.blind) == (
        "critical",
        (("late", 1), ("proxy", 1)),
        41,
        (58.1, 64),
        1,
    )
    assert (rows["H14.40"].shown, rows["H14.40"].severity) == ("H14.40", "")
    assert rows["H14.41"].online == (1, 2)
    assert rows["H14.42"].last_arrival == NOW


@pytest.mark.parametrize("facts", [{}, {"low": 1}, {"low": "x", "high": 2}, {"low": None, "high": None}])
def test_a_range_that_is_not_told_is_none(facts):
    assert adjusted_range(replace(ALERT, template="rate", facts=facts)) is None


def test_a_sentence_in_the_language_of_the_inspector():
    board = Board(rules={"late": RULE})
    assert sentence(ALERT, board, Language("vi")) == "Đất đai: 41/132 (31,06 %)"
    assert sentence(ALERT, board, Language("en")) == "Đất đai: {nothing}"
    assert sentence(replace(ALERT, template="unknown"), board, Language("en")) == "Đất đai: 41/132"
    assert sentence(ALERT, Board(), Language("en")) == "Đất đai: 41/132"


def test_why_a_rule_is_ill_is_said_in_the_language_of_the_inspector():
    why = "rule late (check overdue_by_field) raised ZeroDivisionError at plugins/a.py line 3"
    ill = replace(ALERT, rule="rule.ill", check="rule_ill", subject="late", template="ill", facts={"reason": why})
    own = RuleRow("rule.ill", "rule_ill", {}, {"ill": {"vi": "{subject}: {reason}.", "en": "{subject}: {reason}."}})
    board = Board(rules={"late": RULE, "rule.ill": own})
    vietnamese = "quy tắc late (check overdue_by_field) gặp lỗi ZeroDivisionError tại plugins/a.py line 3"
    assert sentence(ill, board, Language("vi")) == f"Quá hạn: {vietnamese}."
    assert sentence(ill, board, Language("en")) == f"Quá hạn: {why}."


@pytest.mark.parametrize(
    ("value", "shown"), [("012345678901", "******01"), ("ab", "******"), ("", ""), ("Lan", "******an")]
)
def test_masked_keeps_two_characters_at_most(value, shown):
    assert masked(value) == shown


def test_profiles_are_those_in_use():
    rules = {"a": replace(RULE, profile="province_06a"), "b": RULE}
    assert Board(rules=rules).profiles == ("province_06a",)


def test_a_board_without_feeds_units_and_files_is_empty():
    assert Board().is_empty
    assert not Board(arrival=1).is_empty
