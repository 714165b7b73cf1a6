"""``:at`` and ``:now``: screens as they stood at a moment that the engine lived, and back."""

from __future__ import annotations

import re
import sqlite3
from datetime import date, datetime, timedelta, tzinfo
from functools import partial
from typing import TYPE_CHECKING

from reform_tui.board.board import Board
from reform_tui.board.past import Span, lived, read_past
from reform_tui.console.look import Look
from reform_tui.console.paint import wrapped
from reform_tui.console.table import Row
from reform_tui.language import mark
from reform_tui.model.silence import day_end
from reform_tui.times import parse_moment, zone_of

if TYPE_CHECKING:
    from reform_tui.console.app import Console

WRITTEN = mark("write a day or a moment after :at, such as 31/3, 2025-03-31 or 2025-03-31 17:00")
ONLY_PAST = mark("this is the past, where nothing can be done: :now returns")
RETURNS = mark("nothing can be done in it; :now returns")
NOT_KEPT = mark("the trail does not keep what stood here then: it has units, alerts, acknowledgements and verdicts")
ROWS_NOT_KEPT = mark("this alert has changed since, and the trail keeps its numbers alone: :now shows today's rows")
ROWS_OF_THEN = mark("the rows of then are not kept: :now shows today's rows")
NOT_THEN = mark("this alert did not stand then; Esc goes back")
RECORD_NOW = mark("cells and exports as known today; counts and verdict as of then")
_DAY_FIRST = re.compile(r"(\d{1,2})/(\d{1,2})(?:/(\d{4}))?(?:[ T](\S+))?")
_ONE = timedelta(microseconds=1)


def at(console: Console, typed: str) -> str:
    """Show the moment that was typed, once it is read; returns what is wrong with it."""
    look = console.look()
    moment, last = moment_in(typed, look.zone, console.newest_day())
    if moment is None or last is None:
        return look.say(WRITTEN)
    newest = console.newest

    def read(connection: sqlite3.Connection) -> tuple[Span | None, Board | None]:
        span = lived(connection, newest.heartbeat)
        inside = span is not None and moment <= span.last and span.first <= last
        return span, read_past(connection, min(last, span.last), newest) if span and inside else None

    console.ask(read, partial(_shown, console, last))
    return ""


def now(console: Console, typed: str = "") -> str:
    """Return to the present."""
    del typed
    console.past = None
    console.page.renew()
    return ""


def moment_in(text: str, zone: tzinfo, today: date) -> tuple[datetime | None, datetime | None]:
    """The first and the last moment that a text may mean: a day is meant to its end; two of ``None`` for no moment."""
    try:
        spelt = _iso(text.strip(), today)
        moment = parse_moment(spelt, zone_of(str(zone)))
        last = day_end(moment.date(), zone_of(str(zone))) - _ONE if len(spelt) == len("2025-03-31") else moment
    except (ValueError, OverflowError):
        return None, None
    return moment, last


def _iso(text: str, today: date) -> str:
    """``31/3``, ``31/3/2025`` and ``31/3 17:00`` as ISO 8601, the last such day where no year is said."""
    found = _DAY_FIRST.fullmatch(text)
    if found is None:
        return text
    day = date(int(found[3] or today.year), int(found[2]), int(found[1]))
    day = day if found[3] or day <= today else day.replace(year=today.year - 1)
    return f"{day.isoformat()}T{found[4]}" if found[4] else day.isoformat()


def _shown(console: Console, asked: datetime, read: tuple[Span | None, Board | None]) -> None:
    span, board = read
    look = console.look()
    if span is None:
        console.page.say(mark("nothing is in the trail yet"))
    elif board is None:
        said = mark("the trail goes from {first} to {last}: not to {moment}")
        console.page.say(said, first=look.minute(span.first), last=look.minute(span.last), moment=look.minute(asked))
    else:
        console.past = board
        console.page.message = ""
        console.page.renew()


def still(message: str, look: Look, width: int) -> list[Row]:
    """A sentence as lines to read."""
    return [Row(f"said{n}", (line,), still=True) for n, line in enumerate(wrapped(look.say(message), width))]


def marked(board: Board, look: Look) -> str:
    """How every screen says that it is the past; empty for the present."""
    return look.say("PAST {moment}", moment=look.minute(board.past)) if board.past else ""
