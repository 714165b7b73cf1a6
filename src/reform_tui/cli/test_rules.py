"""``test-rules``: the cases of rules and indicators, and the samples of feeds; with ``--watch``, at every change."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable
from contextlib import redirect_stdout
from threading import Event
from typing import TYPE_CHECKING, NoReturn, TextIO

from reform_tui import times
from reform_tui.cli.choosing import choice_arguments, choice_of
from reform_tui.cli.main import project_argument
from reform_tui.errors import Exit, ReformError
from reform_tui.model.text import harmless

if TYPE_CHECKING:
    from reform_tui.proving import Outcome

COLOURS = {"- ": "\x1b[31m", "+ ": "\x1b[32m"}
"""What was expected is red and what was found is green; the marks say it without colour."""
PLAIN = "\x1b[0m"
PAUSE = 0.5
"""Seconds between two looks at the files: they are few, and a person waits."""


def arguments(sub: argparse.ArgumentParser) -> None:
    """Add what ``test-rules`` understands."""
    project_argument(sub)
    sub.add_argument("--rule", help="only this rule or indicator")
    sub.add_argument("--case", help="only cases with this name")
    sub.add_argument("--watch", action="store_true", help="run again whenever a file changes, until Ctrl-C")
    choice_arguments(sub)


def run(options: argparse.Namespace) -> Exit:
    """Run every case in this process, which a debugger can follow; exit 4 when one fails."""
    if options.watch:
        _watch(options)
    failed = _told(_outcomes(options), quiet=False)
    return Exit.CASE_FAILED if failed else Exit.CLEAN


def _watch(options: argparse.Namespace) -> NoReturn:
    """Run again and again, telling only what failed; a file that cannot be read is told, and waited for."""
    from reform_tui.config.project import require_project  # noqa: PLC0415 - as below
    from reform_tui.proving import files_of_cases  # noqa: PLC0415 - as below
    from reform_tui.watch.edited import stamp_of  # noqa: PLC0415 - as below

    require_project(options.project)
    idle = Event()
    while True:
        files = files_of_cases(options.project)
        seen = stamp_of(options.project, files)  # before they are read: what changes meanwhile is run again
        print(f"--- {times.now().astimezone():%H:%M:%S}", file=sys.stderr)
        try:
            _told(_outcomes(options), quiet=True)
        except ReformError as error:
            print(f"reform-tui: {error}", file=sys.stderr)
        while stamp_of(options.project, files) == seen:
            idle.wait(PAUSE)


def _outcomes(options: argparse.Namespace) -> Iterable[Outcome]:
    from reform_tui.proving import proved  # noqa: PLC0415 - pandas loads only here

    return proved(options.project, options.rule, options.case, choice_of(options))


def _told(outcomes: Iterable[Outcome], *, quiet: bool) -> int:
    """Print each outcome as it comes, unless it passed and ``quiet``; return how many failed."""
    passed = failed = 0
    out = sys.stdout
    with redirect_stdout(sys.stderr):  # what a check prints while it is asked is no outcome
        for outcome in outcomes:
            passed, failed = passed + outcome.passed, failed + (not outcome.passed)
            if not (quiet and outcome.passed):
                _print(outcome, out)
    print(f"reform-tui: {passed} passed, {failed} failed", file=sys.stderr)
    return failed


def _print(outcome: Outcome, out: TextIO) -> None:
    coloured = out.isatty() and not os.environ.get("NO_COLOR")
    print(f"{'ok  ' if outcome.passed else 'FAIL'} {outcome.where}: {harmless(outcome.name)}", file=out)
    for line in outcome.faults:
        colour = COLOURS.get(line[:2], "") if coloured else ""
        print(f"     {colour}{harmless(line)}{PLAIN if colour else ''}", file=out)
    if outcome.faults and outcome.alone:
        print(f"     alone: reform-tui test-rules {harmless(outcome.alone)}", file=out)
    out.flush()
