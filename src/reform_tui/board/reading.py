"""From SQLite to a board: alerts newer than the last one seen, everything else as small sums."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from sys import intern
from typing import Any

from reform_tui.board.board import AlertRow, Board, HealthRow, RuleRow
from reform_tui.board.changes import read_changes
from reform_tui.board.explained import with_explained
from reform_tui.board.feeds import read_feeds
from reform_tui.board.figures import read_definitions
from reform_tui.board.standing import read_newest, read_standings
from reform_tui.board.units import ONLINE, unit_rows
from reform_tui.model.silence import Silence, finder, next_turn
from reform_tui.store.database import moment_of
from reform_tui.store.faulty import read_fault
from reform_tui.store.plugins_seen import read_left_out, read_plugins
from reform_tui.store.rights import read_rights
from reform_tui.store.silences import read_silences
from reform_tui.store.verdicts import newest_by_unit, newest_verdict, read_causes
from reform_tui.times import zone_of

LIVE = ("pending", "firing", "acknowledged")


def read_board(connection: sqlite3.Connection, now: datetime, last: Board | None = None) -> Board:
    """Read one consistent board, silenced as at ``now``; ``last`` spares reading alerts and files that it knows."""
    connection.execute("BEGIN")
    try:
        return _read(connection, now, last)
    finally:
        connection.execute("COMMIT")


def _read(connection: sqlite3.Connection, now: datetime, last: Board | None) -> Board:
    meta = {name: str(value) for name, value in connection.execute("SELECT name, value FROM meta")}
    seq, arrival = connection.execute(
        "SELECT (SELECT coalesce(max(seq), 0) FROM changes), (SELECT coalesce(max(id), 0) FROM arrivals)"
    ).fetchone()
    known = last or Board()
    if known.started != meta.get("started", "") or known.seq > seq or known.arrival > arrival:
        known = Board()  # another store, or one that was rebuilt
    silences = read_silences(connection)
    verdicts = newest_verdict(connection)
    standing = with_explained(
        connection, _alerts(connection, known), known.alerts if verdicts == known.verdicts else {}
    )
    alerts = _silenced(standing, silences, now)
    arrived = _arrived(connection, known)
    unhealthy = _unhealthy(connection)
    return Board(
        project=meta.get("project", ""),
        province=meta.get("province", ""),
        language=meta.get("language", ""),
        charset=meta.get("charset", ""),
        theme=meta.get("theme", ""),
        zone=zone_of(meta.get("zone", Board.zone)).key,
        groups=read_rights(connection),
        started=meta.get("started", ""),
        seq=seq,
        arrival=arrival,
        data_at=_newest(connection),
        rules=_rules(connection, {a.rule: str(a.facts["profile"]) for a in alerts.values() if "profile" in a.facts}),
        indicators={name: json.loads(names) for name, names in connection.execute("SELECT * FROM indicator_names")},
        definitions=read_definitions(connection),
        alerts=alerts,
        units=unit_rows(_named(connection, meta), alerts.values(), unhealthy, read_newest(connection, ONLINE), arrived),
        feeds=read_feeds(connection),
        standings=read_standings(connection, ONLINE),
        contacts=dict(connection.execute("SELECT unit, contact FROM units WHERE contact != ''").fetchall()),
        changes=read_changes(connection, known.changes, known.seq, seq),
        unhealthy=unhealthy,
        arrived=arrived,
        faulty=read_fault(connection),
        plugins=tuple(one for one in read_plugins(connection) if one.state != "on"),
        left_out=read_left_out(connection),
        refused=dict(connection.execute("SELECT name, refused FROM acts WHERE refused IS NOT NULL").fetchall()),
        causes=read_causes(connection),
        said=known.said if verdicts == known.verdicts else newest_by_unit(connection),
        verdicts=verdicts,
        silences=silences,
        turns_at=next_turn(silences, now),
    )


def _alerts(connection: sqlite3.Connection, known: Board) -> dict[str, AlertRow]:
    """What is live: the alerts known, less those that changed since, plus those of them still live."""
    rows = connection.execute(
        'SELECT id, rule, "check", unit, subject, period, severity, state, since, count, of, value, threshold,'
        " template, facts, taken_by, taken_at, taken_until, note FROM alerts WHERE seq > ?",
        (known.seq,),
    )
    changed = {row["id"]: _alert(row) if row["state"] in LIVE else None for row in rows}
    kept = {key: alert for key, alert in known.alerts.items() if key not in changed}
    return kept | {key: alert for key, alert in changed.items() if alert is not None}


def _silenced(alerts: Mapping[str, AlertRow], silences: Collection[Silence], now: datetime) -> dict[str, AlertRow]:
    """The alerts with what silences them now; one for which nothing changed stays the very same."""
    find, rules = finder(silences, now), {one.rule for one in silences}
    found = {key: find(one.rule, one.unit, one.subject) for key, one in alerts.items() if one.rule in rules}
    return {
        key: alert if found.get(key) == alert.silence else replace(alert, silence=found.get(key))
        for key, alert in alerts.items()
    }


def _alert(row: sqlite3.Row) -> AlertRow:
    told: dict[str, Any] = {
        name: intern(row[name]) for name in ("rule", "check", "unit", "subject", "period", "severity", "state")
    }
    return AlertRow(
        id=row["id"],
        **told,
        since=moment_of(row["since"]),
        count=row["count"],
        of=row["of"],
        value=row["value"],
        threshold=_threshold(row["threshold"]),
        template=intern(row["template"]),
        facts=json.loads(row["facts"]),
        taken_by=row["taken_by"] or "",
        taken_at=_moment(row["taken_at"]),
        taken_until=_moment(row["taken_until"]),
        note=row["note"],
    )


@lru_cache(1_000)
def _threshold(text: str) -> Mapping[str, float]:
    """A threshold; thousands of alerts share a rule's, and so the memory that it takes."""
    return dict(json.loads(text))


def _moment(text: str | None) -> datetime | None:
    return moment_of(text) if text else None


def _arrived(connection: sqlite3.Connection, known: Board) -> dict[str, datetime]:
    newer = connection.execute(
        "SELECT unit, max(taken_at) FROM coverage JOIN arrivals ON id = arrival WHERE arrival > ? GROUP BY unit",
        (known.arrival,),
    )
    return {**known.arrived, **{unit: moment_of(at) for unit, at in newer}}


def _newest(connection: sqlite3.Connection) -> datetime | None:
    return _moment(connection.execute("SELECT max(exported_at) FROM arrivals WHERE status = 'taken'").fetchone()[0])


def _named(connection: sqlite3.Connection, meta: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Unit to (name, level): those of the units table, those that only rows name, and the province by the project."""
    found = connection.execute("SELECT 1 FROM alerts WHERE unit = ? AND state != 'resolved'", (meta.get("province"),))
    whole = {meta["province"]: (meta.get("project", ""), "province")} if found.fetchone() else {}
    seen = dict.fromkeys((unit for (unit,) in connection.execute("SELECT DISTINCT unit FROM home_units")), ("", ""))
    named = connection.execute("SELECT unit, name, level FROM units")
    return {**seen, **whole, **{unit: (name, level) for unit, name, level in named}}


def _unhealthy(connection: sqlite3.Connection) -> tuple[HealthRow, ...]:
    rows = connection.execute("SELECT * FROM health WHERE health <> 'ok' ORDER BY health DESC, rule, unit")
    return tuple(map(health_row, rows))


def health_row(row: sqlite3.Row) -> HealthRow:
    """One row of the health table."""
    return HealthRow(
        row["rule"],
        row["unit"],
        row["health"],
        row["reason"],
        _moment(row["at"]),
        row["judged"],
        json.loads(row["skipped"]),
        json.loads(row["said"]),
    )


def _rules(connection: sqlite3.Connection, profiles: Mapping[str, str]) -> dict[str, RuleRow]:
    health: dict[tuple[str, str], tuple[int, int]] = {
        (rule, state): (units, judged)
        for rule, state, units, judged in connection.execute(
            "SELECT rule, health, count(*), sum(judged) FROM health GROUP BY rule, health"
        )
    }
    skipped: dict[str, dict[str, int]] = {}
    for rule, why, count in connection.execute(
        "SELECT rule, reasons.key, sum(reasons.value) FROM health, json_each(skipped) AS reasons GROUP BY 1, 2"
    ):
        skipped.setdefault(rule, {})[why] = count
    rows = map(_rule, connection.execute("SELECT * FROM rules ORDER BY rule"))
    none = (0, 0)
    return {
        row.rule: replace(
            row,
            ill=health.get((row.rule, "ill"), none)[0],
            blind=health.get((row.rule, "blind"), none)[0],
            well=health.get((row.rule, "ok"), none)[0],
            judged=sum(health.get((row.rule, state), none)[1] for state in ("ill", "blind", "ok")),
            skipped=skipped.get(row.rule, {}),
            profile=row.profile or profiles.get(row.rule, ""),
        )
        for row in rows
    }


def _rule(row: sqlite3.Row) -> RuleRow:
    words = {name: json.loads(row[name]) for name in ("names", "sentences", "warning", "critical")}
    profile = json.loads(row["settings"]).get("profile", "")
    return RuleRow(row["rule"], row["check"], **words, period=row["period"], file=row["file"], profile=str(profile))
