"""What a case expects held against what was found: which rows agree, and which differ."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from reform_tui.engine.job import Answer
from reform_tui.model.alert import Severity
from reform_tui.model.finding import Finding

Row = Mapping[str, Any]
_WHO = ("unit", "subject")
"""Who an expectation speaks of; one that names nobody is compared with whatever is left."""


@dataclass(frozen=True)
class Pair:
    """What was expected and is not so, what was found instead, or both side by side."""

    expected: Row | None
    found: Row | None


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


def differing(expected: Iterable[Row], found: Iterable[Row], also: Iterable[Row] = ()) -> list[Pair]:
    """Return each expectation that is not met, beside what is nearest to it, and each finding that none speaks of.

    What is in ``also`` may be expected but need not be.
    """
    unmet, left = _matched(expected, [*found], [*also])
    pairs = []
    for wanted in unmet:
        near = max(left, key=lambda row: _agreement(wanted, row), default=None)
        if near is None or not (_agreement(wanted, near) or wanted.keys().isdisjoint(_WHO)):
            pairs.append(Pair(wanted, None))
        else:
            left.remove(near)
            pairs.append(Pair(wanted, near))
    return pairs + [Pair(None, row) for row in left]


def agrees(wanted: Row, row: Row) -> bool:
    """Whether a row is as expected in all that the expectation says."""
    return _agreement(wanted, row) == len(wanted)


def _matched(expected: Iterable[Row], left: list[Row], also: list[Row]) -> tuple[list[Row], list[Row]]:
    """Return the expectations that nothing meets, and the rows that meet none."""
    unmet = []
    for wanted in expected:
        match = next((rows for rows in (left, also) if any(agrees(wanted, row) for row in rows)), None)
        if match is None:
            unmet.append(wanted)
        else:
            match.remove(next(row for row in match if agrees(wanted, row)))
    return unmet, left


def _agreement(wanted: Row, row: Row) -> int:
    return sum(same(value, row.get(key)) for key, value in wanted.items())


def same(wanted: Any, found: Any) -> bool:
    """Whether a value of a case's table is the one that was found; a day in a fact is text there."""
    if isinstance(wanted, Mapping) and isinstance(found, Mapping):
        return all(same(value, found.get(key)) for key, value in wanted.items())
    if isinstance(wanted, Sequence) and not isinstance(wanted, str):
        return bool(sorted(map(str, wanted)) == found)
    if isinstance(wanted, datetime) and isinstance(found, datetime):
        return wanted == (found if wanted.tzinfo else found.replace(tzinfo=None))
    if isinstance(wanted, date):
        return bool(wanted.isoformat() == found)
    if isinstance(wanted, float) and isinstance(found, (int, float)):
        return math.isclose(wanted, found, rel_tol=1e-9)
    return bool(wanted == found)
