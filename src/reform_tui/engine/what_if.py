"""The rules as they are and as a draft says, asked of the same rows at one moment; nothing is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from reform_tui.config.rule_types import Rule
from reform_tui.engine.asking import Asker, Asking, Heard, Said
from reform_tui.engine.pairing import Pair, changed_indicators, pairs_of
from reform_tui.engine.planning import INDICATOR
from reform_tui.engine.questions import Questions
from reform_tui.engine.reconcile import as_alerts
from reform_tui.model.alert import Alert

GAINED, LOST, WORSE, MILDER, OTHER = KINDS = ("gained", "lost", "worse", "milder", "other")
"""How an alert would change; ``other``: as bad as before, with other numbers."""


@dataclass(frozen=True)
class Change:
    """One alert that would come, go or differ: as it is and as it would be, ``None`` where there is none."""

    kind: str
    before: Alert | None
    after: Alert | None


@dataclass(frozen=True)
class Figure:
    """An indicator over the whole province: (numerator, denominator) as it is and as the draft counts it."""

    indicator: str
    before: tuple[int, int] | None
    after: tuple[int, int] | None
    units: int
    """In how many units it differs."""


@dataclass(frozen=True)
class WhatIf:
    """What a draft would change."""

    now: datetime
    pairs: tuple[Pair, ...]
    """Rules that were compared."""
    changes: tuple[Change, ...] = ()
    figures: tuple[Figure, ...] = ()
    ill: tuple[str, ...] = ()
    """Why a rule could not be compared, a sentence each."""
    blind: tuple[tuple[str, str, str], ...] = ()
    """(rule, unit, why) where the draft's rules could not see."""

    @property
    def held(self) -> tuple[str, ...]:
        """Rules whose ``hold`` differs, which counts as met on both sides."""
        return tuple(p.name for p in self.pairs if p.before and p.after and p.before.hold != p.after.hold)


def what_if(asker: Asker, before: Questions, after: Questions, now: datetime, only: str = "") -> WhatIf:
    """Ask what differs on both sides; ``only`` names one rule, as it is or as it would be."""
    pairs = [pair for pair in pairs_of(before.project, after.project) if not only or only in pair.names]
    indicators = frozenset() if only else changed_indicators(before.project, after.project)
    heard = _heard(asker, before, after, pairs, now, counting=bool(indicators))
    changes: list[Change] = []
    ill: list[str] = []
    blind: list[tuple[str, str, str]] = []
    for pair in pairs:
        was, will = _said(pair, *heard)
        faults = dict.fromkeys(said.fault for said in (was, will) if said and said.fault)
        if not faults:
            changes += compared(_alerts(pair, pair.before, was, now), _alerts(pair, pair.after, will, now))
        ill += faults
        blind += [(pair.name, unit, why) for unit, why in sorted(will.blind.items())] if will and pair.after else []
    figures = tuple(_figures(sorted(indicators), *heard))
    ill += [said.fault for said in _counted(indicators, heard) if said.fault]
    return WhatIf(now, tuple(pairs), tuple(changes), figures, tuple(ill), tuple(blind))


def compared(before: Mapping[str, Alert], after: Mapping[str, Alert]) -> Iterator[Change]:
    """Yield what differs between two sets of alerts by id."""
    for identity in sorted(before.keys() | after.keys()):
        kind = _kind(before.get(identity), after.get(identity))
        if kind:
            yield Change(kind, before.get(identity), after.get(identity))


def _kind(before: Alert | None, after: Alert | None) -> str:
    if before is None or after is None:
        return LOST if after is None else GAINED
    if before.severity is not after.severity:
        return WORSE if after.severity.rank > before.severity.rank else MILDER
    was, will = ((one.count, one.of, one.value, one.evidence) for one in (before, after))
    return "" if was == will else OTHER


def _heard(
    asker: Asker, before: Questions, after: Questions, pairs: list[Pair], now: datetime, *, counting: bool
) -> tuple[Heard, Heard]:
    was = Asking(before, frozenset(pair.before.name for pair in pairs if pair.before), now, counting)
    will = Asking(after, frozenset(pair.after.name for pair in pairs if pair.after and not pair.alike), now, counting)
    [[said_before, said_after]] = asker.hear([(was, will)])
    return said_before, said_after


def _said(pair: Pair, before: Heard, after: Heard) -> tuple[Said | None, Said | None]:
    was = before.get(pair.before.name) if pair.before else None
    return was, was if pair.alike else after.get(pair.after.name) if pair.after else None


def _alerts(pair: Pair, rule: Rule | None, said: Said | None, now: datetime) -> dict[str, Alert]:
    """What was said as alerts, under the name that the rule would have."""
    if rule is None or said is None:
        return {}
    return as_alerts(replace(rule, name=pair.name), said.period.name, said.findings, now)


def _counted(indicators: frozenset[str], heard: tuple[Heard, Heard]) -> Iterator[Said]:
    return (one[INDICATOR + name] for one in heard for name in sorted(indicators) if INDICATOR + name in one)


def _figures(indicators: list[str], before: Heard, after: Heard) -> Iterator[Figure]:
    for name in indicators:
        was, will = (_by_unit(heard.get(INDICATOR + name)) for heard in (before, after))
        units = sum(was.get(unit) != will.get(unit) for unit in was.keys() | will.keys())
        yield Figure(name, _sum(was), _sum(will), units)


def _by_unit(said: Said | None) -> dict[str, tuple[int, int]]:
    return {count.unit: (count.numerator, count.denominator) for count in said.counts} if said else {}


def _sum(counts: Mapping[str, tuple[int, int]]) -> tuple[int, int] | None:
    if not counts:
        return None
    return sum(n for n, _ in counts.values()), sum(d for _, d in counts.values())
