"""``watch``: the engine of a project, in the foreground or as a service."""

from __future__ import annotations

import argparse
import os
import signal
import sys

from reform_tui.cli.choosing import choice_arguments, choice_of
from reform_tui.cli.main import project_argument
from reform_tui.errors import Exit
from reform_tui.lean import without_pandas

NICE = 10
"""Behind the consoles: a key must not wait for a file."""


def arguments(sub: argparse.ArgumentParser) -> None:
    """Add what ``watch`` understands."""
    project_argument(sub)
    choice_arguments(sub)
    sub.add_argument("--while-consoles", action="store_true", help="end when the last console of the project closes")


def run(options: argparse.Namespace) -> Exit:
    """Turn until SIGTERM or Ctrl-C; a second engine on one project is refused."""
    from reform_tui.engine.workers.early import start_fork_server  # noqa: PLC0415 - only where workers are needed

    without_pandas()
    start_fork_server()
    from reform_tui.watch.service import serve  # noqa: PLC0415 - pyarrow and watchdog load only here

    told: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda received, _frame: told.append(received))
    os.nice(NICE)
    print(f"reform-tui: watching {options.project.resolve()}; Ctrl-C stops it", file=sys.stderr)
    serve(options.project, lambda: bool(told), while_consoles=options.while_consoles, choice=choice_of(options))
    return Exit.INTERRUPTED if signal.SIGINT in told else Exit.CLEAN
