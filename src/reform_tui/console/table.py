"""A table as values: columns, rows known by key, a cursor that stays on its row; no widget and no clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Protocol

from reform_tui.console.paint import Ink, Line
from reform_tui.model.text import plain

_PAN = 10
NARROW = 80
"""Cells below which a list leaves columns out for the sake of what its rows are called."""
_NAME, _WORD = 14, 8


@dataclass(frozen=True)
class Column:
    """One column: its heading and width in cells; width 0 takes what is left."""

    head: str
    width: int = 0
    right: bool = False
    least: int = 0
    """Cells that the table must have for this column to be shown."""
    names: bool = False
    """Whether it says what the row is about, where the free column does not: it stays on any screen."""


Value = float | str | None
"""What a cell is ordered by: nothing comes last, and an empty text leaves it to the cell."""


class Listed(Protocol):
    """One line of a list as the table needs it; where there are thousands, it makes its cells when they are shown."""

    @property
    def key(self) -> str:
        """What it is known by."""

    @property
    def cells(self) -> tuple[str, ...]:
        """What is shown, column by column; one cell spans all."""

    @property
    def tone(self) -> str:
        """What colours the first cell and nothing else: two styles a row."""

    @property
    def still(self) -> bool:
        """Whether it is a line to read, such as a heading: Enter does nothing there."""

    @property
    def wide(self) -> int:
        """How many cells it has."""

    @property
    def text(self) -> str:
        """What a filter looks through: without capitals and marks."""

    def value(self, at: int) -> Value:
        """What its cell ``at`` is ordered by."""


@dataclass(frozen=True)
class Row:
    """A line that is made whole."""

    key: str
    cells: tuple[str, ...]
    tone: str = ""
    search: str = ""
    """More text that a filter finds."""
    still: bool = False
    """A line to read, such as a heading: Enter does nothing there."""
    values: tuple[Value, ...] = ()
    """What cells are ordered by where their text does not say it."""

    @property
    def wide(self) -> int:
        """How many cells it has."""
        return len(self.cells)

    @property
    def text(self) -> str:
        """All its cells, and what else a filter finds."""
        return searched(" ".join((*self.cells, self.search)))

    def value(self, at: int) -> Value:
        """What its cell ``at`` is ordered by."""
        return self.values[at] if at < len(self.values) else ""


def searched(text: str) -> str:
    """Text as a filter and an order see it: without capitals and marks."""
    return text.casefold() if text.isascii() else _searched(text)


_searched = lru_cache(maxsize=20_000)(plain)


def narrowed(rows: Sequence[Listed], needle: str) -> tuple[Listed, ...]:
    """Rows that hold every word of ``needle``, tone marks and capitals aside; all of them for an empty one."""
    words = plain(needle).split()
    if not words:
        return tuple(rows)
    return tuple(row for row in rows if all(map(row.text.__contains__, words)))


@dataclass(frozen=True)
class Table:
    """What is listed and where the reader is: ``cursor`` and ``top`` are positions in ``rows``."""

    columns: tuple[Column, ...] = ()
    rows: tuple[Listed, ...] = ()
    cursor: int = 0
    top: int = 0
    pan: int = 0
    height: int = field(default=1)
    """Lines there are for rows."""

    def showing(self, columns: Sequence[Column], rows: Sequence[Listed], height: int) -> Table:
        """The same place among other rows: the cursor keeps its row, and its line on the screen, whatever came."""
        key, line = self.key, self.cursor - self.top
        at = next((i for i, row in enumerate(rows) if row.key == key), None) if key else None
        cursor = min(self.cursor, max(len(rows) - 1, 0)) if at is None else at
        other = Table(tuple(columns), tuple(rows), cursor, cursor - line, self.pan, max(height, 1))
        # A reader at the very top who has not moved wants to see what comes in above.
        return other.scrolled()

    @property
    def key(self) -> str:
        """The key under the cursor; empty when there are no rows."""
        return self.rows[self.cursor].key if self.rows else ""

    @property
    def row(self) -> Listed | None:
        """The row under the cursor."""
        return self.rows[self.cursor] if self.rows else None

    def seeking(self, key: str) -> tuple[Table, bool]:
        """The cursor on the row ``key``, and whether it is there; an empty key is nowhere and changes nothing."""
        at = next((i for i, row in enumerate(self.rows) if row.key == key), None) if key else None
        return (self, False) if at is None else (self.at(at), True)

    def moved(self, by: int) -> Table:
        """The cursor ``by`` rows on, within the rows."""
        return self.at(self.cursor + by)

    def at(self, index: int) -> Table:
        """The cursor on row ``index``; leaving the window turns half a page, as one line at a time repaints all."""
        cursor = max(0, min(index, len(self.rows) - 1))
        top = self.top
        if cursor < top or cursor >= top + self.height:
            top = cursor - (self.height - 1 if cursor < top else 0)
            top += self.height // 2 if cursor < self.top else -(self.height // 2)
        return replace(self, cursor=cursor, top=top).scrolled()

    def panned(self, by: int) -> Table:
        """The widest column moved sideways, to read what did not fit, as far as there is something to read."""
        free = next((i for i, column in enumerate(self.columns) if not column.width), -1)
        longest = max((len(row.cells[-1 if row.wide == 1 else free]) for row in self.window), default=0)
        return replace(self, pan=max(0, min(self.pan + by, longest - _PAN)))

    def after(self, act: str) -> Table | None:
        """The table after a key that moves; ``None`` for one that does something else."""
        steps = {"up": -1, "down": 1, "page_up": -self.height, "page_down": self.height}
        ends = {"first": 0, "last": len(self.rows) - 1}
        sideways = {"left": -_PAN, "right": _PAN}
        if act in steps:
            return self.moved(steps[act])
        if act in ends:
            return self.at(ends[act])
        return self.panned(sideways[act]) if act in sideways else None

    def scrolled(self) -> Table:
        """With ``top`` so that the window is full where it can be, and the cursor is inside."""
        top = max(0, min(self.top, len(self.rows) - self.height))
        top = min(max(top, self.cursor - self.height + 1), max(self.cursor, 0))
        return replace(self, top=top)

    @property
    def window(self) -> tuple[Listed, ...]:
        """The rows on the screen."""
        return self.rows[self.top : self.top + self.height]

    def heads(self, width: int, ink: Ink) -> Line:
        """The line of headings."""
        return ((self._cells(tuple(column.head for column in self.columns), width, ink, 0), "head"),)

    def lines(self, width: int, ink: Ink) -> list[Line]:
        """The rows on the screen as lines, the one under the cursor reversed."""
        return [self._line(row, width, ink, here=self.top + i == self.cursor) for i, row in enumerate(self.window)]

    def texts(self, width: int, ink: Ink) -> list[str]:
        """The rows on the screen as text alone."""
        return [self._cells(row.cells, width, ink, 0) for row in self.window]

    def _line(self, row: Listed, width: int, ink: Ink, *, here: bool) -> Line:
        cells = row.cells
        text = self._cells(cells, width, ink, self.pan)
        if here:
            return ((text, "cursor"),)
        if not row.tone:
            return ((text, ""),)
        room = widths_in(self.columns, width).get(0, width)
        first = len(ink.fit(cells[0], room).rstrip()) if len(cells) > 1 else len(text)
        return ((text[:first], row.tone), (text[first:], ""))

    def _cells(self, cells: Sequence[str], width: int, ink: Ink, pan: int) -> str:
        """Cells side by side, one space between; the free column starts ``pan`` characters in, one cell spans all."""
        if len(cells) == 1:
            return ink.fit(cells[0][pan:], width)
        return " ".join(
            ink.fit(cells[i] if self.columns[i].width else cells[i][pan:], room, right=self.columns[i].right)
            for i, room in widths_in(self.columns, width).items()
        )


@lru_cache(maxsize=64)
def widths_in(columns: tuple[Column, ...], width: int) -> Mapping[int, int]:
    """Index to cells of each column that has room; on a narrow screen the last ones give way to what names the row."""
    shown = [i for i, column in enumerate(columns) if width >= column.least]
    free = next((i for i in shown if not columns[i].width), None)
    name = next((i for i in shown if columns[i].names), free)
    if name is None:
        return {i: columns[i].width for i in shown}
    while width < NARROW and len(shown) > 2 and _needed(columns, shown, name) > width:  # noqa: PLR2004 - first and name
        shown.remove(next(i for i in reversed(shown) if i not in {0, name}))
    wide = free if free in shown else name
    left = width - sum(columns[i].width + 1 for i in shown if i != wide)
    return {i: max(left, 1) if i == wide else columns[i].width for i in shown}


def _needed(columns: Sequence[Column], shown: Sequence[int], name: int) -> int:
    """Cells of these columns and the spaces between, the free one not narrower than is of use."""
    return sum(columns[i].width or (_NAME if i == name else _WORD) for i in shown) + len(shown) - 1
