"""``rebuild``: the store made anew from archive and acts, or the rows of one feed's schema read again."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from reform_tui.cli.main import project_argument
from reform_tui.errors import Exit


def arguments(sub: argparse.ArgumentParser) -> None:
    """Add what ``rebuild`` understands."""
    project_argument(sub)
    sub.add_argument(
        "--feed",
        default="",
        metavar="NAME",
        help="read again only what this feed and those of the same schema delivered; alerts and the trail stay",
    )


def run(options: argparse.Namespace) -> Exit:
    """Replay the archive under today's mappings, then the acts; the engine must be stopped."""
    if options.feed:
        return _feed(options.project, options.feed)
    from reform_tui.watch.service import rebuild  # noqa: PLC0415 - pyarrow loads only here

    files, units, alerts = rebuild(options.project)
    print(f"reform-tui: {files} files taken in again, {units} units, {alerts} live alerts", file=sys.stderr)
    return Exit.CLEAN


def _feed(root: Path, name: str) -> Exit:
    """Say which other feeds were read again too, and why."""
    from reform_tui.watch.service import rebuild_feed  # noqa: PLC0415 - as above

    replayed, files = rebuild_feed(root, name)
    others = ", ".join(feed for feed in replayed.feeds if feed != name)
    kinds = ", ".join(replayed.schemas)
    told = f"; those of {others} too, for they fill the same rows ({kinds}), cell by cell" if others else f" ({kinds})"
    print(f"reform-tui: {files} files of {name} taken in again{told}", file=sys.stderr)
    return Exit.CLEAN
