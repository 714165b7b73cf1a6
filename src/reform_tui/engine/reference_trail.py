"""A change of a reference table as a line of the trail: which rows came and went, and whose file it is."""

from __future__ import annotations

import hmac
import json
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePath
from typing import Any

from reform_tui.config.types import Project
from reform_tui.engine.provenance import newest_configuration
from reform_tui.engine.references import References
from reform_tui.errors import FeedError, StoreError
from reform_tui.feeds.reference import read_reference
from reform_tui.model.schema import Schema
from reform_tui.store.archive import content_of
from reform_tui.store.layout import Layout
from reform_tui.store.ledger import Line, write_line

NAMED = 20
"""Rows of each sort that a line names."""
_FOLDER = "reference/"
_DIGITS = 8

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Changed:
    """What became of the rows of one table, by the keys under which they are known."""

    came: Sequence[str]
    went: Sequence[str]
    changed: Sequence[str]
    """Rows with the key of one that was there, and other cells."""

    @property
    def detail(self) -> dict[str, Any]:
        """How many rows of each sort, and the first of them."""
        sorts = {"came": self.came, "went": self.went, "changed": self.changed}
        counts = {sort: len(keys) for sort, keys in sorts.items()}
        return counts | {f"rows_{sort}": list(keys[:NAMED]) for sort, keys in sorts.items() if keys}


def note_tables(
    connection: sqlite3.Connection, layout: Layout, project: Project, references: References, key: bytes, now: datetime
) -> None:
    """Write a line for each table that differs from the one of the configuration before; people masked with ``key``."""
    before = {name: sha256 for name, sha256 in newest_configuration(connection).items() if name.startswith(_FOLDER)}
    for table in sorted({PurePath(label).stem for label in before.keys() | references.hashes.keys()}):
        old, new = (_labelled(table, files) for files in (before, references.hashes))
        schema = project.schemas.get(table)
        if old == new or schema is None:
            continue
        was = _rows_of(layout, old, schema, project.settings.zone)
        found = compared(was, references.rows(table), schema, key)
        label = new[0] or old[0]
        author = _owner(project.root / label) if new[0] else None
        write_line(connection, Line("reference", {"table": table, "file": label, **found.detail}, author=author), now)


def compared(before: Sequence[Row], after: Sequence[Row], schema: Schema, key: bytes) -> Changed:
    """Return which rows came and went; a row is known by its key, people in it masked."""
    old, new = (Counter(_plain(row) for row in rows) for rows in (before, after))
    came, went = (sorted(_named(rows, schema, key)) for rows in (new - old, old - new))
    both = Counter(came) & Counter(went)
    return Changed(
        sorted((Counter(came) - both).elements()),
        sorted((Counter(went) - both).elements()),
        sorted(both.elements()),
    )


def _plain(row: Row) -> str:
    return json.dumps(row, default=str, ensure_ascii=False, sort_keys=True)


def _named(rows: Counter[str], schema: Schema, key: bytes) -> Iterator[str]:
    for text in rows.elements():
        row = json.loads(text)
        yield " · ".join(_part(name, str(row[name]), schema, key) for name in schema.key if row.get(name))


def _part(name: str, value: str, schema: Schema, key: bytes) -> str:
    if not schema.by_name[name].people:
        return value
    return f"{name}#{hmac.digest(key, f'{name}{value}'.encode(), 'sha256').hex()[:_DIGITS]}"


def _labelled(table: str, files: Mapping[str, str]) -> tuple[str, str]:
    """Return the table's file and its SHA-256; nothing of a table that is not there."""
    return next(((label, sha256) for label, sha256 in files.items() if PurePath(label).stem == table), ("", ""))


def _rows_of(layout: Layout, file: tuple[str, str], schema: Schema, zone: str) -> list[Row]:
    """Return a table as it was; no rows where there was none, or where the archive cannot give it back."""
    rows: list[Row] = []
    with suppress(FeedError, StoreError):
        if file[0]:
            name = PurePath(file[0]).name
            rows = read_reference(name, content_of(layout, file[1]), schema, zone).rows.to_pylist()
    return rows


def _owner(path: Path) -> str | None:
    """Return who owns a file: its user's name, or number where nobody has it any more."""
    try:
        return path.owner()
    except KeyError:
        return str(path.stat().st_uid)
    except OSError:
        return None
