"""Plain lines to select with the mouse: no reverse video, no colour, nothing else on the screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import events

from reform_tui.console.keys import key_of
from reform_tui.console.look import Look
from reform_tui.console.page import Page
from reform_tui.console.paint import Line
from reform_tui.language import mark

BACK = mark("any key goes back; PgDn and PgUp turn the page")
_TURNS = {"page_down": 1, "page_up": -1}


class PlainPage(Page):
    """Lines as they stand, a screenful at a time."""

    def __init__(self, made: Callable[[Look, int], Sequence[str]]) -> None:
        super().__init__()
        self.made = made
        """Lines for a screen of some cells' width; their ends are bare, so that a selection has no blanks."""
        self.turned = 0
        self.kept: tuple[int, Sequence[str]] = (0, ())
        """Lines by width: what is being selected does not change under the mouse."""

    def draw(self) -> None:
        """One screenful, and on the last line how to go on."""
        look, (width, height) = self.console.look(), self.app.size
        if not height:
            return
        if self.kept[0] != width:
            self.kept = (width, self.made(look, width))
        made, room = self.kept[1], max(height - 1, 1)
        self.turned = max(0, min(self.turned, (len(made) - 1) // room))
        shown = [*made[self.turned * room :][:room]]
        shown += [""] * (room - len(shown))
        lines: list[Line] = [((line.rstrip(), ""),) for line in shown]
        self.lines.draw([*lines, ((look.ink.fit(self.message or look.say(BACK), width), ""),)], look.ink)

    def press(self, event: events.Key) -> None:
        """Turn the page, or go back."""
        key = key_of(event.key, event.character)
        if key and key.act in _TURNS:
            self.turned += _TURNS[key.act]
            self.draw()
        else:
            self.app.pop_screen()
