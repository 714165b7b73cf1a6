"""Rules and their health: the ill and the blind first, then what each could judge."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial

from reform_tui.board.board import SEVERITIES, Board, HealthRow, RuleRow
from reform_tui.board.details import read_health
from reform_tui.board.spoken import rule_name, why_unanswered
from reform_tui.console.look import Look
from reform_tui.console.meter import WIDTH, meter, whole_meter
from reform_tui.console.page import Page
from reform_tui.console.paint import Line, wrapped
from reform_tui.console.prompt import Prompt
from reform_tui.console.screens import plugin_lines, silences
from reform_tui.console.screens.what_if import WhatIfPage
from reform_tui.console.table import Column, Row
from reform_tui.language import mark
from reform_tui.wording.faults import configuration_in_language

WHAT_IF = mark("What if (critical.count=5, or drafts/late.toml):")
NOTHING = mark("nothing was typed, so nothing was asked")
_ORDER = ("ill", "blind", "", "ok")
_REASONS = 3
"""Reasons told above the units; each unit tells its own too."""


class RulesPage(Page):
    """One line a rule."""

    replayed = False

    @property
    def address(self) -> str:
        """The command that opens this screen again."""
        return "rules"

    def heading(self, board: Board, look: Look) -> str:
        """Say that these are rules."""
        del board
        return look.say("Rules")

    def columns(self, look: Look) -> tuple[Column, ...]:
        """Health, units by health, rows judged and not, the name last."""
        return (
            Column(look.say("Health"), 9), Column(look.say("Ill"), 4, right=True),
            Column(look.say("Blind"), 5, right=True),
            Column(look.say("Judged"), 9, right=True), Column(look.say("Skipped"), 7, right=True),
            Column(look.say("Could judge"), WIDTH), Column(look.say("Rule")),
        )  # fmt: skip

    def rows(self, board: Board, look: Look) -> Sequence[Row]:
        """What is wrong with plugins and an edited configuration, then rules, ill and blind first."""
        wrong = [Row(f"fault{n}", (line,), "ill", still=True) for n, line in enumerate(self._wrong(board, look))]
        rules = sorted(board.rules.values(), key=lambda rule: (_ORDER.index(rule.health), rule.rule))
        none = [Row("none", (look.say("no rule yet: rules/*.toml"),), still=True)]
        return [*wrong, *(map(partial(rule_line, look=look), rules) if rules else none)]

    def notes(self, board: Board, look: Look) -> Sequence[Line]:
        """What the line of the rule under the cursor has no room for."""
        rule = board.rules.get(self.table.key)
        told = (
            () if rule is None else (rule_name(rule, rule.rule, look.language), rule.profile, why_skipped(rule, look))
        )
        return (((look.ink.fit(" · ".join(filter(None, told)), self.app.size.width), "dim"),),)

    def opened(self, key: str) -> Page | None:
        """How it fares in each unit."""
        return HealthPage(key) if key in self.console.board.rules else None

    def off(self, act: str) -> str:
        """A rule of a file can be tried otherwise; the engine's own cannot."""
        rule = self.console.board.rules.get(self.table.key)
        if act != "what_if" or rule is None or not rule.file:
            return super().off(act)
        return self.console.barred

    def do_what_if(self, typed: str = "") -> str:
        """Ask for the change, unless it was typed after the command."""
        if why := self.off("what_if"):
            return self.refuse(why)
        rule = self.table.key
        if typed:
            return self._try(typed, rule)
        self.ask(Prompt(WHAT_IF, lambda text: self._try(text, rule), name=f"what-if {rule}"))
        return ""

    def _try(self, text: str, rule: str) -> str:
        """Write the act and open the page on which its answer will stand."""
        before, text = self.console.acts.newest, text.removeprefix(":what-if").strip()
        if not text:
            return self.console.look().say(NOTHING)
        self.console.act("what-if", rule=rule, **{"set" if "=" in text else "file": text})
        if self.console.acts.newest != before:
            self.app.push_screen(WhatIfPage(self.console.acts.newest, text))
        return ""

    def _wrong(self, board: Board, look: Look) -> Iterator[str]:
        """Every sentence about an engine that could not go on, plugins that are out, and a faulty configuration."""
        told = list(plugin_lines.sentences(board, look))
        if board.ended:
            told = [look.say("the engine that a console started ended:"), *board.ended.splitlines(), *told]
        if board.faulty is not None:
            head = mark("the configuration was edited and is faulty; the old one stays since {moment}:")
            told += [
                look.say(head, moment=look.short(board.faulty.since)),
                *(configuration_in_language(one, look.language) for one in board.faulty.faults),
            ]
        for sentence in told:
            yield from wrapped(sentence, self.app.size.width)


def rule_line(rule: RuleRow, look: Look) -> Row:
    """One rule in one line."""
    whole, skipped = look.language.whole, sum(rule.skipped.values())
    why = why_skipped(rule, look)
    name = rule_name(rule, rule.rule, look.language)
    cells = (
        look.badge(rule.health), whole(rule.ill), whole(rule.blind), whole(rule.judged), whole(skipped),
        meter(rule.judged, skipped, look), f"{name} ({why})" if why else name,
    )  # fmt: skip
    share = rule.judged / (rule.judged + skipped) if rule.judged + skipped else None
    values = (SEVERITIES.index(rule.health) if rule.health in SEVERITIES else 0, "", "", "", "", share)
    return Row(rule.rule, cells, rule.health, search=f"{rule.rule} {rule.check} {rule.profile}", values=values)


def why_skipped(rule: RuleRow, look: Look) -> str:
    """Why rows could not be judged, and how many."""
    return "; ".join(
        f"{look.language.reason(reason)}: {look.language.whole(count)}" for reason, count in rule.skipped.items()
    )


class HealthPage(Page):
    """One rule, unit by unit."""

    replayed = False

    def __init__(self, rule: str) -> None:
        super().__init__()
        self.rule = rule
        self.found: tuple[HealthRow, ...] = ()
        self.read_at = -1

    @property
    def address(self) -> str:
        """The command that opens this screen again."""
        return f"rule {self.rule}"

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
        """All units together, then one row a unit."""
        rule, width = board.rules.get(self.rule), self.app.size.width
        lines = [*(whole_meter(rule.judged, rule.skipped, look) if rule else ())]
        lines += [line for sentence in why_blind(self.found, look) for line in wrapped(sentence, width)]
        together = [Row(f"all{n}", (line,), still=True) for n, line in enumerate(lines)]
        return [*together, *(health_line(row, board, look) for row in self.found)]

    def notes(self, board: Board, look: Look) -> Sequence[Line]:
        """What is silenced of it, until when, by whom and why."""
        return silences.notes(self.rule, board, look, self.app.size.width)

    def renew(self) -> None:
        """Read again when something changed."""
        if self.read_at != (seq := self.console.board.seq):
            self.read_at = seq
            self.console.ask(lambda connection: read_health(connection, self.rule), self._got)
        super().renew()

    def _got(self, rows: tuple[HealthRow, ...]) -> None:
        self.found = rows
        super().renew()


def why_blind(rows: Sequence[HealthRow], look: Look) -> Iterator[str]:
    """Why the rule is ill or blind: each reason once, with the number of its units, the commonest first."""
    reasons = Counter((row.health, why_unanswered(row, look.language)) for row in rows if row.reason)
    head = mark("{health} in {units} units: {reason}")
    for (health, reason), units in reasons.most_common(_REASONS):
        yield look.say(head, health=look.badge(health), units=units, reason=reason)


def health_line(row: HealthRow, board: Board, look: Look) -> Row:
    """One unit's answer, or why there is none."""
    unit, whole = board.units.get(row.unit), look.language.whole
    name = unit.shown if unit else row.unit
    told = "; ".join(
        filter(
            None,
            (
                why_unanswered(row, look.language),
                *(f"{look.language.reason(why)}: {whole(count)}" for why, count in row.skipped.items()),
            ),
        )
    )
    cells = (
        look.badge(row.health), whole(row.judged), whole(sum(row.skipped.values())), look.age(row.at),
        f"{name} · {told}" if told else name,
    )  # fmt: skip
    values = (
        SEVERITIES.index(row.health) if row.health in SEVERITIES else 0,
        "",
        "",
        -row.at.timestamp() if row.at else None,
    )
    return Row(row.unit, cells, row.health, search=row.unit, still=True, values=values)
