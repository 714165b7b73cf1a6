"""A frozen picture of live alerts, units, feeds and rules, made for eyes; how it is read is in ``reading``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, TypeVar

from reform_tui.board.changes import ChangeRow
from reform_tui.board.feeds import FeedRow
from reform_tui.board.figures import Definition
from reform_tui.board.standing import Standing
from reform_tui.config.types import Groups
from reform_tui.model.silence import Silence
from reform_tui.model.verdict import Cause, Verdict
from reform_tui.store.faulty import Faulty
from reform_tui.store.plugins_seen import PluginSeen

Row = TypeVar("Row")

SEVERITIES = ("", "blind", "ill", "warning", "critical")
"""From nothing to say to the worst."""
_BEATS_WITHIN = timedelta(seconds=30)


@dataclass(frozen=True)
class RuleRow:
    """One rule: what the console needs to speak of it, and how it fares over all units."""

    rule: str
    check: str
    names: Mapping[str, str] = field(default_factory=dict)
    sentences: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    warning: Mapping[str, float] = field(default_factory=dict)
    critical: Mapping[str, float] = field(default_factory=dict)
    period: str = ""
    file: str = ""
    profile: str = ""
    """What it counts as overdue, where the check has such a choice."""
    judged: int = 0
    skipped: Mapping[str, int] = field(default_factory=dict)
    ill: int = 0
    blind: int = 0
    well: int = 0
    """Units where it is ill, blind, or gave an answer."""

    @property
    def health(self) -> str:
        """``ill`` before ``blind`` before ``ok``; empty when it was never asked."""
        return "ill" if self.ill else "blind" if self.blind else "ok" if self.well else ""


@dataclass(frozen=True)
class HealthRow:
    """One rule that gave no answer in one unit."""

    rule: str
    unit: str
    health: str
    reason: str
    at: datetime | None
    judged: int = 0
    skipped: Mapping[str, int] = field(default_factory=dict)
    said: Mapping[str, str] = field(default_factory=dict)
    """The reason by language, where it is the engine's own sentence."""


@dataclass(frozen=True, slots=True)
class AlertRow:
    """One live alert; its sentence is made when it is shown."""

    id: str
    rule: str
    check: str
    unit: str
    subject: str
    period: str
    severity: str
    state: str
    since: datetime
    count: int
    of: int
    value: float | None
    threshold: Mapping[str, float]
    template: str
    facts: Mapping[str, Any]
    taken_by: str = ""
    taken_at: datetime | None = None
    taken_until: datetime | None = None
    """When the acknowledgement ends by the clock; without it, once the alert is worse or closed."""
    note: str = ""
    silence: Silence | None = None
    """What silences it at the board's moment."""
    explained: int = 0
    """How many of its rows have a cause that explains them: told beside the count."""


@dataclass(frozen=True)
class UnitRow:
    """One unit in one line."""

    unit: str
    name: str
    level: str = ""
    severity: str = ""
    by_rule: tuple[tuple[str, int], ...] = ()
    overdue: int = 0
    online: tuple[int, int] | None = None
    """Numerator and denominator as reported."""
    adjusted: tuple[float, float] | None = None
    """In percent: the range once submissions by proxy are taken out."""
    last_arrival: datetime | None = None
    blind: int = 0
    ill: int = 0
    first_due: str = ""
    """The earliest day or moment on which something that is due soon becomes late, ISO 8601."""
    silenced: int = 0
    """Alerts that are silenced: they count nowhere else in the line but in what is overdue."""

    @property
    def shown(self) -> str:
        """Its name, or its code when nobody named it."""
        return self.name or self.unit


@dataclass(frozen=True)
class Board:
    """Everything a screen shows at once; details of one alert or feed are asked for when it is opened."""

    project: str = ""
    province: str = ""
    language: str = ""
    charset: str = ""
    theme: str = ""
    zone: str = "Asia/Ho_Chi_Minh"
    groups: Groups = field(default_factory=Groups)
    """Who may act and unmask, and which accounts are shared."""
    started: str = ""
    seq: int = 0
    arrival: int = 0
    data_at: datetime | None = None
    """Export time of the newest file."""
    engine: str = "never"
    """``running``, ``stopped`` or ``never``."""
    ended: str = ""
    """Why an engine that a console started ended, in its own words, a sentence a line."""
    heartbeat: datetime | None = None
    """The beat at which ``engine`` last changed."""
    rules: Mapping[str, RuleRow] = field(default_factory=dict)
    indicators: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Indicator to what people call it, by language."""
    definitions: Mapping[str, Definition] = field(default_factory=dict)
    """What each indicator counts, and who says so."""
    alerts: Mapping[str, AlertRow] = field(default_factory=dict)
    units: Mapping[str, UnitRow] = field(default_factory=dict)
    feeds: Mapping[str, FeedRow] = field(default_factory=dict)
    contacts: Mapping[str, str] = field(default_factory=dict)
    """Unit to whom to ask there."""
    changes: tuple[ChangeRow, ...] = ()
    """The newest of the trail, the newest first; numbers that merely moved are left out."""
    standings: Mapping[str, Standing] = field(default_factory=dict)
    """Unit to its online rate over time and its rank."""
    unhealthy: tuple[HealthRow, ...] = ()
    arrived: Mapping[str, datetime] = field(default_factory=dict)
    """Unit to when its newest file was taken in."""
    faulty: Faulty | None = None
    plugins: tuple[PluginSeen, ...] = ()
    """Those that are out: refused, failed in whole or in part, or left out by an option."""
    left_out: tuple[str, ...] = ()
    """Sentences on feeds that are left out because a plugin is."""
    refused: Mapping[str, str] = field(default_factory=dict)
    """Act to why the engine refused it, newest first."""
    causes: Mapping[str, Cause] = field(default_factory=dict)
    """What may be said of a record."""
    said: Mapping[str, Verdict] = field(default_factory=dict)
    """Unit to what was said last of any of its records."""
    verdicts: int = 0
    """The line of the trail that holds the newest verdict."""
    silences: tuple[Silence, ...] = ()
    """All there are, those that are over too."""
    turns_at: datetime | None = None
    """When a silence next begins or ends by the clock: from then on this board is out of date."""
    past: datetime | None = None
    """The moment that this board is of, where it is not the newest."""
    trouble: str = ""
    """A sentence when the store cannot be read; the rest is then the last that could."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing has come and no feed is described: a new project."""
        return not (self.feeds or self.units or self.arrival)

    @property
    def profiles(self) -> tuple[str, ...]:
        """The counting profiles in use."""
        return tuple(sorted({rule.profile for rule in self.rules.values() if rule.profile}))

    @cached_property
    def worst_first(self) -> tuple[AlertRow, ...]:
        """The alerts in order, made once a board: no key may sort thousands."""
        return tuple(sorted(self.alerts.values(), key=_order))

    @cached_property
    def tally(self) -> Counter[str]:
        """How many alerts there are of each severity; those that are silenced count as ``silenced``."""
        return Counter("silenced" if alert.silence else alert.severity for alert in self.alerts.values())


def _order(alert: AlertRow) -> tuple[bool, int, bool, int, str, str]:
    """What is silenced last, the worst first; among equals the ones nobody has taken, then the most records."""
    known = (-SEVERITIES.index(alert.severity), alert.state == "acknowledged", -alert.count, alert.unit, alert.id)
    return alert.silence is not None, *known


def changed_rows(old: Mapping[str, Row], new: Mapping[str, Row]) -> frozenset[str]:
    """Keys of the rows that came, went or differ."""
    return frozenset(key for key in old.keys() | new.keys() if old.get(key) != new.get(key))


def engine_state(heartbeat: datetime | None, now: datetime) -> str:
    """``running``, ``stopped``, or ``never`` when no engine has been here."""
    if heartbeat is None:
        return "never"
    return "running" if abs(now - heartbeat) <= _BEATS_WITHIN else "stopped"  # a clock put back proves no life


STARS = "******"
"""How what is masked begins."""


def masked(value: str) -> str:
    """Six stars and the last two characters: enough to tell two apart, not enough to know either."""
    return f"******{value[-2:]}" if len(value) > 2 else "******" if value else ""  # noqa: PLR2004 - as it says
