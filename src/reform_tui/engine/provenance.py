"""Which files decide what is found: each version archived when it is first used, each change a line of the trail.

The configuration in force at any line of the trail is what the ``configuration`` lines before it name, the newest of
each file; at a moment, what those up to that moment name.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from reform_tui import __version__
from reform_tui.config.calendar import VIETNAM
from reform_tui.errors import ConfigError
from reform_tui.plugins.found import Source, installed_plugins
from reform_tui.shipped import shipped
from reform_tui.store.archive import keep, sha256_of
from reform_tui.store.database import as_json, stamp
from reform_tui.store.layout import Layout
from reform_tui.store.ledger import Line, write_line

_LAST = (  # by the trail: two may have come into force at one moment
    "SELECT hash, files FROM configurations WHERE hash = (SELECT json_extract(detail, '$.hash') FROM changes"
    " WHERE kind = 'configuration' ORDER BY seq DESC LIMIT 1)"
)


def keep_configuration(layout: Layout, root: Path, files: Mapping[str, str]) -> None:
    """Archive every file by its SHA-256; ``files`` is label to hash.

    ``ConfigError`` for one that is not what was read any more: the archive would lack what decides.
    """
    for label, sha256 in files.items():
        if layout.archived(sha256).exists():
            continue
        content = _path_of(root, label).read_bytes()
        if sha256_of(content) != sha256:
            raise ConfigError([f"{label}: was changed while it was read; start again"])
        keep(layout, content, sha256)


def plugin_hashes(plugins: Iterable[Source]) -> dict[str, str]:
    """Return how the trail calls each plugin's file to its SHA-256; one that cannot be read is left out."""
    hashes = {}
    for one in plugins:
        with suppress(OSError):
            hashes[one.filed] = sha256_of(one.file.read_bytes())
    return hashes


def _path_of(root: Path, label: str) -> Path:
    if label.startswith("installed/"):
        return next(source.file for source in installed_plugins() if source.filed == label)
    if not label.startswith("shipped/"):
        return root / label
    folder, _, name = label.removeprefix("shipped/").rpartition("/")
    return shipped(folder) / name if folder else VIETNAM


def note_configuration(connection: sqlite3.Connection, files: Mapping[str, str], now: datetime) -> None:
    """Write a line of the trail when anything differs: what changed, and the hash of each such file from now on."""
    known = dict(files) | {"version": __version__}
    digest = hashlib.sha256(as_json(known).encode()).hexdigest()
    last = connection.execute(_LAST).fetchone()
    if last and last["hash"] == digest:
        return
    before = newest_configuration(connection)
    changed = sorted(name for name in known.keys() | before.keys() if known.get(name) != before.get(name))
    connection.execute(
        "INSERT OR REPLACE INTO configurations (hash, at, files) VALUES (?, ?, ?)", (digest, stamp(now), as_json(known))
    )
    files_now = {name: known.get(name) for name in changed}
    write_line(connection, Line("configuration", {"hash": digest, "changed": changed, "files": files_now}), now)


def newest_configuration(connection: sqlite3.Connection) -> dict[str, str]:
    """Return the files of the configuration that is in force, label to SHA-256; none before the first one."""
    last = connection.execute(_LAST).fetchone()
    files: dict[str, str] = json.loads(last["files"]) if last else {}
    return files


def configuration_at(connection: sqlite3.Connection, seq: int) -> dict[str, str]:
    """The configuration in force when line ``seq`` of the trail was written: label to SHA-256, and the version."""
    found: dict[str, str | None] = {}
    query = "SELECT detail FROM changes WHERE kind = 'configuration' AND seq <= ? ORDER BY seq"
    for (detail,) in connection.execute(query, (seq,)):
        found |= json.loads(detail)["files"]
    return {name: sha256 for name, sha256 in found.items() if sha256 is not None}
