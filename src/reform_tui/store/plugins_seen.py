"""What the engine saw of the plugins, read again: by the command line, and by consoles, which load no plugin."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class PluginSeen:
    """One plugin when the engine was last put together."""

    plugin: str
    """Where it comes from, as a job carries it."""
    name: str
    label: str
    """How sentences call it."""
    mark: str
    """Of its file as it was then."""
    state: str
    """``on``, ``refused``, ``failed`` or ``off``."""
    hooks: tuple[str, ...] = ()
    offers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """``check``, ``count``, ``schema`` or ``reader`` to names."""
    faults: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def read_plugins(connection: sqlite3.Connection) -> tuple[PluginSeen, ...]:
    """Every plugin, in the order in which they are loaded."""
    return tuple(map(_seen, connection.execute("SELECT * FROM plugins ORDER BY at")))


def read_left_out(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Sentences on feeds that are left out because a plugin is."""
    row = connection.execute("SELECT value FROM meta WHERE name = 'left_out'").fetchone()
    return tuple(json.loads(row[0])) if row else ()


def _seen(row: sqlite3.Row) -> PluginSeen:
    hooks, faults, notes = (tuple(json.loads(row[name])) for name in ("hooks", "faults", "notes"))
    offers = {kind: tuple(names) for kind, names in json.loads(row["offers"]).items()}
    plain = {name: row[name] for name in ("plugin", "name", "label", "mark", "state")}
    return PluginSeen(**plain, hooks=hooks, offers=offers, faults=faults, notes=notes)
