"""The inspector's handbook and the page on the console: what they name exists, what they show is shown."""

import os
import re
from pathlib import Path

import pytest

from reform_tui.console.chosen import CHOICES
from reform_tui.console.commands import COMMANDS
from reform_tui.console.keys import KEYS
from reform_tui.console.prompt import Offer, Prompt

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
GOLDENS = ROOT / "tests/console/goldens"
CONSOLE, HANDBOOK = DOCS / "console.md", DOCS / "so-tay.vi.md"
SHOWN = re.compile(r"^```text ([\w-]+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ELSEWHERE = re.compile(
    r"reform-tui .*|ssh.*|scp|--[a-z]+.*|xterm.*|~?/.*|XDG_STATE_HOME|Tab|"
    r"PAST|rebuild|(?:COLOR)?TERM=.*|NO_COLOR|LC_ALL=C|REFORM_TUI_[A-Z]+|reform\.toml"
)
"""Shells, options, terminals, variables, folders and the mark of the past; Tab is a key of the line that is typed."""
CHOSEN = {*CHOICES, *(word for words in CHOICES.values() for word in words)}
"""Settings and what they may be."""


def spans(page):
    """What stands in backquotes outside of screens."""
    return re.findall(r"`([^`\n]+)`", SHOWN.sub("", page.read_text("utf-8")))


@pytest.mark.parametrize("page", [HANDBOOK, CONSOLE], ids=lambda page: page.name)
def test_every_key_and_command_exists(page):
    keys = {name for key in KEYS for name in key.shown.split()}
    unknown = [
        span
        for span in spans(page)
        if span not in keys | CHOSEN and span.lstrip(":").split()[0] not in COMMANDS and not ELSEWHERE.fullmatch(span)
    ]
    assert unknown == []
    lines = [span[1:] for span in spans(page) if span.startswith(":") and span not in keys]
    assert [line for line in lines if line.partition(" ")[0] not in COMMANDS] == []


def test_tab_completes_a_line():
    assert Prompt(":", str, "uni", offers=lambda _: [Offer("units", "")]).typed("tab", None).text == "units "


def test_the_handbook_has_its_four_pages():
    titles = re.findall(r"^## Trang (\d)\. (.+)$", HANDBOOK.read_text("utf-8"), re.MULTILINE)
    assert [number for number, _ in titles] == ["1", "2", "3", "4"]
    assert {"e", "y", "t", "a", "v", "s", "o", ":export", ":changes"} <= {span.split()[0] for span in spans(HANDBOOK)}


def test_the_screens_on_the_page_are_those_of_the_tests():
    text = CONSOLE.read_text("utf-8")
    as_tested = SHOWN.sub(lambda one: f"```text {one[1]}\n{_golden(one[1])}```", text)
    if os.environ.get("REFORM_TUI_GOLDENS") == "write":
        CONSOLE.write_text(as_tested, "utf-8")
    assert len(SHOWN.findall(text)) > 5
    assert CONSOLE.read_text("utf-8") == as_tested


def _golden(name):
    """A screen without the empty lines between its rows and its foot."""
    return re.sub(r"\n{3,}", "\n\n", (GOLDENS / f"{name}.txt").read_text("utf-8"))
