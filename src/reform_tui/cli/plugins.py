"""``plugins``: which plugins there are, where they come from, and how the engine last saw each; none of them is run."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict

from reform_tui.cli.formats import FORMATS, write_rows
from reform_tui.cli.main import existing, project_argument
from reform_tui.errors import Exit

COLUMNS = ("name", "version", "from", "place", "state", "hooks", "note")


def arguments(sub: argparse.ArgumentParser) -> None:
    """Add what ``plugins`` understands."""
    project_argument(sub)
    sub.add_argument("--format", choices=FORMATS, default="table")


def run(options: argparse.Namespace) -> Exit:
    """Print a line a plugin; exit 2 when one is refused or failed."""
    from reform_tui.board.plugins import BAD, plugin_rows  # noqa: PLC0415 - only where plugins are looked at

    found = list(plugin_rows(existing(options.project)))
    rows = [
        {**asdict(one), "from": one.origin, "hooks": " ".join(one.hooks), "note": "; ".join(one.notes)} for one in found
    ]
    write_rows(sys.stdout, rows, COLUMNS, options.format)
    return Exit.CONFIGURATION if any(one.state in BAD for one in found) else Exit.CLEAN
