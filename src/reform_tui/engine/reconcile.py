"""Findings against the alerts that stand: what begins, holds, worsens and ends.  Pure: the ledger writes it down."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from reform_tui.config.rule_types import Rule, Threshold
from reform_tui.model.alert import LIFE, Alert, Event, Severity, State, alert_id
from reform_tui.model.finding import Finding

DEFAULT_WARNING = Threshold(count=1)
"""What a rule that states no threshold means: anything found is a warning."""


@dataclass(frozen=True)
class Step:
    """One change of one alert: how it stands afterwards, and what the trail says."""

    kind: str
    alert: Alert
    detail: Mapping[str, Any]


def severity_of(rule: Rule, finding: Finding) -> tuple[Severity, Threshold] | None:
    """How bad a finding is under a rule, and by which threshold; ``None`` when it reaches neither."""
    warning, critical = rule.thresholds(finding.unit)
    if warning is None and critical is None:
        warning = DEFAULT_WARNING
    for severity, bound in ((Severity.CRITICAL, critical), (Severity.WARNING, warning)):
        if bound is not None and bound.met(finding.count, finding.of, finding.value):
            return severity, bound
    return None


def as_alerts(rule: Rule, period: str, findings: Iterable[Finding], now: datetime) -> dict[str, Alert]:
    """Findings that reach a threshold, as alerts that begin now, by id."""
    found = {}
    for finding in findings:
        reached = severity_of(rule, finding)
        if reached is None:
            continue
        alert = Alert(
            rule=rule.name,
            check=rule.check,
            unit=finding.unit,
            subject=finding.subject,
            period=period,
            severity=reached[0],
            state=State.PENDING,
            since=now,
            count=finding.count,
            of=finding.of,
            value=finding.value,
            threshold=reached[1].stated(),
            template=finding.template,
            facts=finding.facts,
            evidence=finding.evidence,
        )
        found[alert_id(rule.name, finding.unit, finding.subject, period)] = alert
    return found


def reconcile(known: Mapping[str, Alert], found: Mapping[str, Alert], hold: timedelta, now: datetime) -> Iterator[Step]:
    """Say what changed: ``known`` stands (not resolved) where ``found`` was looked for."""
    for identity in sorted(found):
        before = known.get(identity)
        yield from _begun(found[identity], hold) if before is None else _went_on(before, found[identity], hold, now)
    for identity in sorted(known.keys() - found.keys()):
        yield cleared(known[identity], "cleared")


def followed(
    known: Mapping[str, Alert], found: Mapping[str, Alert], period: str, hold: timedelta, now: datetime
) -> Iterator[Step]:
    """Say what an answer about one period changes: alerts of a period that is over end, the others are reconciled."""
    yield from (cleared(alert, "period over") for alert in known.values() if alert.period != period)
    still = {identity: alert for identity, alert in known.items() if alert.period == period}
    yield from reconcile(still, found, hold, now)


def cleared(alert: Alert, why: str) -> Step:
    """The end of an alert, and why."""
    ended = replace(alert, state=LIFE[alert.state, Event.CLEARED], evidence=(), taken_severity=None)
    return Step("resolved", ended, {"why": why, "count": alert.count, "of": alert.of})


def _begun(alert: Alert, hold: timedelta) -> Iterator[Step]:
    if hold > timedelta(0):
        yield Step("pending", alert, _numbers(alert))
    else:
        yield Step("firing", replace(alert, state=LIFE[alert.state, Event.HELD]), _numbers(alert))


def _went_on(before: Alert, seen: Alert, hold: timedelta, now: datetime) -> Iterator[Step]:
    after = replace(seen, state=before.state, since=before.since, taken_severity=before.taken_severity)
    if before.state is State.PENDING and before.since is not None and now - before.since >= hold:
        after = replace(after, state=LIFE[before.state, Event.HELD])
        yield Step("firing", after, _numbers(after))
    elif before.state is State.ACKNOWLEDGED and _worse(after):
        after = replace(after, state=LIFE[before.state, Event.WORSENED], taken_severity=None)
        yield Step("worsened", after, _numbers(after))
    elif after != before:
        yield Step("changed", after, {**_numbers(after), "before": _numbers(before)})


def _worse(alert: Alert) -> bool:
    return alert.taken_severity is not None and alert.severity.rank > alert.taken_severity.rank


def _numbers(alert: Alert) -> dict[str, Any]:
    return {"severity": alert.severity.value, "count": alert.count, "of": alert.of, "value": alert.value}
