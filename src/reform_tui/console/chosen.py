"""Language, character set and theme: who decides, and how an inspector sees things because of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from reform_tui import times
from reform_tui.board.board import Board
from reform_tui.console.look import Look
from reform_tui.console.memory import Memory
from reform_tui.console.paint import Ink
from reform_tui.console.terminal import Terminal
from reform_tui.console.themes import THEMES
from reform_tui.language import LANGUAGES, Language

CHARSETS = ("auto", "utf8", "ascii")
"""The first lets the terminal decide."""
CHOICES: Mapping[str, tuple[str, ...]] = {"language": LANGUAGES, "charset": CHARSETS, "theme": THEMES}
_VARIABLES = {"language": "REFORM_TUI_LANG", "charset": "REFORM_TUI_CHARSET", "theme": "REFORM_TUI_THEME"}


@dataclass(frozen=True)
class Asked:
    """What an option asks for, or a variable of the user; empty where neither does."""

    language: str = ""
    charset: str = ""
    theme: str = ""


def asked_of(environment: Mapping[str, str], **options: str) -> Asked:
    """Options before variables; what is not on offer is as if it were not said."""
    said = {name: options.get(name) or environment.get(variable, "") for name, variable in _VARIABLES.items()}
    return Asked(**{name: word for name, word in said.items() if word in CHOICES[name]})


def chosen(name: str, asked: Asked, memory: Memory, board: Board) -> str:
    """An option or variable decides, then what was chosen by key or command, then the project."""
    said = (getattr(source, name) for source in (asked, memory, board))
    return next((word for word in said if word in CHOICES[name]), CHOICES[name][0])


def ink_of(asked: Asked, memory: Memory, board: Board, terminal: Terminal) -> Ink:
    """What reaches the terminal."""
    charset = chosen("charset", asked, memory, board)
    narrow = not terminal.utf8 if charset == "auto" else charset == "ascii"
    return Ink(narrow, terminal.colours, chosen("theme", asked, memory, board))


def look_of(asked: Asked, memory: Memory, board: Board, terminal: Terminal, now: datetime) -> Look:
    """How things look at a moment."""
    language = Language(chosen("language", asked, memory, board))
    return Look(language, times.zone_of(board.zone), now, ink_of(asked, memory, board, terminal))


def after(name: str, word: str) -> str:
    """The choice after this one, the first after the last."""
    offered = CHOICES[name]
    return offered[(offered.index(word) + 1) % len(offered)]
