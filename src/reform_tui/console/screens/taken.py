"""What is acknowledged: the oldest first, by whom, until when, and the note."""

from __future__ import annotations

from collections.abc import Sequence

from reform_tui.board.board import AlertRow, Board
from reform_tui.board.spoken import sentence
from reform_tui.console.look import Look
from reform_tui.console.page import Page
from reform_tui.console.screens.alert import AlertPage
from reform_tui.console.table import Column, Row


class TakenPage(Page):
    """One line an acknowledged alert."""

    @property
    def address(self) -> str:
        """The command that opens this screen again."""
        return "taken"

    def heading(self, board: Board, look: Look) -> str:
        """Say that these are acknowledged."""
        del board
        return look.say("Acknowledged alerts")

    def columns(self, look: Look) -> tuple[Column, ...]:
        """Age and author first: by them one looks for what was forgotten."""
        more = max(self.app.size.width - 80, 0)
        return (
            Column(look.say("Age"), 7, right=True), Column(look.say("By"), 8), Column(look.say("Until"), 10),
            Column(look.say("Unit"), 16 + more // 4, names=True), Column(look.say("Note"), 16 + more // 4),
            Column(look.say("Alert")),
        )  # fmt: skip

    def rows(self, board: Board, look: Look) -> Sequence[Row]:
        """The oldest acknowledgement first."""
        taken = [alert for alert in board.alerts.values() if alert.state == "acknowledged"]
        taken.sort(key=lambda one: (one.taken_at or look.now, one.id))
        none = Row("none", (look.say("nobody has acknowledged an alert that stands"),), still=True)
        return [_line(alert, board, look) for alert in taken] or [none]

    def opened(self, key: str) -> Page | None:
        """The alert with all its numbers."""
        return AlertPage(key) if key in self.console.board.alerts else None

    def alert(self) -> AlertRow | None:
        """The alert under the cursor."""
        return self.console.board.alerts.get(self.table.key)


def _line(alert: AlertRow, board: Board, look: Look) -> Row:
    unit = board.units.get(alert.unit)
    cells = (
        look.age(alert.taken_at),
        alert.taken_by,
        look.end(alert.taken_until, coarse=True) if alert.taken_until else "–",
        unit.shown if unit else alert.unit,
        alert.note,
        sentence(alert, board, look.language),
    )
    return Row(alert.id, cells, search=f"{alert.unit} {alert.rule}")
