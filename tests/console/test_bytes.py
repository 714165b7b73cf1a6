"""P8: what a screen costs on the line, at 80x24 in truecolor, counted on a pty."""

from datetime import timedelta

import pytest
import synthetic
from terminal import Terminal

from reform_tui.model.schema import BUILT_IN
from reform_tui.store.database import transaction
from reform_tui.store.layout import Layout
from reform_tui.store.store import open_store

A_PAGE, A_NEW_ROW, SCREEN, ANOTHER_SIZE = 2_500, 760, 3_100, 3_900
"""Bytes that P8 promises nothing of: what they cost, and a tenth."""
SCREENS = (
    "today", "alerts", "unit H14.36", "about H14.36", "changes", "taken", "feeds", "feed one-stop", "rules",
    "rule late-by-field", "indicators", "help",
)  # fmt: skip


@pytest.fixture
def writer(project):
    """The engine's hand on the store."""
    store = open_store(Layout(project / "state"), BUILT_IN)
    yield store
    store.close()


@pytest.fixture
def terminal(project, writer):
    """In Vietnamese, where a letter costs up to three bytes."""
    with Terminal(project, language="vi") as terminal:
        yield terminal.until("17:00")


def change(writer, count, **more):
    """The engine changes one alert."""
    with transaction(writer.connection):
        synthetic.alert(writer, "late-by-field", "H14.36", "Đất đai", "critical", count, 132, **more)


def cost_of_change(terminal, writer, count, text, **more):
    terminal.count = 0
    change(writer, count, **more)
    terminal.until(text)
    return terminal.count


def test_first_paint(terminal):
    assert terminal.count <= 12 * 1024


def test_a_changed_cell(terminal, writer):
    assert 0 < cost_of_change(terminal, writer, 42, "45 ") <= 130


def test_a_changed_row(terminal, writer):
    terminal.press("j\rj").until("H14.36")
    facts = {"oldest_due": "2025-03-12"}
    assert 0 < cost_of_change(terminal, writer, 43, "43/132", facts=facts, state="pending") <= 220


def test_a_cursor_move(terminal):
    for key in "jjk":
        assert 0 < moved(terminal, key) <= 400
    terminal.press("\r").until("H14.36")
    for key in "jjk":
        assert 0 < moved(terminal, key) <= 400


def moved(terminal, key):
    terminal.press(key).changed()
    return terminal.count


def test_a_minute_without_a_change(terminal, project):
    terminal.settle(1.2)
    terminal.count = 0
    later = synthetic.NOW + timedelta(minutes=1)
    synthetic.beat(project, later)
    terminal.set_clock(later)
    terminal.until("17:01").settle(1.2)
    assert 0 < terminal.count <= 80


def test_a_change_that_nobody_sees_costs_nothing(terminal, writer):
    terminal.settle(1.2)
    terminal.count = 0
    with transaction(writer.connection):
        writer.connection.execute("INSERT INTO known_files VALUES ('x', 1, 1, 1, 1)")
    terminal.settle(1.0)
    assert terminal.count == 0


def test_a_new_row_never_moves_the_cursor(terminal, writer):
    terminal.press("jj").changed()
    row = cursor_row(terminal)
    assert "Xã Nguyễn Huệ" in terminal.text.splitlines()[row]
    with transaction(writer.connection):
        synthetic.alert(writer, "late-by-field", "H14.60", "Đất đai", "critical", 99, 100)
    terminal.until(" 99 ")
    assert "Xã Nguyễn Huệ" in terminal.text.splitlines()[cursor_row(terminal)]


def cursor_row(terminal):
    """The line in reverse, below the title."""
    return next(y for y in range(2, 24) if terminal.screen.buffer[y][0].reverse)


def test_a_move_past_the_last_line_turns_half_a_page(terminal, writer):
    with transaction(writer.connection):
        for number in range(40):
            synthetic.alert(writer, "late-by-field", "H14.36", f"Lĩnh vực {number}", "warning", 100 + number, 900)
    terminal.press(":unit H14.36\r").until("/44").press("j" * 19).changed().settle(0.3)
    assert all(0 < moved(terminal, key) <= A_PAGE for key in "j g")


def test_a_new_alert_above_others(terminal, writer):
    terminal.press("j\r").until("H14.36").count = 0
    with transaction(writer.connection):
        synthetic.alert(writer, "late-by-field", "H14.36", "Xây dựng", "critical", 50, 90)
    terminal.until("50/90")
    assert 0 < terminal.count <= A_NEW_ROW


def test_another_size(terminal):
    terminal.resize(100, 30).count = 0
    terminal.changed().settle(0.4)
    assert 0 < terminal.count <= ANOTHER_SIZE


@pytest.mark.parametrize("command", SCREENS)
def test_the_first_paint_of_each_screen(terminal, command):
    terminal.press(f":{command}").settle(0.4)
    terminal.press("\r").changed().settle(0.4)
    assert 0 < terminal.count <= SCREEN
