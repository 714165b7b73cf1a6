"""Where commands lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reform_tui.console import away, claiming, past, unmasking
from reform_tui.console.acting import ACTS
from reform_tui.console.choosing import choose
from reform_tui.console.commands import CHOICE, WORDS, Command, beginning, following, parse
from reform_tui.console.keys import KEYS
from reform_tui.console.naming import meant
from reform_tui.console.page import Page
from reform_tui.console.places import PLACES
from reform_tui.console.prompt import Offer
from reform_tui.console.screens.help import HelpPage
from reform_tui.language import mark

if TYPE_CHECKING:
    from reform_tui.console.app import Console


def what_if(console: Console, typed: str) -> str:
    """Try a change of the rule under the cursor."""
    return console.page.do_what_if(typed)


AWAY = {"export": away.export, "lines": away.lines}
"""Commands that take a list away from the screen."""
OF_PEOPLE = {"name": claiming.claim, "unmask": unmasking.command}
"""Commands that say who acts, or show who is acted on."""
IN_TIME = {"at": past.at, "now": past.now}
"""Commands that show another moment."""
TYPED = {**AWAY, **OF_PEOPLE, **IN_TIME, "what-if": what_if}
"""All that take what was typed after them, and return what is wrong with it."""
_FEW = 6
"""Names that one line can tell apart."""


def run(console: Console, line: str) -> str:
    """Carry out one command line; returns what is wrong with it, in words."""
    command = parse(line)
    if command.fault:
        guess = f" (:{command.guess}?)" if command.guess else ""
        return console.look().say(command.fault, name=command.word) + guess
    if command.name in PLACES:
        return _go(console, command)
    if command.name in TYPED:
        return TYPED[command.name](console, command.word)
    if command.name in ACTS:
        return console.page.do_act(command.name, command.word)
    _do(console, command)
    return ""


def _do(console: Console, command: Command) -> None:
    if command.name in CHOICE:
        choose(console, CHOICE[command.name], command.word)
    elif command.name == "bell":
        console.want_bell(on=command.word == "on")
    elif command.name == "palette":
        console.want_palette(on=command.word == "on")
    elif command.name == "undo":
        console.page.do_undo()
    elif command.name == "rescan":
        console.act("rescan")
    elif command.name == "quit":
        console.end(0)
    else:  # help stands on what it explains
        page = console.page
        console.push_screen(HelpPage({key.act: why for key in KEYS if (why := page.off(key.act))}))


def _go(console: Console, command: Command) -> str:
    """Open a place from the first screen, so that Esc always leads back there; what a unit is, above what is open."""
    place, key, look = PLACES[command.name], "", console.look()
    if place.names is not None:
        names = place.names(console.board, look.language)
        keys = meant(command.word, names)
        if len(keys) != 1:
            return _which(command, {key: names[key] for key in keys}, console)
        key = keys[0]
    if place.words:
        key = command.word
        if not key:
            return look.say(mark("write a code after :{name}"), name=command.name)
    while len(console.screen_stack) > 1 and command.name != "about":
        console.pop_screen()
    if command.name != "today":
        console.push_screen(place.page(key))
    return ""


def _which(command: Command, names: dict[str, str], console: Console) -> str:
    """Say that nothing is called so, or which ones are."""
    look = console.look()
    if not names:
        return look.say(mark("nothing here is called {name}; Tab lists the names"), name=command.word)
    few = ", ".join(f"{key} {called}".strip() for key, called in list(names.items())[:_FEW])
    said = mark("which one? {names}") if len(names) <= _FEW else mark("which one of {count}? {names} …")
    return look.say(said, count=len(names), names=few)


def opened(address: str) -> Page | None:
    """The screen at an address that a page gave of itself; ``None`` where there is no such place any more."""
    name, _, key = address.partition(" ")
    return PLACES[name].page(key) if name in PLACES else None


def offers(console: Console, typed: str) -> tuple[Offer, ...]:
    """What a half-typed command may become."""
    name, space, words = typed.lstrip(": ").partition(" ")
    if not space:
        return beginning(name)
    if name in WORDS:
        return following(name, {word: "" for word in WORDS[name] if word.startswith(words)})
    names = PLACES[name].names if name in PLACES else None
    if names is None:
        return ()
    known = names(console.board, console.look().language)
    return following(name, {key: known[key] for key in meant(words, known)})
