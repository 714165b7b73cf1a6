"""The rows of a case as a source: TOML values under our column names, typed as a feed's rows are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa

from reform_tui.config.build import nearest
from reform_tui.engine.listed_units import units_listed
from reform_tui.errors import ConfigError
from reform_tui.feeds.identity import UNIT_COLUMNS, records_named
from reform_tui.feeds.types import arrow_type
from reform_tui.model.record_code import unit_in
from reform_tui.model.schema import Column, Kind, Schema

DEFAULT_UNIT = "X1"
OWN = ("_key", "_unit", "_home", "_record")
"""What a table has beside its schema's columns: names of the row, of who answers, of its home and of its record."""
REVISIONS = "revisions"
_REFERENCE = "reference."

Row = Mapping[str, Any]
_FITTING: Mapping[Kind, tuple[type, ...]] = {
    Kind.CODE: (str,),
    Kind.TEXT: (str,),
    Kind.TIME: (datetime,),
    Kind.FLAG: (bool,),
    Kind.COUNT: (int,),
    Kind.AMOUNT: (int,),
    Kind.NUMBER: (int, float),
}


@dataclass(frozen=True)
class CaseSource:
    """The tables of one case.  A case is never blind: a column that its rows leave out is empty, not missing."""

    schemas: Mapping[str, Schema]
    tables: Mapping[str, pa.Table]
    neighbours: Mapping[str, pa.Table] = field(default_factory=dict)
    """All rows in the homes of these, where some of them are other units'."""
    only: frozenset[str] | None = None
    """The units that are asked about, where they are not all of the case."""

    def table(self, schema: str, columns: Sequence[str]) -> pa.Table:
        """Return the rows under this schema's name."""
        return self._select(self.tables, schema, columns)

    def beside(self, schema: str, columns: Sequence[str]) -> pa.Table:
        """Return the rows under this schema's name, those of neighbours too."""
        return self._select(self.neighbours or self.tables, schema, columns)

    def _select(self, tables: Mapping[str, pa.Table], schema: str, columns: Sequence[str]) -> pa.Table:
        held = tables.get(schema) or typed((), self.schemas[schema], ZoneInfo("UTC"))
        return held.select([*dict.fromkeys([*columns, "_key", "_unit"])])

    def reference(self, name: str) -> pa.Table:
        """Return the rows under ``reference.NAME``."""
        return self.tables.get(_REFERENCE + name, pa.table({}))

    @property
    def listed(self) -> frozenset[str]:
        """The units asked about that a reference table of the case keeps rows of."""
        units = units_listed({name: self.tables[_REFERENCE + name] for name in references_in(self)})
        return units if self.only is None else units & self.only

    def revisions(self) -> pa.Table:
        """Return the rows under ``revisions``."""
        return self.tables.get(REVISIONS) or typed((), _revised(self.schemas["records"]), ZoneInfo("UTC"))

    def missing(self, schema: str) -> Mapping[str, tuple[str, ...]]:  # noqa: ARG002 - the protocol of a source
        """Return nothing."""
        return {}


def case_source(rows: Mapping[str, Sequence[Row]], schemas: Mapping[str, Schema], zone: ZoneInfo) -> CaseSource:
    """Return the rows of a case; ``ConfigError`` names the row and column that are not what the schema says."""
    tables = {}
    for name, listed in rows.items():
        schema = schema_of(name, schemas)
        try:
            tables[name] = typed(listed, schema, zone)
        except ValueError as error:
            raise ConfigError([f"{name}: {error}"]) from error
    return CaseSource(schemas, tables)


def typed(rows: Sequence[Row], schema: Schema, zone: ZoneInfo) -> pa.Table:
    """Return every column of the schema, and those of ``OWN``; ``ValueError`` for a value that does not fit."""
    whole = [_completed(row, schema, number) for number, row in enumerate(rows, 1)]
    _no_unknown(whole, schema)
    columns = {column.name: _column(whole, column, zone) for column in schema.columns}
    units = pa.array([_unit_of(row) for row in whole], arrow_type(Kind.CODE))
    homes = pa.array([home_of(row) for row in whole], pa.string())
    keys = pa.array([_key_of(row, schema) for row in whole], pa.string())
    codes = pa.array([row.get("record_id") for row in whole], pa.string())
    own = (keys, units, homes, records_named(codes, keys, schema))
    return pa.table(columns | dict(zip(OWN, own, strict=True)))


def references_in(source: CaseSource) -> list[str]:
    """Return the names of the reference tables that a case brings."""
    return [name.removeprefix(_REFERENCE) for name in source.tables if name.startswith(_REFERENCE)]


def moments_in(source: CaseSource) -> set[datetime]:
    """Return every moment that stands in the rows."""
    times = [
        column for table in source.tables.values() for column in table.columns if pa.types.is_timestamp(column.type)
    ]
    return {moment for column in times for moment in column.to_pylist() if moment is not None}


def schema_of(name: str, schemas: Mapping[str, Schema]) -> Schema:
    """Return what the rows under ``name`` are; ``ConfigError`` for a name that no rows have."""
    if name == REVISIONS:
        return _revised(schemas["records"])
    schema = schemas.get(name.removeprefix(_REFERENCE))
    if schema is None or schema.reference != name.startswith(_REFERENCE):
        known = [_REFERENCE + each.name if each.reference else each.name for each in schemas.values()]
        raise ConfigError([f"'{name}' is no kind of row{nearest(name, known)}"])
    return schema


def _revised(records: Schema) -> Schema:
    """Return the rows of a case's ``revisions``: the record, when which feed exported it, and what may change."""
    revised = [column for column in records.columns if column.revised]
    own = (Column("record_id"), Column("exported_at", Kind.TIME), Column("feed", Kind.CODE))
    return Schema(REVISIONS, (*own, *revised), key=("record_id",))


def _completed(row: Row, schema: Schema, number: int) -> dict[str, Any]:
    """Return the row with what a case may leave out: its unit, and a number for its key."""
    given = {} if schema.reference else {"unit": DEFAULT_UNIT}
    keys = (
        {} if schema.reference else {name: str(number) for name in schema.key if schema.by_name[name].kind is Kind.TEXT}
    )
    return {**given, **keys, **{name: value for name, value in row.items() if value is not None}}


def _no_unknown(rows: Sequence[Row], schema: Schema) -> None:
    for number, row in enumerate(rows, 1):
        for name in row:
            if name not in schema.by_name and name != "unit":
                raise ValueError(f"row {number}: unknown column '{name}'{nearest(name, schema.by_name)}")


def _column(rows: Sequence[Row], column: Column, zone: ZoneInfo) -> pa.Array:
    values = [_zoned(row.get(column.name), column.kind, zone) for row in rows]
    for number, value in enumerate(values, 1):
        if value is not None and type(value) not in _FITTING[column.kind]:
            raise ValueError(f"row {number}: '{column.name}' is no {column.kind.value}")
    return pa.array(values, arrow_type(column.kind))


def _zoned(value: Any, kind: Kind, zone: ZoneInfo) -> Any:
    """Return a day as its midnight and a moment without a zone as one of ``zone``."""
    if kind is not Kind.TIME or not isinstance(value, date):
        return value
    moment = value if isinstance(value, datetime) else datetime.combine(value, time())
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _unit_of(row: Row) -> str:
    return str(row.get("handling_unit") or row.get("unit") or row.get("receiving_unit") or DEFAULT_UNIT)


def home_of(row: Row) -> str:
    """Return where the store keeps a row: at the unit in its code, else at the first that it names."""
    named = (str(row[name]) for name in UNIT_COLUMNS if row.get(name))
    return unit_in(str(row.get("record_id", ""))) or next(named, DEFAULT_UNIT)


def _key_of(row: Row, schema: Schema) -> str:
    """Return the store's name of a row: a national code alone, any other key within its home."""
    key = "|".join(str(row.get(name, "")) for name in schema.key)
    return key if schema.key == ("record_id",) and unit_in(key) else f"{home_of(row)}|{key}"
