"""What happened since this inspector last looked, the newest first."""

from __future__ import annotations

from collections.abc import Sequence

from reform_tui.board.board import Board
from reform_tui.board.changes import AT_MOST, ChangeRow
from reform_tui.board.details import told
from reform_tui.board.spoken import rule_name, subject
from reform_tui.console.look import Look
from reform_tui.console.page import Page
from reform_tui.console.screens.alert import AlertPage
from reform_tui.console.table import Column, Row
from reform_tui.wording.faults import refusal_in_language


class ChangesPage(Page):
    """One line a step of the trail; what only moved a number is left out."""

    @property
    def address(self) -> str:
        """The command that opens this screen again."""
        return "changes"

    def heading(self, board: Board, look: Look) -> str:
        """Since when."""
        del board
        return look.say("Changes since {moment}", moment=look.short(self.console.since))

    def columns(self, look: Look) -> tuple[Column, ...]:
        """When and what, where, who, and of which rule."""
        more = max(self.app.size.width - 80, 0)
        return (
            Column(look.say("When"), 11), Column(look.say("What"), 14),
            Column(look.say("Unit"), 16 + more // 4, names=True), Column(look.say("By"), 8), Column(look.say("Alert")),
        )  # fmt: skip

    def rows(self, board: Board, look: Look) -> Sequence[Row]:
        """Changes since the last key of the sitting before; at the end, whether there are more than are kept."""
        found = self.console.news()
        lines = [_line(one, board, look) for one in found]
        if not lines:
            return [Row("none", (look.say("nothing has changed since then"),), still=True)]
        more = look.say("only the newest {count} are listed", count=look.language.whole(AT_MOST))
        return [*lines, Row("more", (more,), still=True)] if len(found) == AT_MOST else lines

    def opened(self, key: str) -> Page | None:
        """The alert that changed."""
        alert = next((one.alert for one in self.console.news() if str(one.seq) == key), "")
        return AlertPage(alert) if alert else None


def _line(one: ChangeRow, board: Board, look: Look) -> Row:
    unit, alert = board.units.get(one.unit), board.alerts.get(one.alert)
    about = (
        rule_name(board.rules.get(one.rule), one.rule, look.language) if one.rule else "",
        subject(alert, board, look.language) if alert else "",
        _detail(one, look),
    )
    cells = (
        look.short(one.at),
        look.word(one.kind),
        unit.shown if unit else one.unit,
        one.author or "–",
        " · ".join(filter(None, about)),
    )
    return Row(str(one.seq), cells, search=f"{one.unit} {one.rule}", still=not one.alert)


def _detail(one: ChangeRow, look: Look) -> str:
    """Its facts with their names; of an act that was refused, what it was and why."""
    facts = dict(told(one.detail)[0])
    if one.kind == "refused":
        return f"{facts.get('kind', '')}: {refusal_in_language(str(facts.get('why', '')), look.language)}"
    return ", ".join(f"{look.word(name)} {look.told(value)}" for name, value in facts.items())
