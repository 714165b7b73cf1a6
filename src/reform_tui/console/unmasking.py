"""One record unmasked: for a reason that is typed, told in the trail first, seen on that screen alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from reform_tui.board.board import STARS, masked
from reform_tui.board.details import EvidenceRow
from reform_tui.console.prompt import Prompt
from reform_tui.language import mark

if TYPE_CHECKING:
    from reform_tui.console.app import Console

ASKED = mark("Unmask, for this reason:")
HINT = mark("the trail keeps who, which record, when and this reason; name nobody in it")
NOWHERE = mark("unmasking works on one record: open it with Enter")
NOBODY = mark("nothing is masked here: the row names nobody, or people's data are closed to you")
ALREADY = mark("this record is unmasked; it is masked again when you leave")
STAYS = mark("what is unmasked stays on this screen; leave it with Esc first")
SHOWN = mark("unmasked, and told in the trail; masked again when you leave")
LEAVING = ("export", "lines", "filter")
"""What would carry text of a screen elsewhere: into a file, onto another screen, into what is kept."""
_LEAST = 3
"""Letters from which on a cell says who it is."""
_NUMBER = re.compile(r"\d(?:[ .]?\d){8,}")
"""Nine digits and more: an identity number, a telephone number."""


def why_not(row: EvidenceRow, console: Console) -> str:
    """Why this row cannot be unmasked; empty where it can."""
    if why := console.barred or console.acts.kept_masked(console.board.groups, console.look()):
        return why
    return "" if any(str(cell).startswith(STARS) for _, cell in row.cells) else NOBODY


def prompt(console: Console, answer: Callable[[str], str]) -> Prompt:
    """The line that asks for the reason; half typed it may name a person, so that nothing of it is kept."""
    return Prompt(ASKED, answer, told=console.look().say(HINT))


def fault_in(why: str, people: Collection[str] = ()) -> str:
    """What is wrong with a reason: it is none, or it says who it is about, so that the trail would; else empty."""
    if not why.strip():
        return mark("a reason says why; nothing was written")
    names = (cell.casefold() for cell in people if len(cell) >= _LEAST)
    if _NUMBER.search(why) or any(name in why.casefold() for name in names):
        return mark("the reason names a person, and the trail must not; nothing was written")
    return ""


def told_key(key: str, people: Collection[str]) -> str:
    """Which row it is, as the trail says it: rows of some kinds are known by a person, who is masked there."""
    for cell in people:
        key = key.replace(cell, masked(cell)) if len(cell) >= _LEAST else key
    return key


def command(console: Console, typed: str) -> str:
    """``:unmask`` asks for the reason, or takes it from behind the command; returns what is wrong."""
    page = console.page
    if why := page.off("unmask"):
        return page.refuse(why)
    return page.do_unmask(typed)
