"""The one builder of all configuration: a TOML table to a frozen dataclass by its type hints, every fault at once.

A field is a key.  Its metadata may say more: ``{"key": "from"}`` is another name in TOML, ``{"least": 0, "most": 1}``
what its value may be.  A check is built in the same way from its rule's settings, in a worker.
"""

from __future__ import annotations

import dataclasses
import inspect
import sys
import typing
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from types import SimpleNamespace
from typing import Any, TypeVar

from reform_tui.config.convert import Mismatch, convert, shown
from reform_tui.errors import ConfigError, PluginError

T = TypeVar("T")


def build(kind: type[T], table: Mapping[str, Any], where: str) -> T:
    """Return ``kind`` with the table's values; ``ConfigError`` with one sentence that tells all its faults.

    ``where`` begins the sentence: ``rules/late.toml [late-by-field]``.
    """
    values, faults = read(kind, table)
    if not faults:
        try:
            return kind(**values)
        except ValueError as error:  # what the dataclass itself refuses
            faults = [str(error)]
    raise ConfigError([sentence(where, faults)])


def faults(kind: type[Any], table: Mapping[str, Any], where: str) -> list[str]:
    """Return the sentence that ``build`` would raise, or nothing."""
    try:
        build(kind, table, where)
    except ConfigError as error:
        return list(error.faults)
    return []


def sentence(where: str, faults: Iterable[str]) -> str:
    """Return the faults of one table as one sentence."""
    return f"{where}: {'; '.join(faults)}"


def read(kind: type[Any], table: Mapping[str, Any], given: Iterable[str] = ()) -> tuple[dict[str, Any], list[str]]:
    """Return the values by field name that the table says rightly, and what is wrong with the others.

    Fields named in ``given`` are no keys: the caller knows them.
    """
    hints = {name: hint for name, hint in hints_of(kind).items() if name not in set(given)}
    keys = {key_of(field): field for field in dataclasses.fields(kind) if field.init and field.name in hints}
    values: dict[str, Any] = {}
    faults = [f"unknown key '{key}'{nearest(key, keys)}" for key in table if key not in keys]
    for key, field in keys.items():
        if key in table:
            try:
                values[field.name] = convert(hints[field.name], table[key], key, _nested)
                faults += _bound_faults(field, values[field.name], key)
            except Mismatch as error:
                faults += error.faults
        elif field.default is field.default_factory is dataclasses.MISSING:
            faults.append(f"missing key '{key}'")
    return values, faults


def nearest(name: str, known: Iterable[str]) -> str:
    """Return ``, did you mean 'profile'?`` or, where nothing is near, what is known."""
    names = sorted(known)
    near = get_close_matches(name, names, n=1)
    if near:
        return f", did you mean '{near[0]}'?"
    return f" (known: {', '.join(names)})" if names else " (none is known here)"


def _nested(kind: type[Any], table: Mapping[str, Any], at: str) -> Any:
    values, faults = read(kind, table)
    if faults:
        raise Mismatch(f"{at}: {fault}" for fault in faults)
    try:
        return kind(**values)
    except ValueError as error:
        raise Mismatch([f"{at}: {error}"]) from error


def key_of(field: dataclasses.Field[Any]) -> str:
    """Return what a field is called in TOML."""
    return str(field.metadata.get("key", field.name))


def _bound_faults(field: dataclasses.Field[Any], value: Any, key: str) -> list[str]:
    least, most = field.metadata.get("least"), field.metadata.get("most")
    if value is not None and least is not None and value < least:
        return [f"{key}: {shown(value)} is below {shown(least)}"]
    if value is not None and most is not None and value > most:
        return [f"{key}: {shown(value)} is above {shown(most)}"]
    return []


def hints_of(kind: type[Any]) -> dict[str, Any]:
    """Return the type of each field, read where its class was written: a plugin postpones its annotations."""
    hints: dict[str, Any] = {}
    for field in dataclasses.fields(kind):
        owner = next(base for base in kind.__mro__ if field.name in inspect.get_annotations(base))
        names = {**vars(sys.modules[owner.__module__]), owner.__name__: owner}
        try:
            hints |= typing.get_type_hints(SimpleNamespace(__annotations__={field.name: field.type}), names)
        except (NameError, TypeError, SyntaxError) as error:
            raise PluginError(f"{kind.__name__}.{field.name}: '{field.type}' is not a type ({error})") from error
    return hints
