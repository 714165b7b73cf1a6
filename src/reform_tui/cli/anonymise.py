"""``anonymise``: a file made into one of nobody, with the same layout and the same faults."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from reform_tui.cli.formats import write_rows
from reform_tui.errors import ConfigError, Exit

if TYPE_CHECKING:
    from reform_tui.anonymous.tables import Reading
    from reform_tui.anonymous.treatments import Treatment

COLUMNS = ("heading", "column", "treatment", "kept", "replaced", "blanked")
_SAID = {
    "typed": "kept: times, numbers, words of lists",
    "text": "kept, but for people in it",
    "code": "unit and day kept, number changed",
    "people": "replaced",
    "blank": "blanked; --keep keeps it",
}


def arguments(sub: argparse.ArgumentParser) -> None:
    """Add what ``anonymise`` understands."""
    sub.add_argument("file", type=Path, metavar="FILE", help="xlsx, csv, tsv, json or jsonl")
    sub.add_argument("project", nargs="?", type=Path, metavar="PROJECT", help="whose key and feeds to use")
    sub.add_argument("-o", "--output", type=Path, metavar="OUT", help="a new file (default: stdout)")
    sub.add_argument("--feed", metavar="NAME", help="read headings as this feed of the project does")
    sub.add_argument("--key", type=Path, metavar="FILE", help="files with one key get the same replacements")
    sub.add_argument("--keep", action="append", default=[], metavar="COLUMN", help="do not blank this column")


def run(options: argparse.Namespace) -> Exit:
    """Write the file, and on stderr what was done to each column."""
    from reform_tui.anonymous.copying import anonymised  # noqa: PLC0415 - pyarrow loads only here
    from reform_tui.anonymous.keys import key_for  # noqa: PLC0415 - as above

    if options.output is not None and options.output.exists():
        raise ConfigError([f"{options.output}: is there already; nothing is written over it"])
    project = _project(options)
    key = key_for(options.key, project)
    content = options.file.read_bytes()
    if project is not None:
        from reform_tui.anonymous.project_feed import refuse_formats_of_plugins  # noqa: PLC0415 - as above

        refuse_formats_of_plugins(project, options.file.name, content)
    made = anonymised(options.file.name, content, _reading(options, project), key.secret)
    _write(options, made.content)
    _tell(made.columns)
    print(f"reform-tui: people were replaced under {key.told}; look at the file before you pass it on", file=sys.stderr)
    return Exit.CLEAN


def _project(options: argparse.Namespace) -> Path | None:
    """The project that is named, else the one that we stand in, if any."""
    here: Path = options.project or Path()
    found = (here / "reform.toml").is_file()
    if not found and (options.project is not None or options.feed):
        raise ConfigError([f"{here}: is not a project; give the folder with reform.toml, or leave --feed out"])
    return here if found else None


def _reading(options: argparse.Namespace, project: Path | None) -> Reading:
    from reform_tui.anonymous.tables import Reading, any_headings  # noqa: PLC0415 - pyarrow loads only here

    if not options.feed or project is None:
        return any_headings(options.keep)
    from reform_tui.anonymous.project_feed import feed_named  # noqa: PLC0415 - as above

    feed, schema = feed_named(project, options.feed)
    return Reading(feed, (schema,), tuple(options.keep))


def _write(options: argparse.Namespace, content: bytes) -> None:
    if options.output is not None:
        with options.output.open("xb") as out:
            out.write(content)
        return
    if content.startswith(b"PK") and sys.stdout.isatty():
        raise ConfigError(["a workbook cannot be shown on a terminal; name a file with -o"])
    sys.stdout.buffer.write(content)


def _tell(columns: Sequence[Treatment]) -> None:
    rows = [
        {
            "heading": one.heading or "(none)",
            "column": one.column or "–",
            "treatment": _SAID[one.kind],
            **one.done,
        }
        for one in columns
    ]
    write_rows(sys.stderr, rows, COLUMNS, "table")
