"""Textual's command palette over the commands of the ``:`` line; loaded when somebody opens it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, cast

from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.widgets import Input

from reform_tui.console.commands import COMMANDS
from reform_tui.console.going import TYPED
from reform_tui.console.places import PLACES
from reform_tui.language import mark
from reform_tui.model.text import plain

if TYPE_CHECKING:
    from reform_tui.console.app import Console

SOUGHT = mark("a command, by any of its words")
_CLOSED = 0.15
"""Seconds after which the palette is gone."""
_ALONE = {"now", "lines"}
"""Of the commands that take words, those that need none."""


def open_palette(console: Console) -> None:
    """Put the palette in front."""
    console.push_screen(Palette([Commands], placeholder=console.look().say(SOUGHT)))


class Palette(CommandPalette):
    """The palette without a cursor that blinks: that alone would cost the line some bytes for ever."""

    DEFAULT_CSS = "Palette { background: $background; }"

    def on_mount(self) -> None:
        """Let the cursor stand."""
        self.query_one(Input).cursor_blink = False


class Commands(Provider):
    """Every command with what it does."""

    @property
    def console(self) -> Console:
        """The application, by its own type."""
        return cast("Console", self.app)

    async def discover(self) -> Hits:
        """All commands, before anything is typed."""
        for name, told in self._every():
            yield DiscoveryHit(Content(f":{name}"), partial(self._chosen, name), name, told)

    async def search(self, query: str) -> Hits:
        """Commands whose name and meaning hold every word that is typed, tone marks aside."""
        words = plain(query).split()
        for name, told in self._every():
            if all(word in plain(f"{name} {told}") for word in words):
                score = 2.0 if name.startswith(words[0].lstrip(":")) else 1.0
                yield Hit(score, Content(f":{name}"), partial(self._chosen, name), name, told)

    def _every(self) -> Iterator[tuple[str, str]]:
        look = self.console.look()
        return ((name, look.say(told)) for name, told in COMMANDS.items())

    def _chosen(self, name: str) -> None:
        """Wait until the palette is gone: Textual holds frames back for a moment while it closes."""
        self.console.set_timer(_CLOSED, partial(self._choose, name))

    def _choose(self, name: str) -> None:
        """Carry a command out, or begin the ``:`` line with one that takes words."""
        place = PLACES.get(name)
        takes = (
            place.words or place.names is not None if place else name in {*TYPED, "lang", "bell", "palette"} - _ALONE
        )
        if takes:
            self.console.page.do_command(f"{name} ")
        else:
            self.console.command(name)
