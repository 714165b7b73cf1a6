"""What consoles must know of the configuration, written where they read it; a change of it is a line of the trail."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from reform_tui import __version__
from reform_tui.config.rule_types import Break, Rule, Threshold
from reform_tui.config.types import Project
from reform_tui.engine.faces import Faces
from reform_tui.engine.own_rules import OWN, RULE_BLIND, RULE_ILL, SENTENCES
from reform_tui.engine.planning import INDICATOR
from reform_tui.engine.plugins_seen import write_plugins
from reform_tui.engine.provenance import note_configuration
from reform_tui.engine.reconcile import cleared
from reform_tui.engine.references import References
from reform_tui.engine.settling import write_steps
from reform_tui.model.alert import Alert, alert_id
from reform_tui.store.counting import write_calendar, write_limits
from reform_tui.store.database import as_json
from reform_tui.store.faulty import forget_fault
from reform_tui.store.ledger import LIVE, Line, alert_of, write_line
from reform_tui.store.rights import write_rights
from reform_tui.store.silences import rename_silences, replace_from_rules
from reform_tui.store.verdicts import replace_causes


def publish(
    connection: sqlite3.Connection,
    project: Project,
    faces: Faces,
    references: References,
    now: datetime,
    standing: Collection[str] = (),
) -> None:
    """Write names, sentences and thresholds of rules, feeds and indicators; resolve alerts of rules that are gone.

    Appointments are forgotten: whoever starts asks every rule about every unit, and so makes them anew.  Those of
    ``standing`` rules, and of indicators as ``indicator.NAME``, stay: nothing that they look at is another.
    """
    connection.execute(f"DELETE FROM agenda WHERE rule NOT IN ({', '.join('?' * len(standing))})", list(standing))
    _write_meta(connection, project)
    write_rights(connection, project.settings.groups)
    write_calendar(connection, project.calendar)
    write_limits(connection, references.rows("procedures"))
    forget_fault(connection)
    _write_rules(connection, project, faces)
    replace_causes(connection, project.settings.causes)
    replace_from_rules(connection, (silence for rule in project.rules for silence in rule.silences))
    _carry_over(connection, project, now)
    _resolve_removed(connection, project, now)
    _forget_indicators(connection, project)
    connection.execute("DELETE FROM indicator_names")
    connection.executemany(
        "INSERT INTO indicator_names (indicator, names) VALUES (?, ?)",
        ((one.name, as_json(dict(one.names))) for one in project.indicators),
    )
    _write_definitions(connection, project, faces)
    connection.executemany(
        "INSERT INTO feeds (feed, schema, folder, mapping) VALUES (?, ?, ?, ?) ON CONFLICT (feed) DO UPDATE"
        " SET schema = excluded.schema, folder = excluded.folder, mapping = excluded.mapping",
        ((feed.name, feed.schema, feed.folder, feed.version) for feed in project.feeds),
    )
    _write_columns(connection, project)
    write_plugins(connection, faces, [*project.left_out.values(), *references.faults])
    names = [*(feed.name for feed in project.feeds), *project.left_out]
    connection.execute(f"DELETE FROM feeds WHERE feed NOT IN ({', '.join('?' * len(names))})", names)
    note_configuration(connection, {**project.files, **references.hashes}, now)


def _write_columns(connection: sqlite3.Connection, project: Project) -> None:
    """Every kind of row that feeds deliver, so that a console can show columns which only this project has."""
    connection.execute("DELETE FROM columns")
    connection.executemany(
        'INSERT INTO columns (schema, "at", name, kind, people, labels) VALUES (?, ?, ?, ?, ?, ?)',
        (
            (schema.name, at, column.name, column.kind.value, column.people, as_json(dict(column.labels)))
            for schema in project.schemas.values()
            if not schema.reference
            for at, column in enumerate(schema.columns)
        ),
    )


def _write_definitions(connection: sqlite3.Connection, project: Project, faces: Faces) -> None:
    """What each figure counts; of an indicator that says nothing, its function's own words."""
    connection.execute("DELETE FROM definitions")
    connection.executemany(
        "INSERT INTO definitions (indicator, definition, source, dated, schemas, breaks) VALUES (?, ?, ?, ?, ?, ?)",
        (
            (
                one.name, as_json(dict(one.definition)), as_json(dict(one.source)),
                one.dated.isoformat() if one.dated else "", as_json(sorted(faces.count_reads.get(one.count, ()))),
                as_json([_break(each) for each in one.breaks]),
            )
            for one in project.indicators
        ),
    )  # fmt: skip


def _break(one: Break) -> dict[str, Any]:
    return {"from": one.since.isoformat(), "why": dict(one.why), "source": dict(one.source)}


def _forget_indicators(connection: sqlite3.Connection, project: Project) -> None:
    """Figures of an indicator that is no more."""
    names = [one.name for one in project.indicators]
    for table in ("indicators", "counted"):
        connection.execute(f"DELETE FROM {table} WHERE indicator NOT IN ({', '.join('?' * len(names))})", names)


def _write_meta(connection: sqlite3.Connection, project: Project) -> None:
    settings = project.settings
    connection.executemany(
        "INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)",
        [
            ("project", settings.name),
            ("province", settings.province),
            ("language", settings.language),
            ("charset", settings.charset),
            ("theme", settings.theme),
            ("zone", settings.zone),
            ("version", __version__),
        ],
    )


def _write_rules(connection: sqlite3.Connection, project: Project, faces: Faces) -> None:
    """Of a rule whose plugin is out, what was known before stays: its alerts stand and must still be read."""
    missing = [rule for rule in project.rules if rule.check not in faces.checks]
    names = [rule.name for rule in missing]
    connection.execute(f"DELETE FROM rules WHERE rule NOT IN ({', '.join('?' * len(names))})", names)
    kept = {rule for (rule,) in connection.execute("SELECT rule FROM rules")}
    offered = [(rule, faces.checks[rule.check]) for rule in project.rules if rule.check in faces.checks]
    known = [(rule, _said(rule, face.sentences), {**face.defaults, **rule.settings}) for rule, face in offered]
    known += [(rule, {}, dict(rule.settings)) for rule in missing if rule.name not in kept]
    known += [(rule, SENTENCES[rule.name], {}) for rule in OWN.values()]
    connection.executemany(
        'INSERT INTO rules (rule, "check", file, names, sentences, warning, critical, period, settings)'
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                rule.name, rule.check, rule.path.name, as_json(dict(rule.names)),
                as_json({key: dict(said) for key, said in sentences.items()}),
                _stated(rule.warning), _stated(rule.critical), rule.period or project.settings.period,
                json.dumps(settings, default=str, ensure_ascii=False, sort_keys=True),
            )
            for rule, sentences, settings in known
        ),
    )  # fmt: skip


def _said(rule: Rule, sentences: Mapping[str, Mapping[str, str]]) -> Mapping[str, Mapping[str, str]]:
    """The check's sentences, or the rule's own message in every language that it has."""
    return {key: {**said, **rule.message} for key, said in sentences.items()}


def _stated(threshold: Threshold | None) -> str:
    return as_json(threshold.stated() if threshold else {})


def _carry_over(connection: sqlite3.Connection, project: Project, now: datetime) -> None:
    """A rule that was renamed keeps its alerts and what people did to them."""
    for rule in project.rules:
        for old in rule.was:
            for row in connection.execute("SELECT * FROM alerts WHERE rule = ?", (old,)).fetchall():
                _rename(connection, row, rule, now)
            connection.execute("DELETE FROM health WHERE rule = ?", (old,))
            rename_silences(connection, old, rule.name)


def _rename(connection: sqlite3.Connection, row: sqlite3.Row, rule: Rule, now: datetime) -> None:
    """Give an alert to the rule's new name, unless that has the same one already."""
    new = alert_id(rule.name, row["unit"], row["subject"], row["period"])
    if connection.execute("SELECT 1 FROM alerts WHERE id = ?", (new,)).fetchone():
        return
    seq = write_line(connection, Line("renamed", {"was": row["rule"]}, new, rule.name, row["unit"]), now)
    connection.execute("UPDATE alerts SET id = ?, rule = ?, seq = ? WHERE id = ?", (new, rule.name, seq, row["id"]))


def _resolve_removed(connection: sqlite3.Connection, project: Project, now: datetime) -> None:
    """Alerts that no rule looks after any more would stand for ever: they end, and the trail says why."""
    rules = {rule.name: rule for rule in project.rules}
    names = rules.keys() | OWN.keys() | {INDICATOR + one.name for one in project.indicators}
    for (rule,) in connection.execute("SELECT DISTINCT rule FROM health").fetchall():
        if rule not in names:
            connection.execute("DELETE FROM health WHERE rule = ?", (rule,))
    live = connection.execute(
        f"SELECT * FROM alerts WHERE state IN ({', '.join('?' * len(LIVE))})", [state.value for state in LIVE]
    ).fetchall()
    for alert in map(alert_of, live):
        about = alert.subject if alert.rule in {RULE_BLIND.name, RULE_ILL.name} else alert.rule
        why = "rule removed" if about not in names else _outside(rules.get(about), alert)
        if why:
            write_steps(connection, [cleared(alert, why)], now)


def _outside(rule: Rule | None, alert: Alert) -> str:
    inside = rule is None or not rule.scope.units or alert.unit in rule.scope.units or alert.rule == RULE_ILL.name
    return "" if inside else "unit no longer in scope"
