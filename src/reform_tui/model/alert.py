"""An alert is a finding with a life, and the life is a table: what is not in it does not happen."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from reform_tui.model.finding import Fact

INDICATOR = "indicator."
"""How the name of an indicator begins where rules and indicators stand together."""


class State(Enum):
    """Where an alert stands in its life."""

    PENDING = "pending"
    FIRING = "firing"
    ACKNOWLEDGED = "acknowledged"
    RESOLVED = "resolved"


class Event(Enum):
    """What can happen to an alert."""

    HELD = "held"
    TAKEN = "taken"
    RELEASED = "released"
    WORSENED = "worsened"
    CLEARED = "cleared"
    FOUND = "found"


LIFE: Mapping[tuple[State, Event], State] = {
    (State.PENDING, Event.HELD): State.FIRING,
    (State.PENDING, Event.CLEARED): State.RESOLVED,
    (State.FIRING, Event.TAKEN): State.ACKNOWLEDGED,
    (State.FIRING, Event.CLEARED): State.RESOLVED,
    (State.ACKNOWLEDGED, Event.RELEASED): State.FIRING,
    (State.ACKNOWLEDGED, Event.WORSENED): State.FIRING,
    (State.ACKNOWLEDGED, Event.CLEARED): State.RESOLVED,
    (State.RESOLVED, Event.FOUND): State.PENDING,
}


class Severity(Enum):
    """How bad; the order of the members is the order of the word."""

    WARNING = "warning"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        """0 for the mildest."""
        return list(Severity).index(self)


@dataclass(frozen=True)
class Alert:
    """One live or resolved alert, known by (rule, unit, subject, period)."""

    rule: str
    check: str
    unit: str
    subject: str
    period: str
    severity: Severity
    state: State
    since: datetime | None
    count: int
    of: int
    value: float | None
    threshold: Mapping[str, float]
    template: str
    facts: Mapping[str, Fact] = field(default_factory=dict)
    evidence: tuple[str, ...] = ()
    taken_severity: Severity | None = None
    """How bad it was when somebody acknowledged it; worse than that fires again."""

    @property
    def id(self) -> str:
        """Sixteen hex digits that depend on nothing but (rule, unit, subject, period)."""
        return alert_id(self.rule, self.unit, self.subject, self.period)


def alert_id(rule: str, unit: str, subject: str, period: str) -> str:
    """Sixteen hex digits of SHA-256 over the four names."""
    return hashlib.sha256(f"{rule}\x1f{unit}\x1f{subject}\x1f{period}".encode()).hexdigest()[:16]
