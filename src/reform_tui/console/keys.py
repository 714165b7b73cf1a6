"""One grammar on every screen."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from reform_tui.language import mark


@dataclass(frozen=True)
class Key:
    """Names of a key as Textual gives them, how it is shown, what it does and the sentence that says so."""

    names: tuple[str, ...]
    shown: str
    act: str
    short: str
    help: str


ENTER = ("enter", "ctrl+j")
"""The second is what a terminal makes of Enter until it is told otherwise: typed ahead, while the console starts."""
KEYS = (
    Key(("up", "k"), "↑ k", "up", "", mark("move up")),
    Key(("down", "j"), "↓ j", "down", "", mark("move down")),
    Key(("left", "h"), "← h", "left", "", mark("move the widest column left")),
    Key(("right", "l"), "→ l", "right", "", mark("move it right, to read what did not fit")),
    Key(("pageup", "ctrl+b"), "PgUp", "page_up", "", mark("one page up")),
    Key(("pagedown", "ctrl+f", "space"), "PgDn", "page_down", "", mark("one page down")),
    Key(("home", "g"), "Home g", "first", "", mark("first line")),
    Key(("end", "G", "upper_g"), "End G", "last", "", mark("last line")),
    Key(ENTER, "Enter", "open", mark("open"), mark("open what the cursor is on")),
    Key(("escape",), "Esc", "back", mark("back"), mark("go back; first it clears the filter")),
    Key(("slash",), "/", "filter", mark("filter"), mark("narrow the list; tone marks are optional")),
    Key(("greater_than_sign",), ">", "sort_next", "", mark("sort by the next column; past the last, as it was")),
    Key(("less_than_sign",), "<", "sort_last", "", mark("sort by the column before")),
    Key(("o",), "o", "sort_turn", "", mark("turn the order about")),
    Key(("a",), "a", "acknowledge", mark("acknowledge"), mark("acknowledge the alert with a note")),
    Key(("s",), "s", "silence", "", mark("silence the alert for a while, with a reason")),
    Key(("U", "upper_u"), "U", "undo", "", mark("take back the last thing you did that still holds")),
    Key(("w",), "w", "what_if", mark("what if"), mark("try a change of the rule: which alerts would come and go")),
    Key(("v",), "v", "verdict", "", mark("say the cause of the record: whose fault, or what; the figure stays")),
    Key(("u",), "u", "unmask", "", mark("unmask the record that is open; asks why, and the trail tells")),
    Key(("i",), "i", "about", "", mark("what the unit is, and whom to telephone")),
    Key(("t",), "t", "today", "", mark("whom to call today; from there all units")),
    Key(("e",), "e", "export", "", mark("export the list as csv, xlsx or md; the trail says that you did")),
    Key(("y",), "y", "lines", "", mark("the list as plain lines, to select with the mouse")),
    Key(("T", "upper_t"), "T", "theme", "", mark("other colours: of the terminal, light, dark, high contrast")),
    Key(("L", "upper_l"), "L", "language", "", mark("the other language")),
    Key(("C", "upper_c"), "C", "charset", "", mark("letters without marks, or with them again")),
    Key(("colon",), ":", "command", mark("command"), mark("one-line command; see the list below")),
    Key(("ctrl+p",), "Ctrl-P", "palette", "", mark("find a command by any word of what it does")),
    Key(("question_mark",), "?", "help", mark("help"), mark("this page")),
    Key(("ctrl+z",), "Ctrl-Z", "suspend", "", mark("to the shell and back: fg")),
    Key(("q", "ctrl+c"), "q", "quit", mark("quit"), mark("leave; the engine goes on")),
)
BY_NAME = {name: key for key in KEYS for name in key.names}

# What an input method for Vietnamese makes of two keys, such as đ of d d, by the key that was typed last (Telex).  It
# takes the first back with a backspace, which therefore means nothing here.
_LAST = {"\u0300": "f", "\u0301": "s", "\u0309": "r", "\u0303": "x", "\u0323": "j", "\u0306": "w", "\u031b": "w"}


def key_of(name: str, character: str | None) -> Key | None:
    """The key that was meant, also while an input method is on; ``None`` where it means nothing."""
    return BY_NAME.get(name) or BY_NAME.get(_typed_last(character or ""))


def _typed_last(letter: str) -> str:
    """The key that made a letter with marks; the letter itself where it has none."""
    if letter.isascii():
        return ""
    if letter.casefold() == "đ":
        return "d"
    parts = unicodedata.normalize("NFD", letter.casefold())
    return next((_LAST[part] for part in reversed(parts[1:]) if part in _LAST), parts[:1])
