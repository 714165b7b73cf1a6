"""What a rule reads: the columns of each kind of row, the reference tables, the indicators that it names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from reform_tui.config.rule_types import Indicator, Rule
from reform_tui.config.types import Project
from reform_tui.engine.frames import APPEARED, FINISHED, SCOPED
from reform_tui.feeds.identity import UNIT_COLUMNS
from reform_tui.model.schema import Schema
from reform_tui.plugins import Plugins, references_of

_PERIODS, _TARGETS = "periods", "targets"


@dataclass(frozen=True)
class Reading:
    """What must be in a case for its rule to answer."""

    columns: Mapping[str, tuple[str, ...]]
    """Schema to its columns, in the schema's order: those that are read, and those that name a row."""
    references: tuple[str, ...]
    indicators: tuple[Indicator, ...]


def reading_of(rule: Rule, project: Project, plugins: Plugins) -> Reading:
    """Return what a rule reads, and what the indicators read that its settings name."""
    check = plugins.checks[rule.check]
    named = _texts(rule.settings.values())
    indicators = tuple(one for one in project.indicators if one.name in named and one.count in plugins.counts)
    read: defaultdict[str, set[str]] = defaultdict(set)
    for reads in (getattr(check, "reads", {}), *(plugins.counts[one.count].reads for one in indicators)):
        for name, columns in reads.items():
            read[name] |= {column.rstrip("?") for column in columns}
    tables = (*references_of(check), _PERIODS, *([_TARGETS] if indicators else []))
    columns = {
        name: _whole(project.schemas[name], wanted, rule)
        for name, wanted in read.items()
        if name in project.schemas and not project.schemas[name].reference
    }
    return Reading(columns, tables, indicators)


def _texts(values: Iterable[Any]) -> set[str]:
    """Every text that settings hold, in lists too."""
    flat = [part for value in values for part in (value if isinstance(value, list | tuple) else [value])]
    return {part for part in flat if isinstance(part, str)}


def _whole(schema: Schema, wanted: set[str], rule: Rule) -> tuple[str, ...]:
    """The columns in the schema's order, with what names a row, says when it came, and what the rule's scope needs."""
    scoped = {name for key, name in SCOPED.items() if getattr(rule.scope, key)}
    all_of_them = wanted | scoped | {*schema.key, *APPEARED, FINISHED} - set(UNIT_COLUMNS)
    return tuple(name for name in schema.names() if name in all_of_them)
