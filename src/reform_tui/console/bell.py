"""A bell and a mark in the terminal's title when an alert becomes critical; silent unless somebody wants it."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reform_tui.board.board import AlertRow, Board
from reform_tui.console.look import SYMBOLS, Look
from reform_tui.console.paint import Ink

_TITLE = "reform-tui"


@dataclass
class Bell:
    """Rings, and marks the title until somebody presses a key."""

    write: Callable[[str], object]
    """Takes what goes to the terminal."""
    marked: bool = False

    def ring(self, alerts: Sequence[AlertRow], board: Board, look: Look) -> None:
        """Ring for alerts, if there are any; the console of Linux has no title."""
        if not alerts:
            return
        unit = board.units.get(alerts[0].unit)
        words = f"{SYMBOLS['critical']} {len(alerts)} {unit.shown if unit else alerts[0].unit}"
        self.marked = os.environ.get("TERM") != "linux"
        self.write("\a" + (_titled(words, look.ink) if self.marked else ""))

    def quiet(self, ink: Ink) -> None:
        """Somebody is here: the title tells of no alert any more."""
        if self.marked:
            self.write(_titled(_TITLE, ink))
        self.marked = False


def newly_critical(old: Board, new: Board) -> Sequence[AlertRow]:
    """Alerts that call for somebody and did not before; none where the store is another, or was not read yet."""
    if old.started != new.started or not old.seq:
        return ()
    return [alert for key, alert in new.alerts.items() if _calls(alert) and not _calls(old.alerts.get(key))]


def _calls(alert: AlertRow | None) -> bool:
    return alert is not None and alert.severity == "critical" and alert.state == "firing" and alert.silence is None


def _titled(text: str, ink: Ink) -> str:
    """Set the terminal's title; nothing in ``text`` can end it early."""
    return f"\x1b]2;{ink.clean(text)}\a"
