"""The board as the engine had it at a moment that it lived: alerts, acknowledgements and verdicts out of the trail."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from reform_tui.board.board import AlertRow, Board, HealthRow
from reform_tui.board.changes import read_changes
from reform_tui.board.details import AlertDetail, evidence_keys, read_evidence, read_trail
from reform_tui.board.explained import with_explained
from reform_tui.board.units import unit_rows
from reform_tui.model.alert import alert_id
from reform_tui.model.record_code import home_in
from reform_tui.model.silence import finder
from reform_tui.model.verdict import Verdict
from reform_tui.store.database import moment_of, stamp
from reform_tui.store.silences import read_silences_at
from reform_tui.store.verdicts import read_causes, read_verdicts_at

_HEALTH = {"rule_blind": "blind", "rule_ill": "ill"}
_STATES = {"pending": "pending", "taken": "acknowledged"}
"""Kind of a step to the state after it; ``firing`` after any other."""
_LIVES = """
WITH past AS (
    SELECT seq, kind, author, coalesce(was.value, alert) AS id FROM changes LEFT JOIN json_each(:renamed) AS was
    ON was.key = alert WHERE seq <= :seq AND alert IS NOT NULL
), ended AS (SELECT id, max(seq) AS seq FROM past WHERE kind = 'resolved' GROUP BY id)
SELECT past.id AS id, max(past.seq) AS newest, min(past.seq) FILTER (WHERE kind IN ('pending', 'firing')) AS began,
    max(past.seq) FILTER (WHERE kind IN ('pending', 'firing', 'worsened', 'changed')) AS numbers,
    max(past.seq) FILTER (WHERE kind IN ('pending', 'firing', 'worsened', 'taken', 'released')) AS state,
    max(past.seq) FILTER (WHERE kind = 'taken') AS taken,
    max(past.seq) FILTER (WHERE kind = 'released' AND author IS NOT NULL) AS given_back,
    max(past.seq) FILTER (WHERE kind IN ('taken', 'released', 'note') AND author IS NOT NULL) AS noted
FROM past LEFT JOIN ended ON ended.id = past.id WHERE past.seq > coalesce(ended.seq, 0)
GROUP BY past.id HAVING numbers IS NOT NULL
"""


@dataclass(frozen=True)
class Span:
    """From when to when the engine is known to have lived, as far as the trail tells."""

    first: datetime
    last: datetime


def lived(connection: sqlite3.Connection, heartbeat: datetime | None) -> Span | None:
    """The first line of the trail, and the last or the engine's last beat; ``None`` for an empty trail."""
    first, last = connection.execute("SELECT min(at), max(at) FROM changes").fetchone()
    if first is None:
        return None
    return Span(moment_of(first), max(filter(None, (moment_of(last), heartbeat))))


def read_past(connection: sqlite3.Connection, moment: datetime, newest: Board) -> Board:
    """The board at a moment; what the trail does not keep (names, rules, the feeds' counts) is as in ``newest``."""
    connection.execute("BEGIN")
    try:
        return _read(connection, moment, newest)
    finally:
        connection.execute("COMMIT")


def _read(connection: sqlite3.Connection, moment: datetime, newest: Board) -> Board:
    seq, arrival, data_at = connection.execute(
        "SELECT (SELECT coalesce(max(seq), 0) FROM changes WHERE at <= :at),"
        " (SELECT coalesce(max(id), 0) FROM arrivals WHERE taken_at <= :at),"
        " (SELECT max(exported_at) FROM arrivals WHERE taken_at <= :at AND status IN ('taken', 'superseded'))",
        {"at": stamp(moment)},
    ).fetchone()
    silences = read_silences_at(connection, seq)
    find = finder(silences, moment)
    alerts = {
        key: replace(one, silence=find(one.rule, one.unit, one.subject))
        for key, one in _with_explained(connection, _alerts(connection, seq), seq).items()
    }
    unhealthy = tuple(_health(alerts.values()))
    named = {unit.unit: (unit.name, unit.level) for unit in newest.units.values()}
    arrived = connection.execute(
        "SELECT unit, max(taken_at) FROM coverage JOIN arrivals ON id = arrival WHERE taken_at <= ? GROUP BY unit",
        (stamp(moment),),
    )
    came = {unit: moment_of(at) for unit, at in arrived}
    return replace(
        newest, past=moment, seq=seq, arrival=arrival, data_at=moment_of(data_at) if data_at else None, alerts=alerts,
        units=unit_rows(named, alerts.values(), unhealthy, {}, came), arrived=came, unhealthy=unhealthy,
        changes=read_changes(connection, (), 0, seq), silences=silences, turns_at=None, standings={},
        said=_said(connection, seq),
        verdicts=max((at for _, at in read_verdicts_at(connection, seq).values()), default=0),
        faulty=None, plugins=(), left_out=(), refused={}, ended="", trouble="",
    )  # fmt: skip


def _alerts(connection: sqlite3.Connection, seq: int) -> dict[str, AlertRow]:
    """What was live after the line ``seq``."""
    lives = connection.execute(_LIVES, {"seq": seq, "renamed": json.dumps(_renamed(connection, seq))}).fetchall()
    wanted = {row[name] for row in lives for name in ("newest", "began", "numbers", "state", "taken", "noted")}
    lines = {
        row["seq"]: row
        for row in connection.execute(
            "SELECT * FROM changes WHERE seq IN (SELECT value FROM json_each(?))",
            (json.dumps(sorted(wanted - {None})),),
        )
    }
    return {row["id"]: _alert(row, lines, _names(connection, row["id"])) for row in lives}


def _alert(life: sqlite3.Row, lines: Mapping[int, sqlite3.Row], names: Mapping[str, Any]) -> AlertRow:
    numbers = json.loads(lines[life["numbers"]]["detail"])
    told = {**names, **numbers.get("told", {})}
    taken = lines[life["taken"]] if life["taken"] and life["taken"] > (life["given_back"] or 0) else None
    until = json.loads(taken["detail"]).get("until") if taken and life["state"] == life["taken"] else None
    began = lines[life["began"] or life["numbers"]]
    return AlertRow(
        **told, id=life["id"], unit=lines[life["numbers"]]["unit"], rule=lines[life["newest"]]["rule"],
        **{name: numbers[name] for name in ("severity", "count", "of", "value")},
        state=_STATES.get(lines[life["state"] or life["numbers"]]["kind"], "firing"), since=moment_of(began["at"]),
        taken_by=taken["author"] or "" if taken else "", taken_at=moment_of(taken["at"]) if taken else None,
        taken_until=moment_of(until) if until else None,
        note=json.loads(lines[life["noted"]]["detail"]).get("note", "") if life["noted"] else "",
    )  # fmt: skip


def _names(connection: sqlite3.Connection, alert: str) -> dict[str, Any]:
    """What an alert is about, for lines of a trail that did not say it yet: then it has numbers and no sentence."""
    row = connection.execute('SELECT "check", subject, period FROM alerts WHERE id = ?', (alert,)).fetchone()
    known = dict(row) if row else {"check": "", "subject": "", "period": ""}
    return {**known, "template": "", "facts": {}, "threshold": {}}


def _renamed(connection: sqlite3.Connection, seq: int) -> dict[str, str]:
    """The id of an alert before its rule was renamed to the one after, as far as this had happened by ``seq``."""
    after: dict[str, str] = {}
    for new, was in connection.execute(
        "SELECT alert, json_extract(detail, '$.was') FROM changes WHERE kind = 'renamed' AND seq <= ? ORDER BY seq",
        (seq,),
    ).fetchall():
        row = connection.execute("SELECT unit, subject, period FROM alerts WHERE id = ?", (new,)).fetchone()
        if row is not None:
            after[alert_id(was, row["unit"], row["subject"], row["period"])] = new
    return after


def _health(alerts: Iterable[AlertRow]) -> Iterable[HealthRow]:
    """Rules that gave no answer, as the engine's own alerts tell it."""
    for one in alerts:
        if one.check in _HEALTH:
            reason = str(one.facts.get("reason") or one.facts.get("reason_en") or "")
            yield HealthRow(one.subject, one.unit, _HEALTH[one.check], reason, one.since)


def _with_explained(connection: sqlite3.Connection, alerts: Mapping[str, AlertRow], seq: int) -> Mapping[str, AlertRow]:
    """The alerts with how many rows had a cause, of those whose rows are still those of then."""
    causes, said = read_causes(connection), verdicts_at(connection, seq)
    rows = frozenset(row for row, one in said.items() if one.cause not in causes or causes[one.cause].explains)
    still = {key: alert for key, alert in alerts.items() if rows and _stands(connection, key, seq)}
    return {**alerts, **with_explained(connection, still, {}, rows)}


def verdicts_at(connection: sqlite3.Connection, seq: int) -> dict[str, Verdict]:
    """Store key of a row to what had been said of it after the line ``seq``."""
    return {row: one for row, (one, _) in read_verdicts_at(connection, seq).items() if one.cause}


def _said(connection: sqlite3.Connection, seq: int) -> dict[str, Verdict]:
    """Unit to what had been said last of any of its rows."""
    by_time = sorted(verdicts_at(connection, seq).items(), key=lambda one: one[1].at)
    return {home_in(row): said for row, said in by_time}


def _stands(connection: sqlite3.Connection, alert: str, seq: int) -> bool:
    """Whether nothing has touched the alert since: the table of alerts holds its rows as they were."""
    return bool(connection.execute("SELECT 1 FROM alerts WHERE id = ? AND seq <= ?", (alert, seq)).fetchone())


def read_past_alert(connection: sqlite3.Connection, root: Path, alert: str, seq: int) -> AlertDetail:
    """An alert's trail up to a line; the rows behind it only where they are still those of then."""
    trail = tuple(step for step in read_trail(connection, alert) if step.seq <= seq)
    if not _stands(connection, alert, seq):
        return AlertDetail(trail, (), (), kept=False)
    keys, said = evidence_keys(connection, alert), verdicts_at(connection, seq)
    told = {key: said[key] for key in keys if key in said}
    return AlertDetail(trail, read_evidence(connection, root, keys), tuple(keys), told)
