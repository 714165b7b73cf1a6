"""The life of an alert, and findings held against the alerts that stand: pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path

import pytest

from reform_tui.config.rule_types import Rule, Threshold
from reform_tui.engine.reconcile import as_alerts, cleared, reconcile, severity_of
from reform_tui.model.alert import LIFE, Alert, Event, Severity, State, alert_id
from reform_tui.model.finding import Finding

NOW = datetime(2025, 3, 11, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
NONE = timedelta(0)
RULE = Rule("late", Path(), "overdue", {}, warning=Threshold(count=1), critical=Threshold(count=10))


def finding(count=1, of=20, unit="H14.1", subject="Đất đai", value=None):
    return Finding(unit, subject, "late", count, of, value, {"due": "x"}, tuple(f"k{n}" for n in range(count)))


def found(*findings, now=NOW):
    return as_alerts(RULE, "all", findings, now)


def firing(count=1, **changed) -> dict[str, Alert]:
    [(identity, alert)] = found(finding(count)).items()
    return {identity: replace(alert, state=State.FIRING, **changed)}


def steps(known, seen, hold=NONE, now=NOW):
    return [(step.kind, step.alert.state) for step in reconcile(known, seen, hold, now)]


def test_what_is_not_in_the_table_does_not_happen():
    assert all(LIFE[state, event] is not state for state, event in LIFE)
    dead = [(state, event) for state, event in product(State, Event) if (state, event) not in LIFE]
    assert (State.RESOLVED, Event.TAKEN) in dead
    assert (State.PENDING, Event.TAKEN) in dead
    assert {LIFE[state, Event.CLEARED] for state in State if state is not State.RESOLVED} == {State.RESOLVED}


def test_an_alert_is_known_by_rule_unit_subject_and_period_alone():
    [(identity, alert)] = found(finding(3)).items()
    assert identity == alert.id == alert_id("late", "H14.1", "Đất đai", "all")
    assert len({alert_id(*names) for names in product(("a", "b"), repeat=4)}) == 16


@pytest.mark.parametrize(
    ("count", "of", "severity"), [(0, 20, None), (1, 20, Severity.WARNING), (10, 20, Severity.CRITICAL)]
)
def test_the_worst_threshold_that_is_met_decides(count, of, severity):
    reached = severity_of(RULE, finding(count, of))
    assert (reached and reached[0]) is severity


@pytest.mark.parametrize(
    ("value", "severity"),
    [(90.0, None), (89.99, Severity.WARNING), (80.0, Severity.WARNING), (79.99, Severity.CRITICAL), (None, None)],
)
def test_a_score_is_bad_below_its_bounds_and_one_that_is_not_known_is_not(value, severity):
    scores = replace(RULE, warning=Threshold(below=90), critical=Threshold(below=80))
    reached = severity_of(scores, replace(finding(1), value=value))
    assert (reached and reached[0]) is severity
    assert reached is None or reached[1].stated() == {"below": 80 if severity is Severity.CRITICAL else 90}


def test_a_rule_without_thresholds_warns_of_anything():
    bare = replace(RULE, warning=None, critical=None)
    assert severity_of(bare, finding(1)) == (Severity.WARNING, Threshold(count=1))


def test_a_unit_may_have_thresholds_of_its_own():
    rule = replace(RULE, overrides={"H14.2": {"critical": Threshold(share=0.5, of_at_least=4)}})
    reached = {unit: severity_of(rule, finding(3, 5, unit)) for unit in ("H14.1", "H14.2")}
    assert reached["H14.1"] == (Severity.WARNING, RULE.warning)
    assert reached["H14.2"] == (Severity.CRITICAL, Threshold(share=0.5, of_at_least=4))
    assert severity_of(rule, finding(3, 3, "H14.2"))[0] is Severity.WARNING
    [alert] = as_alerts(rule, "all", [finding(3, 5, "H14.2")], NOW).values()
    assert alert.threshold == {"share": 0.5, "of_at_least": 4}


def test_a_finding_fires_at_once_without_a_hold():
    assert steps({}, found(finding())) == [("firing", State.FIRING)]


def test_with_a_hold_it_is_pending_until_the_hold_is_over():
    [pending] = reconcile({}, found(finding()), HOUR, NOW)
    assert (pending.kind, pending.alert.state, pending.alert.since) == ("pending", State.PENDING, NOW)
    known = {pending.alert.id: pending.alert}
    assert steps(known, found(finding()), HOUR, NOW + HOUR - timedelta(microseconds=1)) == []
    assert steps(known, found(finding(2)), HOUR, NOW + HOUR / 2) == [("changed", State.PENDING)]
    [held] = reconcile(known, found(finding()), HOUR, NOW + HOUR)
    assert (held.kind, held.alert.state, held.alert.since) == ("firing", State.FIRING, NOW)
    assert steps(known, {}, HOUR, NOW + HOUR) == [("resolved", State.RESOLVED)]


def test_nothing_new_is_no_change():
    assert steps(firing(), found(finding(), now=NOW + HOUR)) == []


def test_a_change_says_what_it_was():
    [step] = reconcile(firing(2), found(finding(3)), NONE, NOW)
    assert (step.kind, step.detail["count"], step.detail["before"]["count"]) == ("changed", 3, 2)


def test_what_was_acknowledged_fires_again_only_when_it_is_worse_than_then():
    taken = firing(2, taken_severity=Severity.WARNING)
    taken = {key: replace(alert, state=State.ACKNOWLEDGED) for key, alert in taken.items()}
    assert steps(taken, found(finding(3))) == [("changed", State.ACKNOWLEDGED)]
    [worse] = reconcile(taken, found(finding(10)), NONE, NOW)
    assert (worse.kind, worse.alert.state, worse.alert.taken_severity) == ("worsened", State.FIRING, None)
    assert steps(taken, {}) == [("resolved", State.RESOLVED)]


def test_what_was_acknowledged_as_critical_does_not_fire_for_staying_so():
    taken = {
        key: replace(alert, state=State.ACKNOWLEDGED)
        for key, alert in firing(12, taken_severity=Severity.CRITICAL).items()
    }
    assert steps(taken, found(finding(15))) == [("changed", State.ACKNOWLEDGED)]


def test_an_end_says_why_and_keeps_no_evidence():
    [alert] = firing(2).values()
    step = cleared(alert, "period over")
    assert (step.kind, step.alert.state, step.alert.evidence) == ("resolved", State.RESOLVED, ())
    assert step.detail == {"why": "period over", "count": 2, "of": 20}
