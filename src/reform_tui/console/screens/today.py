"""The first screen: whom to call."""

from __future__ import annotations

from collections.abc import Sequence

from reform_tui.board.board import Board
from reform_tui.board.today import TodayRow, end_of_day, today_rows
from reform_tui.console.look import Look
from reform_tui.console.page import Page
from reform_tui.console.screens.alerts import AlertsPage
from reform_tui.console.screens.units import UnitsPage, steps
from reform_tui.console.table import Column, Row
from reform_tui.console.verdict import causes_in

_UNITS = "→"
"""The key of the line that leads to all units."""


class TodayPage(Page):
    """At most ten units: what is new, worse, due and unanswered, the contact and the last word."""

    @property
    def address(self) -> str:
        """The command that opens this screen again."""
        return "today"

    def heading(self, board: Board, look: Look) -> str:
        """Say that this is today, and since when what came is new."""
        del board
        return look.say("Today, new since {moment}", moment=look.short(self.console.since))

    def columns(self, look: Look) -> tuple[Column, ...]:
        """Counts first; then whom to call, and what was said last."""
        more = max(self.app.size.width - 80, 0)
        return (
            Column(look.say("Worst"), 10), Column(look.say("New"), 3, right=True),
            Column(look.say("Worse"), 5, right=True), Column(look.say("Due"), 3, right=True),
            Column(look.say("Open"), 4, right=True), Column(look.say("Unit"), 16 + more // 4, names=True),
            Column(look.say("Contact"), 21 + more // 4), Column(look.say("Verdict")),
        )  # fmt: skip

    def rows(self, board: Board, look: Look) -> Sequence[Row]:
        """The units to call, and the way to all of them; or the three steps of an empty project."""
        if board.is_empty:
            return steps(look, self.app.size.width)
        now = look.now.astimezone(look.zone)
        found = today_rows(board, self.console.since, now, end_of_day(now))
        none = (
            [] if found else [Row("none", (look.say("nobody to call: nothing new, worse, due or open"),), still=True)]
        )
        way = look.say("→ all {count} units (t)", count=look.language.whole(len(board.units)))
        return [*(_line(one, board, look) for one in found), *none, Row(_UNITS, (way,))]

    def opened(self, key: str) -> Page | None:
        """The unit's alerts, or all units."""
        if key == _UNITS:
            return UnitsPage()
        return AlertsPage(key) if key in self.console.board.units else None

    def do_today(self) -> None:
        """From here on to all units."""
        self.app.push_screen(UnitsPage())


def _line(one: TodayRow, board: Board, look: Look) -> Row:
    counts = (one.new, one.worsened, one.due, one.unanswered)
    cause = causes_in(board, look).get(one.cause, one.cause)
    said = " · ".join(filter(None, (cause, one.note, one.by, look.age(one.at) if one.at else "")))
    cells = (
        look.badge(one.severity),
        *(look.language.whole(count) if count else "·" for count in counts),
        one.name,
        one.contact or "–",
        said or "–",
    )
    return Row(one.unit, cells, one.severity, search=" ".join((one.unit, *one.subjects)))
