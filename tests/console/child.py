"""The console as a process of its own, on a clock that the test sets: argv is root, clock file, language, ascii."""

import sys
from datetime import datetime
from pathlib import Path

from reform_tui import times

root, clock, language, narrow = sys.argv[1:]


def told() -> datetime:
    """The moment in the clock file."""
    return datetime.fromisoformat(Path(clock).read_text("utf-8"))


times.now = told

from reform_tui.console.main import run_console  # noqa: E402 - the clock first

sys.exit(run_console(Path(root), language=language or None, ascii=narrow == "ascii" or None))
