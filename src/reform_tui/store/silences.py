"""The table of silences: those beside rules, written anew whenever rules are read, and those that people made."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from reform_tui.model.silence import ACT, RULE, Silence
from reform_tui.store.database import as_json, moment_of, stamp

_OF_ACT = f"origin = '{ACT}' AND rule = ? AND units = ? AND subjects = ?"


def read_silences(connection: sqlite3.Connection) -> tuple[Silence, ...]:
    """Every silence there is, those that are over too."""
    return tuple(map(_silence, connection.execute("SELECT * FROM silences ORDER BY rule, until, id")))


def read_silences_at(connection: sqlite3.Connection, seq: int) -> tuple[Silence, ...]:
    """Every silence; one that somebody or a worse alert ended after the line ``seq`` of the trail has not ended."""
    ended = [
        (row["rule"], row["unit"], row["subject"], moment_of(row["at"]))
        for row in connection.execute(
            "SELECT changes.rule, changes.unit, coalesce(json_extract(detail, '$.subject'), alerts.subject) AS subject,"
            " at FROM changes LEFT JOIN alerts ON alerts.id = alert WHERE kind = 'unsilenced' AND changes.seq <= ?",
            (seq,),
        )
    ]
    return tuple(
        replace(one, ended="") if one.ended and not any(_ends(one, line) for line in ended) else one
        for one in read_silences(connection)
    )


def _ends(silence: Silence, line: tuple[str, str, str, datetime]) -> bool:
    return line[:3] == _about(silence) and silence.since is not None and line[3] >= silence.since


def replace_from_rules(connection: sqlite3.Connection, silences: Iterable[Silence]) -> None:
    """Let these be the silences beside rules."""
    connection.execute("DELETE FROM silences WHERE origin = ?", (RULE,))
    for silence in silences:
        _write(connection, silence)


def write_by_act(connection: sqlite3.Connection, silence: Silence) -> None:
    """Write what a person silenced, in place of what stood on the same alert."""
    connection.execute(f"DELETE FROM silences WHERE {_OF_ACT}", _key(*_about(silence)))
    _write(connection, silence)


def end_by_act(connection: sqlite3.Connection, about: tuple[str, str, str], why: str, now: datetime) -> bool:
    """End what a person silenced on (rule, unit, subject); whether anything held at ``now``."""
    ended = connection.execute(
        f"UPDATE silences SET ended = ? WHERE {_OF_ACT} AND ended = '' AND until > ?", (why, *_key(*about), stamp(now))
    )
    return ended.rowcount > 0


def rename_silences(connection: sqlite3.Connection, old: str, new: str) -> None:
    """A rule that was renamed keeps what people silenced."""
    connection.execute("UPDATE silences SET rule = ? WHERE rule = ? AND origin = ?", (new, old, ACT))


def _about(silence: Silence) -> tuple[str, str, str]:
    return silence.rule, silence.units[0], silence.subjects[0]


def _key(rule: str, unit: str, subject: str) -> tuple[str, str, str]:
    return rule, as_json([unit]), as_json([subject])


def _write(connection: sqlite3.Connection, silence: Silence) -> None:
    connection.execute(
        "INSERT INTO silences (rule, units, subjects, author, reason, since, until, origin, severity, ended)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            silence.rule, as_json(list(silence.units)), as_json(list(silence.subjects)), silence.author,
            silence.reason, stamp(silence.since) if silence.since else None, stamp(silence.until), silence.origin,
            silence.severity, silence.ended,
        ),
    )  # fmt: skip


def _silence(row: sqlite3.Row) -> Silence:
    return Silence(
        row["rule"],
        row["author"],
        row["reason"],
        moment_of(row["until"]),
        moment_of(row["since"]) if row["since"] else None,
        tuple(json.loads(row["units"])),
        tuple(json.loads(row["subjects"])),
        row["origin"],
        row["severity"],
        row["ended"],
    )
