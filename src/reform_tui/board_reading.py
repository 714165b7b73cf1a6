"""From SQLite to a board: alerts newer than the last one seen, everything else as small sums."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from reform_tui.board import AlertRow, Board, FeedRow, HealthRow, RuleRow
from reform_tui.change_rows import read_changes
from reform_tui.explained_rows import with_explained
from reform_tui.figure_rows import read_definitions
from reform_tui.model.silence import Find, finder, next_turn
from reform_tui.standing_rows import read_newest, read_standings
from reform_tui.store.database import moment_of
from reform_tui.store.faulty import read_fault
from reform_tui.store.headings import read_under_older
from reform_tui.store.plugins_seen import read_left_out, read_plugins
from reform_tui.store.silences import read_silences
from reform_tui.store.verdicts import newest_verdict, read_causes
from reform_tui.unit_rows import ONLINE, unit_rows

LIVE = ("pending", "firing", "acknowledged")


def read_board(connection: sqlite3.Connection, now: datetime, last: Board | None = None) -> Board:
    """Read one consistent board, silenced as at ``now``; ``last`` spares reading alerts and files that it knows."""
    connection.execute("BEGIN")
    try:
        return _read(connection, now, last)
    finally:
        connection.execute("COMMIT")


def _read(connection: sqlite3.Connection, now: datetime, last: Board | None) -> Board:
    meta = dict(connection.execute("SELECT name, value FROM meta").fetchall())
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
    alerts = _silenced(standing, finder(silences, now))
    arrived = _arrived(connection, known)
    unhealthy = _unhealthy(connection)
    return Board(
        project=meta.get("project", ""),
        province=meta.get("province", ""),
        language=meta.get("language", ""),
        zone=meta.get("zone", Board.zone),
        started=meta.get("started", ""),
        seq=seq,
        arrival=arrival,
        data_at=_newest(connection),
        rules=_rules(connection, {a.rule: str(a.facts["profile"]) for a in alerts.values() if "profile" in a.facts}),
        indicators={name: json.loads(names) for name, names in connection.execute("SELECT * FROM indicator_names")},
        definitions=read_definitions(connection),
        alerts=alerts,
        units=unit_rows(_named(connection, meta), alerts.values(), unhealthy, read_newest(connection, ONLINE), arrived),
        feeds=_feeds(connection),
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
    ).fetchall()
    changed = {row["id"]: row for row in rows}
    kept = {key: alert for key, alert in known.alerts.items() if key not in changed}
    return kept | {key: _alert(row) for key, row in changed.items() if row["state"] in LIVE}


def _silenced(alerts: Mapping[str, AlertRow], find: Find) -> dict[str, AlertRow]:
    """The alerts with what silences them now; one for which nothing changed stays the very same."""
    found = {key: find(alert.rule, alert.unit, alert.subject) for key, alert in alerts.items()}
    return {
        key: alert if found[key] == alert.silence else replace(alert, silence=found[key])
        for key, alert in alerts.items()
    }


def _alert(row: sqlite3.Row) -> AlertRow:
    told = {name: row[name] for name in ("id", "rule", "check", "unit", "subject", "period", "severity", "state")}
    return AlertRow(
        **told,
        since=moment_of(row["since"]),
        count=row["count"],
        of=row["of"],
        value=row["value"],
        threshold=json.loads(row["threshold"]),
        template=row["template"],
        facts=json.loads(row["facts"]),
        taken_by=row["taken_by"] or "",
        taken_at=_moment(row["taken_at"]),
        taken_until=_moment(row["taken_until"]),
        note=row["note"],
    )


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


def _feeds(connection: sqlite3.Connection) -> dict[str, FeedRow]:
    sums = _by_feed(
        connection,
        "SELECT feed, sum(rows) FILTER (WHERE status = 'taken') AS rows,"
        " sum(accepted) FILTER (WHERE status = 'taken') AS accepted,"
        " sum(rejected) FILTER (WHERE status = 'taken') AS rejected,"
        " sum(set_aside) FILTER (WHERE status = 'taken') AS set_aside,"
        " sum(repeated) FILTER (WHERE status = 'taken') AS repeated,"
        " sum(differing) FILTER (WHERE status = 'taken') AS differing,"
        " sum(odd_codes) FILTER (WHERE status = 'taken') AS odd_codes,"
        " count(*) FILTER (WHERE status = 'taken') AS taken,"
        " count(*) FILTER (WHERE status = 'duplicate') AS duplicates,"
        " count(*) FILTER (WHERE status = 'quarantined') AS quarantined FROM arrivals GROUP BY feed",
    )
    newest = _by_feed(
        connection,
        "SELECT feed, path AS last_file, exported_from, exported_sure, max(id) FROM arrivals WHERE status = 'taken'"
        " GROUP BY feed",
    )
    waiting = _by_feed(connection, "SELECT feed, count(*) AS waiting FROM waiting GROUP BY feed")
    told = {row["feed"]: row for row in connection.execute("SELECT * FROM feeds")}
    older = read_under_older(connection)
    return {
        feed: FeedRow(
            feed=feed,
            schema=told[feed]["schema"] if feed in told else "",
            folder=told[feed]["folder"] if feed in told else "",
            last_at=_moment(told[feed]["last_at"]) if feed in told else None,
            due_by=_moment(told[feed]["due_by"]) if feed in told else None,
            **_numbers({**sums.get(feed, {}), **waiting.get(feed, {})}),
            last_file=newest.get(feed, {}).get("last_file", ""),
            exported_from=newest.get(feed, {}).get("exported_from", ""),
            exported_sure=bool(newest.get(feed, {}).get("exported_sure", True)),
            older=older.get(feed, 0),
        )
        for feed in sorted({*told, *sums, *waiting})
    }


def _by_feed(connection: sqlite3.Connection, query: str) -> dict[str, Mapping[str, Any]]:
    return {row["feed"]: dict(row) for row in connection.execute(query)}


def _numbers(sums: Mapping[str, Any]) -> dict[str, int]:
    return {name: count or 0 for name, count in sums.items() if name != "feed"}
