"""Today's rows at past moments, and when each rule would have fired; nothing is written."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from reform_tui.config.rule_types import Rule
from reform_tui.engine.asking import Asker, Asking, Said
from reform_tui.engine.questions import Questions
from reform_tui.engine.reconcile import Step, as_alerts, followed
from reform_tui.model.alert import Alert, Severity, State


@dataclass(frozen=True)
class Life:
    """One life of an alert between the clocks; a moment is ``None`` where that did not happen."""

    alert: Alert
    """As it stood last."""
    seen: datetime
    """When it was first found: with a ``hold``, it fires later."""
    worst: Severity
    most: int
    """The most records behind it."""
    fired: datetime | None = None
    worsened: datetime | None = None
    """When it first became worse than it had fired."""
    ended: datetime | None = None
    why: str = ""
    """Why it ended."""


@dataclass(frozen=True)
class Clock:
    """How many alerts stood at one moment."""

    at: datetime
    critical: int = 0
    warning: int = 0
    pending: int = 0
    """Found, and not yet held long enough."""
    ill: tuple[str, ...] = ()
    """Why a rule gave no answer, a sentence each: its alerts stand as they were."""


@dataclass(frozen=True)
class Backtest:
    """What would have been, clock by clock and alert by alert."""

    clocks: tuple[Clock, ...]
    lives: tuple[Life, ...]
    """In the order in which they were first found."""


def backtest(asker: Asker, questions: Questions, rules: Collection[str], moments: Sequence[datetime]) -> Backtest:
    """Ask these rules at each moment, in order, and follow their alerts from one to the next."""
    asked = [[Asking(questions, frozenset(rules), at, evidence=False)] for at in moments]
    heard = [at_once for [at_once] in asker.hear(asked)]
    past = Past()
    for at, said in zip(moments, heard, strict=True):
        past.look(at, ((questions.rules[name], said.get(name)) for name in sorted(rules)))
    return Backtest(tuple(past.clocks), tuple(sorted((*past.over, *past.lives.values()), key=_order)))


@dataclass
class Past:
    """Alerts as they lived so far."""

    known: dict[str, dict[str, Alert]] = field(default_factory=dict)
    """Rule to its alerts that stand, by id."""
    lives: dict[str, Life] = field(default_factory=dict)
    over: list[Life] = field(default_factory=list)
    clocks: list[Clock] = field(default_factory=list)

    def look(self, at: datetime, heard: Iterable[tuple[Rule, Said | None]]) -> None:
        """Take in what the rules said at one moment."""
        ill: list[str] = []
        for rule, said in heard:
            if said is not None and said.fault:
                ill.append(said.fault)
            elif said is not None:
                self._follow(rule, said, at)
        self.clocks.append(replace(_counted(at, self._standing()), ill=tuple(ill)))

    def _follow(self, rule: Rule, said: Said, at: datetime) -> None:
        known = self.known.setdefault(rule.name, {})
        found = as_alerts(rule, said.period.name, said.findings, at)
        for step in list(followed(known, found, said.period.name, rule.hold, at)):
            life = lived(self.lives.pop(step.alert.id, None), step, at)
            if step.alert.state is State.RESOLVED:
                del known[step.alert.id]
                self.over.append(life)
            else:
                known[step.alert.id] = step.alert
                self.lives[step.alert.id] = life

    def _standing(self) -> Iterator[Alert]:
        return (alert for alerts in self.known.values() for alert in alerts.values())


def lived(life: Life | None, step: Step, at: datetime) -> Life:
    """Return a life after one more step."""
    alert = step.alert
    if life is None:
        life = Life(alert, at, alert.severity, alert.count)
    if alert.state is State.RESOLVED:
        return replace(life, ended=at, why=str(step.detail.get("why", "")))
    worse = alert.severity.rank > life.worst.rank
    return replace(
        life,
        alert=alert,
        worst=alert.severity if worse else life.worst,
        most=max(life.most, alert.count),
        fired=life.fired or (at if alert.state is State.FIRING else None),
        worsened=life.worsened or (at if worse and life.fired else None),
    )


def _counted(at: datetime, alerts: Iterable[Alert]) -> Clock:
    counts = {Severity.CRITICAL: 0, Severity.WARNING: 0}
    pending = 0
    for alert in alerts:
        if alert.state is State.PENDING:
            pending += 1
        else:
            counts[alert.severity] += 1
    return Clock(at, counts[Severity.CRITICAL], counts[Severity.WARNING], pending)


def _order(life: Life) -> tuple[datetime, str, str, str]:
    return life.seen, life.alert.rule, life.alert.unit, life.alert.subject
