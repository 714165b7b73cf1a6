"""Which rules and indicators a draft changes: each as it is, beside what it would be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from reform_tui.config.rule_types import Indicator, Rule
from reform_tui.config.types import Project


@dataclass(frozen=True)
class Pair:
    """One rule as it is and as the draft says; one of the two is missing where it is new or removed."""

    before: Rule | None
    after: Rule | None
    alike: bool = False
    """Whether one answer serves both, because only thresholds or words differ."""

    @property
    def name(self) -> str:
        """What its alerts would be known by."""
        found = self.after or self.before
        return found.name if found else ""

    @property
    def names(self) -> frozenset[str]:
        """Its name as it is and as it would be."""
        return frozenset(rule.name for rule in (self.before, self.after) if rule)

    @property
    def differs(self) -> bool:
        """Whether its alerts could differ."""
        return not (self.before and self.after and _deciding(self.before) == _deciding(self.after))


def pairs_of(before: Project, after: Project) -> list[Pair]:
    """Rules that differ; all of them where an indicator does, since any check may ask for it."""
    counted_alike = not changed_indicators(before, after)
    pairs = _all_pairs(before, after)
    if not counted_alike:
        return pairs
    return [replace(pair, alike=_question(pair.before) == _question(pair.after)) for pair in pairs if pair.differs]


def changed_indicators(before: Project, after: Project) -> frozenset[str]:
    """Indicators that are new, removed or counted otherwise."""
    known, wanted = _counted(before), _counted(after)
    return frozenset(name for name in known.keys() | wanted.keys() if known.get(name) != wanted.get(name))


def changed_rules(before: Project, after: Project) -> list[Rule]:
    """Rules of a draft that differ from what they were."""
    return [pair.after for pair in _all_pairs(before, after) if pair.after and pair.differs]


def _all_pairs(before: Project, after: Project) -> list[Pair]:
    known, wanted = _by_name(before), _by_name(after)
    pairs = [Pair(known.get(_former(rule, known, wanted)), rule) for rule in after.rules]
    followed = {pair.before.name for pair in pairs if pair.before}
    return pairs + [Pair(rule, None) for rule in before.rules if rule.name not in followed]


def _former(rule: Rule, known: Mapping[str, Rule], wanted: Mapping[str, Rule]) -> str:
    """What a rule is called as it is: its alerts go with it when it is renamed."""
    if rule.name in known:
        return rule.name
    return next((old for old in rule.was if old in known and old not in wanted), rule.name)


def _by_name(project: Project) -> dict[str, Rule]:
    return {rule.name: rule for rule in project.rules}


def _deciding(rule: Rule) -> Rule:
    """A rule without what only says where it stands, what it is called and how it is proved."""
    return replace(rule, name="", path=Path(), where="", cases=(), names={}, message={}, was=())


def _question(rule: Rule | None) -> Any:
    """What its check is asked; thresholds come after the answer."""
    return rule and (rule.check, rule.settings, rule.scope, rule.period)


def _counted(project: Project) -> dict[str, Any]:
    return {one.name: _count(one) for one in project.indicators}


def _count(one: Indicator) -> Any:
    return one.count, one.target, one.period, tuple(each.since for each in one.breaks)
