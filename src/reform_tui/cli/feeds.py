"""``feeds``: every file of every feed, and that its rows balance."""

from __future__ import annotations

import argparse
import sys

from reform_tui.cli.formats import FORMATS, cell, write_rows
from reform_tui.cli.main import project_argument
from reform_tui.config.project import require_project
from reform_tui.errors import Exit

COLUMNS = (
    "feed",
    "file",
    "status",
    "rows",
    "accepted",
    "rejected",
    "set_aside",
    "repeated",
    "differing",
    "odd_codes",
    "exported_at",
    "exported_from",
    "exported_sure",
    "reason",
)


def arguments(sub: argparse.ArgumentParser) -> None:
    """Add what ``feeds`` understands."""
    project_argument(sub)
    sub.add_argument("--format", choices=FORMATS, default="table")


def run(options: argparse.Namespace) -> Exit:
    """Print what the store knows of each file, those that wait among them; rows = accepted + rejected on every line."""
    from reform_tui.narration import remarks_of  # noqa: PLC0415 - pyarrow loads only here
    from reform_tui.report import feed_rows, waiting_rows  # noqa: PLC0415 - pyarrow loads only here
    from reform_tui.store.headings import read_under_older  # noqa: PLC0415 - as above
    from reform_tui.store.reading import open_store  # noqa: PLC0415 - as above

    require_project(options.project)
    connection = open_store(options.project / "state" / "store.sqlite")
    try:
        files = [*feed_rows(connection), *waiting_rows(connection)]
        write_rows(sys.stdout, files, COLUMNS, options.format)
        older = read_under_older(connection)
        ignored = connection.execute("SELECT count(*) FROM ignored").fetchone()[0]
    finally:
        connection.close()
    for feed, count in older.items():
        print(
            f"reform-tui: {count} files of {feed} were read under an older mapping; stop the engine and run "
            f"reform-tui rebuild --feed {feed}",
            file=sys.stderr,
        )
    for told in remarks_of(files):
        print(f"reform-tui: {cell(told)}", file=sys.stderr)
    if ignored:
        print(f"reform-tui: ignored: {ignored}, for their names are temporary or no feed wants them", file=sys.stderr)
    return Exit.CLEAN
