"""A verdict from the console: asked on a row of evidence or a record, written as an act, told beside the count."""

import json

import pytest
import synthetic
from terminal import Terminal

from reform_tui.board.reading import read_board
from reform_tui.console.verdict import given
from reform_tui.model.schema import BUILT_IN
from reform_tui.model.verdict import Verdict
from reform_tui.store.database import transaction
from reform_tui.store.layout import Layout
from reform_tui.store.store import open_store
from reform_tui.store.verdicts import write_verdict

CAUSES = {"unit": "lỗi của đơn vị", "system": "lỗi hệ thống", "data": "sai dữ liệu", "inquiry": "đang xác minh"}
KEY = synthetic.KEYS[1]


def say(project, cause, seq=900, key=KEY):
    """What the engine writes for an act."""
    store = open_store(Layout(project / "state"), BUILT_IN)
    with transaction(store.connection):
        write_verdict(store.connection, key, Verdict(cause, "phần mềm dừng", "lan", synthetic.NOW), seq)
    store.close()
    synthetic.beat(project)


def boards(project, *, last=None):
    store = open_store(Layout(project / "state"), BUILT_IN)
    board = read_board(store.connection, synthetic.NOW, last)
    store.close()
    return board


def explained(board):
    return {alert.explained for alert in board.alerts.values() if alert.subject == "Đất đai" and alert.unit == "H14.36"}


def written(project):
    acts = (json.loads(path.read_text("utf-8")) for path in (project / "state/acts").iterdir())
    return [(act["kind"], act["body"]) for act in acts]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2 phần mềm dừng", ("system", "phần mềm dừng")),
        ("data", ("data", "")),
        ("inq đã gọi", ("inquiry", "đã gọi")),
        ("xac", ("inquiry", "")),
        ("0 nhầm", ("", "nhầm")),
    ],
)
def test_a_cause_is_named_by_number_or_name(text, told):
    found = given(text, CAUSES)
    assert (found.cause, found.note, found.fault) == (*told, "")


@pytest.mark.parametrize("text", ["", "9 gì", "loi", "không có", "ị nhận lỗi", "in"])
def test_what_names_no_cause_or_several_writes_nothing(text):
    assert given(text, CAUSES).fault


def test_a_record_takes_a_cause_from_the_key(project):
    with Terminal(project) as terminal:
        terminal.until("engine running").press("v").until("a verdict is on a record")
        terminal.press(f":record {KEY.lower()}\r").until("As delivered").press("v").until("2 system fault")
        terminal.press("x\r").until("x is no cause").press("\x152 phan mem dung\r").until("written;")
    assert written(project) == [("verdict", {"row": KEY, "cause": "system", "note": "phan mem dung"})]


def test_a_board_counts_what_is_explained_and_follows_each_verdict(project):
    before = boards(project)
    assert explained(before) == {0}
    say(project, "system")
    after = boards(project, last=before)
    assert explained(after) == {1}
    assert explained(boards(project, last=after)) == {1}
    say(project, "inquiry", 901)
    assert explained(boards(project, last=after)) == {0}
    say(project, "", 902)
    assert explained(boards(project, last=after)) == {0}


def test_lists_tell_the_count_beside_the_figure_and_the_cause_beside_the_row(project):
    say(project, "system")
    with Terminal(project) as terminal:
        terminal.until("engine running").press(":alerts\r").until("1 explained · ").press("/explained\r\r")
        terminal.until("Explained").press("G").until("── 1 explained").until("system fault · 6")


def test_a_code_that_nothing_has_is_told_so(project):
    with Terminal(project) as terminal:
        terminal.until("engine running").press(":record\r").until("write a code after :record")
        terminal.press("\x15record H14.36-250301-7777\r").until("no longer among the current ones")
