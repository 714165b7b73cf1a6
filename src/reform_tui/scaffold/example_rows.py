"""Rows that a check could read, as a case writes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reform_tui.config.toml_text import toml_key, toml_value
from reform_tui.model.schema import BUILT_IN, Column, Kind, Schema
from reform_tui.plugins import references_of

_EXAMPLES: Mapping[Kind, str] = {
    Kind.CODE: '"…"', Kind.TEXT: '"…"', Kind.TIME: "2025-03-03T08:00:00+07:00", Kind.FLAG: "true", Kind.COUNT: "1",
    Kind.AMOUNT: "50000", Kind.NUMBER: "0.5",
}  # fmt: skip


def rows_of(check: type[Any], schemas: Mapping[str, Schema] = BUILT_IN) -> str:
    """Return empty lists of rows, and below each a row with the columns that the check reads, as a comment."""
    read = {name: [column.rstrip("?") for column in columns] for name, columns in check.reads.items()}
    told = [_table(name, name, columns, schemas) for name, columns in read.items()]
    told += [f"# {_row(f'reference.{name}', schemas[name].names(), schemas[name])}" for name in references_of(check)
             if name in schemas]  # fmt: skip
    return "\n".join(told)


def _table(name: str, key: str, columns: list[str], schemas: Mapping[str, Schema]) -> str:
    schema = schemas.get(name)
    return f"{toml_key(key)} = []" + (f"\n# {_row(key, columns, schema)}" if schema else "")


def _row(key: str, columns: list[str] | tuple[str, ...], schema: Schema) -> str:
    cells = ", ".join(f"{name} = {_value(schema.by_name[name])}" for name in columns if name in schema.by_name)
    return f"{key} = [{{ {cells} }}]"


def _value(column: Column) -> str:
    return toml_value(column.values[0]) if column.values else _EXAMPLES[column.kind]
