"""The TOML keys that a dataclass understands, each in words for a person and as JSON Schema for an editor."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Literal, Union

from reform_tui.calendars import LENGTH, WorkingTime
from reform_tui.config.build import hints_of, key_of
from reform_tui.config.convert import shown, wanted
from reform_tui.config.field_docs import docs_of
from reform_tui.config.toml_text import toml_value
from reform_tui.times import DURATION

Json = dict[str, Any]

DAY = r"\d{4}-\d{2}-\d{2}"
CLOCK = r"\d{2}:\d{2}:\d{2}(\.\d+)?"
ZONE = r"([Zz]|[+-]\d{2}:\d{2})"
MOMENT: Json = {"type": "string", "pattern": f"^{DAY}[Tt ]{CLOCK}{ZONE}?$"}
"""TOML has moments and days of its own; an editor checks them as the text that stands there."""
_PLAIN: Mapping[Any, Json] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    timedelta: {"type": "string", "pattern": f"^({DURATION.pattern})$"},
    WorkingTime: {"type": "string", "pattern": f"^({LENGTH.pattern})$"},
    time: {"type": "string", "pattern": r"^\d{2}:\d{2}(:\d{2})?$"},
    datetime: MOMENT,
    date: {"type": "string", "pattern": f"^{DAY}$"},
    Any: {},
}


@dataclass(frozen=True)
class Key:
    """One key: its name in TOML, what its value is, its default, and what it means."""

    name: str
    type: Any
    default: Any
    """``MISSING`` where the key must be written."""
    help: str
    bounds: Mapping[str, Any]
    """``least`` and ``most``, where there are any."""

    @property
    def required(self) -> bool:
        """Whether the key must be written."""
        return self.default is MISSING

    @property
    def words(self) -> str:
        """What its value is."""
        limits = [f"{name} {shown(self.bounds[key])}" for key, name in _LIMITS.items() if key in self.bounds]
        return ", ".join([_words(self.type), *limits])

    @property
    def written(self) -> str:
        """The default as TOML says it; ``required`` where there is none."""
        return "required" if self.required else as_written(self.default)

    @property
    def schema(self) -> Json:
        """The key as JSON Schema."""
        schema = {**schema_of_type(self.type), **({"description": self.help} if self.help else {})}
        plain = as_json(self.default)
        schema |= {} if plain is None else {"default": plain}
        limits = {
            name: self.bounds[key] for key, name in (("least", "minimum"), ("most", "maximum")) if key in self.bounds
        }
        return schema | {name: bound for name, bound in limits.items() if isinstance(bound, (int, float))}


_LIMITS = {"least": "at least", "most": "at most"}


def keys_of(kind: type[Any]) -> list[Key]:
    """Return the keys of a dataclass in the order of its fields: the same that ``config.build`` reads."""
    hints, docs = hints_of(kind), docs_of(kind)
    return [
        Key(key_of(field), hints[field.name], _default(field), docs.get(field.name, ""), _bounds(field))
        for field in dataclasses.fields(kind)
        if field.init
    ]


def _default(field: dataclasses.Field[Any]) -> Any:
    return field.default_factory() if field.default_factory is not MISSING else field.default


def _bounds(field: dataclasses.Field[Any]) -> dict[str, Any]:
    return {name: field.metadata[name] for name in _LIMITS if field.metadata.get(name) is not None}


def schema_of(kind: type[Any], less: typing.Collection[str] = ()) -> Json:
    """Return a dataclass as JSON Schema, without the keys in ``less``: a closed table of its keys."""
    keys = [key for key in keys_of(kind) if key.name not in less]
    required = [key.name for key in keys if key.required]
    properties = {key.name: key.schema for key in keys}
    told: Json = {"type": "object", "properties": properties, "additionalProperties": False}
    return told | ({"required": required} if required else {})


def schema_of_type(hint: Any) -> Json:
    """Return what values of a type look like, as JSON Schema."""
    if dataclasses.is_dataclass(hint):
        return schema_of(typing.cast("type[Any]", hint))
    composed = _COMPOSED.get(typing.get_origin(hint))
    return composed(typing.get_args(hint)) if composed else dict(_PLAIN.get(hint, {}))


def _any_of(kinds: tuple[Any, ...]) -> Json:
    told = [schema_of_type(kind) for kind in kinds if kind is not types.NoneType]
    return told[0] if len(told) == 1 else {"anyOf": told}


def _items(kinds: tuple[Any, ...]) -> Json:
    if len(kinds) == 2 and kinds[1] is Ellipsis:  # noqa: PLR2004 - the two of tuple[T, ...]
        many: Json = {"type": "array", "items": schema_of_type(kinds[0])}
        return {"anyOf": [many, _PLAIN[str]]} if kinds[0] is str else many  # one text stands for a list of one
    return {"type": "array", "prefixItems": [schema_of_type(kind) for kind in kinds], "minItems": len(kinds)}


def _table(kinds: tuple[Any, ...]) -> Json:
    return {"type": "object", "additionalProperties": schema_of_type(kinds[1])}


_COMPOSED: Mapping[Any, Callable[[tuple[Any, ...]], Json]] = {
    Union: _any_of,
    types.UnionType: _any_of,
    Literal: lambda known: {"enum": list(known)},
    tuple: _items,
    dict: _table,
    Mapping: _table,
}


def _words(hint: Any) -> str:
    """Return in words what values of a type are."""
    kinds, origin = typing.get_args(hint), typing.get_origin(hint)
    if dataclasses.is_dataclass(hint):
        return f"a table of {', '.join(key.name for key in keys_of(typing.cast('type[Any]', hint)))}"
    if origin is Literal:
        return f"one of {', '.join(map(str, kinds))}"
    if origin in {Union, types.UnionType}:
        return " or ".join(_words(kind) for kind in kinds if kind is not types.NoneType)
    if origin is tuple:
        return f"a list, each {_words(kinds[0])}"
    return "a table" if origin in {dict, Mapping} else wanted(hint)


def as_json(value: Any) -> Any:
    """Return a default as JSON has it; ``None`` where it is none, or nothing that TOML could say."""
    if isinstance(value, (WorkingTime, timedelta)):
        return as_written(value).strip('"')
    if isinstance(value, (tuple, list)):
        return [as_json(one) for one in value]
    return value if isinstance(value, (str, bool, int, float)) else None


def as_written(value: Any) -> str:
    """Return a default as a rule would write it; ``none`` for what says nothing."""
    if isinstance(value, WorkingTime):
        return f'"{value}"'
    return "none" if value is None or value in ({}, ()) else toml_value(value)
