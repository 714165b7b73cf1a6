"""Plugins that are out, as a screen tells them: refused, failed, or left out when the engine was started."""

from __future__ import annotations

from collections.abc import Iterator

from reform_tui.board.board import Board
from reform_tui.console.look import Look
from reform_tui.language import mark
from reform_tui.wording.faults import in_language

_FEED = mark("feed left out: {why}")
_OUT = {"refused": mark("plugin refused: {why}"), "failed": mark("plugin failed: {why}")}


def sentences(board: Board, look: Look) -> Iterator[str]:
    """Each fault of a plugin, who was left out by an option, and the feeds that nobody can read without them."""
    for plugin in board.plugins:
        for why in plugin.faults if plugin.state in _OUT else ():
            yield look.say(_OUT[plugin.state], why=why)
    if off := [plugin.name for plugin in board.plugins if plugin.state == "off"]:
        yield look.say("plugins left out by an option: {names}", names=", ".join(off))
    for why in board.left_out:  # of a feed, or a sentence on a row of a reference table that says so itself
        yield in_language(why, look.language) if why.startswith("reference/") else look.say(_FEED, why=why)
