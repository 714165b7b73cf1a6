"""One table of ``rules/*.toml`` to a rule or an indicator, with its cases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from reform_tui.config.build import nearest, read, sentence
from reform_tui.config.case import Place, cases_of
from reform_tui.config.rule_files import Found, Tables, inherited
from reform_tui.config.rule_types import Indicator, Rule, Scope, Threshold
from reform_tui.config.silence import silences_of
from reform_tui.model.schema import LEVELS, Schema

CORE = frozenset({
    "check", "was", "scope", "period", "hold", "warning", "critical", "message", "name", "case", "extends",
    "overrides", "enabled", "silence", "needs",
})  # fmt: skip
"""The keys of a rule that are not its check's."""

_BUILT = CORE - {"case", "extends", "enabled", "silence"}
_LANGUAGES = ("vi", "en")
_SPOKEN = {"name", "message", "definition", "source"}
"""Keys that hold one text, or one a language."""
_SEVERITIES = ("warning", "critical")


@dataclass(frozen=True)
class Known:
    """What a rules file may speak of: the schemas, and the zone of a moment without one."""

    schemas: Mapping[str, Schema]
    zone: ZoneInfo
    whole: bool = True
    """Whether a kind of row that is not among the schemas is a fault: no plugin that could offer it is out."""


def rules_of(own: Tables, shipped: Tables, known: Known) -> tuple[list[Rule], list[Indicator], list[str]]:
    """Return rules and indicators that are enabled, and the faults of all, a sentence a table."""
    rules: list[Rule] = []
    indicators: list[Indicator] = []
    faults = list(own.faults)
    for found in own.found:
        table, wrong = (dict(found.table), []) if found.indicator else inherited(found, own, shipped)
        wrong = [*found.faults, *wrong]
        if table.pop("enabled", True) is not False:
            wrong += (
                _add_indicator(found, table, known, indicators)
                if found.indicator
                else _add_rule(found, table, known, rules)
            )
        faults += [sentence(found.where, wrong)] if wrong else []
    return rules, indicators, faults


def _add_rule(found: Found, table: Mapping[str, Any], known: Known, rules: list[Rule]) -> list[str]:
    """Append the rule unless something is wrong with it, and say what is."""
    core = _spoken({key: value for key, value in table.items() if key in _BUILT})
    values, wrong = read(Rule, core, ("name", "path", "settings", "cases", "silences", "where"))
    wrong += _rule_faults(values) + _need_faults(values, known)
    cases, faults = cases_of(table.get("case", []), Place(found.path, known.schemas, known.zone, known.whole))
    silences, unsound = silences_of(table.get("silence", []), found.name, known.zone)
    wrong += faults + unsound
    if not wrong:
        settings = {key: value for key, value in table.items() if key not in CORE}
        values |= {"name": found.name, "path": found.path, "where": found.where}
        rules.append(Rule(settings=settings, cases=cases, silences=silences, **values))
    return wrong


def _add_indicator(found: Found, table: Mapping[str, Any], known: Known, indicators: list[Indicator]) -> list[str]:
    """Append the indicator unless something is wrong with it, and say what is."""
    core = _spoken({key: value for key, value in table.items() if key != "case"})
    values, wrong = read(Indicator, core, ("name", "path", "cases", "where"))
    wrong += _language_faults(values, ("names", "definition", "source")) + _need_faults(values, known)
    for one in values.get("breaks", ()):
        wrong += _language_faults({"breaks.why": one.why, "breaks.source": one.source}, ("breaks.why", "breaks.source"))
    cases, faults = cases_of(table.get("case", []), Place(found.path, known.schemas, known.zone, known.whole))
    wrong += faults
    if not wrong:
        indicators.append(Indicator(name=found.name, path=found.path, cases=cases, where=found.where, **values))
    return wrong


def _spoken(table: dict[str, Any]) -> dict[str, Any]:
    """Let one text stand for every language."""
    return {
        key: dict.fromkeys(_LANGUAGES, value) if key in _SPOKEN and isinstance(value, str) else value
        for key, value in table.items()
    }


def _rule_faults(values: Mapping[str, Any]) -> list[str]:
    wrong = [fault for key in _SEVERITIES if key in values for fault in _threshold_faults(key, values[key])]
    for unit, own in values.get("overrides", {}).items():
        at = f"overrides.{unit}"
        wrong += [f"{at}: unknown key '{key}'{nearest(key, _SEVERITIES)}" for key in own if key not in _SEVERITIES]
        wrong += [fault for key, bound in own.items() for fault in _threshold_faults(f"{at}.{key}", bound)]
    wrong += _language_faults(values, ("names", "message"))
    levels = values.get("scope", Scope()).levels
    return wrong + [
        f"scope.levels: '{level}' is not one of {', '.join(LEVELS)}" for level in levels if level not in LEVELS
    ]


def _need_faults(values: Mapping[str, Any], known: Known) -> list[str]:
    """Say which kinds of row that are needed exist nowhere; one of a plugin that is out may be back tomorrow."""
    unknown = [name for name in values.get("needs", ()) if name not in known.schemas and known.whole]
    return [f"needs: there is no kind of row '{name}'{nearest(name, known.schemas)}" for name in unknown]


def _threshold_faults(key: str, bound: Threshold) -> list[str]:
    return [] if bound.bounded else [f"{key}: needs a count, a share, a value or what it must lie below"]


def _language_faults(values: Mapping[str, Any], keys: Iterable[str]) -> list[str]:
    shown = {"names": "name"}
    return [
        f"{shown.get(key, key)}: unknown language '{language}'{nearest(language, _LANGUAGES)}"
        for key in keys
        for language in values.get(key, {})
        if language not in _LANGUAGES
    ]
