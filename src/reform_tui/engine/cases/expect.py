"""What a case expects held against what was found, and the difference in words."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from reform_tui.engine.job import Answer
from reform_tui.model.alert import Severity
from reform_tui.model.finding import Finding

Row = Mapping[str, Any]
_WHO = ("unit", "subject")
"""Who an expectation speaks of; one that names nobody is compared with whatever is left."""


def found_rows(answer: Answer, severity: Callable[[Finding], Severity | None]) -> list[Row]:
    """Return each finding under the names that a case may expect; a fact goes by its own name too."""
    return [
        {**found.facts, **_named(found), "severity": level.value if (level := severity(found)) else "none"}
        for found in answer.judgement.findings
    ]


def _named(found: Finding) -> dict[str, Any]:
    return {
        "unit": found.unit,
        "subject": found.subject,
        "template": found.template,
        "count": found.count,
        "of": found.of,
        "value": found.value,
        "share": found.count / found.of if found.of else None,
        "facts": found.facts,
        "evidence": sorted(found.evidence),
    }


def counted_rows(answer: Answer, target: float | None) -> list[Row]:
    """Return the figures of each unit under the names that a case may expect."""
    rows: list[Row] = []
    for count in answer.counts:
        value = count.numerator / count.denominator if count.denominator else None
        figures = {"unit": count.unit, "numerator": count.numerator, "denominator": count.denominator, "value": value}
        rows.append({**figures, "target": target, "gap": None if None in {value, target} else value - target})  # type: ignore[operator]
    return rows


def differences(expected: Sequence[Row], found: Sequence[Row]) -> list[str]:
    """Return a sentence for each expectation that is not met and each finding that no expectation speaks of."""
    unmet, left = _matched(expected, found)
    told = []
    for wanted in unmet:
        near = max(left, key=lambda row: _agreement(wanted, row), default=None)
        if near is None or not (_agreement(wanted, near) or wanted.keys().isdisjoint(_WHO)):
            told.append(f"expected {_shown(wanted)}; found nothing like it")
        else:
            left.remove(near)
            told.append(f"{_title(near)}: {_apart(wanted, near)}")
    return told + [f"found {_title(row)}: {_figures(row)}, which is not expected" for row in left]


def _matched(expected: Sequence[Row], found: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """Return the expectations that nothing meets, and the rows that meet none."""
    left, unmet = list(found), []
    for wanted in expected:
        match = next((row for row in left if _agreement(wanted, row) == len(wanted)), None)
        if match is None:
            unmet.append(wanted)
        else:
            left.remove(match)
    return unmet, left


def _agreement(wanted: Row, row: Row) -> int:
    return sum(_equal(value, row.get(key)) for key, value in wanted.items())


def _equal(wanted: Any, found: Any) -> bool:
    if isinstance(wanted, Mapping) and isinstance(found, Mapping):
        return all(_equal(value, found.get(key)) for key, value in wanted.items())
    if isinstance(wanted, list):
        return bool(sorted(map(str, wanted)) == found)
    if isinstance(wanted, date):
        return bool(wanted.isoformat() == found)
    if isinstance(wanted, float) and isinstance(found, (int, float)):
        return math.isclose(wanted, found, rel_tol=1e-9)
    return bool(wanted == found)


def _apart(wanted: Row, row: Row) -> str:
    return "; ".join(
        f"{key} is {_value(row.get(key))}, expected {_value(value)}"
        for key, value in wanted.items()
        if not _equal(value, row.get(key))
    )


def _title(row: Row) -> str:
    return " ".join(part for part in (str(row["unit"]), str(row.get("subject", ""))) if part)


def _figures(row: Row) -> str:
    first, second = ("count", "of") if "count" in row else ("numerator", "denominator")
    return f"{row[first]} of {row[second]}"


def _shown(wanted: Row) -> str:
    return ", ".join(f"{key} {_value(value)}" for key, value in wanted.items()) or "a finding"


def _value(value: Any) -> str:
    if value is None:
        return "absent"
    return f"'{value}'" if isinstance(value, str) else str(value)
