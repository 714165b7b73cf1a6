"""docs/writing-a-check.md, walked as a new author would: each command typed, each edit made, each answer compared."""

import os
import re
import shlex
import sys
from pathlib import Path

import pytest

from reform_tui import hookspecs, sdk
from reform_tui.cli.main import COMMANDS, main

DOCS = Path(__file__).parents[1] / "docs"
PAGE = (DOCS / "writing-a-check.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(\w+)(?: (\S+))?\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
MISTAKES = [
    [cell.strip() for cell in line.strip("|\n").split("|")]
    for line in PAGE.splitlines()
    if re.match(r"\| (plugin|rule) \|", line)
]


def edit(path, text):
    """Replace the lines behind ``-`` by those behind ``+``."""
    before, after = ("".join(line[1:] + "\n" for line in text.splitlines() if line[0] == mark) for mark in "-+")
    whole = path.read_text("utf-8")
    assert whole.count(before) == 1, f"{path} does not hold, once:\n{before}"
    path.write_text(whole.replace(before, after), "utf-8")


def save(path, text):
    path.write_text(text, "utf-8")


def append(path, text):
    path.write_text(path.read_text("utf-8") + text, "utf-8")


def said(command, capsys):
    assert command.startswith("reform-tui ")
    code = main(shlex.split(command)[1:])
    told = capsys.readouterr()
    return code, told.out + told.err


def spaced(text):
    """Without the widths of a table's columns, which depend on what else stands in it."""
    return re.sub(r" +", " ", text)


def type_in(text, capsys, monkeypatch):
    """Type the commands behind ``$``; each line below one must be said, in this order."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, *lines = part.splitlines()
        if command.startswith("cd "):
            monkeypatch.chdir(command.removeprefix("cd "))
            continue
        code, told = said(command, capsys)
        assert code == (4 if any(line.startswith("FAIL") for line in lines) else 0), told
        at = 0
        for line in filter(None, map(str.strip, lines)):
            at = spaced(told).find(spaced(line), at)
            assert at >= 0, f"$ {command}\nsays:\n{told}\nwithout, or out of order:\n{line}"


@pytest.fixture
def finished(tmp_path, monkeypatch, capsys):
    """The folder of the page at its end."""
    places = [str(Path(place).resolve()) for place in sys.path]  # a relative one would lead nowhere from another folder
    monkeypatch.setattr(sys, "path", places)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(places))
    monkeypatch.chdir(tmp_path)
    for language, place, text in BLOCKS:
        if language == "console":
            type_in(text, capsys, monkeypatch)
        elif language == "diff":
            edit(Path(place), text)
        elif place.startswith(">>"):
            append(Path(place.removeprefix(">>")), text)
        else:
            save(Path(place), text)
    return tmp_path / "my-province"


def test_the_page_works_from_top_to_bottom_and_its_mistakes_are_told(finished, capsys):
    assert (finished / "anonymous.csv").read_text("utf-8").startswith("Số hồ sơ;Lĩnh vực;")
    assert len(MISTAKES) >= 10
    for where, wanted, written, told in MISTAKES:
        path = finished / ("plugins/waits_long.py" if where == "plugin" else "rules/waits_long.toml")
        right, old, new = path.read_text("utf-8"), wanted.strip("`"), written.strip("`")
        assert old in right
        path.write_text(right.replace(old, new), "utf-8")
        code, answer = said("reform-tui test-rules --rule waits-long", capsys)
        path.write_text(right, "utf-8")
        assert code in {2, 4}
        assert told in answer, answer
        assert "Traceback" not in answer


def test_what_the_page_names_in_its_text_exists():
    words = set(re.findall(r"`([^`\n]+)`", FENCED.sub("", PAGE)))
    commands = {word.split()[1] for word in words if re.match(r"reform-tui [a-z]", word)}
    assert commands
    assert commands <= COMMANDS.keys()
    shown = {name for word in words for name in re.findall(r"\bview\.(\w+)", word)}
    assert shown - set(dir(sdk.View)) - set(sdk.View.__annotations__) == set()
    hooks = {name for word in words for name in re.findall(r"\breform_(?!tui)\w+", word)} - {"reform_check"}
    assert hooks <= set(vars(hookspecs))


def test_every_name_of_the_sdk_is_on_one_of_the_pages_for_authors():
    pages = [PAGE, *((DOCS / name).read_text("utf-8") for name in ("hooks.md", "sdk.md"))]
    told = set(re.findall(r"\w+", " ".join(pages)))
    assert set(sdk.__all__) - told == set()
