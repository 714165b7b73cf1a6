"""Feeds that stop or shrink: alerts of the engine's own, which never resolve anything else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from reform_tui.calendars import Calendar
from reform_tui.config.rule_types import Rule
from reform_tui.config.types import Feed
from reform_tui.engine.own_rules import FEED_LATE, FEED_SHRUNKEN
from reform_tui.engine.reconcile import as_alerts, reconcile
from reform_tui.engine.settling import write_steps
from reform_tui.engine.step import Engine
from reform_tui.model.finding import Fact, Finding
from reform_tui.model.period import ALL
from reform_tui.store.coverage import shrunken
from reform_tui.store.database import moment_of, stamp
from reform_tui.store.ledger import standing

_EVERY = re.compile(r"(\d+)(wd|d)")


def due_by(feed: Feed, last: datetime, calendar: Calendar) -> datetime | None:
    """When the next file is due, in working or calendar days after the last; ``None`` for a feed without a rhythm."""
    match = _EVERY.fullmatch(feed.every)
    if match is None:
        return None
    day, count = last.astimezone(calendar.zone).date(), int(match[1])
    due = calendar.working_days_after(day, count) if match[2] == "wd" else day + timedelta(days=count)
    return datetime.combine(due, feed.by, calendar.zone)


def settle_feeds(engine: Engine, now: datetime) -> int:
    """Compare every feed with its rhythm and its lists; write what changed, and when to look again."""
    lists = [feed for feed in engine.project.feeds if feed.mode == "snapshot"]
    with engine.store.step():
        late, appointments = _late(engine, now)
        shrunk = [finding for feed in lists for finding in _shrunken(engine, feed)]
        changed = _settle(engine, FEED_LATE, late, now) + _settle(engine, FEED_SHRUNKEN, shrunk, now)
        engine.store.connection.execute("DELETE FROM agenda WHERE rule = ?", (FEED_LATE.name,))
        if appointments:
            engine.store.connection.execute(
                "INSERT INTO agenda (rule, unit, at) VALUES (?, '', ?)", (FEED_LATE.name, stamp(min(appointments)))
            )
    return changed


def _settle(engine: Engine, rule: Rule, findings: Iterable[Finding], now: datetime) -> int:
    found = as_alerts(rule, ALL, findings, now)
    live = standing(engine.store.connection, rule.name, None)
    known = {identity: alert for identity, alert in live.items() if alert.subject not in engine.project.left_out}
    return write_steps(engine.store.connection, reconcile(known, found, timedelta(0), now), now)


def _late(engine: Engine, now: datetime) -> tuple[list[Finding], list[datetime]]:
    findings, appointments = [], []
    for feed in engine.project.feeds:
        for unit, last in _last_of(engine, feed):
            due = due_by(feed, last, engine.project.calendar)
            if due is not None and due < now:
                facts = {"due": due.isoformat(), "last": last.astimezone(engine.questions.zone).isoformat()}
                findings.append(Finding(unit, feed.name, "late", 1, 1, None, facts))
            elif due is not None:
                appointments.append(due + timedelta(seconds=1))
    return findings, appointments


def _last_of(engine: Engine, feed: Feed) -> Iterator[tuple[str, datetime]]:
    """The newest export of the feed as a whole, and of each unit that it must cover.

    A unit without news is not in a feed of changes: only a list of everything, or units that the feed names, are
    expected unit by unit.
    """
    connection = engine.store.connection
    whole = connection.execute(
        "SELECT max(exported_at) FROM arrivals WHERE feed = ? AND status = 'taken'", (feed.name,)
    ).fetchone()[0]
    due = due_by(feed, moment_of(whole), engine.project.calendar) if whole else None
    connection.execute(
        "UPDATE feeds SET last_at = ?, due_by = ? WHERE feed = ?", (whole, stamp(due) if due else None, feed.name)
    )
    if whole is None:
        return
    yield engine.project.settings.province, moment_of(whole)
    if feed.mode != "snapshot" and not feed.units:
        return
    newest = connection.execute(
        "SELECT unit, max(exported_at) FROM coverage JOIN arrivals ON arrivals.id = arrival"
        " WHERE feed = ? AND status = 'taken' GROUP BY unit",
        (feed.name,),
    )
    for unit, last in newest:
        if not feed.units or unit in feed.units:
            yield unit, moment_of(last)


def _shrunken(engine: Engine, feed: Feed) -> Iterator[Finding]:
    for one in shrunken(engine.store, feed.schema, feed.name, feed.shrink):
        facts: dict[str, Fact] = {
            "before": one.before,
            "open": one.open,
            "sha256": engine.store.arrivals[one.arrival].sha256,
        }
        yield Finding(one.unit, feed.name, "shrunken", max(one.before - one.open, 1), one.before, None, facts)
