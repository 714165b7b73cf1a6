"""What happened since the last key of the sitting before: counted in the title, listed by ``:changes``."""

import json
from datetime import timedelta

import pytest
import synthetic
from terminal import Terminal
from test_screens import SHAPES, STATUS, same_as_golden

from reform_tui.board.changes import AT_MOST
from reform_tui.board.reading import read_board
from reform_tui.model.alert import alert_id
from reform_tui.model.schema import BUILT_IN
from reform_tui.store.database import transaction
from reform_tui.store.layout import Layout
from reform_tui.store.ledger import Line, write_line
from reform_tui.store.store import open_store

LAND = alert_id("late-by-field", "H14.36", "Đất đai", "2025-Q1")
NUMBERS = {"severity": "critical", "count": 41, "of": 132, "value": None}


@pytest.fixture
def store(project):
    """The engine's hand on the store."""
    store = open_store(Layout(project / "state"), BUILT_IN)
    yield store
    store.close()


def write(store, kind, moment, detail, author=None):
    with transaction(store.connection):
        write_line(store.connection, Line(kind, detail, LAND, "late-by-field", "H14.36", author), moment)


@pytest.fixture
def lines(store):
    """Worse an hour ago, a note since, and a number that merely moved."""
    hour = timedelta(hours=1)
    write(store, "worsened", synthetic.NOW - hour, NUMBERS)
    write(store, "changed", synthetic.NOW - hour, {**NUMBERS, "before": {**NUMBERS, "count": 40}})
    write(store, "note", synthetic.NOW, {"note": "đã gọi", "act": "x"}, "lan")


@pytest.mark.usefixtures("lines")
@pytest.mark.parametrize(("language", "size", "prefix"), SHAPES)
def test_screens(project, language, size, prefix):
    with Terminal(project, language=language, **size) as terminal:
        terminal.until(STATUS[language]).press(":changes\r").until("31/03 16:00")
        same_as_golden(f"{prefix}-changes", terminal.text)


@pytest.mark.usefixtures("lines")
def test_the_count_is_the_length_of_the_list_and_enter_opens_the_alert(project):
    with Terminal(project) as terminal:
        terminal.until("● 3 +2  Cao").press(":changes\r").until("1–2/2").press("\r").until("[Sheet1]")


@pytest.mark.usefixtures("lines")
def test_who_looked_since_sees_nothing_new(project):
    with Terminal(project) as terminal:
        terminal.until("+2  Cao").press("q").ended()
    with Terminal(project) as terminal:
        terminal.until("engine running").press(":changes\r").until("nothing has changed")
        assert "+2" not in terminal.text


def test_a_change_while_somebody_looks_is_counted_at_once(project, store):
    with Terminal(project) as terminal:
        terminal.until("● 3  Cao")
        write(store, "note", synthetic.NOW, {"note": "x"})
        terminal.until("● 3 +1  Cao")


def test_a_board_knows_what_became_worse_and_leaves_out_mere_numbers(store):
    first = read_board(store.connection, synthetic.NOW)
    mild = {**NUMBERS, "severity": "warning"}
    write(store, "changed", synthetic.NOW, {**NUMBERS, "before": {**NUMBERS, "count": 40}})
    write(store, "changed", synthetic.NOW, {**NUMBERS, "before": mild})
    board = read_board(store.connection, synthetic.NOW, first)
    assert board == read_board(store.connection, synthetic.NOW)
    newest = board.changes[0]
    assert (newest.kind, newest.alert, json.loads(newest.detail)["before"]) == ("changed", LAND, mild)
    assert board.changes[1:] == first.changes


def test_a_board_keeps_the_newest_only(store):
    with transaction(store.connection):
        for number in range(AT_MOST + 5):
            write_line(store.connection, Line("note", {"note": str(number)}, LAND), synthetic.NOW)
    board = read_board(store.connection, synthetic.NOW)
    assert (len(board.changes), board.changes[0].seq) == (AT_MOST, board.seq)
