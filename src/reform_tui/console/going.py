"""Where commands lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reform_tui.console.acting import ACTS
from reform_tui.console.alerts import AlertsPage
from reform_tui.console.commands import parse
from reform_tui.console.feeds import FeedsPage
from reform_tui.console.help import HelpPage
from reform_tui.console.indicators import IndicatorsPage
from reform_tui.console.keys import KEYS
from reform_tui.console.page import Page
from reform_tui.console.rules import RulesPage
from reform_tui.language import Language

if TYPE_CHECKING:
    from reform_tui.console.app import Console

PLACES: dict[str, type[Page]] = {
    "alerts": AlertsPage,
    "feeds": FeedsPage,
    "rules": RulesPage,
    "indicators": IndicatorsPage,
}


def run(console: Console, line: str) -> None:
    """Carry out one command line, or say what is wrong with it."""
    command = parse(line)
    if command.fault:
        guess = f" (:{command.guess}?)" if command.guess else ""
        console.page.message = console.look().say(command.fault, name=command.word) + guess
        console.page.draw()
    elif command.name == "lang":
        console.spoken = Language(command.word)
        console.page.renew()
    elif command.name == "rescan":
        console.act("rescan")
    elif command.name == "what-if":
        console.page.do_what_if(command.word)
    elif command.name in ACTS:
        console.page.do_act(command.name, command.word)
    elif command.name == "quit":
        console.end(0)
    else:
        go(console, command.name)


def go(console: Console, place: str) -> None:
    """Open a place from the first screen, so that Esc always leads back there; help stands on what it explains."""
    if place == "help":
        page = console.page
        console.push_screen(HelpPage({key.act: why for key in KEYS if (why := page.off(key.act))}))
        return
    while len(console.screen_stack) > 1:
        console.pop_screen()
    if place in PLACES:
        console.push_screen(PLACES[place]())
