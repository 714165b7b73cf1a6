"""``checks``: every check on offer, with its keys, their types and defaults, and its help."""

from __future__ import annotations

import argparse
import dataclasses
import sys
from collections.abc import Iterator
from typing import Any

from reform_tui.cli.formats import FORMATS, Row, write_rows
from reform_tui.cli.main import existing, project_argument
from reform_tui.errors import Exit

COLUMNS = ("check", "grain", "key", "type", "default", "help")


def arguments(sub: argparse.ArgumentParser) -> None:
    """Add what ``checks`` understands."""
    project_argument(sub)
    sub.add_argument("--format", choices=FORMATS, default="table")


def run(options: argparse.Namespace) -> Exit:
    """Print a line a check and a line a key."""
    from reform_tui.plugins import plugins_of  # noqa: PLC0415 - pandas loads only here

    plugins = plugins_of(existing(options.project))
    rows = [row for name, check in sorted(plugins.checks.items()) for row in _rows(name, check)]
    write_rows(sys.stdout, rows, COLUMNS, options.format)
    for fault in plugins.faults:
        print(f"reform-tui: {fault}", file=sys.stderr)
    return Exit.CONFIGURATION if plugins.faults else Exit.CLEAN


def _rows(name: str, check: type[Any]) -> Iterator[Row]:
    help_text = " ".join((check.__doc__ or "").split())
    yield {"check": name, "grain": getattr(check, "grain", "unit"), "key": "", "type": "", "help": help_text}
    for field in dataclasses.fields(check):
        default = "required" if field.default is dataclasses.MISSING else repr(field.default)
        if field.default_factory is not dataclasses.MISSING:
            default = repr(field.default_factory())
        yield {"check": name, "grain": "", "key": field.name, "type": str(field.type), "default": default, "help": ""}
