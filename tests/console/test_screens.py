"""What an inspector sees at 80x24, as text a person can review; ``REFORM_TUI_GOLDENS=write`` renews it."""

import os
from pathlib import Path

import pytest
import synthetic
from terminal import Terminal

GOLDENS = Path(__file__).with_name("goldens")
STATUS = {"vi": "17:00 máy chạy", "en": "17:00 engine running"}
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
    with Terminal(project, language=language) as terminal:
        terminal.until(STATUS[language])
        seen = {name: terminal.press(keys).until(text).text if keys else terminal.text for name, keys, text in WALK}
    for name, text in seen.items():
        same_as_golden(f"{language}-{name}", text)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_an_empty_project_shows_the_three_steps(tmp_path, language):
    synthetic.make_empty(tmp_path)
    with Terminal(tmp_path, language=language) as terminal:
        same_as_golden(f"{language}-empty", terminal.until(STATUS[language]).text)


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


def test_no_colour_where_none_is_wanted(project):
    with Terminal(project, NO_COLOR="1") as terminal:
        terminal.until("engine running")
        assert b"\x1b[7m" in terminal.log
        assert b"[31m" not in terminal.log
        assert b";31m" not in terminal.log


def same_as_golden(name, text):
    """Compare with the reviewed text."""
    path = GOLDENS / f"{name}.txt"
    if os.environ.get("REFORM_TUI_GOLDENS") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"{text}\n", "utf-8")
    assert f"{text}\n" == path.read_text("utf-8")
