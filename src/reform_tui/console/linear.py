"""Changes as plain lines, for a screen reader or a line too slow for a screen: one a line, oldest first, no cursor."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

from reform_tui import times
from reform_tui.board.board import SEVERITIES, AlertRow, Board, changed_rows
from reform_tui.board.spoken import sentence
from reform_tui.console.look import Look
from reform_tui.console.paint import Ink
from reform_tui.console.wanted import EVERYTHING, Wanted
from reform_tui.console.watcher import POLL, read_newer
from reform_tui.language import Language, mark
from reform_tui.store.layout import Layout
from reform_tui.store.reading import Watched


def run_linear(
    root: Path,
    language: Language | None,
    ink: Ink,
    write: Callable[[str], object],
    stop: Event,
    wanted: Wanted = EVERYTHING,
) -> None:
    """Write every live alert that is wanted, the worst last, then every change of one, until ``stop`` is set."""
    board = Board()
    with Watched(Layout(root / "state").database) as watched:
        while True:
            newer = read_newer(watched, root, board)
            if newer is not board:
                spoken = language or Language(newer.language or "vi")
                look = Look(spoken, times.zone_of(newer.zone), times.now(), ink)
                for line in changes(board, newer, look, wanted):
                    write(ink.clean(line))
            board = newer
            if stop.wait(POLL):
                return


def changes(old: Board, new: Board, look: Look, wanted: Wanted = EVERYTHING) -> Iterator[str]:
    """One line for the engine or the store when they changed, then one for each alert that did and is or was wanted."""
    if (old.engine, old.trouble) != (new.engine, new.trouble):
        since = f" {look.short(new.heartbeat)}" if new.engine == "stopped" else ""
        yield " · ".join(filter(None, (look.clock(), look.word(new.engine) + since, new.trouble)))
    lets = wanted.on(new, look)
    keys = [
        key
        for key in changed_rows(old.alerts, new.alerts)
        if any(lets(board.alerts[key]) for board in (old, new) if key in board.alerts)
    ]
    rows = [(key, new.alerts.get(key) or old.alerts[key]) for key in keys]
    for key, alert in sorted(rows, key=_order):
        kind = mark("cleared") if key not in new.alerts else mark("changed") if key in old.alerts else mark("new")
        state = kind != "cleared"
        yield " · ".join((look.clock(), look.say(kind), alert_line(alert, new, look, state=state)))


def _order(pair: tuple[str, AlertRow]) -> tuple[bool, int, str]:
    """The worst last; before them all what is silenced."""
    key, alert = pair
    return alert.silence is None, SEVERITIES.index(alert.severity), key


def alert_line(alert: AlertRow, board: Board, look: Look, *, state: bool = True) -> str:
    """One alert as a line: how bad, whose, what it says, and its state where that matters."""
    unit = board.units.get(alert.unit)
    name = unit.shown if unit else alert.unit
    parts = (look.word(alert.severity), name, sentence(alert, board, look.language))
    silenced = (look.silenced(alert.silence),) if alert.silence else ()
    return " · ".join((*parts, look.word(alert.state), *silenced) if state else parts)
