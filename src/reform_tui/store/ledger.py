"""Alerts, and the trail: each change of an alert or of the configuration, hashed with the one before."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from reform_tui.model.alert import Alert, Severity, State
from reform_tui.store.database import as_json, moment_of, stamp

LIVE = (State.PENDING, State.FIRING, State.ACKNOWLEDGED)


@dataclass(frozen=True)
class Line:
    """One line of the trail, before it has a number and a hash."""

    kind: str
    detail: Mapping[str, Any]
    alert: str | None = None
    rule: str | None = None
    unit: str | None = None
    author: str | None = None


def write_line(connection: sqlite3.Connection, line: Line, now: datetime) -> int:
    """Add a line to the trail and return its number."""
    last = connection.execute("SELECT seq, hash FROM changes ORDER BY seq DESC LIMIT 1").fetchone()
    seq, before = (last["seq"] + 1, last["hash"]) if last else (1, "")
    cells = (stamp(now), line.kind, line.alert, line.rule, line.unit, line.author, as_json(dict(line.detail)))
    connection.execute(
        "INSERT INTO changes (seq, at, kind, alert, rule, unit, author, detail, hash)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (seq, *cells, chained(before, seq, cells)),
    )
    return seq


def chained(before: str, seq: int, cells: tuple[str | None, ...]) -> str:
    """SHA-256 over the hash of the line before and everything in this one."""
    return hashlib.sha256(json.dumps([before, seq, *cells], ensure_ascii=False).encode()).hexdigest()


def broken_at(connection: sqlite3.Connection) -> int | None:
    """The number of the first line whose hash does not follow from the one before; ``None`` for a whole trail."""
    before = ""
    for row in connection.execute("SELECT * FROM changes ORDER BY seq"):
        cells = tuple(row[name] for name in ("at", "kind", "alert", "rule", "unit", "author", "detail"))
        if row["hash"] != chained(before, row["seq"], cells):
            return int(row["seq"])
        before = row["hash"]
    return None


def write_alert(connection: sqlite3.Connection, alert: Alert, line: Line, now: datetime) -> None:
    """Write an alert as it stands now, and the line that says why."""
    seq = write_line(connection, line, now)
    connection.execute(
        'INSERT INTO alerts (id, rule, "check", unit, subject, period, severity, state, since, updated, count, of,'
        " value, threshold, template, facts, evidence, taken_severity, seq)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET severity = excluded.severity, state = excluded.state, since = excluded.since,"
        " updated = excluded.updated, count = excluded.count, of = excluded.of, value = excluded.value,"
        " threshold = excluded.threshold, template = excluded.template, facts = excluded.facts,"
        " evidence = excluded.evidence, taken_severity = excluded.taken_severity, seq = excluded.seq,"
        # who took an alert in its former life has not taken it in this one
        " taken_by = CASE alerts.state WHEN 'resolved' THEN NULL ELSE taken_by END,"
        " taken_at = CASE alerts.state WHEN 'resolved' THEN NULL ELSE taken_at END,"
        " taken_until = CASE excluded.state WHEN 'acknowledged' THEN taken_until END",
        (
            alert.id, alert.rule, alert.check, alert.unit, alert.subject, alert.period, alert.severity.value,
            alert.state.value, stamp(alert.since or now), stamp(now), alert.count, alert.of, alert.value,
            as_json(dict(alert.threshold)), alert.template, as_json(dict(alert.facts)), packed(alert.evidence),
            alert.taken_severity.value if alert.taken_severity else None, seq,
        ),
    )  # fmt: skip


def standing(connection: sqlite3.Connection, rule: str, units: Collection[str] | None) -> dict[str, Alert]:
    """Every alert of a rule that was not resolved, in these units (all, if ``None``), by id."""
    rows = connection.execute(
        f"SELECT * FROM alerts WHERE rule = ? AND state IN ({', '.join('?' * len(LIVE))})",
        (rule, *(state.value for state in LIVE)),
    )
    return {row["id"]: alert_of(row) for row in rows if units is None or row["unit"] in units}


def alert_of(row: sqlite3.Row) -> Alert:
    """An alert as a line of the table holds it."""
    return Alert(
        rule=row["rule"],
        check=row["check"],
        unit=row["unit"],
        subject=row["subject"],
        period=row["period"],
        severity=Severity(row["severity"]),
        state=State(row["state"]),
        since=moment_of(row["since"]),
        count=row["count"],
        of=row["of"],
        value=row["value"],
        threshold=json.loads(row["threshold"]),
        template=row["template"],
        facts=json.loads(row["facts"]),
        evidence=unpacked(row["evidence"]),
        taken_severity=Severity(row["taken_severity"]) if row["taken_severity"] else None,
    )


def packed(keys: Collection[str]) -> bytes:
    """Store keys as a blob: one a line, compressed."""
    return zlib.compress("\n".join(keys).encode(), 1)


def unpacked(blob: bytes) -> tuple[str, ...]:
    """The other way."""
    text = zlib.decompress(blob).decode()
    return tuple(text.split("\n")) if text else ()
