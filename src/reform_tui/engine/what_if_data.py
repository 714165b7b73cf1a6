"""A what-if as plain data, which JSON can hold: what the command prints and what the store keeps for consoles."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from reform_tui.config.rule_types import Rule
from reform_tui.engine.faces import Faces
from reform_tui.engine.what_if import KINDS, Change, Figure, WhatIf
from reform_tui.model.alert import Alert


def as_data(found: WhatIf) -> dict[str, Any]:
    """All of it; alerts of the same kind stand together, the most records first."""
    changes = sorted(found.changes, key=_order)
    return {
        "as_of": found.now.isoformat(),
        "rules": [pair.name for pair in found.pairs],
        "counts": counted(found.changes),
        "units": by_unit(found.changes),
        "alerts": [_alert(change) for change in changes],
        "indicators": [_figure(figure) for figure in found.figures],
        "ill": list(found.ill),
        "blind": [{"rule": rule, "unit": unit, "why": why} for rule, unit, why in found.blind],
        "held": list(found.held),
    }


def sentences_of(rules: Iterable[Rule], faces: Faces) -> dict[str, dict[str, dict[str, str]]]:
    """What the alerts of these rules say: rule to template to language to text, the rule's own message before all."""
    return {
        rule.name: {template: {**said, **rule.message} for template, said in faces.checks[rule.check].sentences.items()}
        for rule in rules
        if rule.check in faces.checks
    }


def counted(changes: Iterable[Change]) -> dict[str, int]:
    """How many alerts change in which way."""
    counts = Counter(change.kind for change in changes)
    return {kind: counts[kind] for kind in KINDS}


def by_unit(changes: Iterable[Change]) -> list[dict[str, Any]]:
    """The same for each unit with a change, the most changes first."""
    grouped: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        grouped[_shown(change).unit].append(change)
    units = sorted(grouped, key=lambda unit: (-len(grouped[unit]), unit))
    return [{"unit": unit, **counted(grouped[unit])} for unit in units]


def _alert(change: Change) -> dict[str, Any]:
    """One alert as it would be (as it is, where it would end), and what it was."""
    alert, before = _shown(change), change.before
    return {
        "change": change.kind,
        "id": alert.id,
        "rule": alert.rule,
        "check": alert.check,
        "unit": alert.unit,
        "subject": alert.subject,
        "period": alert.period,
        "severity": alert.severity.value,
        "severity_before": before.severity.value if before else None,
        "count": alert.count,
        "count_before": before.count if before else None,
        "of": alert.of,
        "of_before": before.of if before else None,
        "value": alert.value,
        "threshold": dict(alert.threshold),
        "template": alert.template,
        "facts": dict(alert.facts),
        "evidence": list(alert.evidence),
    }


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "indicator": figure.indicator,
        "before": list(figure.before) if figure.before else None,
        "after": list(figure.after) if figure.after else None,
        "units": figure.units,
    }


def _shown(change: Change) -> Alert:
    found = change.after or change.before
    if found is None:
        raise ValueError(change.kind)
    return found


def _order(change: Change) -> tuple[int, int, int, str]:
    alert = _shown(change)
    return KINDS.index(change.kind), -alert.severity.rank, -alert.count, f"{alert.unit} {alert.rule} {alert.subject}"
