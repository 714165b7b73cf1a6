"""Folding segments into a new generation of a home's base, when nothing else waits."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from reform_tui.model.schema import Schema
from reform_tui.store.arrow_files import write_batches
from reform_tui.store.database import transaction
from reform_tui.store.homes import Home
from reform_tui.store.layout import ANYBODY, Layout, main_of, people_of, was_of
from reform_tui.store.places import HomeRows
from reform_tui.store.rows import revisions_of
from reform_tui.store.store import Store


def waiting_homes(store: Store, least: int = 1) -> list[tuple[str, str]]:
    """Homes with at least ``least`` segments that wait to be folded, the most first.

    Rows of a kind that nobody offers just now wait as they are.
    """
    found = store.connection.execute(
        "SELECT schema, home FROM segments GROUP BY schema, home HAVING count(*) >= ? ORDER BY count(*) DESC, home",
        (least,),
    )
    return [(schema, home) for schema, home in found if schema in store.schemas]


def fold(store: Store, schema_name: str, name: str) -> None:
    """Write a new base of one home and point to it; the old files go one step later (``sweep``)."""
    schema = store.schemas[schema_name]
    home = store.home(schema_name, name)
    row = store.connection.execute(
        "SELECT generation FROM homes WHERE schema = ? AND home = ?", (schema_name, name)
    ).fetchone()
    generation = row["generation"] + 1 if row else 1
    path = store.layout.base(schema_name, name, generation)
    rows = home.all_rows()
    _write_pair(path, rows, schema, store.layout.people)
    _write_revisions(store, home, path)
    with transaction(store.connection):
        store.connection.execute(
            "INSERT OR REPLACE INTO homes (schema, home, generation, rows) VALUES (?, ?, ?, ?)",
            (schema_name, name, generation, rows.num_rows),
        )
        store.connection.execute("DELETE FROM segments WHERE schema = ? AND home = ?", (schema_name, name))
    store.homes[schema_name, name] = Home(schema, name, str(path), rows.num_rows)


def _write_pair(path: Path, rows: pa.Table, schema: Schema, may_read: int) -> None:
    """Write the base, people's columns for those who may read them; a column that is empty throughout is left out."""
    held = [name for name in rows.column_names if rows.column(name).null_count < rows.num_rows]
    people = [name for name in held if name in schema.names(people=True)]
    others = [name for name in held if name not in people]
    for file, names, group in ((main_of(path), others, ANYBODY), (people_of(path), people, may_read)):
        table = rows.select(names)
        write_batches(Path(file), [table], table.schema, group)


def _write_revisions(store: Store, home: Home, path: Path) -> None:
    segments = store.connection.execute(
        "SELECT arrival, part, batch FROM segments WHERE schema = ? AND home = ? ORDER BY arrival",
        (home.schema.name, home.name),
    ).fetchall()
    paths = tuple((str(store.layout.segment(arrival, part)), batch) for arrival, part, batch in segments)
    places = HomeRows(home.name, home.base, paths)
    tables = revisions_of((places,), home.schema)
    if tables:
        every = pa.concat_tables(tables).unify_dictionaries().combine_chunks()
        write_batches(Path(was_of(path)), [every], every.schema)


def sweep(store: Store) -> None:
    """Remove generations and segments that no table names any more, and what a killed engine left behind."""
    homes = store.connection.execute("SELECT schema, home, generation FROM homes")
    live = {str(store.layout.base(schema, home, generation)) for schema, home, generation in homes}
    segments = store.connection.execute("SELECT DISTINCT arrival, part FROM segments")
    live |= {str(store.layout.segment(arrival, part)) for arrival, part in segments}
    for folder in ("base", "segments"):
        _remove_unless(store.layout, folder, live)


def _remove_unless(layout: Layout, folder: str, live: set[str]) -> None:
    for file in sorted((layout.state / folder).rglob("*")):  # main before revisions: a reader sees that they are gone
        if file.is_file() and str(file).rsplit(".", 2)[0] not in live:
            file.unlink()
