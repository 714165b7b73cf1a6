"""A screen that lists: its columns and rows in the order and of the width that the reader wants, and its frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rich.cells import cell_len

from reform_tui.board.board import Board
from reform_tui.console.asking import Asking
from reform_tui.console.frame import asking, status, title, told
from reform_tui.console.keys import KEYS
from reform_tui.console.look import Look
from reform_tui.console.paint import Ink, Line, wrapped
from reform_tui.console.past import NOT_KEPT, still
from reform_tui.console.sorting import Sort, kept_sort, marked, moved, ordered
from reform_tui.console.table import Column, Listed, Table, narrowed
from reform_tui.language import mark

LEAST = (48, 12)
"""Cells and lines that a screen needs."""
PANE_FROM = 140
"""Cells of a screen from which on a list has a pane at its right."""
_PANE = 46


class Listing(Asking):
    """What is listed and how: it names columns and rows; filter, order and frame are the same everywhere."""

    replayed = True
    """Whether the trail tells again what stood on it at a moment that is past."""

    def __init__(self) -> None:
        super().__init__()
        self.table = Table()
        self.given: Sequence[Listed] = ()
        """All rows as the screen gives them."""
        self.every: Sequence[Listed] = ()
        """All rows; the table holds those that the filter lets through."""
        self.filter = ""
        self.sought = ""
        """The row on which the cursor stood when this screen was left, until it is there or a key is pressed."""

    # What a screen says of itself.

    @property
    def address(self) -> str:
        """The command that opens this screen again; empty where none does."""
        return ""

    def heading(self, board: Board, look: Look) -> str:
        """Where the reader is."""
        del board, look
        return ""

    def columns(self, look: Look) -> tuple[Column, ...]:
        """What is listed, what changes first: a row repaints from its left edge."""
        del look
        return (Column(""),)

    def rows(self, board: Board, look: Look) -> Sequence[Listed]:
        """One row a line."""
        del board, look
        return ()

    def counted(self, board: Board, look: Look) -> Sequence[str]:
        """What its figures count: the profiles in use, or a definition; an export says it."""
        return [look.say("profile {names}", names=", ".join(board.profiles))] if board.profiles else []

    def pane(self, board: Board, look: Look, width: int) -> Sequence[str]:
        """Lines beside a list on a wide screen: what the row under the cursor has no room for."""
        del board, look, width
        return ()

    def notes(self, board: Board, look: Look) -> Sequence[Line]:
        """Lines under the table."""
        del board, look
        return ()

    def off(self, act: str) -> str:
        """Why a key does nothing here; empty when it does something."""
        del act
        return ""

    # Painting.

    @property
    def lost(self) -> bool:
        """Whether the past is shown, of which this screen knows nothing."""
        return self.console.past is not None and not self.replayed

    def renew(self) -> None:
        """Make the rows anew from the board, and draw."""
        look = self.console.look()
        self.given = still(NOT_KEPT, look, self.app.size.width) if self.lost else self.rows(self.console.board, look)
        self.line_up()

    def line_up(self) -> None:
        """Put the rows that there are into the order wanted, and draw."""
        look = self.console.look()
        self.every = ordered(self.given, self.columns(look), self.sort, look.language)
        self.narrow()

    def narrow(self) -> None:
        """Show the rows that the filter lets through."""
        board, look = self.console.board, self.console.look()
        height = self.app.size.height - 4 - len(self._notes(board, look))
        columns = marked(self.columns(look), self.sort)
        table = self.table.showing(columns, narrowed(self.every, self.filter), height)
        self.table, found = table.seeking(self.sought)
        self.sought = "" if found else self.sought
        self.draw()

    def draw(self) -> None:
        """Put title, headings, rows, notes, status and footer on the screen; the widget sends what differs."""
        board, look = self.console.board, self.console.look()
        width, height = self.app.size
        if not width:
            return
        if width < LEAST[0] or height < LEAST[1]:
            self.lines.draw(too_small(look, width, height), look.ink)
            return
        notes, above = list(self._notes(board, look)), self._above(board, look, width)
        frame = [
            title(board, look, width, self.heading(board, look), self.table,
                  narrowed=self.filter, news=len(self.console.news())),
            *self._body(board, look, width, height - 2 - len(notes) - len(above)), *notes, *above,
            self._foot(look, width),
        ]  # fmt: skip
        self.lines.draw(frame, look.ink)

    def _above(self, board: Board, look: Look, width: int) -> list[Line]:
        """The line above the foot: how things stand, or what is said of what is being typed, which may need two."""
        if self.prompt and self.prompt.told:
            return told(self.prompt, look, width)
        return [status(board, look, width, slow=self.console.gate is not None and self.console.gate.slow)]

    def _body(self, board: Board, look: Look, width: int, height: int) -> list[Line]:
        """Headings and rows, and at their right the pane where there is room for one and something to read in it."""
        wide = width >= PANE_FROM and not self.lost
        beside = self.pane(board, look, width - _list_width(width) - 2) if wide else ()
        free = _list_width(width) if beside else width
        body = [self.table.heads(free, look.ink), *self.table.lines(free, look.ink)]
        if self.filter and not self.table.rows:
            body[1:] = nothing_found(look, free)
        body += [()] * (height - len(body))
        while len(body) > height:  # two lines are said below: the row in question stays in sight
            del body[1 if self.table.cursor - self.table.top >= height - 1 else -1]
        return beside_each(body, beside, free, look.ink) if beside else body

    def _notes(self, board: Board, look: Look) -> Sequence[Line]:
        return () if self.lost else self.notes(board, look)

    def _foot(self, look: Look, width: int) -> Line:
        if self.prompt is not None:
            return asking(self.prompt, look, width)
        keys = [f"{key.shown} {look.say(key.short)}" for key in KEYS if key.short and not self.off(key.act)]
        return ((look.ink.fit(self.message, width), "head"),) if self.message else ((fitting(keys, width), "dim"),)

    @property
    def screen_name(self) -> str:
        """What its order is kept under: the first word of its address."""
        return self.address.partition(" ")[0] or type(self).__name__

    @property
    def sort(self) -> Sort:
        """The order that this inspector wants of this screen."""
        return kept_sort(self.console.memory.sorts.get(self.screen_name, ""))

    def do_sort_next(self) -> None:
        """Sort by the next column."""
        self.order(moved(self.sort, self.columns(self.console.look()), 1))

    def do_sort_last(self) -> None:
        """Sort by the column before."""
        self.order(moved(self.sort, self.columns(self.console.look()), -1))

    def do_sort_turn(self) -> None:
        """Turn the order about."""
        self.order(replace(self.sort, down=not self.sort.down))

    def order(self, sort: Sort) -> None:
        """List in another order from now on, and the next time."""
        self.console.memory = self.console.memory.with_sort(self.screen_name, str(sort))
        self.line_up()


def nothing_found(look: Look, width: int) -> list[Line]:
    """What stands where a filter finds no line."""
    said = look.say(mark("no line has these words; Esc shows all of them again"))
    return [((line, "dim"),) for line in wrapped(said, width)]


def _list_width(width: int) -> int:
    """Cells of a list beside which there is a pane."""
    return width - max(_PANE, width // 3)


def beside_each(body: Sequence[Line], beside: Sequence[str], width: int, ink: Ink) -> list[Line]:
    """Each line filled to ``width`` cells, and the pane's after it."""
    texts = [*beside, *[""] * (len(body) - len(beside))][: len(body)]
    return [
        (*(line or ((" " * width, ""),)), (f"{ink.clean('│')} {text}", ""))
        for line, text in zip(body, texts, strict=True)
    ]


def fitting(keys: Sequence[str], width: int) -> str:
    """Keys side by side; where not all have room, all others give way to the last two, help and quit."""
    shown = list(keys)
    while len(shown) > 2 and cell_len("  ".join(shown)) > width:  # noqa: PLR2004 - the last two
        del shown[-3]
    return "  ".join(shown)


def too_small(look: Look, width: int, height: int) -> list[Line]:
    """What a window that is too small shows."""
    told = look.say(
        mark("this window is {now}; it needs {least} at least, and 80 x 24 shows everything"),
        now=f"{width} x {height}", least="{} x {}".format(*LEAST),
    )  # fmt: skip
    return [((line, "warning"),) for line in wrapped(told, width)]
