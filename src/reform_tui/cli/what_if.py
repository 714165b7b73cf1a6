"""``what-if``: what a draft of rules would change, asked of the rows as they are; nothing is written."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from reform_tui.cli.formats import FORMATS, cell, write_rows
from reform_tui.cli.main import project_argument
from reform_tui.cli.moments import moment_after
from reform_tui.cli.progress import Progress
from reform_tui.config.build import nearest
from reform_tui.errors import ConfigError, Exit
from reform_tui.what_if_words import CHANGES, SIGNS, headline, notes

PAST = "today's rows are judged as known at that moment: later times are hidden, later corrections are not undone"
LISTED = 100
"""Records behind each alert that are listed unless all are wanted."""
COLUMNS = (
    "change", "severity_before", "severity", "unit", "unit_name", "rule", "subject", "count_before", "count", "of",
    "message", "evidence_count", "evidence",
)  # fmt: skip


def arguments(sub: argparse.ArgumentParser) -> None:
    """Add what ``what-if`` understands."""
    sub.add_argument("file", type=Path, metavar="FILE", help="a rules file; it need not lie in the project")
    project_argument(sub)
    sub.add_argument("--as-of", metavar="T", help="the moment to judge at (default now; without a zone, the project's)")
    sub.add_argument("--rule", default="", help="only this rule")
    sub.add_argument("--no-cases", action="store_true", help="do not run the draft's cases first")
    sub.add_argument("--all-evidence", action="store_true", help="list every record behind an alert, not just 100")
    sub.add_argument("--format", choices=FORMATS, default="table")


def run(options: argparse.Namespace) -> Exit:
    """Compare and print; 4 when a case of the draft does not hold, 3 when a rule could not be compared."""
    from reform_tui.engine.workers.early import start_fork_server  # noqa: PLC0415 - only where workers are needed

    start_fork_server()
    from reform_tui.assemble import assembled  # noqa: PLC0415 - pyarrow loads only here
    from reform_tui.engine.drafts import case_faults, drafted  # noqa: PLC0415 - as above
    from reform_tui.engine.what_if import what_if  # noqa: PLC0415 - as above
    from reform_tui.engine.what_if_data import as_data  # noqa: PLC0415 - as above
    from reform_tui.looking import looking  # noqa: PLC0415 - as above
    from reform_tui.sides import sides_of, worded  # noqa: PLC0415 - as above

    with assembled(options.project) as parts:
        moment = moment_after("--as-of", options.as_of, parts.project.settings.zone)
        with looking(parts, moment, Progress("units asked")) as looked:
            sides = sides_of(looked, parts.project, options.file)
            _refuse_unknown(options.rule, sides)
            before = drafted(parts.pool, looked.questions, sides.before)
            after = drafted(parts.pool, looked.questions, sides.after)
            failed = [] if options.no_cases else case_faults(parts.pool, after, sides.path)
            data = as_data(what_if(looked.asker, before, after, moment, options.rule))
    words = worded(sides, parts.faces, looked.names)
    _tell([*sides.notes, *(PAST for _ in [options.as_of] if options.as_of), *failed, *notes(data, words.language)])
    _print(data, words, options)
    return Exit.CASE_FAILED if failed else Exit.UNHEALTHY if data["ill"] else Exit.CLEAN


def _refuse_unknown(rule: str, sides: Any) -> None:
    known = {one.name for one in (*sides.before.rules, *sides.after.rules)}
    if rule and rule not in known:
        raise ConfigError([f"--rule: there is no rule '{rule}'{nearest(rule, known)}"])


def _tell(sentences: Iterable[str]) -> None:
    for sentence in sentences:
        print(f"reform-tui: {cell(sentence)}", file=sys.stderr)


def _print(data: Mapping[str, Any], words: Any, options: argparse.Namespace) -> None:
    limit = None if options.all_evidence else LISTED
    alerts = [_row(alert, words, limit) for alert in data["alerts"]]
    said = headline(data, words.language)
    if options.format == "json":
        units = [{**one, "name": words.units.get(one["unit"], "")} for one in data["units"]]
        whole = {"summary": said, **data, "units": units, "alerts": alerts}
        print(json.dumps(whole, ensure_ascii=False, indent=1))
    elif options.format == "table":
        print(cell(said))
        _table(data["units"], alerts, words)
    else:
        _tell([said])
        write_rows(sys.stdout, alerts, COLUMNS, options.format)


def _table(units: Sequence[Mapping[str, Any]], alerts: Sequence[Mapping[str, Any]], words: Any) -> None:
    """By unit, then each alert with the records behind it."""
    if units:
        print()
        named = [{**one, "name": words.units.get(one["unit"], "")} for one in units]
        write_rows(sys.stdout, named, ("unit", "name", *CHANGES), "table")
    for alert in alerts:
        was = f"{alert['severity_before']} → " if alert["change"] in {"worse", "milder"} else ""
        count = f"{alert['count_before']} → {alert['count']}" if alert["count_before"] is not None else alert["count"]
        print()
        print(
            cell(f"{SIGNS[alert['change']]} {was}{alert['severity']}  {alert['unit']}  {alert['rule']}  {alert['id']}")
        )
        print(cell(f"  {alert['message']}  [{count}/{alert['of']}]"))
        more = alert["evidence_count"] - len(alert["evidence"])
        left = f" … +{more} (--all-evidence)" if more else ""
        print(cell(f"  {' '.join(alert['evidence'])}{left}" if alert["evidence"] else "  –"))


def _row(alert: Mapping[str, Any], words: Any, limit: int | None) -> dict[str, Any]:
    keys = [key.rpartition("|")[2] for key in alert["evidence"]]
    return {
        **alert,
        "unit_name": words.units.get(alert["unit"], ""),
        "message": words.message(alert),
        "evidence": keys[:limit],
        "evidence_count": len(keys),
    }
