"""Commands and prompts, without a terminal."""

import pytest

from reform_tui.console.commands import COMMANDS, parse
from reform_tui.console.keys import BY_NAME, KEYS, key_of
from reform_tui.console.memory import Left, Memory, keep, recall
from reform_tui.console.naming import meant
from reform_tui.console.page import Page
from reform_tui.console.prompt import Offer, Prompt


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
    ("line", "guess"), [("unts", "units"), ("fedd", "feed"), ("", ""), ("xyz", ""), ("lang", ""), ("lang fr", "")]
)
def test_a_wrong_command_has_a_fault_and_perhaps_a_guess(line, guess):
    command = parse(line)
    assert command.fault
    assert command.guess == guess


def test_a_prompt_takes_what_is_typed_and_nothing_that_does_not_print():
    prompt = Prompt("Note:", lambda _: "")
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
    assert Prompt("", lambda _: "", "two words").typed("ctrl+w", None).text == "two"
    assert prompt.typed("ctrl+u", None).text == ""


def test_every_key_does_something():
    moves = {"up", "down", "left", "right", "page_up", "page_down", "first", "last"}
    assert all(key.act in moves or hasattr(Page, f"do_{key.act}") for key in KEYS)
    assert len(BY_NAME) == sum(len(key.names) for key in KEYS)


def test_every_command_leads_somewhere():
    assert {"units", "feeds", "rules", "lang", "quit"} <= COMMANDS.keys()


def offered(*lines):
    """A prompt that may become these lines."""
    return Prompt(":", lambda _: "", offers=lambda text: [Offer(one, f"<{one}>") for one in lines if text in one])


def test_tab_completes_what_is_certain_and_lists_what_is_not():
    prompt = offered("units", "unit H14.36", "rules")
    assert prompt.holding("rul").completed().text == "rules "
    both = prompt.holding("u").holding("uni").completed()
    assert (both.text, both.told) == ("unit", "<units> · <unit H14.36>")
    assert prompt.holding("x").completed() == prompt.holding("x")
    assert prompt.holding("H14").completed().text == "unit H14.36 "


def test_arrows_bring_back_earlier_lines_and_what_is_typed_then_is_another():
    prompt = Prompt(":", lambda _: "", earlier=("units", "rules"))
    older = prompt.typed("up", None)
    assert older.text == "rules"
    assert older.typed("up", None).text == older.typed("up", None).typed("up", None).text == "units"
    assert older.typed("down", None).text == ""
    assert older.typed("x", "x").back == 0


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        ("thuc phan", ("H14.36",)),
        ("Thục Phán", ("H14.36",)),
        ("h14.3", ("H14.3",)),
        ("PHONG", ("H14.37",)),
        ("phường", ("H14.37", "H14.36")),
        ("36", ("H14.36",)),
        ("ong", ()),
        ("", ("H14.37", "H14.36", "H14.3")),
        ("nowhere", ()),
    ],
)
def test_a_name_is_meant_by_its_code_or_by_parts_of_it(words, keys):
    assert meant(words, {"H14.3": "Sở Tư pháp", "H14.36": "Phường Thục Phán", "H14.37": "Phường Phong Châu"}) == keys


@pytest.mark.parametrize(
    ("character", "act"),
    [("ư", "what_if"), ("ạ", "down"), ("â", "acknowledge"), ("ữ", None), ("Q", None), ("…", None), ("á", "silence")],
)
def test_a_letter_that_an_input_method_made_is_the_key_that_was_typed_last(character, act):
    key = key_of("unnamed", character)
    assert (key.act if key else None) == act


def test_a_memory_that_somebody_wrote_otherwise_is_no_memory(tmp_path):
    path = tmp_path / "kept.json"
    for text in ("", "[]", '{"screens": 3}', '{"screens": [{"odd": 1}]}', '{"drafts": []}'):
        path.write_text(text, "utf-8")
        assert recall(path) == Memory()
    memory = Memory(language="en", screens=(Left("units", "H14.36"),), drafts={"silence 1": "3d x"})
    assert keep(path, memory) == ""
    assert recall(path) == memory
    assert path.stat().st_mode & 0o777 == 0o600
    assert "File exists" in keep(path / "below.json", memory)
