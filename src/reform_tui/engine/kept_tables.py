"""A reference table as it was last in force, out of the archive: what counts while its file cannot be read."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path, PurePath

from reform_tui.engine.provenance import newest_configuration
from reform_tui.errors import StoreError
from reform_tui.store.archive import content_of
from reform_tui.store.layout import Layout
from reform_tui.store.reading import open_store

FOLDER = "reference/"


def kept_table(root: Path, table: str) -> tuple[str, bytes] | None:
    """Return the label and the content of the file that a project's table was last read from; ``None`` without one.

    There is none before the first engine, none after a table was taken away, and none that this user may not read.
    """
    layout = Layout(root / "state")
    with suppress(StoreError, OSError):
        connection = open_store(layout.database)
        try:
            known = newest_configuration(connection)
        finally:
            connection.close()
        for label, sha256 in known.items():
            if label.startswith(FOLDER) and PurePath(label).stem == table:
                return label, content_of(layout, sha256)
    return None
