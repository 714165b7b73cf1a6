"""The board as plain lines, once: units with their sums, then live alerts, the worst first."""

from __future__ import annotations

from collections.abc import Iterator

from reform_tui.board import Board, UnitRow
from reform_tui.console import units
from reform_tui.console.linear import alert_line
from reform_tui.console.look import Look
from reform_tui.console.totals import rows_of
from reform_tui.language import mark

_SUMS = 5
"""Cells of a sum: sign, overdue, units by severity, online rate, whose."""


def board_lines(board: Board, look: Look) -> Iterator[str]:
    """What the screens of units and of all alerts show, a line each, under how old the data are."""
    age = (
        look.say("as of export {moment}", moment=look.short(board.data_at))
        if board.data_at
        else look.say("no data yet")
    )
    yield _joined(board.project, board.province, look.word(board.engine), age, board.trouble, board.ended)
    yield from (f"! {sentence}" for sentence in (board.faulty.faults if board.faulty else ()))
    for unit in sorted(board.units.values(), key=units.order):
        yield _unit(unit, look)
    for row in rows_of(board, look, _SUMS, levels=True) if board.units else ():
        _, overdue, told, rate, name = row.cells
        yield _joined(name, told, look.say(mark("{count} overdue"), count=overdue), rate)
    live = board.worst_first
    yield from (_joined(look.minute(one.since), alert_line(one, board, look)) for one in live)


def _unit(unit: UnitRow, look: Look) -> str:
    count = sum(number for _, number in unit.by_rule)
    return _joined(
        unit.unit,
        unit.shown,
        look.word(unit.severity),
        look.say(mark("{count} overdue"), count=unit.overdue) if unit.overdue else "",
        look.say(mark("{count} alerts"), count=count) if count else "",
        look.language.rate(*unit.online) if unit.online else "",
    )


def _joined(*parts: str) -> str:
    return " · ".join(part.replace("\n", " ") for part in parts if part)
