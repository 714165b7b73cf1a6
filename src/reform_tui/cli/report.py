"""``report``: form II.06a computed from records, as Markdown on stdout and as a workbook."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from reform_tui.cli.formats import cell, write_rows
from reform_tui.cli.main import project_argument
from reform_tui.cli.moments import moment_after
from reform_tui.config.rule_types import Rule
from reform_tui.errors import ConfigError, Exit
from reform_tui.protocols import Profile

if TYPE_CHECKING:
    from reform_tui.assemble import Assembled
    from reform_tui.engine.asking import Said
    from reform_tui.form_06a.table import Form
    from reform_tui.looking import Looked

FORM, CHECK = "form-06a", "form_differs"


def arguments(sub: argparse.ArgumentParser) -> None:
    """Add what ``report`` understands."""
    sub.add_argument("form", choices=(FORM,), metavar=FORM, help="the form to write")
    project_argument(sub)
    sub.add_argument("--period", default="", help="what to report, such as 2025-Q1-report (default the project's)")
    sub.add_argument("--by", choices=("unit", "field"), default="unit", help="a line a unit (default) or a field")
    sub.add_argument("--profile", choices=get_args(Profile), default="province_06a", help="what counts as late")
    sub.add_argument(
        "--as-of", metavar="T", help="the moment to look from (default now; without a zone, the project's)"
    )
    sub.add_argument(
        "-o", "--output", type=Path, metavar="OUT", help="a new workbook, with the codes behind every cell"
    )


def run(options: argparse.Namespace) -> Exit:
    """Count, print and write; 3 when some units could not be counted."""
    from reform_tui.engine.workers.early import start_fork_server  # noqa: PLC0415 - only where workers are needed

    if options.output is not None and options.output.exists():
        raise ConfigError([f"{options.output}: is there already; nothing is written over it"])
    start_fork_server()
    from reform_tui.assemble import assembled  # noqa: PLC0415 - pyarrow loads only here
    from reform_tui.looking import looking  # noqa: PLC0415 - as above

    with assembled(options.project) as parts:
        if CHECK not in parts.faces.checks:
            raise ConfigError([f"no plugin offers the check {CHECK}, which counts the form; see reform-tui plugins"])
        moment = moment_after("--as-of", options.as_of, parts.project.settings.zone)
        with looking(parts, moment, lambda *_: None) as looked:
            said = _heard(parts, looked, options, moment)
            form = _form(parts, looked, options, said)
    _print(form)
    if options.output is not None:
        from reform_tui.form_06a.workbook import workbook_of  # noqa: PLC0415 - only where one is wanted

        with options.output.open("xb") as out:
            out.write(workbook_of(form))
    faults = _faults(form, said)
    for fault in faults:
        print(f"reform-tui: {cell(fault)}", file=sys.stderr)
    return Exit.UNHEALTHY if faults else Exit.CLEAN


def _heard(parts: Assembled, looked: Looked, options: argparse.Namespace, moment: datetime) -> Said:
    """Ask the check of every unit, in the workers, for the whole form."""
    from reform_tui.engine.asking import Asking  # noqa: PLC0415 - only where workers are needed
    from reform_tui.engine.asking import Said as Answer  # noqa: PLC0415 - as above
    from reform_tui.model.period import Period  # noqa: PLC0415 - as above

    settings = {"show": "all", "by": options.by, "profile": options.profile}
    rule = Rule(FORM, Path(), CHECK, settings, period=options.period or parts.project.settings.period)
    questions = replace(looked.questions, project=replace(looked.questions.project, rules=(rule,)))
    [[heard]] = looked.asker.hear([[Asking(questions, frozenset({FORM}), moment)]])
    return heard.get(FORM, Answer(Period(rule.period)))


def _form(parts: Assembled, looked: Looked, options: argparse.Namespace, said: Said) -> Form:
    from reform_tui.form_06a.table import Form, lines_of  # noqa: PLC0415 - only where a form is written
    from reform_tui.times import zone_of  # noqa: PLC0415 - as above

    with looked.asker.snapshot() as store:
        levels = dict(store.connection.execute("SELECT unit, level FROM units").fetchall())
        [exported] = store.connection.execute("SELECT max(exported_at) FROM arrivals WHERE status = 'taken'").fetchone()
    zone = zone_of(parts.project.settings.zone)
    as_of = f"{datetime.fromisoformat(exported).astimezone(zone):%d/%m/%Y %H:%M}" if exported else ""
    found = [one for one in said.findings if one.unit not in said.blind]
    left = {(one.unit, one.facts["field"]): int(one.facts["unreadable"] or 0) for one in found}
    lines = lines_of(found, options.by, looked.names, levels)
    return Form(said.period.name, options.profile, as_of, options.by, lines, sum(left.values()))


def _print(form: Form) -> None:
    """Write the form as Markdown: its notes, a header of one level, the lines."""
    from reform_tui.form_06a.table import COLUMNS, GROUPS  # noqa: PLC0415 - only where a form is written

    said = [(group, text) for group, columns in GROUPS.items() for text in columns.values()]
    heads = [f"({number}) {group}: {text}" for number, (group, text) in enumerate(said, 3)]
    first = ["(1) STT", "(2) Lĩnh vực" if form.by == "field" else "(2) Đơn vị"]
    rows = [
        dict(zip([*first, *heads], [line.number, line.title, *map(line.count, COLUMNS)], strict=True))
        for line in form.lines
    ]
    print("".join(f"{cell(note)}\n\n" for note in form.notes), end="")
    write_rows(sys.stdout, rows, [*first, *heads], "md")


def _faults(form: Form, said: Said) -> list[str]:
    """Sentences on what the form lacks, and on sums that do not hold."""
    broken = [f"{line.title}: {name} does not hold" for line in form.lines for name in line.broken()]
    reasons = {why: sorted(unit for unit, one in said.blind.items() if one == why) for why in set(said.blind.values())}
    blind = [f"not counted: {', '.join(units)}: {why}" for why, units in sorted(reasons.items())]
    return [*broken, *blind, *([said.fault] if said.fault else [])]
