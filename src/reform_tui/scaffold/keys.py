"""The keys of a check as a rule writes them: type, default and what its author says of each."""

from __future__ import annotations

import ast
import dataclasses
import inspect
import re
import textwrap
from collections.abc import Mapping
from itertools import pairwise
from typing import Any, Literal, get_args, get_origin, get_type_hints

from reform_tui.calendars import WorkingTime
from reform_tui.config.toml_text import toml_value

_EXAMPLES: Mapping[str, str] = {
    "str": '"…"', "int": "5", "float": "0.5", "bool": "true", "timedelta": '"3d"', "WorkingTime": '"3wd"',
    "time": '"09:00"', "date": "2025-03-31", "datetime": "2025-03-31T17:00:00+07:00",
}  # fmt: skip


@dataclasses.dataclass(frozen=True)
class Key:
    """One key: ``value`` is its default in TOML, or an example where it has none."""

    name: str
    type: str
    value: str
    required: bool
    help: str


def keys_of(check: type[Any]) -> tuple[Key, ...]:
    """Return the keys of a check in the order of its fields."""
    told, hints = _field_docs(check), _hints(check)
    return tuple(_key(field, hints.get(field.name), told.get(field.name, "")) for field in dataclasses.fields(check))


def _key(field: dataclasses.Field[Any], hint: Any, told: str) -> Key:
    required = field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
    if required:
        value = _example(hint, _type_of(field))
    elif field.default_factory is not dataclasses.MISSING:
        value = _written(field.default_factory())
    else:
        value = _written(field.default)
    name = str(field.metadata.get("key", field.name))
    return Key(name, _type_of(field), value, required, told)


def _type_of(field: dataclasses.Field[Any]) -> str:
    """The type as its author wrote it."""
    written = field.type if isinstance(field.type, str) else inspect.formatannotation(field.type)
    return re.sub(r"\b(?:\w+\.)+(?=\w)", "", written)


def _written(default: Any) -> str:
    """A default as TOML; what TOML cannot say, such as none, is nothing."""
    return "" if default is None else toml_value(str(default) if isinstance(default, WorkingTime) else default)


def _example(hint: Any, written: str) -> str:
    if get_origin(hint) is Literal:
        return toml_value(get_args(hint)[0])
    if get_origin(hint) is tuple:
        return "[]"
    kind = written.partition(" ")[0]
    return next((value for name, value in _EXAMPLES.items() if name in kind), "{}")


def _hints(check: type[Any]) -> dict[str, Any]:
    try:
        return get_type_hints(check)
    except (NameError, TypeError):
        return {}


def _field_docs(check: type[Any]) -> dict[str, str]:
    """The text that stands below each field, of the class and of those that it is made from."""
    told: dict[str, str] = {}
    for one in reversed(check.__mro__):
        if dataclasses.is_dataclass(one):
            told |= _docs_in(one)
    return told


def _docs_in(check: type[Any]) -> dict[str, str]:
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(check)))
    except (OSError, TypeError, SyntaxError):
        return {}
    [body] = [node.body for node in tree.body if isinstance(node, ast.ClassDef)] or [[]]
    return {
        field.target.id: " ".join(below.value.value.split())
        for field, below in pairwise(body)
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(below, ast.Expr)
        and isinstance(below.value, ast.Constant)
        and isinstance(below.value.value, str)
    }
