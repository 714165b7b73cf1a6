"""Textual's palette offers the commands of the ``:`` line, where somebody lets it."""

import pytest
from terminal import Terminal


def opened(terminal):
    return (
        terminal.until("running").press(":palette on\r").until("from now on").press("\x10").until("whom to call: what")
    )


def test_it_is_off_until_somebody_wants_it_and_says_why(project):
    with Terminal(project) as terminal:
        terminal.until("running").press("\x10").until("Ctrl-P is off")
        terminal.press(":palette maybe\r").until("write one of these: :palette on")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("figures\x1b[B\r", "Indicator"),
        ("unit thuc\x1b[B\r", "H14.36 Phường Thục Phán"),
        ("exact\x1b", "whole province"),
    ],
)
def test_a_command_is_found_by_any_of_its_words(project, typed, shown):
    with Terminal(project) as terminal:
        opened(terminal)
        sought, last = typed[: -len("\x1b[B\r")] if typed.endswith("\r") else typed[:-1], typed[-1]
        terminal.press(sought).settle()
        if last == "\r":
            terminal.press("\x1b[B").settle()
        terminal.press(last).until(shown)
        assert "running" in terminal.text


def test_one_that_takes_words_begins_the_line(project):
    with Terminal(project) as terminal:
        opened(terminal)
        terminal.press("quarantine").until(":feeds")
        terminal.press("\x1b").until("whole province").press("\x10").until("whom to call: what").press(
            "ring and"
        ).until(":bell")
        terminal.press("\x1b[B").settle().press("\r").until(": bell ▏").press("on\r").until("rings from now on")


def test_it_is_remembered(project):
    with Terminal(project) as terminal:
        terminal.until("running").press(":palette on\r").until("from now on").press("q").ended()
    with Terminal(project) as terminal:
        terminal.until("running").press("\x10").until("whom to call: what")
