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
    ("sought", "offered", "shown"),
    [("figures", ":indicators", "› Indicators"), ("quarantine", ":feeds", "34,530")],
)
def test_a_command_is_found_by_any_of_its_words(project, sought, offered, shown):
    with Terminal(project) as terminal:
        opened(terminal).press(sought).until(offered).press("\x1b[B").settle().press("\r").until(shown)


def test_esc_leaves_the_screen_as_it_was(project):
    with Terminal(project) as terminal:
        opened(terminal).press("exact").settle().press("\x1b").until("whole province")


def test_one_that_takes_words_begins_the_line(project):
    with Terminal(project) as terminal:
        opened(terminal)
        terminal.press("quarantine").until(":feeds")
        terminal.press("\x1b").until("whole province").press("\x10").until("whom to call: what").press(
            "ring and"
        ).until(":bell")
        terminal.press("\r").until(": bell ▏").press("on\r").until("rings from now on")


def test_it_is_remembered(project):
    with Terminal(project) as terminal:
        terminal.until("running").press(":palette on\r").until("from now on").press("q").ended()
    with Terminal(project) as terminal:
        terminal.until("running").press("\x10").until("whom to call: what")
