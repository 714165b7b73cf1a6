"""What an inspector is told at start, and who sits at an account that several share: told in the trail as claimed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reform_tui.console.prompt import Prompt
from reform_tui.language import mark
from reform_tui.store.rights import OUTSIDE, claimed_name

if TYPE_CHECKING:
    from reform_tui.console.app import Console

_LEAST = 2


def greet(console: Console) -> None:
    """Say on the screen in front what this inspector may not do, and ask who it is if that is to be asked."""
    idle = console.no_engine and console.board.engine != "running"
    if why := console.barred or (idle and console.look().say(OUTSIDE, **console.no_engine)):
        console.page.say(why)
    ask(console)


def ask(console: Console) -> None:
    """Ask for the name, once, if the account is shared and nothing else is being typed."""
    page, acts = console.page, console.acts
    if acts.nameless(console.board.groups) and not acts.asked and page.prompt is None:
        acts.asked = True
        hint = console.look().say(mark("several people use the account {name}"), name=acts.account)
        page.ask(Prompt(mark("Your name, told as claimed:"), lambda typed: claim(console, typed), told=hint))


def claim(console: Console, typed: str) -> str:
    """Act under this name from now on; returns what is wrong with it."""
    look, name, groups = console.look(), claimed_name(typed), console.board.groups
    if console.acts.account not in groups.shared:
        return look.say(mark("only on a shared account; yours is told as {name}"), name=console.acts.account)
    if len(name) < _LEAST:
        return look.say(mark("write your name: others use this account too"))
    console.acts.claimed = name
    console.page.say(mark("you act as {name}"), name=console.acts.author(groups))
    return ""
