"""What somebody new stumbled over at 80 x 24: words that were cut where they mattered, keys that said nothing."""

import pytest
import synthetic
from terminal import Terminal

from reform_tui.board.changes import ChangeRow
from reform_tui.board.reading import read_board
from reform_tui.console.commands import COMMANDS
from reform_tui.console.frame import title
from reform_tui.console.look import Look
from reform_tui.console.paint import Ink
from reform_tui.console.screens.changes import _detail
from reform_tui.console.screens.record import _lines
from reform_tui.console.screens.units import letters_told
from reform_tui.console.table import Column, Row, Table
from reform_tui.language import Language
from reform_tui.model.schema import BUILT_IN
from reform_tui.store.layout import Layout
from reform_tui.store.store import open_store

LOOK = Look(Language("vi"), synthetic.NOW.tzinfo, synthetic.NOW, Ink())


@pytest.fixture
def board(project):
    store = open_store(Layout(project / "state"), BUILT_IN)
    yield read_board(store.connection, synthetic.NOW)
    store.close()


def test_help_writes_every_command_out(project):
    with Terminal(project, height=100) as terminal:
        told = terminal.until("engine running").press("?").until(":quit").text.splitlines()
    named = {line.split(" ")[0].removeprefix(":") for line in told if line.startswith(":")}
    assert named == {"", *COMMANDS}


def test_a_title_that_is_cut_keeps_a_space_before_its_rows(board):
    table = Table((Column("A"),), tuple(Row(str(n), ("x",)) for n in range(9)), height=9)
    [(text, _)] = title(board, LOOK, 80, "Một tên đơn vị dài " * 5, table, narrowed="", news=0)
    assert len(text) == 80
    assert text.endswith("… 1–9/9 ")


def test_a_filter_that_finds_nothing_says_so_and_how_to_leave_it(project):
    with Terminal(project, language="vi") as terminal:
        terminal.until("17:00").press("/zzz").until("không dòng nào có các chữ này; Esc")
        assert "Xã Nguyễn Huệ" in terminal.press("\x1b").until("Nguyễn").text


def test_all_causes_of_a_verdict_can_be_read(project):
    with Terminal(project, language="vi") as terminal:
        terminal.until("17:00").press(":record H14.36-250301-0002\r").until("11/03").press("v")
        assert "0 rút lại" in terminal.until("Nguyên nhân").text


@pytest.mark.parametrize(("letters", "lines"), [(2, 1), (3, 1), (4, 2), (9, 3), (20, 3)])
def test_rules_by_letter_take_as_many_lines_as_their_names_need(project, board, letters, lines):
    named = {f"rule number {n}": chr(ord("a") + n) for n in range(letters)}
    told = letters_told(named, board, LOOK, 80)
    assert len(told) == lines
    assert all(len(text) <= 80 for [(text, _)] in told)
    assert sum(len(text.split("rule")) - 1 for [(text, _)] in told) == letters or letters > 9


def test_plain_lines_say_what_they_are_of_and_how_old_their_data_are(project):
    with Terminal(project) as terminal:
        told = terminal.until("engine running").press("y").until("any key goes back").text
    assert "Cao Bằng · H14 · Units\nprofile province_06a\nas of export 31/03 13:00 · written 31/03/2025 17:00" in told


def test_the_name_of_a_column_is_read_whole_over_two_lines():
    lines = _lines("Số điện thoại chủ hồ sơ", "0912", 57)
    assert lines == [("Số điện thoại chủ hồ", "0912"), ("sơ", "")]


def test_what_was_refused_is_told_with_what_it_was():
    change = ChangeRow(
        1, synthetic.NOW, "refused", "", "", "", "lan", '{"kind": "what-if", "why": "there is no such list"}'
    )
    assert _detail(change, LOOK) == "what-if: không có danh sách này"


def test_data_of_another_year_are_told_with_their_year():
    assert LOOK.dated(synthetic.NOW) == "31/03 10:00"
    assert LOOK.dated(synthetic.NOW.replace(year=2024)) == "31/03/2024 10:00"
