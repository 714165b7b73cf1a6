"""``doctor``: what is wrong with this machine or project, a line each, with what to do."""

from __future__ import annotations

import argparse
import sys

from reform_tui.cli.formats import FORMATS, write_rows
from reform_tui.cli.main import project_argument
from reform_tui.errors import Exit


def arguments(sub: argparse.ArgumentParser) -> None:
    """Add what ``doctor`` understands."""
    project_argument(sub)
    sub.add_argument("--format", choices=FORMATS, default="table")


def run(options: argparse.Namespace) -> Exit:
    """Look at everything and print what was found; exit 2 when something must be mended."""
    from reform_tui.doctor import examine  # noqa: PLC0415 - pyarrow loads only here

    found = list(examine(options.project))
    rows = [{"state": one.state, "what": one.what, "found": one.found, "do": one.remedy} for one in found]
    write_rows(sys.stdout, rows, ("state", "what", "found", "do"), options.format)
    return Exit.CONFIGURATION if any(one.state == "bad" for one in found) else Exit.CLEAN
