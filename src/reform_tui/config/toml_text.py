"""Values written as TOML: what ``config`` reads, the other way round."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_WIDTH = 110


def toml_value(value: Any) -> str:
    """Return one value on one line; a length of time in seconds, a table as an inline one."""
    return next((write(value) for kinds, write in _WAYS if isinstance(value, kinds)), repr(value))


def toml_key(name: str) -> str:
    """Return a key, in quotes where it needs them."""
    return name if _BARE.fullmatch(name) else _text(name)


def toml_rows(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return a list of inline tables, a line each where there are several."""
    if len(rows) < 2 and sum(len(toml_value(row)) for row in rows) < _WIDTH:  # noqa: PLR2004 - one row fits its line
        return toml_value(rows)
    return "[\n" + "".join(f"    {toml_value(row)},\n" for row in rows) + "]"


def _text(value: str) -> str:
    """A basic string: JSON's escapes are TOML's, but for the control character 127."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _table(value: Mapping[str, Any]) -> str:
    inner = ", ".join(f"{toml_key(key)} = {toml_value(one)}" for key, one in value.items())
    return f"{{ {inner} }}" if inner else "{}"


_WAYS: tuple[tuple[Any, Callable[[Any], str]], ...] = (
    (bool, lambda value: "true" if value else "false"),
    (str, _text),
    ((datetime, date, time), lambda value: str(value.isoformat())),
    (timedelta, lambda value: f'"{value.total_seconds():g}s"'),
    (Mapping, _table),
    ((Sequence, frozenset, set), lambda value: f"[{', '.join(map(toml_value, value))}]"),
)
