"""What the terminal can show, from what it says of itself in the environment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reform_tui.console.themes import FEW, MANY, NONE

LINUX = "linux"
"""The screen of the machine itself: letters of one font, and escape sequences of others are drawn as text."""
_MANY = frozenset({"256color", "kitty"})
_DUMB = frozenset({"dumb", "unknown"})
_OTHER = frozenset({"C", "POSIX"})


@dataclass(frozen=True)
class Terminal:
    """Whether it draws UTF-8, how many colours it has, and whether it can place text at all."""

    utf8: bool = True
    colours: int = FEW
    dumb: bool = False


def terminal_of(environment: Mapping[str, str], encoding: str) -> Terminal:
    """Read the environment; ``encoding`` is what Python writes in."""
    term = environment.get("TERM", "")
    return Terminal(_is_utf8(environment, encoding) and term != LINUX, _colours(environment, term), term in _DUMB)


def _is_utf8(environment: Mapping[str, str], encoding: str) -> bool:
    """What the locale says, for Python writes UTF-8 in the locale C too; where it says nothing, what Python does."""
    names = ("LC_ALL", "LC_CTYPE", "LANG")
    locale = next((environment[name] for name in names if environment.get(name)), "")
    charset = locale.partition("@")[0].partition(".")[2]
    said = charset or ("ascii" if locale in _OTHER else encoding)
    return _plain(said) == _plain(encoding) == "utf8"


def _colours(environment: Mapping[str, str], term: str) -> int:
    if environment.get("NO_COLOR"):
        return NONE
    many = environment.get("COLORTERM") in {"truecolor", "24bit"} or term.rpartition("-")[2] in _MANY
    return MANY if many and term != LINUX else FEW


def _plain(charset: str) -> str:
    return charset.lower().replace("-", "").replace("_", "")
