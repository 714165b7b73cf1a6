"""A scenario's reference tables: units, staff, who may submit for many, and published targets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import timedelta
from itertools import cycle
from pathlib import Path

import numpy as np

from reform_tui.config.scenario import Place, Scenario
from reform_tui.scenario.people import People
from reform_tui.scenario.places import split
from reform_tui.scenario.senders import OFFICERS, officer

_FIRST_OFFICER = 500_000
"""People with smaller numbers are citizens."""
_FIRST_CUT = 600_000


def write_reference(spec: Scenario, folder: Path) -> None:
    """Write the tables of ``reference/``."""
    _write_units(spec, folder / "units.csv")
    staff = [*((*one, "", "") for one in _staff(spec)), *_cut(spec)]
    _write(
        folder / "staff.csv", ("person_id", "name", "class", "unit", "account", "phone", "from", "to", "reason"), staff
    )
    until = spec.as_of.replace(month=12, day=31).date().isoformat()
    allowed = [(agent.account, agent.kind, agent.reason, "Kịch bản", until) for agent in spec.agent]
    _write(folder / "allow.csv", ("account", "class", "reason", "source", "until"), allowed)
    if spec.goal:
        goals = [(goal.indicator, f"{goal.target:g}", goal.source) for goal in spec.goal]
        _write(folder / "targets.csv", ("indicator", "target", "source"), goals)


def _write_units(spec: Scenario, path: Path) -> None:
    """Write the units; those that are no more stand after them, with columns that nobody else needs."""
    units = [(unit.code, unit.name, unit.level, "") for unit in spec.units]
    header: tuple[str, ...] = ("unit", "name", "level", "contact")
    if not spec.former:
        return _write(path, header, units)
    gone = [(one.code, one.name, one.level, "", one.successor, "Kịch bản", one.to.isoformat()) for one in spec.former]
    return _write(path, (*header, "successors", "source", "to"), [*((*unit, "", "", "") for unit in units), *gone])


def _staff(spec: Scenario) -> Iterable[tuple[str, ...]]:
    posts = [(unit.code, number) for unit, count in _posts(spec) for number in range(count)]
    people, who = People(spec.seed), _FIRST_OFFICER + np.arange(len(posts))
    named = zip(posts, people.names(who).to_pylist(), people.phones(who).to_pylist(), strict=True)
    since = spec.first_day.replace(year=spec.first_day.year - 1).isoformat()
    for (unit, number), name, phone in named:
        account = officer(unit, number)
        yield account, name, "officer", unit, account, phone, since


def _cut(spec: Scenario) -> Iterable[tuple[str, ...]]:
    """Yield those whose post was cut by the end of the month before, unit after unit, without an account."""
    last = (spec.as_of.replace(day=1) - timedelta(days=1)).date().isoformat()
    since = spec.first_day.replace(year=spec.first_day.year - 1).isoformat()
    names = People(spec.seed).names(_FIRST_CUT + np.arange(spec.posts_cut)).to_pylist()
    for number, (unit, name) in enumerate(zip(cycle(spec.units), names, strict=False), 1):
        yield f"tg.{number:03}", name, "officer", unit.code, "", "", since, last, "Tinh giản biên chế"


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
