"""One TOML value to the type that a field declares, or a sentence that says what it should have been."""

from __future__ import annotations

import dataclasses
import math
import types
import typing
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from difflib import get_close_matches
from typing import Any, Literal, Union

from reform_tui.calendars import WorkingTime
from reform_tui.errors import PluginError
from reform_tui.times import parse_duration

Nested = Callable[[type[Any], Mapping[str, Any], str], Any]
"""Builds a dataclass inside another: (its class, its table, where it stands)."""
Kinds = tuple[Any, ...]


class Mismatch(Exception):  # noqa: N818 - it never leaves this package: its faults become a ConfigError's
    """What is wrong with one value, each fault with its key."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(self.faults))


def convert(hint: Any, value: Any, at: str, nested: Nested) -> Any:
    """Return ``value`` as ``hint`` wants it; ``Mismatch`` with every fault, each beginning with ``at``."""
    if hint is Any:
        return value
    if dataclasses.is_dataclass(hint):
        return nested(typing.cast("type[Any]", hint), _as_table(value, at), at)
    composed = _COMPOSED.get(typing.get_origin(hint))
    return composed(typing.get_args(hint), value, at, nested) if composed else _plain(hint, value, at)


def wanted(hint: Any) -> str:
    """Return in words what a value of a plain type is: ``a duration such as 30s, 90m, 8h or 3d``."""
    return _PLAIN[hint][1] if hint in _PLAIN else "any value"


def shown(value: Any) -> str:
    """Return a value as a person would write it, shortened."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, timedelta):
        return f"{value.total_seconds():g}s"
    if isinstance(value, dict | list):
        return "a table" if isinstance(value, dict) else "a list"
    text = f"'{value}'" if isinstance(value, str) else str(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


_SHOWN = 60


def _wrong(value: Any, at: str, wanted: str) -> Mismatch:
    return Mismatch([f"{at}: {shown(value)} is not {wanted}"])


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise TypeError
    return float(value)


def _exactly(kind: type[Any]) -> Callable[[Any], Any]:
    """Return what accepts values of this very type: TOML's ``true`` is no whole number, a moment no date."""

    def accept(value: Any) -> Any:
        if type(value) is not kind:
            raise TypeError
        return value

    return accept


def _text(parse: Callable[[str], Any]) -> Callable[[Any], Any]:
    def accept(value: Any) -> Any:
        if not isinstance(value, str):
            raise TypeError
        return parse(value)

    return accept


def _time_of_day(value: Any) -> time:
    return value if type(value) is time else datetime.strptime(str(value), "%H:%M").time()  # noqa: DTZ007 - no day, so no zone


_PLAIN: Mapping[Any, tuple[Callable[[Any], Any], str]] = {
    str: (_exactly(str), "text"),
    int: (_exactly(int), "a whole number"),
    float: (_number, "a number"),
    bool: (_exactly(bool), "true or false"),
    timedelta: (_text(parse_duration), "a duration such as 30s, 90m, 8h or 3d"),
    WorkingTime: (_text(WorkingTime.parse), "a working time such as 90wm, 8wh or 3wd"),
    time: (_time_of_day, "a time of day such as 09:00"),
    datetime: (_exactly(datetime), "a moment such as 2025-03-31T17:00:00+07:00, without quotes"),
    date: (_exactly(date), "a day such as 2025-03-31, without quotes"),
}


def _plain(hint: Any, value: Any, at: str) -> Any:
    if hint not in _PLAIN:
        raise PluginError(f"{at}: no key in TOML can be of type {hint}; use text, numbers, durations, lists or tables")
    accept, wanted = _PLAIN[hint]
    try:
        return accept(value)
    except (TypeError, ValueError) as error:
        raise _wrong(value, at, wanted) from error


def _one_of_types(kinds: Kinds, value: Any, at: str, nested: Nested) -> Any:
    wanted = [kind for kind in kinds if kind is not types.NoneType]
    faults: list[str] = []
    for kind in wanted:
        try:
            return convert(kind, value, at, nested)
        except Mismatch as error:
            faults += error.faults
    if set(wanted) == {timedelta, WorkingTime}:
        raise _wrong(value, at, "a duration such as 90m, 3d or 8wh")
    if all(kind in _PLAIN for kind in wanted):
        raise _wrong(value, at, " or ".join(_PLAIN[kind][1] for kind in wanted))
    raise Mismatch(faults)


def _one_of_values(known: Kinds, value: Any, at: str, _nested: Nested) -> Any:
    if any(value == each and type(value) is type(each) for each in known):
        return value
    near = get_close_matches(value, [str(each) for each in known], n=1) if isinstance(value, str) else []
    hint = f", did you mean '{near[0]}'?" if near else ""
    raise _wrong(value, at, f"one of {', '.join(map(str, known))}{hint}")


def _items(kinds: Kinds, value: Any, at: str, nested: Nested) -> tuple[Any, ...]:
    many = len(kinds) == 2 and kinds[1] is Ellipsis  # noqa: PLR2004 - the two of tuple[T, ...]
    if many and isinstance(value, str):
        value = [value]  # one text stands for a list of one
    if not isinstance(value, list):
        raise _wrong(value, at, "a list")
    if not many and len(value) != len(kinds):
        raise Mismatch([f"{at}: has {len(value)} values instead of {len(kinds)}"])
    hints = kinds[:1] * len(value) if many else kinds
    return tuple(
        _each(((f"{at}[{n}]", kind, v) for n, (kind, v) in enumerate(zip(hints, value, strict=True), 1)), nested)
    )


def _table(kinds: Kinds, value: Any, at: str, nested: Nested) -> dict[str, Any]:
    table = _as_table(value, at)
    return dict(zip(table, _each(((f"{at}.{key}", kinds[1], v) for key, v in table.items()), nested), strict=True))


def _as_table(value: Any, at: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _wrong(value, at, "a table")
    return value


def _each(parts: Iterable[tuple[str, Any, Any]], nested: Nested) -> list[Any]:
    """Convert every part, so that the faults of all are told."""
    done: list[Any] = []
    faults: list[str] = []
    for at, hint, value in parts:
        try:
            done.append(convert(hint, value, at, nested))
        except Mismatch as error:
            faults += error.faults
    if faults:
        raise Mismatch(faults)
    return done


_COMPOSED: Mapping[Any, Callable[[Kinds, Any, str, Nested], Any]] = {
    Union: _one_of_types,
    types.UnionType: _one_of_types,
    Literal: _one_of_values,
    tuple: _items,
    dict: _table,
    Mapping: _table,
}
