"""A failed case as lines to read: what was expected (``-``) above what was found (``+``), key below key, as TOML."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from reform_tui.engine.cases.expect import Pair, Row, same
from reform_tui.model.text import harmless

EXPECTED, FOUND, AS_EXPECTED = "-", "+", " "
SHOWN = ("unit", "subject", "state", "severity", "count", "of", "numerator", "denominator")
"""What is shown of a row that nobody expected, where it has that."""


def lines_of(pairs: Iterable[Pair]) -> list[str]:
    """Return a line for each row of each pair; the columns of all lines stand below each other."""
    shown = list(_shown(pairs))
    keys = _in_order([row for _, row in shown])
    width = {key: max(len(row.get(key, "")) for _, row in shown) for key in keys}
    return [f"{mark} {_line(row, keys, width)}" for mark, row in shown]


def _shown(pairs: Iterable[Pair]) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each row as its mark and its cells, and of a found one only what tells it apart."""
    for pair in pairs:
        who = [key for key in ("unit", "subject") if pair.found and pair.found.get(key)]
        if pair.expected is not None:
            yield EXPECTED, _cells(pair.expected, list(pair.expected))
        if pair.found is not None:
            wanted = pair.expected
            keys = [key for key in SHOWN if key in pair.found] if wanted is None else [*who, *wanted]
            yield FOUND, _cells(pair.found, list(dict.fromkeys(keys)), wanted or {})


def _cells(row: Row, keys: Sequence[str], wanted: Row | None = None) -> dict[str, str]:
    """Return key to ``key = value``; what agrees with the expectation is written as it is there."""
    values = {
        key: wanted[key] if wanted and key in wanted and same(wanted[key], row.get(key)) else row.get(key)
        for key in keys
    }
    return {key: f"{key} = {toml(value)}" for key, value in values.items()}


def _in_order(rows: Sequence[Mapping[str, str]]) -> list[str]:
    """Return every key once: who a row is about first, then as they come."""
    keys = dict.fromkeys(key for row in rows for key in row)
    return [
        *(key for key in ("unit", "subject") if key in keys),
        *(key for key in keys if key not in {"unit", "subject"}),
    ]


def _line(row: Mapping[str, str], keys: Sequence[str], width: Mapping[str, int]) -> str:
    last = max((at for at, key in enumerate(keys) if key in row), default=-1)
    cells = (
        f"{row.get(key, '')}{',' if key in row and at < last else ' '}".ljust(width[key] + 1)
        for at, key in enumerate(keys[: last + 1])
    )
    return f"{{ {' '.join(cells).rstrip()} }}"


def toml(value: Any) -> str:
    """Return a value as a case would write it; what is not there is called ``absent``."""
    if value is None:
        return "absent"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {toml(one)}" for key, one in value.items()) + " }"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(toml, value)) + "]"
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return harmless(json.dumps(value, ensure_ascii=False) if isinstance(value, str) else str(value))
