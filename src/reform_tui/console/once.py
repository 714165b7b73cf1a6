"""The board as plain lines, once: units with their sums, then live alerts, the worst first."""

from __future__ import annotations

from collections.abc import Iterator

from reform_tui.board.board import Board, UnitRow
from reform_tui.console.linear import alert_line
from reform_tui.console.look import Look
from reform_tui.console.screens import units
from reform_tui.console.screens.totals import rows_of
from reform_tui.console.wanted import EVERYTHING, Wanted
from reform_tui.language import mark

_SUMS = 5
"""Cells of a sum: sign, overdue, units by severity, online rate, whose."""


def board_lines(board: Board, look: Look, wanted: Wanted = EVERYTHING) -> Iterator[str]:
    """What the screens of units and of all alerts show, a line each, under how old the data are.

    Where not everything is wanted: the units with such an alert or named, no sums, and those alerts.
    """
    age = (
        look.say("as of export {moment}", moment=look.dated(board.data_at))
        if board.data_at
        else look.say("no data yet")
    )
    yield _joined(board.project, board.province, look.word(board.engine), age, board.trouble, board.ended)
    yield from (f"! {sentence}" for sentence in (board.faulty.faults if board.faulty else ()))
    lets = wanted.on(board, look)
    live = [alert for alert in board.worst_first if lets(alert)]
    told = {one.unit for one in live} | wanted.units_of(board)
    for unit in sorted(board.units.values(), key=units.order):
        if wanted.everything or unit.unit in told:
            yield _unit(unit, look)
    for row in rows_of(board, look, _SUMS, levels=True) if board.units and wanted.everything else ():
        _, overdue, by_severity, rate, name = row.cells
        yield _joined(name, by_severity, look.say(mark("{count} overdue"), count=overdue), _online(rate, look))
    yield from (_joined(look.minute(one.since), alert_line(one, board, look)) for one in live)


def _unit(unit: UnitRow, look: Look) -> str:
    count = sum(number for _, number in unit.by_rule)
    return _joined(
        unit.unit,
        unit.shown,
        look.word(unit.severity),
        look.say(mark("{count} overdue"), count=unit.overdue) if unit.overdue else "",
        look.say(mark("1 alert") if count == 1 else mark("{count} alerts"), count=count) if count else "",
        _online(look.language.rate(*unit.online) if unit.online else "", look),
    )


def _online(rate: str, look: Look) -> str:
    return f"{look.word('online')} {rate}" if rate.strip(" –") else ""


def _joined(*parts: str) -> str:
    return " · ".join(part.replace("\n", " ") for part in parts if part)
