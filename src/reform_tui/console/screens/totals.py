"""Sums over units: of the province and of its levels, in the columns of the units."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from reform_tui.board.board import Board, UnitRow
from reform_tui.console.look import SYMBOLS, Look
from reform_tui.console.paint import Line
from reform_tui.console.screens.indicators import LEVELS
from reform_tui.console.table import Column, Row, Table
from reform_tui.language import mark


def lines(board: Board, look: Look, columns: Sequence[Column], width: int, *, levels: bool) -> list[Line]:
    """The sums as lines under the table; none where there is one unit or none."""
    if len(board.units) < 2:  # noqa: PLR2004 - a sum of one says nothing
        return []
    rows = tuple(rows_of(board, look, len(columns), levels=levels))
    return [
        ((text, "dim"),) for text in Table(tuple(columns), rows, cursor=-1, height=len(rows)).texts(width, look.ink)
    ]


def rows_of(board: Board, look: Look, cells: int, *, levels: bool) -> Iterator[Row]:
    """The province, then each level that has units: overdue, alerts by severity, online rate, how many units."""
    units = board.units.values()
    yield _row("province", units, look, cells)
    for level in ("province", "district", "commune") if levels else ():
        if members := [unit for unit in units if unit.level == level]:
            yield _row(f"all {level}", members, look, cells)


def _row(level: str, units: Iterable[UnitRow], look: Look, cells: int) -> Row:
    members = list(units)
    overdue = sum(unit.overdue for unit in members)
    worst = [sum(unit.severity == name for unit in members) for name in ("critical", "warning")]
    online = [unit.online for unit in members if unit.online]
    told = " ".join(f"{SYMBOLS[name]}{count}" for name, count in zip(("critical", "warning"), worst, strict=True))
    rate = look.language.rate(sum(one for one, _ in online), sum(of for _, of in online)) if online else "–"
    name = look.say(mark("{level} ({count})"), level=look.say(LEVELS[level]), count=len(members))
    shown = ("Σ", look.language.whole(overdue), told, rate)
    return Row(level, (*shown, *[""] * (cells - len(shown) - 1), name))
