"""Rules and their health: the ill and the blind first, then what each could judge."""

from __future__ import annotations

from collections.abc import Sequence

from reform_tui.board import Board, HealthRow, RuleRow
from reform_tui.console import silences
from reform_tui.console.look import Look
from reform_tui.console.page import Page
from reform_tui.console.paint import Line
from reform_tui.console.table import Column, Row
from reform_tui.details import read_health
from reform_tui.spoken import rule_name

_ORDER = ("ill", "blind", "", "ok")


class RulesPage(Page):
    """One line a rule."""

    def heading(self, board: Board, look: Look) -> str:
        """Say that these are rules."""
        del board
        return look.say("Rules")

    def columns(self, look: Look) -> tuple[Column, ...]:
        """Health, units by health, rows judged and not, the name last."""
        return (
            Column(look.say("Health"), 9), Column(look.say("Ill"), 4, right=True),
            Column(look.say("Blind"), 5, right=True),
            Column(look.say("Judged"), 10, right=True), Column(look.say("Skipped"), 8, right=True),
            Column(look.say("Profile"), 13), Column(look.say("Rule")),
        )  # fmt: skip

    def rows(self, board: Board, look: Look) -> Sequence[Row]:
        """Ill and blind first."""
        rules = sorted(board.rules.values(), key=lambda rule: (_ORDER.index(rule.health), rule.rule))
        none = [Row("none", (look.say("no rule yet: rules/*.toml"),), still=True)]
        return [rule_line(rule, look) for rule in rules] or none

    def opened(self, key: str) -> Page | None:
        """How it fares in each unit."""
        return HealthPage(key) if key in self.console.board.rules else None


def rule_line(rule: RuleRow, look: Look) -> Row:
    """One rule in one line."""
    whole, skipped = look.language.whole, sum(rule.skipped.values())
    why = "; ".join(f"{look.say(reason)}: {whole(count)}" for reason, count in rule.skipped.items())
    name = rule_name(rule, rule.rule, look.language)
    cells = (
        look.badge(rule.health), whole(rule.ill), whole(rule.blind), whole(rule.judged), whole(skipped),
        rule.profile or "–", f"{name} ({why})" if why else name,
    )  # fmt: skip
    return Row(rule.rule, cells, rule.health, search=f"{rule.rule} {rule.check}")


class HealthPage(Page):
    """One rule, unit by unit."""

    def __init__(self, rule: str) -> None:
        super().__init__()
        self.rule = rule
        self.found: tuple[HealthRow, ...] = ()
        self.read_at = -1

    def heading(self, board: Board, look: Look) -> str:
        """The rule's name."""
        return rule_name(board.rules.get(self.rule), self.rule, look.language)

    def columns(self, look: Look) -> tuple[Column, ...]:
        """Health and numbers, then the unit and why."""
        return (
            Column(look.say("Health"), 9), Column(look.say("Judged"), 9, right=True),
            Column(look.say("Skipped"), 8, right=True), Column(look.say("Answer"), 7, right=True),
            Column(look.say("Unit")),
        )  # fmt: skip

    def rows(self, board: Board, look: Look) -> Sequence[Row]:
        """One row a unit."""
        return [health_line(row, board, look) for row in self.found]

    def notes(self, board: Board, look: Look) -> Sequence[Line]:
        """What is silenced of it, until when, by whom and why."""
        return silences.notes(self.rule, board, look)

    def renew(self) -> None:
        """Read again when something changed."""
        if self.read_at != (seq := self.console.board.seq):
            self.read_at = seq
            self.console.ask(lambda connection: read_health(connection, self.rule), self._got)
        super().renew()

    def _got(self, rows: tuple[HealthRow, ...]) -> None:
        self.found = rows
        super().renew()


def health_line(row: HealthRow, board: Board, look: Look) -> Row:
    """One unit's answer, or why there is none."""
    unit, whole = board.units.get(row.unit), look.language.whole
    name = unit.shown if unit else row.unit
    told = "; ".join(
        filter(None, (row.reason, *(f"{look.say(why)}: {whole(count)}" for why, count in row.skipped.items())))
    )
    cells = (
        look.badge(row.health), whole(row.judged), whole(sum(row.skipped.values())), look.age(row.at),
        f"{name} · {told}" if told else name,
    )  # fmt: skip
    return Row(row.unit, cells, row.health, search=row.unit, still=True)
