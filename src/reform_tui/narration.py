"""What ``check`` narrates on stderr beside a list of alerts: what was read, what was not, the province's figures."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from reform_tui.board.figures import says_day
from reform_tui.config.types import Project
from reform_tui.feeds.remarks import Remark, spoken
from reform_tui.language import Language

TOLD = Language("en")
NAMED = 20
"""Files not taken in that are named one by one."""


def narrated(report: Mapping[str, Any], project: Project) -> Iterator[str]:
    """Sentences about a report of ``report_of``."""
    files: Sequence[Mapping[str, Any]] = report["feeds"]
    yield _files(files)
    yield from remarks_of(files)
    yield from _left_out([one for one in files if one["status"] in {"quarantined", "waiting"}])
    names = {one.name: TOLD.chosen(one.names, one.name) for one in project.indicators}
    yield from _figures(report["indicators"], names, project.settings.province)
    ends = Counter("silenced" if alert["silenced"] else alert["severity"] for alert in report["alerts"])
    silenced = f", {ends['silenced']} silenced" if ends["silenced"] else ""
    yield f"{_many(ends.total(), 'alert')}: {ends['critical']} critical, {ends['warning']} warning{silenced}"


def unread(files: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Sentences on the feeds of which not one file could be read: silence of their rules means nothing."""
    by_feed: dict[str, list[str]] = {}
    for one in files:
        by_feed.setdefault(one["feed"], []).append(one["status"])
    for feed, states in sorted(by_feed.items()):
        if set(states) <= {"quarantined", "waiting"}:
            yield f"feed {feed}: not one of {_many(len(states), 'file')} could be read, so its rules saw nothing"


def _files(files: Sequence[Mapping[str, Any]]) -> str:
    """How many files ended how, and that their rows balance."""
    if not files:
        return "no file lies in the folders of the feeds; drop an export there"
    ends = Counter(one["status"] for one in files)
    rows, accepted, rejected = (sum(one[name] for one in files) for name in ("rows", "accepted", "rejected"))
    ended = ", ".join(f"{count} {status}" for status, count in sorted(ends.items()))
    balance = f"{TOLD.whole(accepted)} accepted + {TOLD.whole(rejected)} rejected"
    return f"{_many(len(files), 'file')}: {ended}; {_many(rows, 'row')} = {balance}"


def remarks_of(files: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """What is told of rows that were taken in, file by file."""
    remarks = [(file["file"], Remark(**one)) for file in files for one in file["remarks"]]
    for file, remark in remarks[:NAMED]:
        yield f"{file}: {spoken(remark, TOLD)}"
    if len(remarks) > NAMED:
        yield f"and {len(remarks) - NAMED} more remarks; reform-tui check --format json has them all"


def _left_out(files: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for one in files[:NAMED]:
        yield f"{one['file']}: {one['status']}: {one['reason']}"
    if len(files) > NAMED:
        yield f"and {len(files) - NAMED} more files that were not taken in; reform-tui check --format json names them"


def _figures(figures: Sequence[Mapping[str, Any]], names: Mapping[str, str], province: str) -> Iterator[str]:
    """The province's figures, each by level too where there are several, and since when nothing else is known."""
    levels: dict[tuple[str, str], list[str]] = defaultdict(list)
    for one in figures:
        if one["level"].startswith("all ") and one["denominator"]:
            counts = one["numerator"], one["denominator"]
            told = " of ".join(map(TOLD.whole, counts))
            levels[one["indicator"], one["period"]].append(
                f"{one['level'].removeprefix('all ')} {told} = {TOLD.rate(*counts)}"
            )
    for one in figures:
        if one["level"] == "province" and one["unit"] == province:
            name = names.get(one["indicator"], one["indicator"])
            if one["denominator"]:
                yield _figure(one, name)
            if one["skipped"]:
                why = "; ".join(reason + (f": {TOLD.whole(n)}" if n else "") for reason, n in one["skipped"].items())
                yield f"{name}, {one['period']}: not counted: {why}"
            if len(by_level := levels[one["indicator"], one["period"]]) > 1:
                yield f"{name}, {one['period']}, by level: {', '.join(by_level)}"
    yield from _unknown(figures)


def _unknown(figures: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Since when it is known what was carried into each period, where that is later than its beginning."""
    unknown: dict[str, datetime] = {}
    for one in figures:
        if before := one["carried_over_unknown_before"]:
            moment = datetime.fromisoformat(before)
            unknown[one["period"]] = max(moment, unknown.get(one["period"], moment))
    for period, moment in sorted(unknown.items()):
        yield f"{period}: carried over: unknown before {TOLD.day(moment)}, when the first file was exported"


def _figure(one: Mapping[str, Any], name: str) -> str:
    """One figure of the province: what was counted, of what, what is left, the target, and who counts so."""
    counted, of = one["numerator"], one["denominator"]
    target = "" if one["target"] is None else f"; target {TOLD.percent(one['target'])}"
    left = f"{TOLD.whole(of - counted)} not"
    said, day = TOLD.chosen(one["source"]), datetime.fromisoformat(one["dated"]) if one["dated"] else None
    dated = f", {TOLD.day(day)}" if day and not says_day(said, day) else ""
    source = f" ({said}{dated})" if said else ""
    rate = f"{TOLD.whole(counted)} of {TOLD.whole(of)} = {TOLD.rate(counted, of)}"
    breaks = "".join(
        f"; another series since {TOLD.day(datetime.fromisoformat(each['from']))}: {TOLD.chosen(each['why'])}"
        for each in one["breaks"]
    )
    return f"{name}, {one['period']}: {rate}, {left}{target}{source}{breaks}"


def _many(count: int, noun: str) -> str:
    return f"{TOLD.whole(count)} {noun}{'' if count == 1 else 's'}"
