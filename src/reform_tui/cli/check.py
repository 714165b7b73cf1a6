"""``check``: the inbox evaluated once at a moment, in a scratch store; ``state/`` is never touched."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

from reform_tui.cli.formats import FORMATS, cell, write_rows
from reform_tui.cli.main import project_argument
from reform_tui.errors import ConfigError, Exit
from reform_tui.narration import narrated
from reform_tui.times import now, parse_moment, zone_of

FIRST_YEAR, LAST_YEAR = 1900, 2200
"""Working days and quarters are counted around the moment; no calendar reaches further."""
LEVELS = ("warning", "critical", "never")


def arguments(sub: argparse.ArgumentParser) -> None:
    """Add what ``check`` understands."""
    project_argument(sub)
    sub.add_argument("--as-of", metavar="T", help="the moment to judge at (default now; without a zone, the project's)")
    sub.add_argument("--format", choices=FORMATS, default="table")
    sub.add_argument("--fail-on", choices=LEVELS, default="critical", help="exit 1 from this severity on")
    sub.add_argument("--all-evidence", action="store_true", help="list every record behind an alert, not just 100")


def run(options: argparse.Namespace) -> Exit:
    """Evaluate and print; exit codes as in DESIGN 10."""
    from reform_tui.engine.workers.early import start_fork_server  # noqa: PLC0415 - only where workers are needed

    start_fork_server()
    from reform_tui.assemble import assembled, running, take_all  # noqa: PLC0415 - pyarrow loads only here
    from reform_tui.report import report_of  # noqa: PLC0415 - as above
    from reform_tui.store.layout import Layout  # noqa: PLC0415 - as above
    from reform_tui.store.people_key import key_for_looking  # noqa: PLC0415 - as above

    with assembled(options.project) as parts, tempfile.TemporaryDirectory(prefix="reform-tui-check-") as scratch:
        moment = _moment(options.as_of, parts.project.settings.zone)
        key = key_for_looking(Layout(options.project / "state"), parts.project.settings.name)
        with running(parts, Path(scratch), moment, key) as engine:
            look, intake = take_all(engine, moment)
            engine.step(engine.units(), moment, held=True)
            report = report_of(engine, look, intake, moment, limit=None if options.all_evidence else 100)
    _print(report, options.format)
    told = () if options.format == "json" else narrated(report, parts.project)  # what JSON already says
    for sentence in told:
        print(f"reform-tui: {cell(sentence)}", file=sys.stderr)
    for fault in parts.faces.faults:
        print(f"reform-tui: {fault}", file=sys.stderr)
    for name in look.absent:
        folder = next(feed.folder for feed in parts.project.feeds if feed.name == name)
        print(
            f"reform-tui: feeds/{name}.toml: folder: {folder} is not there; make it, or mend the feed", file=sys.stderr
        )
    return Exit.CONFIGURATION if look.absent else _exit(report, options.fail_on)


def _moment(text: str | None, zone: str) -> datetime:
    if text is None:
        return now()
    try:
        moment = parse_moment(text, zone_of(zone))
    except ValueError as error:
        raise ConfigError([f"--as-of: {error}"]) from error
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise ConfigError([f"--as-of: {moment.year} is not a year between {FIRST_YEAR} and {LAST_YEAR}"])
    return moment


def _print(report: dict[str, object], form: str) -> None:
    if form == "json":
        print(json.dumps(report, ensure_ascii=False, indent=1))
        return
    alerts: Any = report["alerts"]
    rows = [{**alert, "silenced": (alert["silenced"] or {}).get("until")} for alert in alerts]
    columns = ("severity", "silenced", "unit", "unit_name", "rule", "subject", "count", "of", "value", "message")
    write_rows(sys.stdout, rows, columns, form)


def _exit(report: dict[str, object], fail_on: str) -> Exit:
    if any(rule["health"] != "ok" for rule in report["rules"]):  # type: ignore[attr-defined]
        return Exit.UNHEALTHY
    bad = {"critical"} if fail_on == "critical" else {"critical", "warning"} if fail_on == "warning" else set()
    asking = [alert for alert in report["alerts"] if alert["silenced"] is None]  # type: ignore[attr-defined]
    found = any(alert["severity"] in bad for alert in asking)
    return Exit.ALERTS if found else Exit.CLEAN
