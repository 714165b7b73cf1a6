"""``rebuild``: the store made anew from archive and acts."""

from __future__ import annotations

import argparse
import sys

from reform_tui.cli.main import project_argument
from reform_tui.errors import Exit


def arguments(sub: argparse.ArgumentParser) -> None:
    """Add what ``rebuild`` understands."""
    project_argument(sub)


def run(options: argparse.Namespace) -> Exit:
    """Replay the archive under today's mappings, then the acts; the engine must be stopped."""
    from reform_tui.watch.service import rebuild  # noqa: PLC0415 - pyarrow loads only here

    files, units, alerts = rebuild(options.project)
    print(f"reform-tui: {files} files taken in again, {units} units, {alerts} live alerts", file=sys.stderr)
    return Exit.CLEAN
