"""The alerts of a case as its clock moves: asked and settled as the engine would, but nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from reform_tui.config.rule_types import Rule
from reform_tui.config.toml_text import toml_value
from reform_tui.engine.cases.alert_rows import alert_row
from reform_tui.engine.cases.expect import agrees
from reform_tui.engine.cases.given import Stand
from reform_tui.engine.job import Answer
from reform_tui.engine.reconcile import as_alerts, followed
from reform_tui.engine.settling import Asked, appointments
from reform_tui.errors import PluginError
from reform_tui.model.alert import LIFE, Alert, Event, State
from reform_tui.model.period import Period

WAKES = 1000
"""How often the clock may stop between two moments of a case: a check that promises every second is at fault."""

Asking = Callable[[Stand, datetime], tuple[Period, Answer]]
"""Gives a rule's answer about the rows of a stand at a moment, and the period that it counted in."""
Alerts = Mapping[str, Alert]


@dataclass(frozen=True)
class Standing:
    """The alerts at one moment: those that stand, and those that ended since the moment before."""

    live: Alerts = field(default_factory=dict)
    ended: Alerts = field(default_factory=dict)


@dataclass(frozen=True)
class Clock:
    """One rule of a case, the units of its rows, and how it is asked."""

    rule: Rule
    ask: Asking
    whole: bool
    """Whether the rule is of province grain."""

    def standings(self, stands: Sequence[Stand]) -> Iterator[Standing]:
        """Yield what stands at each moment; between two, the rule is asked whenever it has an appointment."""
        at = Standing()
        for stand, following in zip(stands, [*stands[1:], None], strict=True):
            at, wake = self._settled(at, stand, stand.moment.now)
            yield at
            at = Standing(_acknowledged(at.live, stand.moment.acknowledge))
            until = following.moment.now if following else None
            for _ in range(WAKES):
                if until is None or wake is None or wake >= until:
                    break
                at, wake = self._settled(at, stand, wake)
            else:
                raise PluginError(f"next_change promises more than {WAKES} changes before {until}; move the clock less")

    def _settled(self, before: Standing, stand: Stand, now: datetime) -> tuple[Standing, datetime | None]:
        """Return what stands after the rule was asked, and when it must be asked again."""
        period, answer = self.ask(stand, now)
        found = as_alerts(self.rule, period.name, answer.judgement.findings, now)
        live, ended = dict(before.live), dict(before.ended)
        for step in followed(before.live, found, period.name, self.rule.hold, now):
            live.pop(step.alert.id, None)
            (ended if step.alert.state is State.RESOLVED else live)[step.alert.id] = step.alert
        asked = Asked(self.rule, period, tuple(stand.units), self.whole, now)
        held = ((a.unit, a.since + self.rule.hold) for a in live.values() if a.state is State.PENDING and a.since)
        return Standing(live, ended), min(appointments(asked, answer, held).values(), default=None)


def _acknowledged(live: Alerts, named: Sequence[Mapping[str, Any]]) -> Alerts:
    """Return the alerts after somebody acknowledged those that are named."""
    after = dict(live)
    for wanted in named:
        chosen = [alert for alert in live.values() if agrees(wanted, alert_row(alert))]
        if not chosen:
            raise PluginError(f"acknowledge: no alert stands that agrees with {toml_value(wanted)}")
        for alert in chosen:
            if (alert.state, Event.TAKEN) not in LIFE:
                raise PluginError(f"acknowledge: {alert.unit} {alert.subject} is {alert.state.value}, not firing")
            taken = LIFE[alert.state, Event.TAKEN]
            after[alert.id] = replace(alert, state=taken, taken_severity=alert.severity)
    return after
