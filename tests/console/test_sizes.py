"""Windows from the smallest on: what does not fit gives way in an order, and below 48 x 12 the screen says so."""

import pytest
from terminal import Terminal

from reform_tui.console.listing import fitting
from reform_tui.console.table import Column, widths_in

COLUMNS = (
    Column("Worst", 10),
    Column("Count", 8, right=True),
    Column("Name"),
    Column("File", 7),
    Column("Due", 6, least=96),
)


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        (30, {0: 10, 2: 19}),
        (48, {0: 10, 1: 8, 2: 20, 3: 7}),
        (80, {0: 10, 1: 8, 2: 52, 3: 7}),
        (100, {0: 10, 1: 8, 2: 65, 3: 7, 4: 6}),
    ],
)
def test_columns_give_way_to_the_name_and_fill_the_line(width, shown):
    assert widths_in(COLUMNS, width) == shown
    assert sum(shown.values()) + len(shown) - 1 == width


def test_columns_of_which_all_are_fixed_stay_and_a_screen_of_80_loses_none():
    fixed = COLUMNS[:2] * 4
    assert list(widths_in(fixed, 20)) == [*range(8)]
    assert list(widths_in((*fixed, Column("Name")), 80)) == [*range(9)]


def test_help_and_quit_are_the_last_keys_to_go():
    keys = ["Enter open", "Esc back", "? help", "q quit"]
    assert fitting(keys, 80) == "Enter open  Esc back  ? help  q quit"
    assert fitting(keys, 26) == "Enter open  ? help  q quit"
    assert fitting(keys, 3) == "? help  q quit"


@pytest.mark.parametrize(("width", "height"), [(40, 10), (47, 24), (80, 11)])
def test_a_window_too_small_says_what_it_needs_and_recovers(project, width, height):
    told = f"this window is {width} x {height}; it needs 48 x 12"
    with Terminal(project, width=width, height=height) as terminal:
        assert told in " ".join(terminal.until("48").text.split())
        terminal.resize(80, 24).until("17:00 engine running")
        assert "Phường Thục Phán" in terminal.text
        terminal.resize(width, height).until("needs").press("q")
        assert terminal.ended() == 0


@pytest.mark.parametrize(("width", "height"), [(48, 12), (60, 16), (79, 23)])
def test_between_the_least_and_80_by_24_every_list_names_what_it_lists(project, width, height):
    with Terminal(project, width=width, height=height) as terminal:
        assert "Phường Thục" in terminal.until("17:00 engine").text
        assert terminal.text.splitlines()[-1].endswith("? help  q quit")
        assert "national" in terminal.press(":feeds\r").until("› Feeds").text
        assert "Perhaps filed" in terminal.press(":rules\r").until("› Rules").text
        assert "Phường Th" in terminal.press(":alerts\r").until("› All alerts").text
        assert "Phường Thục" in terminal.press(":today\r").until("› Today").text


def test_a_window_that_changes_keeps_the_cursor_on_its_row(project):
    with Terminal(project) as terminal:
        terminal.until("engine running").press("jj").changed()
        for width, height in ((60, 14), (200, 50), (80, 24)):
            terminal.resize(width, height).until("17:00 engine").settle(0.3)
            here = next(y for y in range(2, height) if terminal.screen.buffer[y][0].reverse)
            assert "Xã Nguyễn Huệ" in terminal.screen.display[here]
