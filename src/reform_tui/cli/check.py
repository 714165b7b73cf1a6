"""``check``: the inbox evaluated once at a moment, in a scratch store; ``state/`` is never touched."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reform_tui.cli.choosing import choice_arguments, choice_of
from reform_tui.cli.foreground import foreground
from reform_tui.cli.formats import FORMATS, cell, write_rows
from reform_tui.cli.main import project_argument
from reform_tui.cli.moments import moment_after
from reform_tui.errors import Exit
from reform_tui.narration import narrated, unread
from reform_tui.wording.faults import tells_of_unread_table

if TYPE_CHECKING:
    from reform_tui.assemble import Assembled
    from reform_tui.engine.intake.inbox import Look

LEVELS = ("warning", "critical", "never")


def arguments(sub: argparse.ArgumentParser) -> None:
    """Add what ``check`` understands."""
    project_argument(sub)
    sub.add_argument("--as-of", metavar="T", help="the moment to judge at (default now; without a zone, the project's)")
    sub.add_argument("--format", choices=FORMATS, default="table")
    sub.add_argument("--fail-on", choices=LEVELS, default="critical", help="exit 1 from this severity on")
    sub.add_argument("--all-evidence", action="store_true", help="list every record behind an alert, not just 100")
    sub.add_argument("--rule", action="append", default=[], help="only this rule or indicator; may be repeated")
    sub.add_argument("--unit", action="append", default=[], help="only this unit; may be repeated")
    sub.add_argument("--here", action="store_true", help="in this process, without limits: for a debugger")
    choice_arguments(sub)


def run(options: argparse.Namespace) -> Exit:
    """Evaluate and print; exit codes as in DESIGN 10."""
    with foreground(options.project, choice_of(options)) if options.here else nullcontext():
        report, parts, look = _evaluated(options)
    _print(report, options.format)
    told = () if options.format == "json" else narrated(report, parts.project)  # what JSON already says
    for sentence in told:
        print(f"reform-tui: {cell(sentence)}", file=sys.stderr)
    for fault in (
        *unread(report["feeds"]),
        *parts.faces.faults,
        *parts.project.left_out.values(),
        *parts.references.faults,
    ):
        print(f"reform-tui: {cell(fault)}", file=sys.stderr)
    for name in look.absent:
        folder = next(feed.folder for feed in parts.project.feeds if feed.name == name)
        print(
            f"reform-tui: feeds/{name}.toml: folder: {folder} is not there; make it, or mend the feed", file=sys.stderr
        )
    if look.absent:
        return Exit.CONFIGURATION
    lost = any(map(tells_of_unread_table, parts.references.faults))
    return Exit.UNHEALTHY if lost else _exit(report, options.fail_on)


def _evaluated(options: argparse.Namespace) -> tuple[dict[str, Any], Assembled, Look]:
    """Return the report, the project, and what lies in its folders."""
    from reform_tui.engine.workers.early import start_fork_server  # noqa: PLC0415 - only where workers are needed

    if not options.here:
        start_fork_server()
    from reform_tui.assemble import assembled, running, take_all  # noqa: PLC0415 - pyarrow loads only here
    from reform_tui.engine.narrowed import narrowed  # noqa: PLC0415 - as above
    from reform_tui.report import report_of  # noqa: PLC0415 - as above
    from reform_tui.store.layout import Layout  # noqa: PLC0415 - as above
    from reform_tui.store.people_key import key_for_looking  # noqa: PLC0415 - as above

    root, limit = options.project, None if options.all_evidence else 100
    with (
        assembled(root, choice_of(options), here=options.here) as parts,
        tempfile.TemporaryDirectory(prefix="reform-tui-check-") as scratch,
    ):
        moment = moment_after("--as-of", options.as_of, parts.project.settings.zone)
        key = key_for_looking(Layout(root / "state"), parts.project.settings.name)
        with running(parts, Path(scratch), moment, key) as whole:
            look, intake = take_all(whole, moment)
            engine, units = narrowed(whole, options.rule, options.unit)
            engine.step(units, moment, held=True)
            return report_of(engine, look, intake, moment, limit), parts, look


def _print(report: dict[str, Any], form: str) -> None:
    if form == "json":
        print(json.dumps(report, ensure_ascii=False, indent=1))
        return
    alerts: Any = report["alerts"]
    rows = [{**alert, "silenced": (alert["silenced"] or {}).get("until")} for alert in alerts]
    columns = ("severity", "silenced", "unit", "unit_name", "rule", "subject", "count", "of", "value", "message")
    write_rows(sys.stdout, rows, columns, form)


def _exit(report: dict[str, Any], fail_on: str) -> Exit:
    if any(rule["health"] != "ok" for rule in report["rules"]) or any(unread(report["feeds"])):
        return Exit.UNHEALTHY
    bad = {"critical"} if fail_on == "critical" else {"critical", "warning"} if fail_on == "warning" else set()
    asking = [alert for alert in report["alerts"] if alert["silenced"] is None]
    found = any(alert["severity"] in bad for alert in asking)
    return Exit.ALERTS if found else Exit.CLEAN
