"""An inspector finds again what was left: screen, row, filter, language, lines and half-typed notes."""

import os
import signal

import pytest
from terminal import Terminal

from reform_tui.console.memory import Memory, keep, recall


def test_leaving_and_coming_back(project):
    with Terminal(project, language="") as terminal:
        terminal.until("máy chạy").press("/xa\r").until("/xa").press("j\r").until("Quang Long").press(":lang en\r")
        terminal.until("Severity").press("q").ended()
    with Terminal(project, language="") as terminal:
        terminal.until("engine running").until("Severity").press("\x1b").until("/xa")
        assert "Thục Phán" not in terminal.text


def test_a_line_that_drops_loses_neither_the_place_nor_a_half_typed_note(project):
    with Terminal(project) as terminal:
        terminal.until("engine running").press(":unit thuc phan\r").until("H14.36").press("a").until("this note:")
        terminal.press("đã gọi, chờ").until("đã gọi, chờ")
        kept = project / "home" / "reform-tui"
        while not any("đã gọi" in path.read_text("utf-8") for path in kept.glob("*.json")):
            terminal.read(0.05)
        os.kill(terminal.pid, signal.SIGKILL)
        terminal.ended()
    with Terminal(project) as terminal:
        terminal.until("H14.36").press("a").until("đã gọi, chờ").press("\x1b").until("Count/of").press("a")
        assert "đã gọi" not in terminal.until("this note:").text


def test_tab_completes_and_arrows_bring_lines_back(project):
    with Terminal(project) as terminal:
        terminal.until("engine running").press(":unit thuc\t").until(": unit H14.36").press("\r").until("Count/of")
        terminal.press(":unit xã\t").until("Xã Minh Tâm").press("\r").until("which one")
        terminal.press("\x15unit nowhere\r").until("nothing here is called nowhere").press("\x15feeds\r").until("Dup.")
        terminal.press(":\x1b[A").until(": feeds").press("\x1b[A").until(": unit H14.36")


def test_a_home_that_takes_nothing_is_said_once(project):
    (project / "home").write_text("", "utf-8")
    with Terminal(project) as terminal:
        terminal.until("is not kept for the next time").press("j").until("q quit")


@pytest.mark.parametrize("content", ['{"lines": ["\\ud800"]}', "[" * 100_000, "[1]", "\x00", '{"screens": [{"x": 1}]}'])
def test_what_was_kept_otherwise_is_forgotten(tmp_path, content):
    path = tmp_path / "kept.json"
    path.write_text(content, "utf-8")
    assert recall(path) == Memory()
    assert keep(path, Memory(lines=("units",))) == ""
    assert recall(path).lines == ("units",)
