"""Fault sentences are English where they are kept, and in the inspector's language where they are shown."""

import pytest

from reform_tui.config.build import faults as build_faults
from reform_tui.config.convert import _PLAIN
from reform_tui.config.draft import settings_in
from reform_tui.config.types import Limits
from reform_tui.errors import ConfigError
from reform_tui.language import Language
from reform_tui.wording.faults import (
    CELL,
    FROM_TO,
    LEFT_OUT,
    NOT_AFTER,
    TABLE,
    TABLE_STAYS,
    configuration_in_language,
    filled,
    filled_in,
    in_language,
    refusal_in_language,
)

VI, EN = Language("vi"), Language("en")
HEADLESS = (
    "a.csv: the first 15 rows held no headings of records; the fullest row says {}. Name its headings under [columns] in"
    " one-stop.toml, or the row as 'header'."
)
HEADLESS_VI = (
    "a.csv: 15 dòng đầu không có tiêu đề của records; dòng nhiều chữ nhất ghi {}. Hãy ghi các tiêu đề vào [columns] trong"
    " one-stop.toml, hoặc ghi số dòng vào 'header'."
)
SET_ASIDE = "; dòng này bị bỏ ra"


def left_out(why, row=2, column="target"):
    cell = filled(CELL, row=row, column=column, why=why)
    return filled(TABLE, file="targets.csv", why=filled(LEFT_OUT, why=cell))


@pytest.mark.parametrize(
    ("sentence", "vietnamese"),
    [
        (
            left_out(filled(FROM_TO, value="9", least=0, most=1), row=12),
            "reference/targets.csv: dòng 12, cột target: 9 không nằm từ 0 đến 1; hãy ghi tỷ lệ như 0,85 hoặc 85 %"
            + SET_ASIDE,
        ),
        (
            filled(NOT_AFTER, last="01/01/2025", first="01/04/2025", column="start"),
            "01/01/2025 không đứng sau 01/04/2025 ở cột start; hãy đổi chỗ hai ngày hoặc sửa lại một ngày",
        ),
        (
            left_out("a number is not one, or is out of range"),
            "reference/targets.csv: dòng 2, cột target: ô số không phải là số hợp lệ; dòng này bị bỏ ra",
        ),
        (
            filled(TABLE, file="staff.xlsx", why=filled(TABLE_STAYS, why="what a plugin said")),
            "reference/staff.xlsx: không đọc được: what a plugin said; đến khi sửa xong vẫn dùng bảng trước đó",
        ),
        ("nobody here wrote this", "nobody here wrote this"),
    ],
)
def test_a_sentence_is_said_with_every_part_that_is_ours(sentence, vietnamese):
    assert in_language(sentence, VI) == vietnamese
    assert in_language(sentence, EN) == sentence


def test_facts_that_are_sentences_are_in_the_language_too():
    assert filled_in("{where}: {said}", {"where": "a", "said": "nothing"}, VI) == "a: không có gì"


def test_a_word_of_a_file_that_looks_like_a_template_stays_one_word():
    said = left_out("'{why} {row}' is none of a, b")
    assert in_language(said, VI).endswith("'{why} {row}' không thuộc a, b; dòng này bị bỏ ra")


@pytest.mark.parametrize(
    ("sentence", "vietnamese"),
    [
        (HEADLESS.format("nothing"), HEADLESS_VI.format("không có gì")),
        (
            "a.csv: the reader 'mine' raised KeyError at mine.py line 7; mend its plugin",
            "a.csv: bộ đọc 'mine' gặp lỗi KeyError tại mine.py line 7; hãy sửa plugin của nó",
        ),
    ],
)
def test_why_a_file_was_not_read_is_said_in_vietnamese(sentence, vietnamese):
    assert in_language(sentence, VI) == vietnamese


def test_a_faulty_configuration_is_told_in_vietnamese_with_its_place():
    faults = build_faults(Limits, {"seconds": 0.01, "memory_mb": "much", "secnods": 1}, "reform.toml [limits]")
    [fault] = faults
    assert configuration_in_language(fault, VI) == (
        "reform.toml [limits]: không có khóa 'secnods', có phải 'seconds' không?; seconds: 0.01 nhỏ hơn 0.1;"
        " memory_mb: 'much' không phải số nguyên"
    )
    assert configuration_in_language(fault, EN) == fault


@pytest.mark.parametrize(("_", "wanted"), _PLAIN.values())
def test_what_a_value_should_have_been_has_its_words(_, wanted):
    assert in_language(wanted, VI) != wanted or wanted == "true or false"


@pytest.mark.parametrize(
    ("sentence", "vietnamese"),
    [
        ("the alert is resolved by now", "cảnh báo nay đã xong"),
        ("there is no such alert any more", "cảnh báo này không còn nữa"),
        ("H14.1-1: there is no verdict to take back", "H14.1-1: không có nhận định nào để rút lại"),
        ("rules/late.toml [late]: unknown key 'x', did you mean 'y'?", "rules/late.toml [late]: không có khóa 'x'"),
    ],
)
def test_why_an_act_was_refused_is_told_in_the_language_of_the_screen(sentence, vietnamese):
    assert refusal_in_language(sentence, VI).startswith(vietnamese)
    assert refusal_in_language(sentence, EN) == sentence


def test_why_a_what_if_has_no_answer_is_told_in_the_language_of_the_screen():
    with pytest.raises(ConfigError) as raised:
        list(settings_in("ngưỡng 5"))
    assert "không có dạng KHÓA=GIÁ TRỊ" in refusal_in_language(str(raised.value), VI)
