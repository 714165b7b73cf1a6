"""``backtest``: when each rule would have fired, with today's rows at past moments; nothing is written."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from reform_tui.cli.formats import FORMATS, cell, write_rows
from reform_tui.cli.main import project_argument
from reform_tui.cli.moments import moment_after
from reform_tui.cli.plot import bars
from reform_tui.cli.progress import Progress
from reform_tui.config.build import nearest
from reform_tui.errors import ConfigError, Exit
from reform_tui.language import Language, mark
from reform_tui.times import now, parse_duration, zone_of

MOST = 2_000
"""Moments that one backtest asks about at most."""
CLOCK_COLUMNS = ("at", "critical", "warning", "pending")
COLUMNS = (
    "rule", "unit", "unit_name", "subject", "period", "severity", "worst", "found", "fired", "worsened", "ended", "why",
    "count", "of", "most", "id",
)  # fmt: skip
NOTE = mark(
    "today's rows at past moments: what came later is left out and later times are hidden; what was corrected since "
    "(due dates, statuses, units) is not undone"
)


def arguments(sub: argparse.ArgumentParser) -> None:
    """Add what ``backtest`` understands."""
    project_argument(sub)
    sub.add_argument("--from", dest="start", required=True, metavar="D", help="the first day, or moment")
    sub.add_argument("--to", dest="end", required=True, metavar="D", help="the last day, or moment")
    sub.add_argument("--every", default="1d", metavar="STEP", help="from one moment to the next, such as 1d or 12h")
    sub.add_argument("--at", default="17:00", metavar="HH:MM", help="the time of day where only a day is given")
    sub.add_argument("--rule", action="append", default=[], metavar="NAME", help="only this rule; may stand again")
    sub.add_argument("--ascii", action="store_true", help="plot without block characters")
    sub.add_argument("--format", choices=FORMATS, default="table")


def run(options: argparse.Namespace) -> Exit:
    """Follow every alert from moment to moment and print; 3 when a rule gave no answer at one of them."""
    from reform_tui.engine.workers.early import start_fork_server  # noqa: PLC0415 - only where workers are needed

    start_fork_server()
    from reform_tui.assemble import assembled  # noqa: PLC0415 - pyarrow loads only here
    from reform_tui.engine.backtest import backtest  # noqa: PLC0415 - as above
    from reform_tui.looking import looking  # noqa: PLC0415 - as above

    with assembled(options.project) as parts:
        zone = parts.project.settings.zone
        moments = moments_of(options, zone)
        with looking(parts, moments[-1], Progress("units asked, each at every moment")) as looked:
            rules = _chosen(options.rule, looked.questions.rules)
            found = backtest(looked.asker, looked.questions, rules, moments)
            names = looked.names
    clocks = [_clock(one, zone) for one in found.clocks]
    alerts = [_life(one, names, zone) for one in found.lives]
    _print(clocks, alerts, Language(parts.project.settings.language), options)
    ill = dict.fromkeys(sentence for one in found.clocks for sentence in one.ill)
    for sentence in ill:
        print(f"reform-tui: {cell(sentence)}", file=sys.stderr)
    return Exit.UNHEALTHY if ill else Exit.CLEAN


def moments_of(options: argparse.Namespace, zone: str) -> list[datetime]:
    """Return the moments to look at, none of them ahead; ``ConfigError`` with what is wrong with the options."""
    start, end = (
        _moment(option, text, options.at, zone) for option, text in (("--from", options.start), ("--to", options.end))
    )
    try:
        every = parse_duration(options.every)
    except ValueError as error:
        raise ConfigError([f"--every: {error}"]) from error
    last = min(end, now().astimezone(zone_of(zone)))
    if end < start:
        raise ConfigError([f"--from: {start:%Y-%m-%d %H:%M} lies after --to, {end:%Y-%m-%d %H:%M}; exchange the two"])
    if last < start:
        raise ConfigError([f"--from: {start:%Y-%m-%d %H:%M} is still ahead of the clock; name a day that is over"])
    if every <= timedelta(0) or (last - start) / every >= MOST:
        raise ConfigError([f"--every: {options.every} gives more than {MOST:,} moments; take longer steps"])
    return [start + every * number for number in range(int((last - start) / every) + 1)]


def _moment(option: str, text: str, at: str, zone: str) -> datetime:
    """A moment; a bare day means the time of day ``at``."""
    moment = moment_after(option, text, zone)
    try:
        hour = time.fromisoformat(at)
    except ValueError as error:
        raise ConfigError([f"--at: '{at}' is not a time of day such as 17:00"]) from error
    bare = len(text.strip()) == len("2025-03-31")
    return moment.replace(hour=hour.hour, minute=hour.minute) if bare else moment.astimezone(zone_of(zone))


def _chosen(names: Sequence[str], known: Mapping[str, Any]) -> list[str]:
    faults = [f"--rule: there is no rule '{name}'{nearest(name, known)}" for name in names if name not in known]
    if faults:
        raise ConfigError(faults)
    return list(names) or list(known)


def _clock(clock: Any, zone: str) -> dict[str, Any]:
    return {
        "at": _local(clock.at, zone), "critical": clock.critical, "warning": clock.warning, "pending": clock.pending
    }  # fmt: skip


def _life(life: Any, names: Mapping[str, str], zone: str) -> dict[str, Any]:
    alert = life.alert
    return {
        "id": alert.id,
        "rule": alert.rule,
        "unit": alert.unit,
        "unit_name": names.get(alert.unit, ""),
        "subject": alert.subject,
        "period": alert.period,
        "severity": alert.severity.value,
        "worst": life.worst.value,
        "found": _local(life.seen, zone),
        "fired": _local(life.fired, zone),
        "worsened": _local(life.worsened, zone),
        "ended": _local(life.ended, zone),
        "why": life.why,
        "count": alert.count,
        "of": alert.of,
        "value": alert.value,
        "most": life.most,
    }


def _local(moment: datetime | None, zone: str) -> str | None:
    return moment.astimezone(zone_of(zone)).isoformat(timespec="minutes") if moment else None


def _print(
    clocks: Sequence[Mapping[str, Any]],
    alerts: Sequence[Mapping[str, Any]],
    language: Language,
    options: argparse.Namespace,
) -> None:
    said, note = _summary(clocks, alerts, language), language.say(NOTE)
    if options.format == "json":
        whole = {"summary": said, "note": note, "clocks": clocks, "alerts": alerts}
        print(json.dumps(whole, ensure_ascii=False, indent=1))
    elif options.format == "table":
        print(f"{said}\n{note}\n")
        _plot(clocks, ascii=options.ascii or (sys.stdout.encoding or "").lower().replace("-", "") != "utf8")
        print()
        write_rows(sys.stdout, clocks, CLOCK_COLUMNS, "table")
        print()
        write_rows(sys.stdout, alerts, COLUMNS, "table")
    else:
        print(f"reform-tui: {said}\nreform-tui: {note}", file=sys.stderr)
        write_rows(sys.stdout, alerts, COLUMNS, options.format)


def _summary(clocks: Sequence[Mapping[str, Any]], alerts: Sequence[Mapping[str, Any]], language: Language) -> str:
    return language.say(
        "{clocks} moments, {start} to {end}: {fired} alerts would have fired, {worsened} became worse, {ended} ended",
        clocks=len(clocks),
        start=clocks[0]["at"],
        end=clocks[-1]["at"],
        **{name: sum(one[name] is not None for one in alerts) for name in ("fired", "worsened", "ended")},
    )


def _plot(clocks: Sequence[Mapping[str, Any]], *, ascii: bool) -> None:  # noqa: A002 - the option's name
    """A line of bars for each severity, all as high as the highest of them."""
    top = max((one[name] for one in clocks for name in ("critical", "warning")), default=0)
    for name in ("critical", "warning"):
        values = [one[name] for one in clocks]
        print(f"{name:9}|{bars(values, max(top, 1), ascii=ascii)}| {max(values)}")
