"""A scenario file: a province's quarter as data, from which ``scenario.make`` invents records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from reform_tui.config.build import build
from reform_tui.config.toml import read_document


@dataclass(frozen=True)
class Totals:
    """What the records must add up to, exactly."""

    received: int
    online: int
    finished_late: int
    pending_late: int
    pending: int


@dataclass(frozen=True)
class Place:
    """A unit: ``weight`` is its share within its level; ``online`` how likely its records are online."""

    code: str
    name: str
    level: str
    weight: float
    online: float
    fields: tuple[str, ...] = ()
    """What it handles; empty for all procedures of its level."""


@dataclass(frozen=True)
class Procedure:
    """A procedure: its limit in working days, its fee in đồng."""

    code: str
    level: str
    field: str
    days: int
    weight: float
    fee: int
    name: str


@dataclass(frozen=True)
class Late:
    """How many records of a field in some units are late by date, and in which of the two ways."""

    units: tuple[str, ...]
    field: str
    finished: int
    pending: int


@dataclass(frozen=True)
class Counter:
    """A counter whose officers typed citizens' records under their own accounts, from a day on."""

    unit: str
    records: int
    accounts: int
    day: date = field(metadata={"key": "from"})


@dataclass(frozen=True)
class Agent:
    """Somebody who may submit for many people, and so stands in the allow-list."""

    unit: str
    records: int
    account: str
    reason: str
    day: date = field(metadata={"key": "from"})
    kind: str = field(metadata={"key": "class"})


@dataclass(frozen=True)
class Scenario:
    """One scenario file."""

    name: str
    province: str
    zone: str
    period: str
    first_day: date
    as_of: datetime
    seed: int
    totals: Totals
    days_off: tuple[date, ...]
    made_up: tuple[date, ...]
    levels: Mapping[str, float]
    units: tuple[Place, ...]
    procedures: tuple[Procedure, ...]
    late: tuple[Late, ...]
    counter: tuple[Counter, ...] = ()
    agent: tuple[Agent, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what contradicts itself: a unit that is not listed, or late records that miss their total."""
        known = {unit.code for unit in self.units}
        named = {code for late in self.late for code in late.units}
        named |= {counter.unit for counter in self.counter} | {agent.unit for agent in self.agent}
        if named - known:
            raise ValueError(f"'{min(named - known)}' is not the code of one of the units")
        for way in ("finished", "pending"):
            told, total = sum(getattr(late, way) for late in self.late), getattr(self.totals, f"{way}_late")
            if told != total:
                raise ValueError(
                    f"'{way}' of all [[late]] is {told}, but totals.{way}_late is {total}: make them equal"
                )


def load_scenario(path: Path) -> Scenario:
    """Read a scenario file; ``ConfigError`` with every fault found in it."""
    return build(Scenario, read_document(path, path.name).table, path.name)
