"""The last act of this inspector that still holds and can be taken back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from reform_tui import times
from reform_tui.board.board import Board
from reform_tui.console.look import Look
from reform_tui.language import mark
from reform_tui.model.silence import ACT
from reform_tui.model.verdict import Verdict
from reform_tui.store.verdicts import last_verdict_by

if TYPE_CHECKING:
    from reform_tui.console.app import Console


@dataclass(frozen=True)
class Undo:
    """What was done, when and to what; and the act that takes it back."""

    at: datetime
    said: str
    """``acknowledged``, ``silenced``, …: a word of ``look.WORDS``."""
    about: str
    unit: str
    kind: str
    body: Mapping[str, str]


NOTHING = mark("nothing of yours is left to take back")


def last_act(board: Board, author: str, now: datetime, verdict: tuple[str, Verdict] | None = None) -> Undo | None:
    """The newest that this author did, ``verdict`` being the last of the author's; ``None`` when nothing is left."""
    every = (*_acknowledged(board, author), *_silenced(board, author, now), *_said(verdict))
    return max(every, key=lambda one: (one.at, one.about), default=None)


def _acknowledged(board: Board, author: str) -> Iterator[Undo]:
    for one in board.alerts.values():
        if one.state == "acknowledged" and one.taken_by == author and one.taken_at:
            yield Undo(one.taken_at, "taken", one.subject, one.unit, "release", {"alert": one.id})


def _silenced(board: Board, author: str, now: datetime) -> Iterator[Undo]:
    for one in board.silences:
        if one.origin == ACT and one.author == author and one.since and one.holds(now):
            about = {"rule": one.rule, "unit": one.units[0], "subject": one.subjects[0]}
            yield Undo(one.since, "silenced", one.subjects[0], one.units[0], "unsilence", about)


def _said(verdict: tuple[str, Verdict] | None) -> Iterator[Undo]:
    if verdict is not None:
        row, one = verdict
        yield Undo(one.at, "verdict", row, "", "verdict", {"row": row, "undo": "yes"})


def told_of(one: Undo, board: Board, look: Look) -> str:
    """What is taken back: what was done, to what, where and when."""
    unit = board.units.get(one.unit)
    return " · ".join(
        filter(None, (look.word(one.said), one.about, unit.shown if unit else one.unit, look.short(one.at)))
    )


def undo(console: Console) -> None:
    """Take back the last act of this inspector that still holds, and say which; verdicts are looked up first."""
    author = console.acts.author(console.board.groups)

    def take_back(verdict: tuple[str, Verdict] | None) -> None:
        last = last_act(console.board, author, times.now(), verdict)
        if last is None:
            console.page.say(NOTHING)
            return
        console.act(last.kind, **last.body, note="")
        console.page.say(mark("taking back: {what}"), what=told_of(last, console.board, console.look()))

    if why := console.barred:
        console.page.say(why)
    else:
        console.ask(lambda connection: last_verdict_by(connection, author), take_back)
