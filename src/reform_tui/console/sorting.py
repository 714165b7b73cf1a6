"""Rows by any column: numbers as numbers, text as a Vietnamese reader looks it up, what is missing last."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from operator import itemgetter

from reform_tui.console.table import Column, Listed, searched
from reform_tui.language import Language, mark

LIST = 3
"""Columns from which on a page is a list, and not something to read from top to bottom."""
SORTING = ("sort_next", "sort_last", "sort_turn")
_FIGURE = frozenset("0123456789+-")
_NOTHING = frozenset({"", "–", "·"})
_MOMENT = re.compile(r"(\d\d)/(\d\d)(?:/(\d{4}))?(?: (\d\d:\d\d))?")
Key = tuple[int, float, str]


@dataclass(frozen=True)
class Sort:
    """By which column, and which way; without one, as the screen gives its rows."""

    column: str = ""
    down: bool = False

    def __str__(self) -> str:
        """As it is kept: ``-Overdue``."""
        return f"{'-' if self.down else '+'}{self.column}" if self.column else ""


def kept_sort(text: str) -> Sort:
    """A sort as it was kept."""
    return Sort(text[1:], text.startswith("-"))


def why_not_sorted(act: str, columns: Sequence[Column], sort: Sort) -> str:
    """Why a key that sorts does nothing here; empty when it does something."""
    if len(columns) < LIST:
        return mark("this page is read from top to bottom; lists can be sorted")
    unsorted = act == "sort_turn" and not sort.column
    return mark("< or > chooses the column to sort by; then o turns the order about") if unsorted else ""


def moved(sort: Sort, columns: Sequence[Column], by: int) -> Sort:
    """The sort by the column ``by`` further; before the first and after the last stands the screen's own order.

    Figures and the first column begin with the greatest, all else with the smallest.
    """
    heads = ["", *(column.head for column in columns)]
    at = (heads.index(sort.column) if sort.column in heads else 0) + by
    at %= len(heads)
    return Sort(heads[at], at == 1 or (at > 0 and columns[at - 1].right))


def marked(columns: Sequence[Column], sort: Sort) -> tuple[Column, ...]:
    """The columns, an arrow before the heading of the sorted one, which is shown on any width."""
    arrow = "↓" if sort.down else "↑"
    return tuple(
        replace(
            column,
            head=f"{arrow}{column.head}",
            least=0,
            width=column.width and max(column.width, len(column.head) + 1),
        )
        if sort.column and column.head == sort.column
        else column
        for column in columns
    )


def ordered(rows: Sequence[Listed], columns: Sequence[Column], sort: Sort, language: Language) -> Sequence[Listed]:
    """The rows by one column; a line that is no row of the list stays above them."""
    at = next((i for i, column in enumerate(columns) if sort.column and column.head == sort.column), None)
    if at is None or len(columns) < LIST:
        return rows
    alone = [row for row in rows if row.wide != len(columns)]
    listed = [(key_of(row, at, language), row) for row in rows if row.wide == len(columns)]
    known = [(key, row) for key, row in listed if key is not None]
    known.sort(key=itemgetter(0), reverse=sort.down)
    return [*alone, *(row for _, row in known), *(row for key, row in listed if key is None)]


def key_of(row: Listed, at: int, language: Language) -> Key | None:
    """What a cell is ordered by: what its row says, else its number, its day, or its letters without marks."""
    value = row.value(at)
    if value is None:
        return None
    if not isinstance(value, str):
        return (0, float(value), "")
    text = value or row.cells[at].strip()
    if text in _NOTHING:
        return None
    number = language.number(text) if text[0] in _FIGURE else None
    return (1, 0.0, _dated(text) or searched(text)) if number is None else (0, number, "")


def _dated(text: str) -> str:
    """A day or a moment with its year first; empty for any other text."""
    found = _MOMENT.match(text) if text[0] in _FIGURE else None
    return f"{found[3] or '0000'}{found[2]}{found[1]}{found[4] or ''}" if found else ""
