"""Who submitted each record and how: citizens themselves, agents, and counters that typed for them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from reform_tui.config.scenario import Scenario
from reform_tui.scenario.arrays import Flags, Rng, Whole
from reform_tui.scenario.draft import Draft
from reform_tui.scenario.people import People
from reform_tui.scenario.working_days import MORNING

OFFICERS = 3
"""Officers who receive records, in every unit."""
_CROWD = 30_000
_FAMILY = 0.07
_POST = 0.04
_EVENING = 0.35
_AGENT_EVERY = 4
_DAY = 86_400
_HOUR = 3_600


@dataclass(frozen=True)
class Senders:
    """Owner, receiver, channel, account and moment of submission of each record."""

    owner: Whole
    """Number of a person in the crowd."""
    receiver: pa.Array
    online: Flags
    post: Flags
    account: pa.Array
    """Empty where nobody used one."""
    submitted: Whole
    """Seconds since 1970 by the local clock."""


@dataclass(frozen=True)
class _Others:
    """Accounts that submit for other people, officers' first, and which record used which: -1 for none."""

    names: tuple[str, ...]
    desks: int
    used: Whole


def officer(unit: str, number: int) -> str:
    """Return the account of a unit's officer, such as ``cb.h14-31.01``."""
    return f"cb.{unit.lower().replace('.', '-')}.{number + 1:02}"


def senders(spec: Scenario, drafted: Draft, rng: Rng) -> Senders:
    """Give every record a sender, so that exactly ``totals.online`` are online."""
    count = len(drafted.unit)
    others = _others(spec, drafted)
    helped = others.used >= 0
    at_desk = helped & (others.used < others.desks)
    online = _online(spec, drafted.unit, helped, rng)
    owner = np.where(helped, _CROWD + np.arange(count), rng.integers(0, _CROWD, size=count))
    own = People(spec.seed).accounts(np.where(rng.random(count) < _FAMILY, owner ^ 1, owner))
    theirs = pa.array(others.names).take(pa.array(np.maximum(others.used, 0)))
    account = pc.if_else(pa.array(online), pc.if_else(pa.array(helped), theirs, own), "")
    officers = pa.array([officer(unit.code, n) for unit in spec.units for n in range(OFFICERS)])
    on_duty = officers.take(pa.array(drafted.unit * OFFICERS + rng.integers(0, OFFICERS, size=count)))
    receiver = pc.if_else(pa.array(at_desk), theirs, on_duty)
    post = ~online & (rng.random(count) < _POST)
    return Senders(owner, receiver, online, post, account, _submitted(drafted, online, at_desk, rng))


def _others(spec: Scenario, drafted: Draft) -> _Others:
    names: list[str] = []
    used = np.full(len(drafted.unit), -1, dtype=np.int64)
    places = [unit.code for unit in spec.units]
    for part in spec.counter:
        rows = _from(drafted, places.index(part.unit), drafted.days.number(part.day))[: part.records]
        taker = np.arange(len(rows)) % part.accounts
        taker[: part.busiest] = 0
        used[rows] = len(names) + taker
        names += [officer(part.unit, n) for n in range(part.accounts)]
    desks = len(names)
    for agent in spec.agent:
        rows = _from(drafted, places.index(agent.unit), drafted.days.number(agent.day))
        used[rows[::_AGENT_EVERY][: agent.records]] = len(names)
        names.append(agent.account)
    return _Others((*names, ""), desks, used)


def _from(drafted: Draft, unit: int, day: int) -> Whole:
    return np.flatnonzero((drafted.unit == unit) & (drafted.received_day >= day))


def _online(spec: Scenario, unit: Whole, helped: Flags, rng: Rng) -> Flags:
    likely = np.array([place.online for place in spec.units])[unit]
    score = np.log(likely / (1 - likely)) + rng.logistic(size=len(unit))
    score[helped] = np.inf
    online = np.zeros(len(unit), dtype=bool)
    online[np.argsort(-score, kind="stable")[: spec.totals.online]] = True
    return online


def _submitted(drafted: Draft, online: Flags, at_desk: Flags, rng: Rng) -> Whole:
    """Counter and post: at receipt.  Online: the evening before, or earlier that day; typed at a desk: just before."""
    count = len(drafted.unit)
    day = drafted.days.days[drafted.received_day].astype("datetime64[s]").astype(np.int64)
    received = day + drafted.received_second
    that_day = np.maximum(received - rng.integers(5 * 60, 3 * _HOUR, size=count), day + MORNING)
    evening = day - _DAY + rng.integers(int(17.5 * _HOUR), int(22.5 * _HOUR), size=count)
    by_evening = (rng.random(count) < _EVENING) & (drafted.received_second < int(11.5 * _HOUR))
    themselves = np.where(by_evening, evening, that_day)
    typed = received - rng.integers(20, 170, size=count)
    return np.where(at_desk, typed, np.where(online, themselves, received))
