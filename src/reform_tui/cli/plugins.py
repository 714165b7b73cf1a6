"""``plugins``: which plugin files there are, what each offers, and what is wrong with it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator

from reform_tui.cli.formats import FORMATS, Row, write_rows
from reform_tui.cli.main import existing, project_argument
from reform_tui.errors import Exit

COLUMNS = ("file", "kind", "name", "help")


def arguments(sub: argparse.ArgumentParser) -> None:
    """Add what ``plugins`` understands."""
    project_argument(sub)
    sub.add_argument("--format", choices=FORMATS, default="table")


def run(options: argparse.Namespace) -> Exit:
    """Describe the plugins in workers, so that a broken one is a line and not a crash."""
    from reform_tui.engine.workers.pool import Pool  # noqa: PLC0415 - pyarrow loads only here
    from reform_tui.plugins import sources_of  # noqa: PLC0415 - as above

    pool = Pool(1, 20.0, 2048)
    try:
        rows = list(_rows(pool, sources_of(existing(options.project))))
    finally:
        pool.close()
    write_rows(sys.stdout, rows, COLUMNS, options.format)
    return Exit.CONFIGURATION if any(row["kind"] == "fault" for row in rows) else Exit.CLEAN


def _rows(pool: object, files: object) -> Iterator[Row]:
    from reform_tui.engine.faces import describe  # noqa: PLC0415 - as above

    faces = describe(pool, files)  # type: ignore[arg-type]
    for check in faces.checks.values():
        yield {"file": check.plugin, "kind": "check", "name": check.name, "help": check.help.partition("\n")[0]}
    for name, definition in faces.counts.items():
        yield {"file": "", "kind": "count", "name": name, "help": definition.partition("\n")[0]}
    for name in faces.schemas:
        yield {"file": "", "kind": "schema", "name": name, "help": ""}
    for fault in faces.faults:
        yield {"file": fault.partition(":")[0], "kind": "fault", "name": "", "help": fault}
