"""What an inspector chooses of language, character set and theme, and what the terminal itself makes known of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reform_tui.console.chosen import after, chosen
from reform_tui.language import mark

if TYPE_CHECKING:
    from reform_tui.console.app import Console
    from reform_tui.console.driver import ConsoleDriver
    from reform_tui.console.gate import Gate


def choose(console: Console, name: str, word: str) -> None:
    """Show things in another language, character set or theme from now on, and the next time."""
    console.asked = replace(console.asked, **{name: ""})
    console.memory = console.memory.with_choice(name, word)
    console.page.renew()
    if name == "theme":
        console.page.say(mark("theme {name}; T shows the next"), name=word)


def turn(console: Console, name: str) -> None:
    """Take the next language or theme, or the other character set."""
    word = chosen(name, console.asked, console.memory, console.board)
    other = "utf8" if console.look().ink.ascii else "ascii"
    choose(console, name, other if name == "charset" else after(name, word))


def measure(console: Console, gate: Gate, driver: ConsoleDriver) -> None:
    """Ask how wide letters are, where the terminal decides on them, and wait a moment with the first frame."""
    if console.terminal.utf8 and chosen("charset", console.asked, console.memory, console.board) == "auto":
        gate.hold()
        driver.measure()


def measured(console: Console, cells: int) -> None:
    """The terminal draws a letter with two marks in ``cells``: in more than one, it does not draw UTF-8."""
    if cells != 1:
        console.terminal = replace(console.terminal, utf8=False)
        console.page.renew()
        console.page.say(mark("letters with marks come apart: in PuTTY set Window, Translation to UTF-8"))
    if console.gate is not None:
        console.gate.release()
