"""A project as a draft would make it: a rules file that is not saved yet, or a few keys of one rule set otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from reform_tui.config.build import nearest
from reform_tui.config.project import rule_documents
from reform_tui.config.rule import Known, rules_of
from reform_tui.config.rule_files import INDICATOR, inherited, tables_of
from reform_tui.config.toml import Document, parse
from reform_tui.config.types import Project
from reform_tui.errors import ConfigError
from reform_tui.times import zone_of

_SETTING = re.compile(
    r"""\s*(?P<key>[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+){0,9})\s*=\s*"""
    r"""(?P<value>"(?:[^"\\]|\\.)*"|'[^']*'|\[[^\]]*\]|\{[^}]*\}|[^\s"'\[{]\S*)(?=\s|$)"""
)


def with_draft(project: Project, draft: Document) -> Project:
    """Return the project with a draft in the place of the rules file of the same name.

    The draft's tables go before those of the same name in other files.  ``ConfigError`` with all its faults.
    """
    own, shipped = rule_documents(project.root)
    others = [_without(one, draft.table) for one in own if one.path.name != draft.path.name]
    return _with_documents(project, [*others, draft], shipped)


def with_settings(project: Project, rule: str, text: str) -> Project:
    """Return the project with keys of one rule set as ``critical.count=5 profile=to_the_second`` says.

    What is no TOML value stands for text.  ``ConfigError`` for an unknown rule and for settings that are wrong.
    """
    own, shipped = rule_documents(project.root)
    tables = tables_of(own)
    found = next((one for one in tables.found if one.name == rule and not one.indicator), None)
    if found is None:
        raise ConfigError([f"rules/*.toml: there is no rule '{rule}'{nearest(rule, tables.rules)}"])
    table, _ = inherited(found, tables, tables_of(shipped))  # its faults would have kept the project from loading
    table.pop("extends", None)
    for keys, value in settings_in(text):
        table = _set(table, keys, value)
    changed = [
        replace(one, table={**one.table, rule: table}) if one.path == found.path and rule in one.table else one
        for one in own
    ]
    return _with_documents(project, changed, shipped)


def settings_in(text: str) -> Iterator[tuple[list[str], Any]]:
    """Yield (keys, value) of each setting; ``ConfigError`` where there is none, or something else."""
    at = 0
    while at < len(text.rstrip()) or at == 0:
        found = _SETTING.match(text, at)
        if found is None:
            rest = text[at:].strip()
            raise ConfigError([f"'{rest}' is not KEY=VALUE such as critical.count=5 or profile=to_the_second"])
        yield found["key"].split("."), _value(found["value"])
        at = found.end()


def _value(text: str) -> Any:
    try:
        return parse(f"value = {text}".encode(), "")["value"]
    except ConfigError:  # a bare word is text
        return text


def _set(table: Mapping[str, Any], keys: list[str], value: Any) -> dict[str, Any]:
    first, *rest = keys
    below = table.get(first)
    return {**table, first: _set(below if isinstance(below, dict) else {}, rest, value) if rest else value}


def _without(document: Document, names: Mapping[str, Any]) -> Document:
    """Return a rules file without the rules and indicators that a draft says."""
    table = {name: one for name, one in document.table.items() if name not in names or name == INDICATOR}
    theirs, ours = document.table.get(INDICATOR), names.get(INDICATOR)
    if isinstance(theirs, dict) and isinstance(ours, dict):
        table[INDICATOR] = {name: one for name, one in theirs.items() if name not in ours}
    return replace(document, table=table)


def _with_documents(project: Project, own: Iterable[Document], shipped: Iterable[Document]) -> Project:
    known = Known(project.schemas, zone_of(project.settings.zone))
    rules, indicators, faults = rules_of(tables_of(own), tables_of(shipped), known)
    if faults:
        raise ConfigError(faults)
    return replace(project, rules=tuple(rules), indicators=tuple(indicators))
