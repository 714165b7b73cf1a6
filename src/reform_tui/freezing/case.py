"""A live alert as a case of its rule, with the numbers that the case itself gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from reform_tui.anonymous.replacing import Replacements
from reform_tui.config.case import Place, cases_of
from reform_tui.config.rule_types import Case
from reform_tui.config.toml import parse
from reform_tui.config.toml_text import toml_key, toml_rows, toml_value
from reform_tui.engine.cases.asking import Bench, asked_as
from reform_tui.engine.cases.given import Kinds, stands_of
from reform_tui.engine.cases.run import run_cases
from reform_tui.engine.frames import Frames
from reform_tui.errors import ConfigError
from reform_tui.freezing.live import Live
from reform_tui.freezing.nobody import Nobody, Row, named_people, naming
from reform_tui.freezing.rows import FEW, Chosen, chosen

MANY = 2000
"""Rows that a case may hold at most, where fewer do not give the alert again."""
_EXPECTED = ("unit", "subject", "count", "of", "severity")


@dataclass(frozen=True)
class Frozen:
    """A case as text, and how it came to be."""

    live: Live
    text: str
    rows: Chosen
    faults: tuple[str, ...] = ()
    """What does not hold of what every case must hold: a check may break its promises."""


def frozen(live: Live, key: bytes) -> Frozen:
    """Return the smallest case that gives the alert again; ``ConfigError`` when today's rows do not.

    People are replaced under ``key``.
    """
    for most in (FEW, MANY):
        rows = chosen(live.tables, live.alert, live.period, live.project.schemas, most)
        tables = _tables(live, rows, Nobody(Replacements(key), live.zone))
        found = _found(live, _text(live, tables, ()))
        if any(_is_it(one, live) for one in found):
            text = _text(live, tables, found)
            return Frozen(live, text, rows, _faults(live, text))
    when = f"{live.alert.now.astimezone(live.zone):%d/%m/%Y %H:%M}"
    raise ConfigError(
        [f"{live.alert.id}: today's rows do not give this alert as of {when}; freeze one that stands now"]
    )


def _tables(live: Live, rows: Chosen, nobody: Nobody) -> dict[str, list[Row]]:
    """Rows and reference rows under the names that a case gives them, with nobody in them."""
    schemas = live.project.schemas
    plain = {name: table.to_pylist() for name, table in rows.tables.items()}
    people = {one for name, listed in plain.items() for one in named_people(listed, schemas[name])}
    units = {row["_unit"] for listed in plain.values() for row in listed}
    lists = {name: _mattering(name, live, people, units) for name in live.reading.references if name in schemas}
    for name, listed in {**plain, **lists}.items():
        nobody.remember(listed, schemas[name])
    told = {name: nobody.rows(listed, schemas[name]) for name, listed in plain.items()}
    return told | {f"reference.{name}": nobody.rows(listed, schemas[name]) for name, listed in lists.items() if listed}


def _mattering(name: str, live: Live, people: set[str], units: set[str]) -> list[Row]:
    """The rows of a reference table that the case can touch."""
    rows = live.references.rows(name)
    if name == "periods":
        return [row for row in rows if row["name"] == live.period.name]
    if name == "targets":
        wanted = {one.name for one in live.reading.indicators}
        return [row for row in rows if row["indicator"] in wanted and row["unit"] in {None, "", *units}]
    schema = live.project.schemas[name]
    return naming(rows, people, schema) if schema.names(people=True) else list(rows)


def _text(live: Live, tables: Mapping[str, Sequence[Row]], found: Sequence[Mapping[str, Any]]) -> str:
    rule, alert = live.rule, live.alert
    kept = sum(len(rows) for name, rows in tables.items() if not name.startswith("reference."))
    name = f"{alert.unit}, frozen from {alert.id[:8]}: {kept} rows"
    lines = [
        f"[[{toml_key(rule.name)}.case]]",
        f"name    = {toml_value(name)}",
        f"now     = {toml_value(alert.now.astimezone(live.zone))}",
        f"period  = {toml_value(live.period.name)}",
        *(f"{key} = {toml_rows(rows)}" for key, rows in tables.items()),
        f"expect  = {toml_rows([_expected(one) for one in found])}",
    ]
    return "\n".join(lines) + "\n"


def _expected(found: Mapping[str, Any]) -> dict[str, Any]:
    return {key: found[key] for key in _EXPECTED if found.get(key) not in (None, "")}


def _case(live: Live, text: str) -> Case:
    """The case that a text says; ``ConfigError`` for one that is none, which would be our own fault."""
    path = live.rule.path
    table = parse(text.encode(), path.name)[live.rule.name]["case"]
    cases, faults = cases_of(table, Place(path, live.project.schemas, live.zone))
    if faults:
        raise ConfigError(faults)
    return cases[0]


def _found(live: Live, text: str) -> list[Mapping[str, Any]]:
    """What the rule finds in the case, under the names that a case may expect."""
    kinds = Kinds(live.project.schemas, live.zone, tuple(live.plugins.readers.values()))
    bench = Bench(live.plugins, live.project.calendar, kinds, live.project.indicators)
    asked = asked_as(live.rule, bench)
    case = _case(live, text)
    [stand] = stands_of(case, kinds)
    ask = asked.ask(asked.period_of(case, stand.source, live.alert.now, kinds))
    return asked.rows(ask(Frames(stand.source, live.zone), now=live.alert.now))


def _is_it(found: Mapping[str, Any], live: Live) -> bool:
    """Whether a finding is the alert's: of its unit, and of its subject unless that is somebody."""
    alert = live.alert
    where = found["unit"] in {alert.unit, ""}
    return where and ("#" in alert.subject or found["subject"] == alert.subject)


def _faults(live: Live, text: str) -> tuple[str, ...]:
    rule = replace(live.rule, cases=(_case(live, text),))
    project = live.project
    results = run_cases([rule], project.indicators, live.plugins, project.calendar, live.zone, project.schemas)
    return tuple(fault for result in results if result.rule == rule.name for fault in result.faults)
