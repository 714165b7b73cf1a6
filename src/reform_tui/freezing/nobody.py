"""Rows and reference rows of a case with nobody in them, as values that TOML can say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa

from reform_tui.anonymous.cells import Cells
from reform_tui.anonymous.invented import home_number
from reform_tui.anonymous.replacing import Replacements
from reform_tui.anonymous.treatments import treatment_for
from reform_tui.model.schema import Kind, Schema

Row = dict[str, Any]
_PHONE = 9
_WORDS = {Kind.TEXT, Kind.CODE}


@dataclass(frozen=True)
class Nobody:
    """The one way in which all rows of a case are made anonymous."""

    replacements: Replacements
    zone: ZoneInfo

    def remember(self, rows: Iterable[Row], schema: Schema) -> None:
        """Note who must not come out, before the first row is written."""
        people = schema.names(people=True)
        self.replacements.originals.add(str(row[name]) for row in rows for name in people if row.get(name))

    def rows(self, rows: Iterable[Row], schema: Schema) -> list[Row]:
        """Return rows with nobody in them; what is missing is left out."""
        return [{name: self._value(name, value, schema) for name, value in _given(row)} for row in rows]

    def _value(self, name: str, value: Any, schema: Schema) -> Any:
        if isinstance(value, datetime):
            return value.astimezone(self.zone)
        column = schema.by_name.get(name)
        if not isinstance(value, str) or column is None or column.kind not in _WORDS:
            return value
        return Cells(self.replacements).of(treatment_for(column))(value)


def _given(row: Row) -> Iterator[tuple[str, Any]]:
    """What a row says under the names that a case writes: its unit is the one that answers for it."""
    unit = row.get("_unit")
    if unit:
        yield "unit", str(unit)
    yield from ((name, value) for name, value in row.items() if value is not None and not name.startswith("_"))


def plain_rows(table: pa.Table) -> list[Row]:
    """A table as rows."""
    rows: list[Row] = table.to_pylist()
    return rows


def named_people(rows: Iterable[Row], schema: Schema) -> set[str]:
    """Return everybody in some rows as reference tables may write them."""
    people = schema.names(people=True)
    return {spelt for row in rows for name in people if row.get(name) for spelt in _spellings(str(row[name]))}


def naming(rows: Iterable[Row], people: set[str], schema: Schema) -> list[Row]:
    """Return the reference rows that name any of these people."""
    columns = schema.names(people=True)
    return [row for row in rows if any(people & _spellings(str(row[name])) for name in columns if row.get(name))]


def _spellings(value: str) -> set[str]:
    """A value as it compares: in small letters, and as a phone where it has the digits of one."""
    home = home_number(value)
    return {value.strip().casefold(), *([home] if len(home) >= _PHONE else [])}
