"""The keys of a check as lines of a rule: what each means, its default as a comment, an example where it has none."""

from __future__ import annotations

import typing
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Literal

from reform_tui.calendars import WorkingTime
from reform_tui.config.key import Key, keys_of
from reform_tui.config.toml_text import toml_value

_EXAMPLES: Mapping[Any, str] = {
    str: '"…"', int: "5", float: "0.5", bool: "true", timedelta: '"3d"', WorkingTime: '"3wd"', time: '"09:00"',
    date: "2025-03-31", datetime: "2025-03-31T17:00:00+07:00", tuple: "[]",
}  # fmt: skip


def key_lines(check: type[Any], indicators: Sequence[str]) -> str:
    """Return a line for each key of a check, its help above it; ``indicators`` are those that a key may name."""
    return "".join(_line(key, indicators) for key in keys_of(check)).rstrip("\n")


def _line(key: Key, indicators: Sequence[str]) -> str:
    told = f"# {' '.join(key.help.split())}\n" if key.help else ""
    if not key.required:
        value = "" if key.written == "none" else f" {key.written}"
        return f"{told}# {key.name} ={value}    # {key.words}; the default\n"
    named = toml_value(indicators[0]) if key.name == "indicator" and indicators else _example(key.type)
    return f"{told}{key.name} = {named}    # {key.words}; required\n"


def _example(hint: Any) -> str:
    origin, kinds = typing.get_origin(hint), typing.get_args(hint)
    if origin is Literal:
        return toml_value(kinds[0])
    return _EXAMPLES.get(origin or hint) or next((_EXAMPLES[kind] for kind in kinds if kind in _EXAMPLES), "{}")
