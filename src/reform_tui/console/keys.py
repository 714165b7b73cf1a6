"""One grammar on every screen."""

from __future__ import annotations

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


KEYS = (
    Key(("up", "k"), "↑ k", "up", "", mark("move up")),
    Key(("down", "j"), "↓ j", "down", "", mark("move down")),
    Key(("left", "h"), "← h", "left", "", mark("move the widest column left")),
    Key(("right", "l"), "→ l", "right", "", mark("move it right, to read what did not fit")),
    Key(("pageup", "ctrl+b"), "PgUp", "page_up", "", mark("one page up")),
    Key(("pagedown", "ctrl+f", "space"), "PgDn", "page_down", "", mark("one page down")),
    Key(("home", "g"), "Home g", "first", "", mark("first line")),
    Key(("end", "G", "upper_g"), "End G", "last", "", mark("last line")),
    Key(("enter",), "Enter", "open", mark("open"), mark("open what the cursor is on")),
    Key(("escape", "backspace"), "Esc", "back", mark("back"), mark("go back; first it clears the filter")),
    Key(("slash",), "/", "filter", mark("filter"), mark("narrow the list; tone marks are optional")),
    Key(("a",), "a", "acknowledge", mark("acknowledge"), mark("acknowledge the alert with a note")),
    Key(("s",), "s", "silence", "", mark("silence the alert for a while, with a reason")),
    Key(("w",), "w", "what_if", mark("what if"), mark("try a change of the rule: which alerts would come and go")),
    Key(("colon",), ":", "command", mark("command"), mark("one-line command; see the list below")),
    Key(("question_mark",), "?", "help", mark("help"), mark("this page")),
    Key(("q", "ctrl+c"), "q", "quit", mark("quit"), mark("leave; the engine goes on")),
)
BY_NAME = {name: key for key in KEYS for name in key.names}
