"""The lines that every screen has: title, status, prompt."""

from __future__ import annotations

from rich.cells import cell_len

from reform_tui.board.board import Board
from reform_tui.console.look import SYMBOLS, Look
from reform_tui.console.paint import Line, wrapped
from reform_tui.console.past import RETURNS, marked
from reform_tui.console.prompt import Prompt
from reform_tui.console.table import Table
from reform_tui.wording.faults import tells_of_unread_table

_WIDEST = 4
"""Characters, at most, of which one cell of what is typed is composed."""


def title(board: Board, look: Look, width: int, heading: str, table: Table, *, narrowed: str, news: int) -> Line:
    """How many alerts there are, as they change most; how many changes are news; where; which rows are shown."""
    counts = board.tally
    shown = ("critical", "warning", "silenced") if counts["silenced"] else ("critical", "warning")
    tally = " ".join(f"{SYMBOLS[name]} {look.language.whole(counts[name])}" for name in shown)
    tally += f" +{look.language.whole(news)}" if news else ""
    place = f" {table.top + 1}–{table.top + len(table.window)}/{len(table.rows)} " if table.rows else ""
    name = " › ".join(filter(None, (marked(board, look) or board.project or board.province, heading)))
    words = f" {tally}  {name}{f'  /{narrowed}' if narrowed else ''}"
    return ((look.ink.fit(words, width - cell_len(look.ink.clean(place))) + look.ink.clean(place), "title"),)


def status(board: Board, look: Look, width: int, *, slow: bool) -> Line:
    """The clock first: once a minute it alone is sent; then the engine, how old the data are, and how they count."""
    since = f" {look.short(board.heartbeat)}" if board.engine == "stopped" else ""
    data = look.say("data of {moment} ({age})", moment=look.minute(board.data_at), age=look.age(board.data_at))
    if board.past:
        said = (
            look.say("SLOW LINK") if slow else "",
            marked(board, look),
            look.say(RETURNS),
            data if board.data_at else "",
        )
        return ((look.ink.fit(" · ".join(filter(None, said)), width), "warning"),)
    unread = any(map(tells_of_unread_table, board.left_out))
    parts = (
        look.say("SLOW LINK") if slow else "",
        f"{look.word(board.engine)}{since}",
        board.trouble if board.engine != "never" else "",
        look.say("see :rules") if board.ended else "",
        board.ended.partition("\n")[0],
        look.say("CONFIGURATION FAULTY, see :rules") if board.faulty else "",
        look.say("PLUGIN OUT, see :rules") if board.plugins else "",
        look.say("REFERENCE TABLE UNREAD, see :rules") if unread else "",
        data if board.data_at else look.say("no data yet"),
        look.say("profile {names}", names=", ".join(board.profiles)) if board.profiles else "",
    )
    text = look.ink.fit(f"{look.clock()} {' · '.join(filter(None, parts))}", width)
    wrong = board.trouble or board.faulty or board.plugins or unread
    return ((text, "" if board.engine == "running" and not wrong else "warning"),)


def asking(prompt: Prompt, look: Look, width: int) -> Line:
    """What is being typed: its end, when it is longer than the line."""
    typed = look.ink.clean(f"{look.say(prompt.label)} {prompt.text}"[-_WIDEST * width :])[-width:]
    while typed and cell_len(typed) >= width:
        typed = typed[1:]
    return ((f"{typed}▏", ""),)


def told(prompt: Prompt, look: Look, width: int) -> list[Line]:
    """Above what is being typed, in two lines at most: what is wrong with it, or what it may become."""
    first, *more = wrapped(prompt.told, width)
    rest = [" ".join(more)] if more else []
    return [((look.ink.fit(text, width), "warning"),) for text in (first, *rest)]
