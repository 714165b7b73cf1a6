"""Facts, cells and steps as words: what a table calls it never reaches the eye where there is a word."""

from datetime import UTC, datetime

import pytest

from reform_tui.board.board import AlertRow, Board, RuleRow
from reform_tui.board.details import TrailRow, told
from reform_tui.board.spoken import sentence, subject
from reform_tui.console.look import Look
from reform_tui.console.paint import Ink
from reform_tui.console.screens.alert import step_line
from reform_tui.language import Language

NOW = datetime(2025, 3, 31, 10, tzinfo=UTC)
VI, EN = (Look(Language(code), UTC, NOW, Ink()) for code in ("vi", "en"))


def test_facts_stand_once_and_in_one_language():
    facts = {
        "signals": "day, quick",
        "signals_vi": "5 chủ hồ sơ",
        "signals_en": "5 owners",
        "rate": 0.5,
        "rate_percent": 50.0,
    }
    assert VI.facts(facts) == {"căn cứ": "5 chủ hồ sơ", "tỷ lệ, %": "50"}
    assert EN.facts(facts) == {"rests on": "5 owners", "rate, %": "50"}


def test_words_of_a_check_are_translated_and_all_others_stand():
    assert VI.facts({"class": "on behalf", "kind": "account", "near": "1wd", "note_of": "on behalf"}) == {
        "phân loại": "nộp thay",
        "nộp qua": "tài khoản",
        "vừa quá hạn: trễ dưới": "1 ngày làm việc",
        "note of": "on behalf",
    }


def test_flags_and_figures_of_a_record_are_written_as_the_language_writes_them():
    assert [VI.cell("paid_online", True), VI.cell("fee", 50000), VI.cell("field", "Đất đai")] == [
        "có",
        "50.000",
        "Đất đai",
    ]


def test_a_change_says_what_was_and_what_is():
    text = '{"before": {"count": 3, "of": 9, "severity": "warning"}, "count": 6, "of": 9, "severity": "critical"}'
    step = TrailRow(1, NOW, "changed", "", *told(text))
    assert step_line(step, EN) == "31/03/2025 10:00  numbers changed  count 3 → 6, severity warning → critical"
    assert "mức độ cảnh báo → nguy cấp" in step_line(step, VI)


@pytest.mark.parametrize("text", ["no json", "[1]", '{"before": 5, "open": 1}'])
def test_a_change_without_an_earlier_state_is_said_as_it_stands(text):
    assert told(text)[1] == {}


def test_rules_and_indicators_are_called_by_their_names():
    rules = {
        "online-behind": RuleRow("online-behind", "target_gap", {"vi": "Trực tuyến thấp"}),
        "rule.blind": RuleRow(
            "rule.blind", "rule_blind", sentences={"blind": {"vi": "Quy tắc “{subject}” không xét được"}}
        ),
    }
    board = Board(rules=rules, indicators={"online": {"vi": "Tỷ lệ nộp trực tuyến"}})
    told = [
        alert("rule.blind", "rule_blind", "online-behind"),
        alert("x", "target_gap", "online"),
        alert("x", "late", "Đất đai"),
    ]
    assert [subject(one, board, VI.language) for one in told] == ["Trực tuyến thấp", "Tỷ lệ nộp trực tuyến", "Đất đai"]
    assert sentence(told[0], board, VI.language) == "Quy tắc “Trực tuyến thấp” không xét được"


def alert(rule, check, about):
    return AlertRow("id", rule, check, "H14.1", about, "all", "warning", "firing", NOW, 1, 1, None, {}, "blind", {})
