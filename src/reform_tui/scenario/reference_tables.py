"""A scenario's reference tables: units, staff, who may submit for many, and published targets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from reform_tui.config.scenario import Place, Scenario
from reform_tui.scenario.people import People
from reform_tui.scenario.places import split
from reform_tui.scenario.senders import OFFICERS, officer

_FIRST_OFFICER = 500_000
"""People with smaller numbers are citizens."""


def write_reference(spec: Scenario, folder: Path) -> None:
    """Write the tables of ``reference/``."""
    units = [(unit.code, unit.name, unit.level, "") for unit in spec.units]
    _write(folder / "units.csv", ("unit", "name", "level", "contact"), units)
    _write(folder / "staff.csv", ("person_id", "name", "class", "unit", "account", "phone", "from"), _staff(spec))
    until = spec.as_of.replace(month=12, day=31).date().isoformat()
    allowed = [(agent.account, agent.kind, agent.reason, "Kịch bản", until) for agent in spec.agent]
    _write(folder / "allow.csv", ("account", "class", "reason", "source", "until"), allowed)
    if spec.goal:
        goals = [(goal.indicator, f"{goal.target:g}", goal.source) for goal in spec.goal]
        _write(folder / "targets.csv", ("indicator", "target", "source"), goals)


def _staff(spec: Scenario) -> Iterable[tuple[str, ...]]:
    posts = [(unit.code, number) for unit, count in _posts(spec) for number in range(count)]
    people, who = People(spec.seed), _FIRST_OFFICER + np.arange(len(posts))
    named = zip(posts, people.names(who).to_pylist(), people.phones(who).to_pylist(), strict=True)
    since = spec.first_day.replace(year=spec.first_day.year - 1).isoformat()
    for (unit, number), name, phone in named:
        account = officer(unit, number)
        yield account, name, "officer", unit, account, phone, since


def _posts(spec: Scenario) -> Iterable[tuple[Place, int]]:
    """Yield each unit with how many people it has: three, or in communes an even share of the roster."""
    communes = [unit for unit in spec.units if unit.level == "commune"]
    shares = split(spec.roster or OFFICERS * len(communes), [1.0] * len(communes))
    told = {unit.code: int(share) for unit, share in zip(communes, shares, strict=True)}
    return [(unit, told.get(unit.code, OFFICERS)) for unit in spec.units]


def _write(path: Path, header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([header, *rows])
    path.write_text(text.getvalue(), encoding="utf-8")
