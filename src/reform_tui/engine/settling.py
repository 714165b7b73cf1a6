"""What one answer means for the tables: alerts, health, appointments and figures."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from reform_tui.config.rule_types import Rule
from reform_tui.engine.job import Answer, Blind
from reform_tui.engine.own_rules import RULE_BLIND, RULE_ILL
from reform_tui.engine.reconcile import Step, as_alerts, followed, reconcile
from reform_tui.engine.silences import end_outgrown
from reform_tui.model.alert import Alert, State
from reform_tui.model.finding import Finding
from reform_tui.model.period import ALL, Period
from reform_tui.store.database import as_json, moment_of, stamp
from reform_tui.store.ledger import Line, standing, write_alert

RETRY = timedelta(minutes=5)
"""An ill rule has a new appointment: it would otherwise sleep until the next file."""

_TOLD = 4
"""Units that a sentence names."""


@dataclass(frozen=True)
class Asked:
    """One rule, where and when it was asked."""

    rule: Rule
    period: Period
    units: tuple[str, ...]
    """Units asked; the province's own code for a rule of province grain."""
    whole: bool
    """Whether the rule is of province grain: its findings may name any unit."""
    now: datetime


def settle(connection: sqlite3.Connection, asked: Asked, answer: Answer, hold: timedelta) -> int:
    """Write what an answer changes, inside the caller's transaction; return how many alerts changed."""
    if answer.fault:
        note_ill(connection, asked, answer.fault)
        return settle_ill(connection, asked)
    found = as_alerts(asked.rule, asked.period.name, answer.judgement.findings, asked.now)
    known = standing(connection, asked.rule.name, None if asked.whole else set(asked.units))
    steps = list(followed(known, found, asked.period.name, hold, asked.now))
    write_steps(connection, steps, asked.now)
    _note_health(connection, asked, answer)
    make_appointments(connection, asked, answer, hold)
    return len(steps) + _settle_blind(connection, asked, answer) + settle_ill(connection, asked)


def write_steps(connection: sqlite3.Connection, steps: Iterable[Step], now: datetime) -> int:
    """Write alerts and their lines of the trail; return how many."""
    written = []
    for step in steps:
        line = Line(step.kind, {**step.detail, **_said(step.alert)}, step.alert.id, step.alert.rule, step.alert.unit)
        write_alert(connection, step.alert, line, now)
        written.append(step.alert)
    end_outgrown(connection, written, now)
    return len(written)


def _said(alert: Alert) -> dict[str, Any]:
    """What a live alert says, so that the trail alone can tell it again as of any moment."""
    names = ("check", "subject", "period", "template", "facts", "threshold")
    return {} if alert.state is State.RESOLVED else {"told": {name: getattr(alert, name) for name in names}}


def _note_health(connection: sqlite3.Connection, asked: Asked, answer: Answer) -> None:
    judged, skipped = answer.judgement.judged, answer.judgement.skipped
    units = sorted({*judged, *skipped, *answer.blind}) if asked.whole else asked.units
    if asked.whole:
        connection.execute("DELETE FROM health WHERE rule = ?", (asked.rule.name,))
    connection.executemany(
        "INSERT OR REPLACE INTO health (rule, unit, health, judged, skipped, reason, said, at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                asked.rule.name, unit, "blind" if unit in answer.blind else "ok", judged.get(unit, 0),
                as_json(dict(skipped.get(unit, {}))), said.get("en", ""), as_json(dict(said)), stamp(asked.now),
            )
            for unit in units or asked.units
            for said in [answer.blind[unit].said if unit in answer.blind else {}]
        ),
    )  # fmt: skip


def note_ill(connection: sqlite3.Connection, asked: Asked, fault: str) -> None:
    """The last good answer keeps its time and counts; only the health and the reason are new."""
    connection.executemany(
        "INSERT INTO health (rule, unit, health, judged, skipped, reason, at) VALUES (?, ?, 'ill', 0, '{}', ?, ?)"
        " ON CONFLICT (rule, unit) DO UPDATE SET health = 'ill', reason = excluded.reason, said = '{}'",
        ((asked.rule.name, unit, fault, stamp(asked.now)) for unit in asked.units),
    )
    _appoint(connection, asked.rule.name, dict.fromkeys(_keys(asked), asked.now + RETRY), _keys(asked))


def make_appointments(connection: sqlite3.Connection, asked: Asked, answer: Answer, hold: timedelta) -> None:
    """Note when each unit must be asked again."""
    held = connection.execute(
        "SELECT unit, since FROM alerts WHERE rule = ? AND state = ?", (asked.rule.name, State.PENDING.value)
    )
    moments = appointments(asked, answer, ((unit, moment_of(since) + hold) for unit, since in held))
    _appoint(connection, asked.rule.name, moments, _keys(asked))


def appointments(asked: Asked, answer: Answer, held: Iterable[tuple[str, datetime]]) -> dict[str, datetime]:
    """Return when each unit must be asked again: what was promised, the period's end, the ends of holds.

    ``held`` says of pending alerts their unit and when their hold is over.
    """
    moments: dict[str, datetime] = {}

    def consider(unit: str, at: datetime | None) -> None:
        key = "" if asked.whole else unit
        if at is not None and at > asked.now and (key not in moments or at < moments[key]):
            moments[key] = at

    for unit, at in answer.next_change.items():
        consider(unit, at)
    for unit in asked.units:
        consider(unit, asked.period.end)
    for unit, at in held:
        if asked.whole or unit in asked.units:
            consider(unit, at)
    return moments


def _keys(asked: Asked) -> tuple[str, ...]:
    """Under which units the rule keeps its appointments."""
    return ("",) if asked.whole else asked.units


def _appoint(connection: sqlite3.Connection, rule: str, moments: Mapping[str, datetime], keys: Collection[str]) -> None:
    connection.executemany("DELETE FROM agenda WHERE rule = ? AND unit = ?", ((rule, key) for key in keys))
    connection.executemany(
        "INSERT INTO agenda (rule, unit, at) VALUES (?, ?, ?)",
        ((rule, key, stamp(at)) for key, at in moments.items()),
    )


def _settle_blind(connection: sqlite3.Connection, asked: Asked, answer: Answer) -> int:
    """Blindness is shown like an alert: one a rule and unit, or one for the province where it is asked about all."""
    names = dict(connection.execute("SELECT unit, name FROM units").fetchall()) if answer.blind else {}
    found = as_alerts(RULE_BLIND, ALL, _blind_findings(asked, answer.blind, names), asked.now)
    known = _about(connection, RULE_BLIND, asked, None if asked.whole else set(asked.units))
    return write_steps(connection, reconcile(known, found, timedelta(0), asked.now), asked.now)


def _blind_findings(asked: Asked, blind: Mapping[str, Blind], names: Mapping[str, str]) -> list[Finding]:
    """A province-grain rule that sees nothing in many units says so once, not once a unit."""
    name = asked.rule.name
    if asked.whole and len(blind) > 1:
        units = sorted(blind)
        more = [f"+{len(units) - _TOLD}"] if len(units) > _TOLD else []
        told = ", ".join([*(names.get(unit) or unit for unit in units[:_TOLD]), *more])
        facts = {"units": told, **blind[units[0]].facts}
        return [Finding(asked.units[0], name, "blind_in", len(blind), len(blind), None, facts)]
    return [Finding(unit, name, "blind", 1, 1, None, why.facts) for unit, why in sorted(blind.items())]


def settle_ill(connection: sqlite3.Connection, asked: Asked) -> int:
    """One alert a rule, for as long as it is ill anywhere."""
    known = _about(connection, RULE_ILL, asked, None)
    ill = dict(
        connection.execute(
            "SELECT unit, reason FROM health WHERE rule = ? AND health = 'ill' ORDER BY unit DESC", (asked.rule.name,)
        ).fetchall()
    )
    told = [alert.unit for alert in known.values() if alert.unit in ill]  # one that stands is not moved elsewhere
    findings = [
        Finding(unit, asked.rule.name, "ill", 1, 1, None, {"reason": ill[unit]}) for unit in (*told, *reversed(ill))
    ][:1]
    found = as_alerts(RULE_ILL, ALL, findings, asked.now)
    return write_steps(connection, reconcile(known, found, timedelta(0), asked.now), asked.now)


def _about(connection: sqlite3.Connection, own: Rule, asked: Asked, units: Collection[str] | None) -> dict[str, Alert]:
    """The engine's own alerts about one rule."""
    live = standing(connection, own.name, units)
    return {identity: alert for identity, alert in live.items() if alert.subject == asked.rule.name}
