"""Commands and prompts, without a terminal."""

import pytest

from reform_tui.console.commands import COMMANDS, parse
from reform_tui.console.keys import BY_NAME, KEYS
from reform_tui.console.page import Page
from reform_tui.console.prompt import Prompt


@pytest.mark.parametrize(
    ("line", "name", "word"),
    [
        ("units", "units", ""),
        (":feeds ", "feeds", ""),
        ("q", "quit", ""),
        ("lang en", "lang", "en"),
        (" rules", "rules", ""),
    ],
)
def test_commands(line, name, word):
    command = parse(line)
    assert (command.name, command.word, command.fault) == (name, word, "")


@pytest.mark.parametrize(
    ("line", "guess"), [("unit", "units"), ("feed", "feeds"), ("", ""), ("xyz", ""), ("lang", ""), ("lang fr", "")]
)
def test_a_wrong_command_has_a_fault_and_perhaps_a_guess(line, guess):
    command = parse(line)
    assert command.fault
    assert command.guess == guess


def test_a_prompt_takes_what_is_typed_and_nothing_that_does_not_print():
    prompt = Prompt("note", "Note:")
    for key, character in [
        ("a", "a"),
        ("đ", "đ"),
        ("backspace", "\x7f"),
        ("f5", None),
        ("tab", "\t"),
        ("upper_b", "B"),
    ]:
        prompt = prompt.typed(key, character)
    assert prompt.text == "aB"
    assert prompt.pasted("one\ntwo\x1b[2J").text == "aBone"
    assert prompt.pasted("\x1b[31m đỏ").text == "aB[31m đỏ"
    assert prompt.pasted("").text == "aB"
    assert Prompt("note", "", "two words").typed("ctrl+w", None).text == "two"
    assert prompt.typed("ctrl+u", None).text == ""


def test_every_key_does_something():
    moves = {"up", "down", "left", "right", "page_up", "page_down", "first", "last"}
    assert all(key.act in moves or hasattr(Page, f"do_{key.act}") for key in KEYS)
    assert len(BY_NAME) == sum(len(key.names) for key in KEYS)


def test_every_command_leads_somewhere():
    assert {"units", "feeds", "rules", "lang", "quit"} <= COMMANDS.keys()
