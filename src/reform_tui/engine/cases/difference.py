"""A failed case as lines to read: what was expected (``-``) above what was found (``+``), key below key, as TOML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from reform_tui.config.toml_text import toml_value
from reform_tui.engine.cases.expect import Pair, Row, same
from reform_tui.model.text import harmless

EXPECTED, FOUND = "-", "+"
WHO = ("unit", "subject")
"""Whom a row is about: shown whether or not it differs."""
SHOWN = ("unit", "subject", "state", "severity", "count", "of", "numerator", "denominator")
"""What is shown of a row that nobody expected, where it has that."""


def lines_of(pairs: Iterable[Pair]) -> list[str]:
    """Return a line for each row of each pair; the columns of all lines stand below each other."""
    shown = list(_shown(pairs))
    keys = _in_order([row for _, row in shown])
    width = {key: max(len(row.get(key, "")) for _, row in shown) for key in keys}
    return [f"{mark} {_line(row, keys, width)}" for mark, row in shown]


def _shown(pairs: Iterable[Pair]) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each row as its mark and its cells; of two rows who they are about, and the keys that differ."""
    for expected, found in ((pair.expected, pair.found) for pair in pairs):
        if expected is not None and found is not None:
            apart = [key for key in expected if not same(expected[key], found.get(key))]
            yield EXPECTED, _cells(expected, [*_who(expected), *apart])
            yield FOUND, _cells(_as_asked(found, expected), [*_who(found), *apart])
        elif expected is not None:
            yield EXPECTED, _cells(expected, list(expected))
        elif found is not None:
            yield FOUND, _cells(found, [key for key in SHOWN if key in found])


def _who(row: Row) -> list[str]:
    return [key for key in WHO if row.get(key)]


def _as_asked(found: Row, expected: Row) -> Row:
    """Return the row with those parts of its tables alone that the expectation names."""
    asked = {key: wanted for key, wanted in expected.items() if isinstance(wanted, Mapping)}
    tables = {key: found[key] for key in asked if isinstance(found.get(key), Mapping)}
    return {**found, **{key: {name: table.get(name) for name in asked[key]} for key, table in tables.items()}}


def _cells(row: Row, keys: Sequence[str]) -> dict[str, str]:
    return {key: f"{key} = {_written(row.get(key))}" for key in dict.fromkeys(keys)}


def _in_order(rows: Sequence[Mapping[str, str]]) -> list[str]:
    """Return every key once: who a row is about first, then as they come."""
    keys = dict.fromkeys(key for row in rows for key in row)
    return sorted(keys, key=lambda key: WHO.index(key) if key in WHO else len(WHO))


def _line(row: Mapping[str, str], keys: Sequence[str], width: Mapping[str, int]) -> str:
    last = max((at for at, key in enumerate(keys) if key in row), default=-1)
    cells = (
        f"{row.get(key, '')}{',' if key in row and at < last else ' '}".ljust(width[key] + 1)
        for at, key in enumerate(keys[: last + 1])
    )
    return f"{{ {' '.join(cells).rstrip()} }}"


def _written(value: Any) -> str:
    return "absent" if value is None else harmless(toml_value(value))
