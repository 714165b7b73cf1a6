"""Themes: every pair of colours contrasts, in each palette; who chooses one, and that it is kept."""

import json
import sqlite3
from contextlib import closing
from itertools import product
from typing import get_args, get_type_hints

import pytest
from terminal import Terminal

from reform_tui.board.board import Board
from reform_tui.config.types import Settings
from reform_tui.console.chosen import CHOICES, Asked, asked_of, chosen
from reform_tui.console.memory import Memory, place_of
from reform_tui.console.themes import FEW, MANY, NONE, PAIRS, THEMES, styles_of
from reform_tui.store.layout import Layout

VGA = "000000 aa0000 00aa00 aa5500 0000aa aa00aa 00aaaa aaaaaa 555555 ff5555 55ff55 ffff55 5555ff ff55ff 55ffff ffffff"
PUTTY = (
    "000000 bb0000 00bb00 bbbb00 0000bb bb00bb 00bbbb bbbbbb 555555 ff5555 55ff55 ffff55 5555ff ff55ff 55ffff ffffff"
)
XTERM = (
    "000000 cd0000 00cd00 cdcd00 0000ee cd00cd 00cdcd e5e5e5 7f7f7f ff0000 00ff00 ffff00 5c5cff ff00ff 00ffff ffffff"
)
SIXTEEN = {"linux": VGA.split(), "putty": PUTTY.split(), "xterm": XTERM.split()}
"""The sixteen colours as each of them is delivered; whoever changed them knows why."""
LEAST = {"light": 4.5, "dark": 4.5, "contrast": 7.0}


def rgb(number, sixteen):
    """Red, green and blue of one of 256 colours, 0 to 255."""
    if number < 16:
        return tuple(bytes.fromhex(sixteen[number]))
    if number >= 232:
        return (8 + 10 * (number - 232),) * 3
    cube = number - 16
    return tuple(step and 55 + 40 * step for step in (cube // 36, cube // 6 % 6, cube % 6))


def luminance(colour):
    """Relative luminance, WCAG 2.1."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (part / 255 for part in colour)]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_the_measure_is_that_of_the_guidelines():
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((0x77,) * 3, (255,) * 3) == pytest.approx(4.48, abs=0.01)
    assert [rgb(number, ()) for number in (16, 124, 231, 232, 255)] == [
        (0, 0, 0), (175, 0, 0), (255, 255, 255), (8, 8, 8), (238, 238, 238),
    ]  # fmt: skip


@pytest.mark.parametrize(("theme", "palette"), list(product(LEAST, ["256", *SIXTEEN])))
def test_every_text_contrasts_with_its_ground(theme, palette):
    pairs = PAIRS[theme, MANY if palette == "256" else FEW]
    sixteen = SIXTEEN.get(palette, ())
    told = {tone: contrast(rgb(pair.text, sixteen), rgb(pair.ground, sixteen)) for tone, pair in pairs.items()}
    assert {tone: round(ratio, 2) for tone, ratio in told.items() if ratio < LEAST[theme]} == {}


def test_every_theme_knows_every_tone_and_the_sixteen_are_never_bold():
    tones = set(styles_of("terminal", FEW)) | {""}
    assert {theme: set(pairs) for theme, pairs in PAIRS.items()} == dict.fromkeys(product(LEAST, (FEW, MANY)), tones)
    assert not any(
        pair.bold or pair.ground > 7
        for (_, colours), pairs in PAIRS.items()
        if colours == FEW
        for pair in pairs.values()
    )
    assert {theme for theme, _ in PAIRS} | {"terminal"} == set(THEMES)
    assert all(styles_of(theme, NONE) == styles_of("terminal", NONE) for theme in THEMES)


def test_what_a_project_may_choose_is_what_there_is():
    hints = get_type_hints(Settings)
    assert {name: get_args(hints[name]) for name in CHOICES} == CHOICES


def test_options_before_variables_before_the_inspector_before_the_project():
    board, memory = Board(theme="dark"), Memory(theme="light")
    assert chosen("theme", Asked(), Memory(), Board()) == "terminal"
    assert chosen("theme", Asked(), Memory(), board) == "dark"
    assert chosen("theme", Asked(), memory, board) == "light"
    assert chosen("theme", asked_of({"REFORM_TUI_THEME": "contrast"}), memory, board) == "contrast"
    assert asked_of({"REFORM_TUI_LANG": "vi"}, language="en").language == "en"
    assert asked_of({"REFORM_TUI_THEME": "loud"}).theme == ""
    assert chosen("theme", Asked(), Memory(theme="loud"), board) == "dark"


def test_a_theme_is_chosen_by_key_or_command_and_kept(project):
    with Terminal(project) as terminal:
        terminal.until("engine running").press("T").until("theme light")
        assert {cell.bg for cell in terminal.screen.buffer[18].values()} == {"eeeeee"}
        terminal.press(":theme contrast\r").until("theme contrast")
        assert {(cell.bg, cell.fg) for cell in terminal.screen.buffer[18].values()} == {("000000", "ffffff")}
        terminal.press(":theme loud\r").until(":theme terminal, :theme light, :theme dark").press("\x1b").changed()
        terminal.press("q").ended()
    kept = json.loads((project / "home" / "reform-tui" / place_of(project).name).read_text("utf-8"))
    assert kept["theme"] == "contrast"
    with Terminal(project) as terminal:
        terminal.until("engine running")
        assert terminal.screen.buffer[20][79].bg == "000000"
        terminal.press("T").until("theme terminal")
        assert terminal.screen.buffer[20][79].bg == "default"


def test_a_key_outweighs_the_variable_for_this_sitting(project):
    with Terminal(project, REFORM_TUI_THEME="dark", TERM="xterm", COLORTERM="") as terminal:
        terminal.until("engine running")
        assert terminal.screen.buffer[20][79].bg == "black"
        terminal.press(":theme light\r").until("theme light")
        assert (terminal.screen.buffer[20][0].fg, terminal.screen.buffer[20][79].bg) == ("black", "white")


def test_a_project_says_how_things_look_to_somebody_new(project):
    with closing(sqlite3.connect(Layout(project / "state").database)) as connection, connection:
        connection.executemany("INSERT INTO meta VALUES (?, ?)", [("theme", "dark"), ("charset", "ascii")])
    with Terminal(project) as terminal:
        assert terminal.until("17:00 engine running").log.isascii()
        assert terminal.screen.buffer[20][79].bg == "1c1c1c"
        terminal.press("C").until("Phường").press(":charset ascii\r").until("Phuong").press(":charset auto\r").until(
            "Phường"
        )
