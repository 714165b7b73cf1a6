"""A person's word on one record: which cause was typed, what goes into the act, and how it is shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from reform_tui.board.board import Board
from reform_tui.console.look import Look
from reform_tui.console.naming import meant
from reform_tui.console.prompt import Offer, Prompt
from reform_tui.language import mark
from reform_tui.model.verdict import Verdict

NOWHERE = mark("a verdict is on a record: open an alert and put the cursor on a row of its evidence")
ASKED = mark("Cause, by number or name, then a note:")
NONE = "0"
_TELLING = 3
"""Letters from which on a beginning is taken for a cause: fewer may be the first word of a note alone."""


@dataclass(frozen=True)
class Given:
    """What was typed, as parts of the act's body, or a fault."""

    cause: str = ""
    note: str = ""
    fault: str = ""


def why_not(row: str, barred: str = "") -> str:
    """Why a verdict cannot be given; empty where it can.  ``barred``: why this user may not act."""
    return barred or ("" if row else NOWHERE)


def causes_in(board: Board, look: Look) -> dict[str, str]:
    """Cause to what people call it."""
    return {cause: look.language.chosen(one.names, cause) for cause, one in board.causes.items()}


def given(text: str, causes: Mapping[str, str]) -> Given:
    """Read ``2 phần mềm dừng`` or ``system …``; ``0`` takes back what was said."""
    word, _, note = text.strip().partition(" ")
    if word == NONE:
        return Given("", note.strip())
    numbered = {str(n): cause for n, cause in enumerate(causes, 1)}
    found = (numbered[word],) if word in numbered else meant(word, causes) if len(word) >= _TELLING else ()
    if len(found) != 1:
        return Given(fault=mark("{word} is no cause, or several; nothing was written: {causes}"))
    return Given(found[0], note.strip())


def listed(causes: Mapping[str, str], look: Look) -> str:
    """The causes with their numbers, in one line."""
    named = [f"{n} {name}" for n, name in enumerate(causes.values(), 1)]
    return " · ".join([*named, f"{NONE} {look.say('take back')}"])


def prompt(row: str, causes: Mapping[str, str], look: Look, answer: Callable[[str], str]) -> Prompt:
    """The line that asks, with the causes above it."""

    def offers(text: str) -> Sequence[Offer]:
        return () if " " in text else [Offer(cause, f"{cause} {causes[cause]}") for cause in meant(text, causes)]

    return Prompt(ASKED, answer, name=f"verdict {row}", told=listed(causes, look), offers=offers)


def told(verdict: Verdict, board: Board, look: Look) -> str:
    """The cause, the note, and who said it when."""
    cause = causes_in(board, look).get(verdict.cause, verdict.cause)
    said = f"{cause}: {verdict.note}" if verdict.note else cause
    return f"{said} · {verdict.author} {look.minute(verdict.at)}"


def explained(count: int, look: Look) -> str:
    """How many rows have a cause that explains them; empty for none."""
    return look.say("{count} explained", count=look.language.whole(count)) if count else ""
