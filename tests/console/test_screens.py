"""What an inspector sees at 80x24, as text a person can review; ``REFORM_TUI_GOLDENS=write`` renews it."""

import json
import os
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
import synthetic
from terminal import Terminal

from reform_tui.model.alert import alert_id
from reform_tui.model.schema import BUILT_IN
from reform_tui.store.database import transaction
from reform_tui.store.layout import Layout
from reform_tui.store.store import open_store

GOLDENS = Path(__file__).with_name("goldens")
STATUS = {"vi": "17:00 máy chạy", "en": "17:00 engine running"}
SHAPES = [("vi", {}, "vi"), ("en", {}, "en"), ("en", {"width": 200, "height": 50}, "en-wide")]
"""Language, size and how its goldens begin."""
WALK = [
    ("units", "", "Cao Bằng"),
    ("unit", "j\r", "H14.36"),
    ("alert", "\r", "[Sheet1]"),
    ("record", "G\x1b[A\r", "******02"),
    ("feeds", ":feeds\rj", "34"),
    ("quarantine", "\r", "broken.xlsx"),
    ("rules", ":rules\r", "12"),
    ("help", "?", "PgUp"),
]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_screens(project, language):
    with Terminal(project, language=language, watched=True) as terminal:
        terminal.until(STATUS[language])
        seen = {name: terminal.press(keys).until(text).text if keys else terminal.text for name, keys, text in WALK}
    for name, text in seen.items():
        same_as_golden(f"{language}-{name}", text)


def test_details_and_help_on_a_wide_screen(project):
    with Terminal(project, width=200, height=50, watched=True) as terminal:
        terminal.until(STATUS["en"])
        seen = {name: terminal.press(keys).until(text).text for name, keys, text in WALK if keys}
        seen["rule"] = terminal.press(":rule late\r").until("12,431").text
    for name in ("alert", "record", "quarantine", "help", "rule"):
        same_as_golden(f"en-wide-{name}", seen[name])


@pytest.mark.parametrize(("language", "size", "prefix"), SHAPES)
def test_an_empty_project_shows_the_three_steps(tmp_path, language, size, prefix):
    synthetic.make_empty(tmp_path)
    with Terminal(tmp_path, language=language, **size) as terminal:
        same_as_golden(f"{prefix}-empty", terminal.until(STATUS[language]).text)


def test_a_project_without_a_store_shows_the_steps_and_notices_the_store(tmp_path):
    with Terminal(tmp_path) as terminal:
        assert "reform-tui watch" in terminal.until("ENGINE NOT STARTED").text
        synthetic.make(tmp_path)
        terminal.until("Phường Thục Phán").until("engine running")


def test_ascii_where_the_terminal_has_no_more(project):
    with Terminal(project, language="vi", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0") as terminal:
        assert "Phuong Thuc Phan" in terminal.until("17:00 may chay").text
        terminal.press("j\r").until("H14.36")
        assert terminal.log.isascii()
        same_as_golden("ascii-unit", terminal.text)


def test_ascii_when_the_setting_says_so(project):
    with Terminal(project, narrow=True) as terminal:
        assert terminal.until("17:00 engine running").log.isascii()


def test_the_language_of_the_environment_then_of_the_project(project):
    with Terminal(project, language="", REFORM_TUI_LANG="en") as terminal:
        terminal.until("engine running")
    with Terminal(project, language="") as terminal:
        terminal.until("máy chạy")
        terminal.press(":lang en\r").until("engine running")


def test_an_engine_that_falls_silent_is_told_and_the_board_stays(project):
    synthetic.beat(project, synthetic.NOW - timedelta(minutes=5))
    with Terminal(project) as terminal:
        terminal.until("ENGINE SILENT SINCE 31/03 16:55")
        assert "Phường Thục Phán" in terminal.text
        synthetic.beat(project)
        terminal.until("engine running")


def test_acknowledging_writes_an_act_with_its_note(project):
    with Terminal(project) as terminal:
        terminal.until("engine running").press("a").until("open a unit")
        terminal.press("j\r").until("H14.36").press("a").until("this note:")
        terminal.press("\r").until("nothing was written").press("đã gọi\r").until("written;")
    [path] = (project / "state" / "acts").iterdir()
    act = json.loads(path.read_text("utf-8"))
    assert (act["kind"], act["body"]["note"]) == ("acknowledge", "đã gọi")
    assert act["body"]["alert"] == alert_id("late-by-field", "H14.36", "Đất đai", "2025-Q1")


def test_a_refusal_of_an_act_is_told(project):
    store = open_store(Layout(project / "state"), BUILT_IN)
    with Terminal(project) as terminal:
        terminal.until("engine running").press(":rescan\r").until("written;")
        [path] = (project / "state" / "acts").iterdir()
        with transaction(store.connection):
            row = (path.name, "lan", "rescan", "{}", synthetic.NOW.isoformat(), "lan may not do this")
            store.connection.execute("INSERT INTO acts VALUES (?, ?, ?, ?, ?, ?)", row)
        terminal.until("refused: lan may not do this")
    store.close()


def test_a_filter_narrows_and_esc_clears_it(project):
    with Terminal(project) as terminal:
        terminal.until("engine running").press("/nguyen hue\r").until("1–1/1")
        assert "Thục Phán" not in terminal.text
        terminal.press("\x1b").until("1–8/8")


def test_a_newer_store_is_a_sentence_and_no_screen(project):
    with closing(sqlite3.connect(Layout(project / "state").database)) as connection, connection:
        connection.execute("UPDATE meta SET value = '99' WHERE name = 'format'")
    with Terminal(project) as terminal:
        assert terminal.ended() == 1
        assert "newer version" in terminal.text


def test_a_resized_terminal_is_drawn_anew(project):
    with Terminal(project) as terminal:
        terminal.until("engine running").resize(100, 30).until("engine running").settle(0.3)
        assert "engine running" in terminal.screen.display[28]
        assert "Sở Nông nghiệp và Môi trường" in terminal.text


@pytest.mark.parametrize(("width", "height"), [(20, 5), (3, 3), (200, 60)])
def test_no_size_of_terminal_is_too_much(project, width, height):
    with Terminal(project, width=width, height=height) as terminal:
        terminal.settle(1.5)
        for _, keys, _ in WALK:
            terminal.press(keys).settle(0.1)
        terminal.press("/x").settle(0.1)
        terminal.press("\r:quit\r")
        assert terminal.ended() == 0


def test_no_colour_where_none_is_wanted(project):
    with Terminal(project, NO_COLOR="1") as terminal:
        terminal.until("engine running")
        assert b"\x1b[7m" in terminal.log
        assert b"[31m" not in terminal.log
        assert b";31m" not in terminal.log


def same_as_golden(name, text):
    """Compare with the reviewed text; that the machine of the test was slow for a moment is no matter of a screen's."""
    text = text.replace(" SLOW LINK ·", "").replace(" ĐƯỜNG TRUYỀN CHẬM ·", "")
    path = GOLDENS / f"{name}.txt"
    if os.environ.get("REFORM_TUI_GOLDENS") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"{text}\n", "utf-8")
    assert f"{text}\n" == path.read_text("utf-8")
