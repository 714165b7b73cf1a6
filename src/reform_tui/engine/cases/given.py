"""What a case gives: rows written in its table or in a file beside it, and how later ones meet earlier ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from reform_tui.config.rule_types import Case, Moment, Rows
from reform_tui.engine.cases.proof import units_in
from reform_tui.engine.cases.rows import REVISIONS, CaseSource, Row, case_source, home_of, schema_of
from reform_tui.errors import ConfigError, FeedError
from reform_tui.feeds.reference import read_rows
from reform_tui.model.record_code import unit_in
from reform_tui.model.schema import Schema
from reform_tui.sdk import Reader

Tables = Mapping[str, Sequence[Row]]


@dataclass(frozen=True)
class Kinds:
    """What rows may be, and how files of them are read."""

    schemas: Mapping[str, Schema]
    zone: ZoneInfo
    readers: tuple[Reader, ...] = ()


@dataclass(frozen=True)
class Stand:
    """Where the clock of a case stands: the moment, and all rows that arrived by then."""

    moment: Moment
    source: CaseSource
    number: int = 0
    """Which of the case's moments it is, from 1; 0 where there is only one."""

    @property
    def units(self) -> tuple[str, ...]:
        """Return the units of the rows."""
        return tuple(units_in(self.source))


def stands_of(case: Case, kinds: Kinds) -> Iterator[Stand]:
    """Yield each moment of a case with its rows; ``ConfigError`` names the file and row that are wrong."""
    held = _listed(case.rows, kinds)
    for number, moment in enumerate(case.moments, 1):
        numbered = number if case.at else 0
        try:
            arriving = _listed(moment.rows, kinds)
            case_source(arriving, kinds.schemas, kinds.zone)  # so that a fault names the row where it is written
        except ConfigError as error:
            raise ConfigError([f"at {number}: {fault}" for fault in error.faults]) from error
        held = {name: _met(name, held, arriving, kinds.schemas) for name in {**held, **arriving}}
        yield Stand(moment, case_source(held, kinds.schemas, kinds.zone), numbered)


def _listed(rows: Mapping[str, Rows], kinds: Kinds) -> Tables:
    return {name: _read(name, given, kinds) if isinstance(given, Path) else given for name, given in rows.items()}


def _read(name: str, path: Path, kinds: Kinds) -> list[Row]:
    """Return the rows of a file under our names, only with the columns that it has."""
    try:
        table = read_rows(path, schema_of(name, kinds.schemas), kinds.zone.key, kinds.readers)
    except OSError as error:
        raise ConfigError(
            [f"{name}: {path.name}: {error.strerror or error}; the path begins at the rules file"]
        ) from error
    except FeedError as error:
        raise ConfigError([f"{name}: {path.name}: {error}"]) from error
    rows: list[Row] = table.drop_columns(["row"]).to_pylist()
    return rows


def _met(name: str, held: Tables, arriving: Tables, schemas: Mapping[str, Schema]) -> list[Row]:
    """Return the rows of one kind: an arriving row speaks for its columns of the row with its key, or is new."""
    schema = schema_of(name, schemas)
    rows = list(held.get(name, ()))
    places = {key: at for at, row in enumerate(rows) if (key := _key(row, schema))}
    for row in arriving.get(name, ()):
        key = _key(row, schema)
        if key in places:
            rows[places[key]] = {**rows[places[key]], **row}
        else:
            rows.append(row)
    return rows


def _key(row: Row, schema: Schema) -> Any:
    """Return what names a row across moments; nothing for one without a key, which is always new."""
    names = tuple(row.get(name) for name in schema.key)
    if schema.name == REVISIONS or not (any(names) if schema.reference else all(names)):
        return None
    coded = schema.key == ("record_id",) and unit_in(str(names[0]))
    return names if coded or schema.reference else (home_of(row), *names)
