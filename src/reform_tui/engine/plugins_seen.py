"""What the engine saw of each plugin when it was put together, written where the command line and consoles read it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable

from reform_tui.engine.faces import Faces, PluginFace
from reform_tui.engine.job import Answer
from reform_tui.store.database import as_json

_ROW = "INSERT INTO plugins (plugin, at, name, label, mark, state, hooks, offers, faults, notes)"


def write_plugins(connection: sqlite3.Connection, faces: Faces, left_out: Iterable[str]) -> None:
    """Write a row a plugin, in their order, and the sentences on feeds that are left out for want of one."""
    connection.execute("DELETE FROM plugins")
    connection.executemany(
        f"{_ROW} VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (_row(number, one) for number, one in enumerate(faces.plugins)),
    )
    connection.execute("INSERT OR REPLACE INTO meta (name, value) VALUES ('left_out', ?)", (as_json([*left_out]),))


def add_notes(connection: sqlite3.Connection, answers: Iterable[Answer]) -> None:
    """Add to each plugin what its answers tell of old names that it used, inside the caller's transaction."""
    told = {note for answer in answers for note in answer.notes}
    if not told:
        return
    for plugin, label, before in connection.execute("SELECT plugin, label, notes FROM plugins").fetchall():
        notes = set(json.loads(before)) | {note for note in told if note.startswith(f"{label}: ")}
        connection.execute("UPDATE plugins SET notes = ? WHERE plugin = ?", (as_json(sorted(notes)), plugin))


def _row(number: int, one: PluginFace) -> tuple[object, ...]:
    offers = {kind: list(names) for kind, names in one.offers.items()}
    told = (as_json([*one.hooks]), as_json(offers), as_json([*one.faults]), as_json([*one.notes]))
    return (one.source.text, number, one.source.name, one.source.label, one.source.mark, one.state.value, *told)
