"""What ``check`` says, as plain data: alerts, indicators, rules and feeds (DESIGN 10)."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import datetime, tzinfo
from typing import Any

from reform_tui.board.figures import Definition, read_figures
from reform_tui.engine.intake.inbox import Look
from reform_tui.engine.intake.recognising import Intake
from reform_tui.engine.planning import INDICATOR
from reform_tui.engine.step import Engine
from reform_tui.language import Language
from reform_tui.model.silence import Silence, finder
from reform_tui.sentences import Told, spoken
from reform_tui.store.ledger import unpacked
from reform_tui.store.remarks import read_remarks
from reform_tui.store.silences import read_silences

WORST = {"ok": 0, "blind": 1, "ill": 2}


def report_of(engine: Engine, look: Look, intake: Intake, now: datetime, limit: int | None) -> dict[str, Any]:
    """Everything an evaluation found; at most ``limit`` records behind each alert."""
    connection = engine.store.connection
    return {
        "project": engine.project.settings.name,
        "as_of": now.isoformat(),
        "alerts": sorted(_alerts(engine, now, limit), key=is_silenced),
        "indicators": list(_indicators(engine)),
        "rules": list(_rules(engine)),
        "feeds": list(feed_rows(connection)) + _waiting(look, intake),
    }


def is_silenced(alert: Mapping[str, Any]) -> bool:
    """Whether an alert of a report asks for no attention."""
    return alert["silenced"] is not None


def _alerts(engine: Engine, now: datetime, limit: int | None) -> Iterator[dict[str, Any]]:
    """Alerts, the worst first."""
    connection = engine.store.connection
    settings = engine.project.settings
    language = Language(settings.language)
    sentences = {row["rule"]: json.loads(row["sentences"]) for row in connection.execute("SELECT * FROM rules")}
    names = {settings.province: settings.name} | dict(connection.execute("SELECT unit, name FROM units"))
    called = {one.name: language.chosen(one.names, one.name) for one in engine.project.indicators}
    rules = {one.name: language.chosen(one.names, one.name) for one in engine.project.rules}
    find = finder(read_silences(connection), now)
    order = "severity = 'critical' DESC, count DESC, unit, rule, subject"
    for row in connection.execute(f"SELECT * FROM alerts WHERE state != 'resolved' ORDER BY {order}"):
        about_rule = row["check"] in {"rule_blind", "rule_ill"}
        if not engine.questions.wants((row["subject"] if about_rule else row["rule"]).removeprefix(INDICATOR)):
            continue
        subject = (rules if about_rule else called).get(row["subject"], row["subject"])
        keys = [key.rpartition("|")[2] for key in unpacked(row["evidence"])]
        yield {
            "id": row["id"],
            "rule": row["rule"],
            "check": row["check"],
            "unit": row["unit"],
            "unit_name": names.get(row["unit"], ""),
            "subject": row["subject"],
            "period": row["period"],
            "severity": row["severity"],
            "state": "firing",
            "silenced": _silenced(find(row["rule"], row["unit"], row["subject"]), engine.questions.zone),
            "since": None,
            "value": row["value"],
            "threshold": json.loads(row["threshold"]),
            "count": row["count"],
            "of": row["of"],
            "message": _message(sentences[row["rule"]], row, names, language, subject),
            "facts": json.loads(row["facts"]),
            "evidence": keys[:limit],
            "evidence_count": len(keys),
        }


def _silenced(silence: Silence | None, zone: tzinfo) -> dict[str, str] | None:
    if silence is None:
        return None
    until = silence.until.astimezone(zone).isoformat()
    return {"author": silence.author, "reason": silence.reason, "until": until}


def _message(
    sentences: Mapping[str, Mapping[str, str]],
    row: sqlite3.Row,
    names: Mapping[str, str],
    language: Language,
    subject: str,
) -> str:
    unit = names.get(row["unit"]) or row["unit"]
    told = Told(subject, unit, row["count"], row["of"], row["value"], json.loads(row["facts"]))
    return spoken(sentences.get(row["template"], {}), told, language)


def _indicators(engine: Engine) -> Iterator[dict[str, Any]]:
    """The province's figures, then the sums by level, then every unit's; each with what it counts and who says so."""
    found = read_figures(engine.store.connection)
    zone = engine.questions.zone
    for one in found.rows:
        known = found.definitions.get(one.indicator, Definition())
        plain = {name: getattr(one, name) for name in ("indicator", "unit", "level", "period", "numerator")}
        counted = {name: getattr(one, name) for name in ("denominator", "value", "target", "gap")}
        before = one.unknown_before
        yield {
            **plain,
            **counted,
            "skipped": dict(one.skipped),
            "carried_over_unknown_before": before.astimezone(zone).isoformat() if before else None,
            "definition": dict(known.sentence),
            "source": dict(known.source),
            "dated": known.dated.isoformat() if known.dated else None,
            "breaks": [
                {"from": each.since.isoformat(), "why": dict(each.why), "source": dict(each.source)}
                for each in one.breaks
            ],
        }


def _rules(engine: Engine) -> Iterator[dict[str, Any]]:
    """Health of every rule, and of indicators that failed: the worst unit's, with what it could judge over all."""
    wants = engine.questions.wants
    checks = {rule.name: rule.check for rule in engine.project.rules if wants(rule.name)}
    failed = engine.store.connection.execute("SELECT DISTINCT rule FROM health WHERE health = 'ill' ORDER BY rule")
    counts = {INDICATOR + one.name: one.count for one in engine.project.indicators if wants(one.name)}
    checks |= {name: counts[name] for (name,) in failed if name in counts}
    for name, check in checks.items():
        rows = engine.store.connection.execute("SELECT * FROM health WHERE rule = ?", (name,)).fetchall()
        skipped: Counter[str] = Counter()
        for row in rows:
            skipped.update(json.loads(row["skipped"]))
        worst = max(rows, key=lambda row: WORST[row["health"]], default=None)
        yield {
            "rule": name,
            "check": check,
            "health": worst["health"] if worst else "ok",
            "reason": worst["reason"] if worst else "",
            "judged": sum(row["judged"] for row in rows),
            "skipped": dict(skipped),
        }


def feed_rows(connection: sqlite3.Connection) -> Iterator[dict[str, Any]]:
    """Every file that was read, in the order in which it was taken: rows = accepted + rejected."""
    told: dict[int, list[dict[str, Any]]] = {}
    for of, one in read_remarks(connection):
        told.setdefault(of["arrival"], []).append(asdict(one))
    for row in connection.execute("SELECT * FROM arrivals ORDER BY feed, path, id"):
        yield {
            "feed": row["feed"],
            "file": row["path"],
            "sha256": row["sha256"],
            "status": row["status"],
            "rows": row["rows"],
            "accepted": row["accepted"],
            "rejected": row["rejected"],
            "set_aside": row["set_aside"],
            "repeated": row["repeated"],
            "differing": row["differing"],
            "odd_codes": row["odd_codes"],
            "exported_at": row["exported_at"],
            "exported_from": row["exported_from"],
            "exported_sure": bool(row["exported_sure"]),
            "reason": row["reason"] or "",
            "remarks": told.get(row["id"], []),
        }


def waiting_rows(connection: sqlite3.Connection) -> Iterator[dict[str, Any]]:
    """Every file that an engine could not take in yet, and why."""
    for feed, path, reason in connection.execute("SELECT feed, path, reason FROM waiting ORDER BY feed, path"):
        yield _wait(feed, path, reason)


def _waiting(look: Look, intake: Intake) -> list[dict[str, Any]]:
    feeds = {seen.path: seen.feed.name for seen in look.files}
    return [_wait(feeds.get(path, ""), path, reason) for path, reason in sorted(intake.waiting.items())]


def _wait(feed: str, path: str, reason: str) -> dict[str, Any]:
    counts = dict.fromkeys(("rows", "accepted", "rejected", "set_aside", "repeated", "differing", "odd_codes"), 0)
    return {
        "feed": feed, "file": path, "sha256": "", "status": "waiting", **counts, "exported_at": "",
        "exported_from": "", "exported_sure": True, "reason": reason, "remarks": [],
    }  # fmt: skip
