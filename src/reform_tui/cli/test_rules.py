"""``test-rules``: the cases of rules and indicators, and the samples of feeds."""

from __future__ import annotations

import argparse
import sys

from reform_tui.cli.main import project_argument
from reform_tui.errors import Exit


def arguments(sub: argparse.ArgumentParser) -> None:
    """Add what ``test-rules`` understands."""
    project_argument(sub)
    sub.add_argument("--rule", help="only this rule or indicator")


def run(options: argparse.Namespace) -> Exit:
    """Run every case in this process, which a debugger can follow; exit 4 when one fails."""
    from reform_tui.proving import Outcome, proved  # noqa: PLC0415 - pandas loads only here

    outcomes: list[Outcome] = list(proved(options.project, options.rule))
    for outcome in outcomes:
        print(f"{'ok  ' if outcome.passed else 'FAIL'} {outcome.where}: {outcome.name}")
        for fault in outcome.faults:
            print(f"     {fault}")
    failed = sum(not outcome.passed for outcome in outcomes)
    print(f"reform-tui: {len(outcomes) - failed} passed, {failed} failed", file=sys.stderr)
    return Exit.CASE_FAILED if failed else Exit.CLEAN
