"""JSON Schema of ``rules/*.toml``, made of the same dataclasses that the builder reads: an editor completes rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reform_tui.config.key import MOMENT, Json, Key, keys_of, schema_of
from reform_tui.config.rule import CORE
from reform_tui.config.rule_types import Case, Indicator, Moment, Rule, Scope, Threshold
from reform_tui.config.silence import SilenceTable
from reform_tui.model.schema import LEVELS, Column, Kind, Schema

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_TEXT: Json = {"type": "string"}
_ANY_TIME: Json = {"anyOf": [MOMENT, {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}]}
_VALUES: Mapping[Kind, Json] = {
    Kind.CODE: _TEXT,
    Kind.TEXT: _TEXT,
    Kind.TIME: _ANY_TIME,
    Kind.FLAG: {"type": "boolean"},
    Kind.COUNT: {"type": "integer"},
    Kind.AMOUNT: {"type": "integer"},
    Kind.NUMBER: {"type": "number"},
}
_LANGUAGES: Json = {
    "anyOf": [
        _TEXT,
        {"type": "object", "properties": {"vi": _TEXT, "en": _TEXT}, "additionalProperties": False},
    ]
}
"""One text for every language, or one a language."""


def rules_schema(checks: Mapping[str, type[Any]], counts: Mapping[str, str], schemas: Mapping[str, Schema]) -> Json:
    """Return the schema of a rules file.

    ``checks`` are name to class, ``counts`` name to definition, ``schemas`` what rows of cases may be.
    """
    return {
        "$schema": DIALECT,
        "title": "reform-tui rules",
        "type": "object",
        "properties": {
            "indicator": {"type": "object", "additionalProperties": {"$ref": "#/$defs/indicator"}},
        },
        "additionalProperties": {"$ref": "#/$defs/rule"},
        "$defs": {
            "rule": _rule(checks),
            "indicator": _indicator(counts),
            "threshold": _threshold(),
            "case": _case(Case, schemas),
            "at": _case(Moment, schemas),
            "silence": _silence(),
            **{f"rows-{name}": _rows(schema) for name, schema in schemas.items()},
            "rows-revisions": _revisions(schemas["records"]),
        },
    }


def _rule(checks: Mapping[str, type[Any]]) -> Json:
    """Return a rule: the core's keys, and those of the check that it names; without one, any that some check has."""
    core = _core()
    core["check"] = {"enum": sorted(checks), "description": _said(checks)}
    any_check = {key.name: key.schema for check in checks.values() for key in keys_of(check)}
    named = [
        {"if": {"properties": {"check": {"const": name}}, "required": ["check"]}, "then": _own(check, core)}
        for name, check in sorted(checks.items())
    ]
    return {
        "type": "object",
        "properties": core,
        "anyOf": [{"required": ["check"]}, {"required": ["extends"]}],
        "allOf": named,
        "if": {"not": {"required": ["check"]}},
        "then": {"properties": {**any_check, **dict.fromkeys(core, True)}, "additionalProperties": False},
    }


def _own(check: type[Any], core: Json) -> Json:
    """Return what a rule of one check may hold; what it extends may bring the keys that must be there."""
    keys = [key for key in keys_of(check) if key.name not in core]
    required = [key.name for key in keys if key.required]
    told: Json = {
        "description": _help(check.__doc__),
        "properties": {**{key.name: key.schema for key in keys}, **dict.fromkeys(core, True)},
        "additionalProperties": False,
    }
    return told | ({"if": {"not": {"required": ["extends"]}}, "then": {"required": required}} if required else {})


def _core() -> Json:
    """Return the keys of a rule that are not its check's."""
    own = {key.name: key for key in keys_of(Rule) if key.name in CORE}
    told = {name: key.schema for name, key in own.items()}
    severities = {name: _ref("threshold", own[name]) for name in ("warning", "critical")}
    overrides = {"type": "object", "properties": severities, "additionalProperties": False}
    return told | severities | {
        "name": _LANGUAGES | _described(own["name"]),
        "message": _LANGUAGES | _described(own["message"]),
        "scope": _scope(),
        "overrides": {"type": "object", "additionalProperties": overrides} | _described(own["overrides"]),
        "extends": _TEXT | {"description": "another rule, one level deep, whose keys hold where this one is silent"},
        "enabled": {"type": "boolean", "default": True, "description": "false leaves the table out"},
        "case": _many("case"),
        "silence": _many("silence"),
    }  # fmt: skip


def _scope() -> Json:
    told = schema_of(Scope)
    levels = {"enum": list(LEVELS)}
    told["properties"]["levels"] = {"anyOf": [{"type": "array", "items": levels}, levels]}
    return told


def _indicator(counts: Mapping[str, str]) -> Json:
    told = schema_of(Indicator, less=("path", "where"))
    told["properties"] |= {
        "count": {
            "enum": sorted(counts),
            "description": "; ".join(f"{name}: {_first(counts[name])}" for name in sorted(counts)),
        },
        "name": _LANGUAGES,
        "definition": _LANGUAGES,
        "source": _LANGUAGES,
        "case": _many("case"),
        "enabled": {"type": "boolean"},
    }
    told["required"] = ["count"]
    return told


def _threshold() -> Json:
    return schema_of(Threshold) | {"anyOf": [{"required": [name]} for name in ("count", "share", "value", "below")]}


def _silence() -> Json:
    return schema_of(SilenceTable)


def _case(kind: type[Any], schemas: Mapping[str, Schema]) -> Json:
    """Return a case, or one of its moments: its own keys, and rows under the names of schemas."""
    told = schema_of(kind, less=("rows", "at", *_MOMENT))
    plain = {name: key.schema for key in keys_of(kind) if (name := key.name) in _MOMENT}
    rows = {name: _given(name) for name, schema in schemas.items() if not schema.reference}
    tables = {name: _given(name) for name, schema in schemas.items() if schema.reference}
    told["properties"] |= plain | rows | {
        "revisions": _given("revisions"),
        "reference": {"type": "object", "properties": tables, "additionalProperties": False},
        **{f"reference.{name}": table for name, table in tables.items()},
    }  # fmt: skip
    states = {"anyOf": [{"required": ["expect"]}, {"required": ["alerts"]}]}
    if kind is Moment:
        return told | {"required": ["now"]} | states
    told["properties"]["at"] = {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/at"}}
    still = {"required": ["name", "now"], **states, "not": {"required": ["at"]}}
    moves = {"required": ["name", "at"], "properties": dict.fromkeys(_MOMENT, False)}
    return told | {"oneOf": [still, moves]}


_MOMENT = ("now", "expect", "alerts")


def _given(name: str) -> Json:
    """Return rows, or the path of a file of them."""
    return {"anyOf": [{"type": "array", "items": {"$ref": f"#/$defs/rows-{name}"}}, _TEXT]}


def _rows(schema: Schema) -> Json:
    columns = {column.name: _value(column) for column in schema.columns}
    return {"type": "object", "properties": columns | {"unit": _TEXT}, "additionalProperties": False}


def _revisions(records: Schema) -> Json:
    columns = {column.name: _value(column) for column in records.columns if column.revised}
    own = {"record_id": _TEXT, "exported_at": _ANY_TIME, "feed": _TEXT}
    return {"type": "object", "properties": own | columns, "additionalProperties": False}


def _value(column: Column) -> Json:
    return {"enum": list(column.values)} if column.values else _VALUES[column.kind]


def _many(name: str) -> Json:
    return {"type": "array", "items": {"$ref": f"#/$defs/{name}"}}


def _ref(name: str, key: Key) -> Json:
    return {"$ref": f"#/$defs/{name}"} | _described(key)


def _described(key: Key) -> Json:
    return {"description": key.help} if key.help else {}


def _said(checks: Mapping[str, type[Any]]) -> str:
    return "; ".join(f"{name}: {_first(check.__doc__)}" for name, check in sorted(checks.items()))


def _first(text: str | None) -> str:
    """Return the first paragraph of a docstring on one line."""
    return _help((text or "").strip().partition("\n\n")[0])


def _help(text: str | None) -> str:
    return " ".join((text or "").split())
