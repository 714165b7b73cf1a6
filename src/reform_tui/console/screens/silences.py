"""Silences and acknowledgements as a screen tells them: until when, of what, by whom and why."""

from __future__ import annotations

from collections.abc import Sequence

from reform_tui.board.board import AlertRow, Board
from reform_tui.console.look import SYMBOLS, Look
from reform_tui.console.paint import Line, wrapped
from reform_tui.model.silence import RULE, Silence

_NAMED = 4


def told(silence: Silence, look: Look, *, file: str) -> str:
    """Until when, who and why; and the file, of one that stands beside its rule."""
    until = look.say("until {moment}", moment=look.end(silence.until))
    place = file if silence.origin == RULE else ""
    return " · ".join(filter(None, (until, f"{silence.author}: {silence.reason}", place)))


def acknowledged(alert: AlertRow, look: Look) -> str:
    """Who took it, when, with which note and until when; empty when nobody did."""
    if not alert.taken_by:
        return ""
    until = look.say("until {moment}", moment=look.end(alert.taken_until)) if alert.taken_until else ""
    said = f"{alert.taken_by} {look.minute(alert.taken_at)}: {alert.note}"
    return " · ".join(filter(None, (said, until)))


def notes(rule: str, board: Board, look: Look, width: int) -> Sequence[Line]:
    """What is told of each silence of a rule that holds or will, those that end first before the others."""
    states = {"holds", "not yet"}
    found = sorted(
        (one for one in board.silences if one.rule == rule and one.state(look.now) in states),
        key=lambda one: one.until,
    )
    file = board.rules[rule].file if rule in board.rules else ""
    lines = [_line(one, board, look, file) for one in found[:_NAMED]]
    if left := len(found) - len(lines):
        lines.append(look.say("and {count} more: reform-tui silences lists them", count=left))
    return [((part, "dim"),) for line in lines for part in wrapped(line, width)]


def _line(silence: Silence, board: Board, look: Look, file: str) -> str:
    """One silence: what it speaks of after until when, so that it is read at 80 columns."""
    units = ", ".join(board.units[unit].shown if unit in board.units else unit for unit in silence.units)
    waits = silence.state(look.now) == "not yet"
    since = look.say("from {moment}", moment=look.minute(silence.since)) if waits else look.word("silenced")
    about = " · ".join(filter(None, (since, units or look.say("all units"), ", ".join(silence.subjects))))
    return f"{SYMBOLS['silenced']} {about} · {told(silence, look, file=file)}"
