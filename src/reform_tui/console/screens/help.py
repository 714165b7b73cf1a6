"""Every key and command, and why one does nothing on the screen that asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reform_tui.board.board import Board
from reform_tui.console.commands import COMMANDS
from reform_tui.console.keys import KEYS
from reform_tui.console.look import SYMBOLS, Look
from reform_tui.console.page import Page
from reform_tui.console.paint import wrapped
from reform_tui.console.table import Column, Row

_KEY = max(len(f":{name}") for name in COMMANDS)
"""Cells of the longest command."""


class HelpPage(Page):
    """One line a key."""

    def __init__(self, off: Mapping[str, str]) -> None:
        super().__init__()
        self.off_there = off
        """Act to why it does nothing on the screen behind."""

    def heading(self, board: Board, look: Look) -> str:
        """Say that this is help."""
        del board
        return look.say("Help")

    def columns(self, look: Look) -> tuple[Column, ...]:
        """Key and meaning."""
        return (Column(look.say("Key"), _KEY), Column(look.say("What it does")))

    def rows(self, board: Board, look: Look) -> Sequence[Row]:
        """Keys, commands, symbols."""
        del board
        told = {key.shown: self._told(key.act, key.help, look) for key in KEYS}
        told |= {f":{name}": look.say(command) for name, command in COMMANDS.items()}
        told[look.say("Symbols")] = ", ".join(f"{symbol} {look.word(name)}" for name, symbol in SYMBOLS.items())
        width = self.app.size.width - _KEY - 1
        lines = [(name, i, line) for name, text in told.items() for i, line in enumerate(wrapped(text, width))]
        return [Row(f"{name} {i}", ("" if i else name, line), still=True) for name, i, line in lines]

    def _told(self, act: str, told: str, look: Look) -> str:
        why = self.off_there.get(act, "")
        return f"{look.say(told)} – {look.say('not here: {why}', why=look.say(why))}" if why else look.say(told)
