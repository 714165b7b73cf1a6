"""What alerts and rules on a board are called and say, in one inspector's language."""

from __future__ import annotations

from reform_tui.board.board import AlertRow, Board, HealthRow, RuleRow
from reform_tui.language import Language
from reform_tui.sentences import Told, spoken
from reform_tui.wording.faults import in_language


def sentence(alert: AlertRow, board: Board, language: Language) -> str:
    """What an alert says, from its rule's template and its facts; a missing fact shows its name."""
    rule, unit = board.rules.get(alert.rule), board.units.get(alert.unit)
    template = rule.sentences.get(alert.template, {}) if rule else {}
    name, facts = unit.shown if unit else alert.unit, dict(alert.facts)
    if alert.check == "rule_ill":
        facts |= {"reason": in_language(str(facts.get("reason", "")), language)}
    return spoken(
        template, Told(subject(alert, board, language), name, alert.count, alert.of, alert.value, facts), language
    )


def subject(alert: AlertRow, board: Board, language: Language) -> str:
    """What an alert is about: a rule or an indicator by what people call it, all else as it stands."""
    if alert.check in {"rule_blind", "rule_ill"}:
        return rule_name(board.rules.get(alert.subject), alert.subject, language)
    return language.chosen(board.indicators.get(alert.subject, {}), alert.subject)


def rule_name(rule: RuleRow | None, otherwise: str, language: Language) -> str:
    """A rule's name in this language, or its key."""
    return language.chosen(rule.names, rule.rule) if rule else otherwise


def why_unanswered(row: HealthRow, language: Language) -> str:
    """Why a rule has no answer for a unit, in this language; what a plugin wrote itself stays as it is."""
    return language.chosen(row.said) or in_language(row.reason, language)
