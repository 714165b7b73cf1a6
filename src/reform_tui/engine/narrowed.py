"""An engine that asks only some rules, and the units to ask them about: for whoever writes one of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from reform_tui.config.build import nearest
from reform_tui.engine.step import Engine
from reform_tui.errors import ConfigError


def narrowed(engine: Engine, names: Collection[str], units: Collection[str]) -> tuple[Engine, frozenset[str]]:
    """Return the engine for these rules and indicators (all, without names), and these units (all, without any).

    ``ConfigError`` names each that there is not, with the nearest.
    """
    faults = [*_unknown_names(engine, names), *_unknown_units(engine, units)]
    if faults:
        raise ConfigError(faults)
    if names:
        engine = replace(engine, questions=replace(engine.questions, only=frozenset(names)))
    return engine, frozenset(units) or engine.units()


def _unknown_names(engine: Engine, names: Collection[str]) -> Iterator[str]:
    checks = {rule.name: rule.check for rule in engine.project.rules}
    known = {*checks, *(one.name for one in engine.project.indicators)}
    for name in names:
        if name not in known:
            yield f"there is no rule or indicator '{name}'{nearest(name, known)}"
        elif name in checks and name not in engine.questions.rules:
            yield f"rule '{name}' cannot be asked: no plugin that could be loaded offers the check '{checks[name]}'"


def _unknown_units(engine: Engine, units: Collection[str]) -> Iterator[str]:
    known = engine.units()
    for unit in units:
        if unit not in known:
            yield f"no row belongs to a unit '{unit}'{nearest(unit, known)}"
