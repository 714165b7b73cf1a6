"""From alerts, health and figures to one row a unit."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from reform_tui.board.board import SEVERITIES, AlertRow, HealthRow, UnitRow

OVERDUE_CHECK = "overdue_by_field"
ONLINE = "online"
"""The check and the indicator that a unit's line names."""
RATES = ("rate", "rate_one")
"""Templates of the check that states an online rate: as a range, or where both ends are one figure."""


def worst(severities: Iterable[str]) -> str:
    """The worst of some severities; empty for none."""
    return max(severities, key=SEVERITIES.index, default="")


def unit_rows(
    known: Mapping[str, tuple[str, str]],
    alerts: Iterable[AlertRow],
    unhealthy: Iterable[HealthRow],
    online: Mapping[str, tuple[int, int]],
    arrived: Mapping[str, datetime],
) -> dict[str, UnitRow]:
    """One row for each unit known by name, by an alert, by a rule's health or by a file."""
    by_unit: defaultdict[str, list[AlertRow]] = defaultdict(list)
    for alert in alerts:
        by_unit[alert.unit].append(alert)
    health: defaultdict[str, list[str]] = defaultdict(list)
    for row in unhealthy:
        health[row.unit].append(row.health)
    every = {*known, *by_unit, *health, *online, *arrived} - {""}
    return {
        unit: _unit_row(
            unit, known.get(unit, ("", "")), by_unit[unit], health[unit], online.get(unit), arrived.get(unit)
        )
        for unit in every
    }


def _unit_row(
    unit: str,
    named: tuple[str, str],
    alerts: list[AlertRow],
    health: list[str],
    online: tuple[int, int] | None,
    arrived: datetime | None,
) -> UnitRow:
    asking = [alert for alert in alerts if alert.silence is None]
    counts = Counter(alert.rule for alert in asking)
    return UnitRow(
        unit, *named,
        severity=worst([*(alert.severity for alert in asking), *health]),
        by_rule=tuple(sorted(counts.items())),
        overdue=overdue(alerts),
        online=online,
        adjusted=next(filter(None, map(adjusted_range, alerts)), None),
        last_arrival=arrived,
        blind=health.count("blind"),
        ill=health.count("ill"),
        silenced=len(alerts) - len(asking),
        first_due=min((str(one.facts["first_due"]) for one in asking if one.facts.get("first_due")), default=""),
    )  # fmt: skip


def overdue(alerts: Iterable[AlertRow]) -> int:
    """Overdue records of one unit, as the rule and period that count most: two rules over the same rows never add."""
    sums: defaultdict[tuple[str, str], int] = defaultdict(int)
    for alert in alerts:
        if alert.check == OVERDUE_CHECK:
            sums[alert.rule, alert.period] += alert.count
    return max(sums.values(), default=0)


def adjusted_range(alert: AlertRow) -> tuple[float, float] | None:
    """Return the range of the online rate, in percent, that an alert about proxy submissions states, if it does."""
    low, high = alert.facts.get("low"), alert.facts.get("high")
    if alert.template not in RATES or not isinstance(low, (int, float)) or not isinstance(high, (int, float)):
        return None
    return float(low), float(high)
