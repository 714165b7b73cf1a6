"""A silence from the console: asked in one line, written as an act, shown last, over when its time is."""

import json
from datetime import timedelta

import pytest
import synthetic
from terminal import Terminal
from test_screens import SHAPES, STATUS, same_as_golden

from reform_tui.model.schema import BUILT_IN
from reform_tui.model.silence import ACT, RULE, Silence
from reform_tui.store.database import transaction
from reform_tui.store.layout import Layout
from reform_tui.store.silences import replace_from_rules, write_by_act
from reform_tui.store.store import open_store

END = synthetic.NOW + timedelta(days=3)
ABOUT = (("H14.36",), ("Đất đai",))
BY_ACT = Silence("late-by-field", "lan", "đang chuyển dữ liệu", END, synthetic.NOW, *ABOUT, ACT, "critical")


@pytest.fixture
def silenced(project):
    """A project in which somebody silenced the worst alert of a unit."""
    store = open_store(Layout(project / "state"), BUILT_IN)
    with transaction(store.connection):
        write_by_act(store.connection, BY_ACT)
    store.close()
    synthetic.beat(project)
    return project


def written(project):
    acts = (json.loads(path.read_text("utf-8")) for path in (project / "state/acts").iterdir())
    return sorted(((act["kind"], act["body"]) for act in acts), key=lambda act: act[1].get("until", ""))


BODY = {"rule": "late-by-field", "unit": "H14.36", "subject": "Đất đai", "severity": "critical"}


def test_a_key_asks_how_long_and_why_in_one_line(project):
    with Terminal(project) as terminal:
        terminal.until("engine running").press("s").until("silence works on an alert")
        terminal.press("j\r").until("H14.36").press("s").until("(3d reason)").press("3wd đang chuyển\r")
        terminal.until("written;")
    assert written(project) == [("silence", {**BODY, "until": "3wd", "note": "đang chuyển"})]


def test_a_command_says_it_at_once_or_asks(project):
    with Terminal(project) as terminal:
        terminal.until("engine running").press("j\r").until("H14.36").press(":silence 2025-04-15 họp\r").until(
            "written;"
        )
        terminal.press(":silence\r").until("(3d reason)").press("1d x\r").until("written;")
    assert written(project) == [
        ("silence", {**BODY, "until": "1d", "note": "x"}),
        ("silence", {**BODY, "until": "2025-04-15", "note": "họp"}),
    ]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("3d", "how long and why"),
        ("", "how long and why"),
        ("soon x", "soon is no length and no day to come"),
        ("2025-03-30 x", "30/03/2025 is no length and no day to come"),
    ],
)
def test_what_is_typed_wrongly_writes_nothing(project, typed, says):
    with Terminal(project) as terminal:
        terminal.until("engine running").press("j\r").until("H14.36").press(f"s{typed}\r").until(says)
    assert written(project) == []


@pytest.mark.parametrize(("language", "size", "prefix"), SHAPES)
def test_screens_of_a_silenced_alert(silenced, language, size, prefix):
    until = {"vi": "tạm lặng đến 03/04", "en": "silenced until 03/04"}[language]
    with Terminal(silenced, language=language, **size) as terminal:
        terminal.until(STATUS[language])
        same_as_golden(f"{prefix}-silenced-units", terminal.text)
        terminal.press("/H14.36\r\r").until(until)
        same_as_golden(f"{prefix}-silenced-unit", terminal.text)
        terminal.press("G\r").until("[Sheet1]")
        same_as_golden(f"{prefix}-silenced-alert", terminal.text)


def test_its_rule_says_what_is_silenced(silenced):
    store = open_store(Layout(silenced / "state"), BUILT_IN)
    beside = Silence("late-by-field", "Minh", "chưa có lịch", END + timedelta(days=1), END, (), (), RULE)
    with transaction(store.connection):
        replace_from_rules(store.connection, [beside])
    store.close()
    synthetic.beat(silenced)
    with Terminal(silenced, width=110) as terminal:
        terminal.until("engine running").press(":rules\r/late-by\r\r").until("until 03/04")
        assert "○ silenced · Phường Thục Phán · Đất đai · until 03/04 17:00 · lan: đang chuyển dữ liệu" in terminal.text
        assert "○ from 03/04/2025 17:00 · all units · until 04/04 17:00 · Minh: chưa có lịch" in terminal.text


def test_unsilence_undoes_it_and_nothing_else(silenced):
    with Terminal(silenced) as terminal:
        terminal.until("engine running").press(":unsilence\r").until(":unsilence works on a silenced alert")
        terminal.press("/H14.36\r\r").until("silenced until").press(":unsilence\r").until(
            ":unsilence works on a silenced"
        )
        terminal.press("G:unsilence xong\r").until("written;")
    body = {name: BODY[name] for name in ("rule", "unit", "subject")}
    assert written(silenced) == [("unsilence", {**body, "note": "xong"})]


def test_one_beside_its_rule_is_not_undone_here(silenced):
    store = open_store(Layout(silenced / "state"), BUILT_IN)
    with transaction(store.connection):
        longer = Silence("late-by-field", "Minh", "x", END + timedelta(days=1))
        replace_from_rules(store.connection, [longer])
    store.close()
    synthetic.beat(silenced)
    with Terminal(silenced) as terminal:
        terminal.until("engine running").press(":alerts\rG").until("04/04").press(":unsilence\r").until(
            "beside its rule"
        )
    assert written(silenced) == []


def test_at_its_end_an_idle_console_paints_it_again(silenced):
    with Terminal(silenced) as terminal:
        terminal.until("○ 1").press("")
        synthetic.beat(silenced, END)
        terminal.set_clock(END)
        terminal.until("▲ 2 ● 3  Cao")


def test_the_end_of_a_silence_costs_no_more_than_the_lines_that_differ(silenced):
    with Terminal(silenced) as terminal:
        terminal.until("○ 1").settle(0.5)
        terminal.press("")
        synthetic.beat(silenced, END)
        terminal.set_clock(END)
        terminal.until("▲ 2 ● 3  Cao")
        assert terminal.count < 1_500
