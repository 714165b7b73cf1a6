"""An engine that asks only some rules, and the units to ask them about: for whoever writes one of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from reform_tui.config.build import nearest
from reform_tui.engine.missing import missing
from reform_tui.engine.planning import INDICATOR
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
    known = {*(rule.name for rule in engine.project.rules), *(one.name for one in engine.project.indicators)}
    out = {key.removeprefix(INDICATOR): why for key, why in missing(engine.project, engine.faces).items()}
    for name in names:
        if name not in known:
            yield f"there is no rule or indicator '{name}'{nearest(name, known)}"
        elif name in out:
            yield f"'{name}' cannot be asked: {out[name]}"


def _unknown_units(engine: Engine, units: Collection[str]) -> Iterator[str]:
    known = engine.units()
    for unit in units:
        if unit not in known:
            yield f"no row belongs to a unit '{unit}'{nearest(unit, known)}"
