"""``rows``: the rows behind a figure, those that it counts and those that are missing from it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from reform_tui.cli.formats import FORMATS, cell, write_rows
from reform_tui.cli.main import project_argument
from reform_tui.cli.moments import moment_after
from reform_tui.config.build import nearest
from reform_tui.config.types import Project
from reform_tui.errors import ConfigError, Exit

if TYPE_CHECKING:
    from reform_tui.engine.job import Count

COLUMNS = ("indicator", "period", "unit", "numerator", "denominator", "counted", "key")


def arguments(sub: argparse.ArgumentParser) -> None:
    """Add what ``rows`` understands."""
    sub.add_argument("indicator", metavar="INDICATOR", help="the indicator's name, as reform-tui checks --indicators")
    project_argument(sub)
    sub.add_argument("--unit", required=True, metavar="UNIT", help="the unit's code")
    sub.add_argument("--period", default="", help="such as month or 2025-Q1 (default the indicator's)")
    sub.add_argument(
        "--as-of", metavar="T", help="the moment to look from (default now; without a zone, the project's)"
    )
    sub.add_argument("--format", choices=FORMATS, default="table")


def run(options: argparse.Namespace) -> Exit:
    """Count, and print the key of each row; 3 when there was no answer."""
    from reform_tui.engine.workers.early import start_fork_server  # noqa: PLC0415 - only where workers are needed

    start_fork_server()
    from reform_tui.assemble import assembled  # noqa: PLC0415 - pyarrow loads only here
    from reform_tui.engine.asking import Asking  # noqa: PLC0415 - as above
    from reform_tui.looking import looking  # noqa: PLC0415 - as above

    with assembled(options.project) as parts:
        project = narrowed(parts.project, options.indicator, options.period)
        moment = moment_after("--as-of", options.as_of, project.settings.zone)
        with looking(parts, moment, lambda *_: None) as looked:
            only = frozenset({options.indicator})
            questions = replace(looked.questions, project=project, only=only, behind=True)
            [[heard]] = looked.asker.hear([[Asking(questions, frozenset(), moment, counting=True)]], {options.unit})
    said = list(heard.values())
    counts = [count for one in said for count in one.counts if count.unit == options.unit]
    write_rows(sys.stdout, [row for count in counts for row in rows_of(count)], COLUMNS, options.format)
    faults = [one.fault for one in said if one.fault]
    for told in faults or [sentence for count in counts if (sentence := why_none(count))]:
        print(f"reform-tui: {cell(told)}", file=sys.stderr)
    return Exit.UNHEALTHY if faults else Exit.CLEAN


def narrowed(project: Project, name: str, period: str) -> Project:
    """Return the project with this indicator in another period; ``ConfigError`` where there is none of that name."""
    known = {one.name: one for one in project.indicators}
    if name not in known:
        raise ConfigError([f"there is no indicator '{name}'{nearest(name, known)}"])
    changed = tuple(replace(one, period=period) if period and one.name == name else one for one in known.values())
    return replace(project, indicators=changed)


def rows_of(count: Count) -> Iterator[dict[str, object]]:
    """Yield a row for each key: what the figure counts, then what is missing from it; one without where none is."""
    about = {name: getattr(count, name) for name in COLUMNS[:5]}
    if not count.counted + count.missing:
        yield {**about, "counted": None, "key": None}
    for keys, counted in ((count.counted, True), (count.missing, False)):
        yield from ({**about, "counted": counted, "key": key} for key in keys)


def why_none(count: Count) -> str:
    """Why a figure has no rows; empty where it has them."""
    if len(count.counted) + len(count.missing) == count.denominator:
        return ""
    return (
        f"{count.indicator} is {count.numerator} of {count.denominator} in {count.unit}, and no rows carry it: it adds "
        "up stated numbers, or counts entries of a reference table"
    )
