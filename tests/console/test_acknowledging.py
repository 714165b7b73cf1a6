"""Acknowledged until when, seen by everybody, listed by age and author, taken back."""

import json
import os
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
import synthetic
from terminal import Terminal
from test_screens import SHAPES, STATUS, same_as_golden

from reform_tui.board.board import AlertRow, Board
from reform_tui.calendars import Calendar
from reform_tui.config.types import Groups
from reform_tui.console.ending import deadline_of, noted
from reform_tui.console.undoing import last_act
from reform_tui.engine.acts import apply_acts
from reform_tui.model.schema import BUILT_IN
from reform_tui.model.silence import ACT, Silence
from reform_tui.model.verdict import Verdict
from reform_tui.store.database import stamp, transaction
from reform_tui.store.layout import Layout
from reform_tui.store.rights import account_of
from reform_tui.store.store import open_store
from reform_tui.store.verdicts import write_verdict

NOW = synthetic.NOW
CALENDAR = Calendar(ZoneInfo("Asia/Ho_Chi_Minh"))
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("đã gọi", {"note": "đã gọi"}),
        ("đã gọi until 3d", {"note": "đã gọi", "until": "3d"}),
        ("đã gọi đến 15/4", {"note": "đã gọi", "until": "2025-04-15"}),
        ("đã gọi until 1/2", {"note": "đã gọi", "until": "2026-02-01"}),
        ("đã gọi until 15/04/2025", {"note": "đã gọi", "until": "2025-04-15"}),
        ("đã gọi until deadline", {"note": "đã gọi", "until": "2025-04-02"}),
        ("đã gọi UNTIL Closed", {"note": "đã gọi", "until": "closed"}),
        ("đã gọi đến 3 ngày", {"note": "đã gọi", "until": "3d"}),
        ("đã gọi đến 2 ngày làm việc", {"note": "đã gọi", "until": "2wd"}),
        ("đã gọi đến hết hạn", {"note": "đã gọi", "until": "2025-04-02"}),
        ("đã gọi đến khi đóng", {"note": "đã gọi", "until": "closed"}),
        ("hồ sơ đã đến hạn", {"note": "hồ sơ đã đến hạn"}),
        ("gọi đến 0912345678", {"note": "gọi đến 0912345678"}),
        ("until now we wait", {"note": "until now we wait"}),
    ],
)
def test_a_note_may_end_in_until_when(text, body):
    assert noted(text, "2025-04-02", NOW, CALENDAR).body == body


@pytest.mark.parametrize(
    ("text", "deadline"),
    [("", ""), ("until 3d", ""), ("x until soon", ""), ("x until 31/2", ""), ("x until 30/03/2025", ""),
     ("x until deadline", ""), ("x đến hết hạn", ""), ("x until deadline", "2025-03-30")],
)  # fmt: skip
def test_what_is_no_note_or_no_time_to_come_is_a_fault(text, deadline):
    said = noted(text, deadline, NOW, CALENDAR)
    assert said.fault
    assert said.body == {}


def test_the_deadline_is_the_first_that_the_alert_states():
    assert deadline_of({"first_due": "2025-04-02", "due": "2025-04-01", "oldest_due": "2025-01-01"}) == "2025-04-01"
    assert deadline_of({"oldest_due": "2025-01-01"}) == ""


def taken(key, by, at):
    return AlertRow(
        key, "late", "overdue_by_field", "A", key, "all", "warning", "acknowledged", NOW, 1, 1, None, {}, "", {}, by, at
    )


def test_the_newest_act_of_ones_own_that_holds_is_taken_back():
    mine, older, other = taken("a", "lan", NOW - HOUR), taken("b", "lan", NOW - 3 * HOUR), taken("c", "minh", NOW)
    alerts = {one.id: one for one in (mine, older, other)}
    quiet = Silence("late", "lan", "họp", NOW + HOUR, NOW - 2 * HOUR, ("A",), ("x",), ACT)
    ended = Silence("late", "lan", "họp", NOW + HOUR, NOW, ("A",), ("y",), ACT, ended="undone")
    board = Board(alerts=alerts, silences=(quiet, ended))
    kinds = []
    for gone in ("a", None, "b"):
        last = last_act(board, "lan", NOW)
        kinds.append((last.kind, last.body))
        left = {key: one for key, one in board.alerts.items() if key != gone}
        board = Board(alerts=left, silences=board.silences if gone == "a" else ())
    silenced = {"rule": "late", "unit": "A", "subject": "x"}
    assert kinds == [("release", {"alert": "a"}), ("unsilence", silenced), ("release", {"alert": "b"})]
    assert last_act(board, "lan", NOW) is None


@pytest.fixture
def store(project):
    """The engine's hand on the store."""
    store = open_store(Layout(project / "state"), BUILT_IN)
    yield store
    store.close()


def apply(store):
    apply_acts(store, Groups(), CALENDAR, NOW)


@pytest.mark.parametrize(("language", "size", "prefix"), SHAPES)
def test_screens(project, store, language, size, prefix):
    with transaction(store.connection):
        store.connection.execute(
            "UPDATE alerts SET taken_until = ? WHERE state = 'acknowledged'", (stamp(NOW + 15 * 24 * HOUR),)
        )
    with Terminal(project, language=language, **size) as terminal:
        terminal.until(STATUS[language]).press(":taken\r").until("lan")
        same_as_golden(f"{prefix}-taken", terminal.text)
        terminal.press("\r").until("15/04 17:00")


def test_two_inspectors_see_each_others_acknowledgements_and_their_undoing(project, store):
    with Terminal(project) as one, Terminal(project, XDG_STATE_HOME=str(project / "other")) as other:
        other.until("engine running").press(":unit H14.36\r").until("Count/of")
        one.until("engine running").press(":unit H14.36\r").until("Count/of")
        one.press("a").until("may follow").press("đã gọi until 15/4\r").until("written;")
        apply(store)
        other.until("taken", seconds=1.5)
        assert "until 15/04" in other.press("\r").until("Taken by").text
        one.until("taken").press("U").until("taking back: acknowledged · Đất đai · Phường Thục Phán")
        apply(store)
        other.press("\x1b").until("firing   Đất đai", seconds=1.5)
        assert " taken " not in other.text
        one.until("firing   Đất đai").press("U").until("nothing of yours is left")
    kinds = [json.loads(path.read_text("utf-8"))["kind"] for path in sorted((project / "state/acts").iterdir())]
    assert sorted(kinds) == ["acknowledge", "release"]


def test_a_verdict_of_ones_own_is_taken_back(project, store):
    row = synthetic.KEYS[0]
    with transaction(store.connection):
        said = Verdict("system", "phần mềm dừng", account_of(os.geteuid()), NOW - HOUR)
        write_verdict(store.connection, row, said, 1)
        write_verdict(store.connection, synthetic.KEYS[1], Verdict("unit", "x", "another", NOW), 2)
    with Terminal(project) as terminal:
        terminal.until("engine running").press("U").until(f"taking back: verdict · {row} · 31/03 16:00")
        apply(store)
        terminal.press("U").until("nothing of yours is left")
    [path] = (project / "state/acts").iterdir()
    assert json.loads(path.read_text("utf-8"))["body"] == {"row": row, "undo": "yes", "note": ""}


def test_a_slip_in_the_end_keeps_the_note(project):
    with Terminal(project) as terminal:
        terminal.until("engine running").press(":unit H14.36\r").until("Count/of").press("a").until("this note:")
        terminal.press("đã gọi until soon\r").until("no day to come").press("\x1b").until("Count/of")
    assert list((project / "state/acts").iterdir()) == []
