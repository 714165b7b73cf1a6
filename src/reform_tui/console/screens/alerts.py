"""Live alerts of one unit, or of all: numbers first, then what the alert says."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from textual.timer import Timer

from reform_tui.board.board import AlertRow, Board, HealthRow
from reform_tui.board.spoken import rule_name, why_unanswered
from reform_tui.console.alert_lines import AlertLine, AlertsTold
from reform_tui.console.look import Look
from reform_tui.console.page import Page
from reform_tui.console.paint import wrapped
from reform_tui.console.screens.alert import AlertPage, said
from reform_tui.console.table import Column, Listed, Row

_SLICE, _REST = 0.005, 0.02
"""Seconds of making words ready, and between the beginnings of two such slices."""


class AlertsPage(Page):
    """What stands against one unit, and the rules that cannot see it."""

    def __init__(self, unit: str = "") -> None:
        super().__init__()
        self.unit = unit
        self.unready: Iterator[AlertRow] = iter(())
        """Alerts whose words are not made yet; a little at a time, so that no key waits for thousands of them."""
        self.readying: Timer | None = None

    @property
    def address(self) -> str:
        """The command that opens this screen again."""
        return f"unit {self.unit}" if self.unit else "alerts"

    def heading(self, board: Board, look: Look) -> str:
        """The unit's code and name."""
        unit = board.units.get(self.unit)
        return " ".join(filter(None, (self.unit, unit.name if unit else ""))) or look.say("All alerts")

    def columns(self, look: Look) -> tuple[Column, ...]:
        """Severity, count, share, age and state change; the sentence is last."""
        return (
            Column(look.say("Severity"), 10), Column(look.say("Count/of"), 13, right=True),
            Column(look.say("Share"), 8, right=True), Column(look.say("Age"), 7, right=True),
            Column(look.say("State"), 8), Column(look.say("Rule"), 24, least=110),
            Column(look.say("Period"), 8, least=118), Column(look.say("Level"), 9, least=126),
            Column(look.say("Contact"), 24, least=150), Column(look.say("Alert")),
        )  # fmt: skip

    def rows(self, board: Board, look: Look) -> Sequence[Listed]:
        """Alerts, the worst first; then the rules that are ill or blind here; what is silenced last."""
        alerts = [a for a in board.worst_first if a.unit == self.unit] if self.unit else board.worst_first
        told = {(a.subject, a.unit) for a in alerts if a.check in {"rule_blind", "rule_ill"}}
        whole = {rule for rule, unit in told if unit == board.province and not self.unit}  # told once for all units
        here = [row for row in board.unhealthy if self.unit in {"", row.unit} and row.rule not in whole]
        silent = [row for row in here if (row.rule, row.unit) not in told]
        self.console.words.fit(board, look)
        said = AlertsTold(board, look, self.console.words, of_unit=bool(self.unit))
        lines: list[Listed] = [AlertLine(alert, said) for alert in alerts]
        at = bisect_left(alerts, True, key=lambda alert: alert.silence is not None)
        lines[at:at] = (silent_line(row, board, look) for row in silent)
        return lines or [Row("none", (look.say("no live alert here"),), still=True)]

    def on_mount(self) -> None:
        """Begin to make ready what a filter and an order will ask for."""
        self.readying = self.set_interval(_REST, self._make_ready)

    def renew(self) -> None:
        """Make ready also what the newest board brought."""
        super().renew()
        self.unready = iter(self.console.board.worst_first)
        if self.readying is not None:
            self.readying.resume()

    def _make_ready(self) -> None:
        console = self.console
        if not console.words.make(self.unready, console.board, console.look(), _SLICE) and self.readying is not None:
            self.readying.pause()

    def opened(self, key: str) -> Page | None:
        """The alert with all its numbers."""
        return AlertPage(key) if key in self.console.board.alerts else None

    def pane(self, board: Board, look: Look, width: int) -> Sequence[str]:
        """The alert under the cursor with its numbers, and whom to call."""
        alert = self.alert()
        if alert is None:
            return ()
        unit = board.units.get(alert.unit)
        where = (
            unit.shown if unit else alert.unit,
            look.cell("level", unit.level) if unit else "",
            board.contacts.get(alert.unit, ""),
        )
        lines = wrapped(" · ".join(filter(None, map(str, where))), width)
        return [*lines, "", *said(alert, board, look, width)]

    def alert(self) -> AlertRow | None:
        """The alert under the cursor."""
        return self.console.board.alerts.get(self.table.key)

    def about(self) -> str:
        """The unit of these alerts, or of the one under the cursor."""
        return self.unit or super().about()


def silent_line(row: HealthRow, board: Board, look: Look) -> Row:
    """A rule without an answer, shown like an alert: quiet is not blind."""
    name = rule_name(board.rules.get(row.rule), row.rule, look.language)
    said = f"{name}: {why_unanswered(row, look.language)}"
    cells = (look.badge(row.health), "–", "–", look.age(row.at), "", name, "", "", "", said)
    return Row(f"{row.rule}|{row.unit}", cells, row.health, search=f"{row.unit} {row.rule}", still=True)
