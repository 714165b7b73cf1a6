"""A scenario file: what was published of a province as data, from which ``scenario.make`` invents feeds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from reform_tui.config.build import build
from reform_tui.config.toml import read_document
from reform_tui.errors import ConfigError

_SHARE = {"least": 0.0, "most": 1.0}


@dataclass(frozen=True)
class Totals:
    """What the records must add up to, exactly."""

    received: int
    online: int
    finished_late: int
    pending_late: int
    pending: int


@dataclass(frozen=True)
class Shares:
    """What parts of the records are, each as nearly as whole records allow."""

    paid_online: float = field(default=0.46, metadata=_SHARE)
    """Of those that owe a fee."""
    procedures_paid: float = field(default=1.0, metadata=_SHARE)
    """Of a unit's procedures that owe a fee, all units together: those with a record paid online."""
    reused: float = field(default=0.6, metadata=_SHARE)
    digitised: float = field(default=0.85, metadata=_SHARE)
    """Of the records, with every component; and of those that have ended, with an electronic result."""
    synced: float | None = field(default=None, metadata=_SHARE)
    """Known to the national portal; without it no column speaks of that."""
    published: float | None = field(default=None, metadata=_SHARE)
    """With progress and result public on the portal; without it there is no list of what the portal has."""
    apologised: float | None = field(default=None, metadata=_SHARE)
    """Of the late ones; without it there is no list of letters."""
    satisfied: float | None = field(default=None, metadata=_SHARE)
    """Of those who rated; without it there is no list of ratings."""
    rated: float = field(default=0.1, metadata=_SHARE)
    """Of the records that have ended."""


@dataclass(frozen=True)
class Exactly:
    """A unit whose numbers were published; ``pending`` ones are all in time, and all others are finished in time."""

    unit: str
    received: int
    pending: int
    fields: tuple[str, ...] = ()
    """What it handles instead of what its unit says."""


@dataclass(frozen=True)
class Part:
    """Lines of a list: one a unit of the level ``units``, or ``rows`` of them, which go round its units if it is given.

    ``columns`` are texts under a heading, in which ``{n}``, ``{unit}`` and ``{province}`` stand for the line's number,
    its unit and the province; ``totals`` say how many lines hold which word, spread by chance.
    """

    columns: Mapping[str, str]
    units: str = ""
    rows: int = 0
    first: int = 1
    """The number of its first line."""
    totals: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Listing:
    """A feed beside the records: a file of a schema, put together from parts, or copied.

    ``copy`` is a csv file of the samples, of which the lines that begin with ``only`` are taken.
    """

    name: str
    schema: str
    part: tuple[Part, ...] = ()
    copy: str = ""
    only: str = ""

    def __post_init__(self) -> None:
        """Refuse a list of nothing."""
        if bool(self.part) == bool(self.copy):
            raise ValueError(f"feed '{self.name}': give either parts or a file to copy")


@dataclass(frozen=True)
class Goal:
    """A target that was published, for ``reference/targets``."""

    indicator: str
    target: float
    source: str


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
    busiest: int = 0
    """How many of them its first officer received on the first day; 0 for what chance brings."""


@dataclass(frozen=True)
class Former:
    """An agency that is no more: the last day on which it was, and the unit that it became part of."""

    code: str
    name: str
    to: date
    successor: str
    level: str = "province"


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
    shares: Shares = Shares()
    exactly: tuple[Exactly, ...] = ()
    roster: int = 0
    """How many people of communes have an account; 0 for three in every unit."""
    former: tuple[Former, ...] = ()
    """Agencies that are no more, for ``reference/units``."""
    posts_cut: int = 0
    """How many people of the roster left in the period because their post was cut."""
    payments: bool = False
    """Whether a list of payments is delivered beside the records."""
    feed: tuple[Listing, ...] = ()
    goal: tuple[Goal, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what contradicts itself: a unit that is not listed, or late records that miss their total."""
        known = {unit.code for unit in self.units}
        unknown = {*self._named()} - known
        if unknown:
            raise ValueError(f"'{min(unknown)}' is not the code of one of the units")
        for way in ("finished", "pending"):
            told, total = sum(getattr(late, way) for late in self.late), getattr(self.totals, f"{way}_late")
            if told != total:
                raise ValueError(
                    f"'{way}' of all [[late]] is {told}, but totals.{way}_late is {total}: make them equal"
                )

    def _named(self) -> Iterator[str]:
        """Yield the units that are spoken of."""
        yield from (code for late in self.late for code in late.units)
        yield from (one.unit for one in self.counter)
        yield from (one.unit for one in self.agent)
        yield from (one.unit for one in self.exactly)
        yield from (one.successor for one in self.former)


def load_scenario(path: Path) -> Scenario:
    """Read a scenario file; ``ConfigError`` with every fault found in it.

    ``like`` names files beside it whose keys hold where this one is silent, each key as a whole.
    """
    return build(Scenario, _with_like(path), path.name)


def _with_like(path: Path) -> dict[str, Any]:
    table = read_document(path, path.name).table
    like = table.pop("like", [])
    if not isinstance(like, list) or not all(isinstance(name, str) for name in like):
        raise ConfigError([f"{path.name}: like: is not a list of files"])
    for name in like:
        table = read_document(path.parent / name, name).table | table
    return table
