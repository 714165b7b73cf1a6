"""The tables of ``rules/*.toml``, still as TOML: which are rules, which are indicators, and what a rule starts from.

A table ``[NAME]`` is a rule, ``[indicator.NAME]`` an indicator.  ``extends = "OTHER"`` starts from another rule's
table, one level deep, without its name, its cases, its silences and its old names; under the same name it starts from
the shipped rule and keeps what people call it, and that is no level: others may extend it.  ``enabled = false`` leaves
a table out, so that it may serve only to be extended.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from reform_tui.config.build import nearest
from reform_tui.config.convert import shown
from reform_tui.config.toml import Document

INDICATOR = "indicator"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
# Stands in for a table that could not be found, so that nothing seems missing for that alone.
_UNKNOWN: Mapping[str, Any] = {"check": ""}
_NOT_INHERITED = {"was", "case", "extends", "name", "enabled", "silence"}


@dataclass(frozen=True)
class Found:
    """One table of a rules file: ``where`` begins its faults, ``faults`` are those that its place alone shows."""

    where: str
    path: Path
    name: str
    table: Mapping[str, Any]
    faults: tuple[str, ...] = ()
    indicator: bool = False


@dataclass(frozen=True)
class Tables:
    """All the tables of some rules files, and the faults of what is no table of theirs."""

    found: tuple[Found, ...] = ()
    faults: tuple[str, ...] = ()
    rules: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """The rules' tables by name."""


def tables_of(documents: Iterable[Document]) -> Tables:
    """Return every rule's and every indicator's table, in order of file and place."""
    found: list[Found] = []
    faults: list[str] = []
    seen: dict[tuple[bool, str], str] = {}
    for one in (one for document in documents for one in _tables(document)):
        first = seen.setdefault((one.indicator, one.name), one.where)
        if not isinstance(one.table, dict):
            faults.append(f"{one.where}: '{one.name}' stands outside of any rule; put it below a [NAME] of a rule")
        elif first != one.where:
            faults.append(f"{one.where}: the name is taken by {first}")
        else:
            found.append(replace(one, faults=_name_faults(one.name)))
    return Tables(tuple(found), tuple(faults), {one.name: one.table for one in found if not one.indicator})


def inherited(found: Found, own: Tables, shipped: Tables) -> tuple[dict[str, Any], list[str]]:
    """Return the rule's table with what it extends below it, and what is wrong with ``extends`` and ``enabled``."""
    table = dict(found.table)
    wrong = [] if isinstance(table.get("enabled", True), bool) else ["enabled: is not true or false"]
    name = table.get("extends")
    if name is None:
        return table, wrong
    known = shipped.rules if name == found.name else {**shipped.rules, **_as_here(own, shipped)}
    if not isinstance(name, str):
        return {**_UNKNOWN, **table}, [*wrong, f"extends: {shown(name)} is not text"]
    if name not in known:
        return {**_UNKNOWN, **table}, [*wrong, f"extends: no rule '{name}'{nearest(name, known)}"]
    if "extends" in known[name]:
        return {**_UNKNOWN, **table}, [
            *wrong,
            f"extends: '{name}' extends '{known[name]['extends']}' itself; extend that one",
        ]
    left = _NOT_INHERITED - {"name"} if name == found.name else _NOT_INHERITED
    below = {key: value for key, value in known[name].items() if key not in left}
    return {**below, **table}, wrong


def _as_here(own: Tables, shipped: Tables) -> dict[str, Mapping[str, Any]]:
    """Return the project's rules by name; a shipped rule that is edited under its own name is whole, and no level."""
    return {
        name: {**shipped.rules[name], **{key: value for key, value in table.items() if key != "extends"}}
        if table.get("extends") == name and name in shipped.rules
        else table
        for name, table in own.rules.items()
    }


def _tables(document: Document) -> Iterator[Found]:
    label, path = document.label, document.path
    for name, table in document.table.items():
        if name == INDICATOR and isinstance(table, dict):
            for inner, indicator in table.items():
                yield Found(f"{label} [{INDICATOR}.{inner}]", path, inner, indicator, indicator=True)
        else:
            where = f"{label} [{name}]" if isinstance(table, dict) else label
            yield Found(where, path, name, table)


def _name_faults(name: str) -> tuple[str, ...]:
    return () if _NAME.fullmatch(name) else ("a name is letters without marks, digits, - and _",)
