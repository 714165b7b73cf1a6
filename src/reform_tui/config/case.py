"""``[[NAME.case]]``: the small examples inside a rule's or an indicator's table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any
from zoneinfo import ZoneInfo

from reform_tui.config.build import nearest, read
from reform_tui.config.types import Case
from reform_tui.model.schema import Schema

_OWN = {field.name for field in fields(Case)} - {"rows"}
_REFERENCE = "reference"
_REVISIONS = "revisions"


def cases_of(table: Any, schemas: Mapping[str, Schema], zone: ZoneInfo) -> tuple[tuple[Case, ...], list[str]]:
    """Return the cases under ``case``, and what is wrong with them; a moment without a zone is in ``zone``."""
    if not isinstance(table, list):
        return (), ["case: is not a list of tables; write [[NAME.case]]"]
    cases: list[Case] = []
    told: list[str] = []
    for number, one in enumerate(table, 1):
        case, wrong = _case(one, schemas, zone) if isinstance(one, dict) else (None, ["is not a table"])
        told += [f"case {number}: {fault}" for fault in wrong]
        cases += [case] if case else []
    return tuple(cases), told


def _case(table: Mapping[str, Any], schemas: Mapping[str, Schema], zone: ZoneInfo) -> tuple[Case | None, list[str]]:
    values, wrong = read(Case, {key: value for key, value in table.items() if key in _OWN}, ("rows",))
    tables = _flat({key: value for key, value in table.items() if key not in _OWN})
    wrong += [fault for key, rows in tables.items() for fault in _row_faults(key, rows, schemas)]
    if wrong:
        return None, wrong
    case = Case(rows={key: tuple(rows) for key, rows in tables.items()}, **values)
    return (case if case.now.tzinfo else replace(case, now=case.now.replace(tzinfo=zone))), []


def _flat(tables: Mapping[str, Any]) -> dict[str, Any]:
    """``reference.staff`` may be written as one quoted key or as a table in a table."""
    flat = {key: rows for key, rows in tables.items() if key != _REFERENCE or not isinstance(rows, dict)}
    nested = tables.get(_REFERENCE)
    return flat | ({f"{_REFERENCE}.{name}": rows for name, rows in nested.items()} if isinstance(nested, dict) else {})


def _row_faults(key: str, rows: Any, schemas: Mapping[str, Schema]) -> list[str]:
    known = {f"{_REFERENCE}.{name}" if schema.reference else name: schema for name, schema in schemas.items()}
    if key not in known and key != _REVISIONS:
        return [f"unknown key '{key}'{nearest(key, [*_OWN, *known, _REVISIONS])}"]
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        return [f"{key}: is not a list of rows"]
    if key == _REVISIONS:
        return []  # not a schema: the engine says which columns of a record are revised
    columns = known[key].by_name.keys() | {"unit"}
    return [
        f"{key}[{number}]: unknown column '{column}'{nearest(column, columns)}"
        for number, row in enumerate(rows, 1)
        for column in row
        if column not in columns
    ]
