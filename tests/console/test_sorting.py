"""Rows by any column, in memory and on the screen."""

import pytest
from terminal import Terminal

from reform_tui.console.sorting import Sort, kept_sort, marked, moved, ordered
from reform_tui.console.table import Column, Row
from reform_tui.language import Language

VI, EN = Language("vi"), Language("en")
COLUMNS = (Column("Worst", 9), Column("Count", 8, right=True), Column("Unit"))


def rows(at, *texts):
    return [Row(str(n), tuple(text if at == i else "" for i in range(3))) for n, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("language", "texts", "down", "wanted"),
    [
        (VI, ("1.200", "–", "41", "71,12 %", "9"), True, ["1.200", "71,12 %", "41", "9", "–"]),
        (EN, ("1,200", "–", "41", "71.12%", "9"), False, ["9", "41", "71.12%", "1,200", "–"]),
        (VI, ("Đông Khê", "Ea Súp", "Thục Phán", "Đàm Thủy", "an Lạc"), False,
         ["an Lạc", "Đàm Thủy", "Đông Khê", "Ea Súp", "Thục Phán"]),
        (VI, ("02/01/2026 08:00", "31/12/2025 09:00", "31/12/2025 08:00"), False,
         ["31/12/2025 08:00", "31/12/2025 09:00", "02/01/2026 08:00"]),
    ],
)  # fmt: skip
def test_numbers_are_numbers_and_marks_do_not_matter(language, texts, down, wanted):
    found = ordered(rows(2, *texts), COLUMNS, Sort("Unit", down), language)
    assert [row.cells[2] for row in found] == wanted


def test_what_a_row_says_of_itself_goes_before_its_text():
    told = [
        Row("a", ("5 h", "", ""), values=(5.0,)),
        Row("b", ("3 d", "", ""), values=(72.0,)),
        Row("c", ("–", "", "")),
    ]
    found = ordered([*told, Row("d", ("", "", ""), values=(None,))], COLUMNS, Sort("Worst", down=True), EN)
    assert [row.key for row in found] == ["b", "a", "c", "d"]


def test_a_line_that_is_no_row_stays_above():
    found = ordered([*rows(2, "b", "a"), Row("told", ("told",))], COLUMNS, Sort("Unit"), EN)
    assert [row.key for row in found] == ["told", "1", "0"]


def test_columns_follow_each_other_and_end_in_the_order_as_it_was():
    seen = [Sort()]
    for _ in range(4):
        seen.append(moved(seen[-1], COLUMNS, 1))
    assert [str(sort) for sort in seen] == ["", "-Worst", "-Count", "+Unit", ""]
    assert moved(Sort(), COLUMNS, -1) == Sort("Unit")
    assert [kept_sort(str(sort)) for sort in seen] == seen


def test_the_heading_shows_the_order_on_any_width():
    columns = (*COLUMNS[:2], Column("Period", 9, least=100), COLUMNS[2])
    assert marked(columns, Sort("Period"))[2] == Column("↑Period", 9)
    assert marked(columns, Sort()) == columns


def test_the_order_is_kept_for_the_next_time(project):
    with Terminal(project) as terminal:
        terminal.until("engine running").press("o").until("< or > chooses")
        terminal.press(">>").until("↓Overdue").press("o").until("↑Overdue").press("q").ended()
    with Terminal(project) as terminal:
        terminal.until("↑Overdue").press("<").until("↓Worst").press("<").until("\nWorst")
        assert "↓" not in terminal.text
        terminal.press("?").until("PgUp").press("\x1b").until("\nWorst").press("j\r\r").until("Alert ")
        terminal.press(">").until("read from top to bottom")


def test_a_window_that_is_too_small_says_what_it_needs(project):
    with Terminal(project) as terminal:
        terminal.until("engine running").resize(47, 20).until("needs 48 x 12")
        terminal.resize(80, 11).until("needs 48 x 12")
        terminal.resize(80, 24).until("engine running").until("Thục Phán")
