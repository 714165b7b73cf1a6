"""``[[NAME.case]]``: the small examples inside a rule's or an indicator's table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from reform_tui.config.build import nearest, read
from reform_tui.config.rule_types import Case, Moment, Rows
from reform_tui.model.schema import Schema

_REFERENCE = "reference"
_REVISIONS = "revisions"
_STATED = ("expect", "alerts")

C = TypeVar("C", Case, Moment)


@dataclass(frozen=True)
class Place:
    """Where cases stand: their rules file, the kinds of row that they may hold, and the zone of a bare moment."""

    path: Path
    schemas: Mapping[str, Schema]
    zone: ZoneInfo
    whole: bool = True
    """As ``config.rule.Known`` says it."""


def cases_of(table: Any, place: Place) -> tuple[tuple[Case, ...], list[str]]:
    """Return the cases under ``case``, and what is wrong with them."""
    if not isinstance(table, list):
        return (), ["case: is not a list of tables; write [[NAME.case]]"]
    return _each(table, "case", lambda one: _case(one, place))


def _each(tables: list[Any], called: str, made: Any) -> tuple[tuple[Any, ...], list[str]]:
    """Return what is made of each table, and the faults of all with the number of their table."""
    done: list[Any] = []
    told: list[str] = []
    for number, one in enumerate(tables, 1):
        thing, wrong = made(one) if isinstance(one, dict) else (None, ["is not a table"])
        told += [f"{called} {number}: {fault}" for fault in wrong]
        done += [thing] if thing else []
    return tuple(done), told


def _case(table: Mapping[str, Any], place: Place) -> tuple[Case | None, list[str]]:
    inner = table.get("at")
    case, wrong = _read(Case, {key: value for key, value in table.items() if key != "at"}, place)
    wrong += _clock_faults(table)
    if inner is None:
        return (None if wrong else case), wrong
    if not isinstance(inner, list):
        return None, [*wrong, "at: is not a list of tables; write [[NAME.case.at]]"]
    moments, faults = _each(inner, "at", lambda one: _moment(one, place))
    wrong += faults or _order_faults(moments)
    return (None if wrong or case is None else replace(case, at=moments)), wrong


def _moment(table: Mapping[str, Any], place: Place) -> tuple[Moment | None, list[str]]:
    moment, wrong = _read(Moment, table, place)
    return moment, wrong + ([] if any(key in table for key in _STATED) else ["needs expect or alerts"])


def _read(kind: type[C], table: Mapping[str, Any], place: Place) -> tuple[C | None, list[str]]:
    """Return a case or a moment of one; whatever is none of its keys is rows."""
    own = {field.name for field in fields(kind)} - {"rows", "at"}
    values, wrong = read(kind, {key: value for key, value in table.items() if key in own}, ("rows", "at"))
    tables = _flat({key: value for key, value in table.items() if key not in own})
    rows: dict[str, Rows] = {}
    for key, given in tables.items():
        faults = _row_faults(key, given, place, own) or _file_faults(key, given, place.path)
        wrong += faults
        rows |= {} if faults else {key: _file(given, place.path) if isinstance(given, str) else tuple(given)}
    if wrong:
        return None, wrong
    if "now" in values:
        values["now"] = _zoned(values["now"], place.zone)
    return kind(rows=rows, **values), []


def _clock_faults(table: Mapping[str, Any]) -> list[str]:
    """Return what is missing, or said twice: a case states its moment itself or in ``at``, never both."""
    if "at" in table:
        twice = [key for key in ("now", *_STATED) if key in table]
        return [f"{key}: stands beside at; say it in each [[NAME.case.at]]" for key in twice]
    missing = [] if "now" in table else ["missing key 'now'"]
    return missing + ([] if any(key in table for key in _STATED) else ["missing key 'expect'"])


def _order_faults(moments: tuple[Moment, ...]) -> list[str]:
    if not moments:
        return ["at: holds no moment"]
    return [
        f"at {number}: now: {after.now.isoformat()} is not after {before.now.isoformat()}"
        for number, (before, after) in enumerate(pairwise(moments), 2)
        if after.now <= before.now
    ]


def _zoned(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _flat(tables: Mapping[str, Any]) -> dict[str, Any]:
    """``reference.staff`` may be written as one quoted key or as a table in a table."""
    flat = {key: rows for key, rows in tables.items() if key != _REFERENCE or not isinstance(rows, dict)}
    nested = tables.get(_REFERENCE)
    return flat | ({f"{_REFERENCE}.{name}": rows for name, rows in nested.items()} if isinstance(nested, dict) else {})


def _file(named: str, rules: Path) -> Path:
    return (rules.parent / named).resolve()


def _file_faults(key: str, given: Any, rules: Path) -> list[str]:
    """Return why a file may not be used: a project's cases lie in the project's folder."""
    root = rules.parent.parent.resolve()
    if isinstance(given, str) and not _file(given, rules).is_relative_to(root):
        return [f"{key}: '{given}' lies outside of the project; put the file beside the rules, as cases/NAME.csv"]
    return []


def _row_faults(key: str, rows: Any, place: Place, own: Iterable[str]) -> list[str]:
    known = {f"{_REFERENCE}.{name}" if schema.reference else name: schema for name, schema in place.schemas.items()}
    if key not in known and key != _REVISIONS and place.whole:
        return [f"unknown key '{key}'{nearest(key, [*own, *known, _REVISIONS])}"]
    if isinstance(rows, str) and rows.strip():
        return []
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        return [f"{key}: is not a list of rows, nor a file of them such as 'cases/NAME.csv'"]
    if key not in known:
        return []  # the columns of revisions are the engine's to say; those of a plugin that is out, nobody's
    columns = known[key].by_name.keys() | {"unit"}
    return [
        f"{key}[{number}]: unknown column '{column}'{nearest(column, columns)}"
        for number, row in enumerate(rows, 1)
        for column in row
        if column not in columns
    ]
