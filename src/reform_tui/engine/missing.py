"""Rules and indicators whose check or counting function nobody offers, because a plugin is out: ill, not forgotten."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from reform_tui.config.rule_types import Rule
from reform_tui.config.types import Project
from reform_tui.engine.faces import Faces, PluginFace, PluginState
from reform_tui.engine.planning import INDICATOR
from reform_tui.engine.settling import Asked, settle_ill
from reform_tui.model.period import ALL, Period
from reform_tui.plugins.declared import declared_in
from reform_tui.store.database import as_json, stamp

_MISSING = "missing"
"""Where ``meta`` keeps the names of those that were missing last time."""
_ILL = "UPDATE health SET health = 'ill', reason = ?, said = '{}' WHERE rule = ?"
_ILL_AT_FIRST = (
    "INSERT INTO health (rule, unit, health, judged, skipped, reason, at) VALUES (?, ?, 'ill', 0, '{}', ?, ?)"
)


def missing(project: Project, faces: Faces) -> dict[str, str]:
    """Return rules, and indicators as ``indicator.NAME``, to the sentence that says why they cannot be asked."""
    rules = {rule.name: ("check", rule.check) for rule in project.rules if rule.check not in faces.checks}
    counts = {INDICATOR + one.name: ("count", one.count) for one in project.indicators if one.count not in faces.counts}
    out = [one for one in faces.plugins if one.state is not PluginState.ON]
    makes = [(one, declared_in(one.source.file).makes) for one in out]
    return {
        rule: _why(kind, name, [one for one, made in makes if name in made] or out)
        for rule, (kind, name) in {**rules, **counts}.items()
    }


def _why(kind: str, name: str, out: Iterable[PluginFace]) -> str:
    """The plugin that would offer it, where its source says so, and else all that are out."""
    faults = [fault for one in out if one.state is not PluginState.OFF for fault in one.faults]
    off = [fault for one in out if one.state is PluginState.OFF for fault in one.faults]
    faults += off if len(off) == 1 else [f"{len(off)} plugins left out by an option"] if off else []
    if len(faults) == 1:
        return f"its plugin is out: {faults[0]}"
    return f"no plugin offers the {kind} '{name}': {'; '.join(faults)}"


def settle_missing(connection: sqlite3.Connection, province: str, why: Mapping[str, str], now: datetime) -> int:
    """Write that these are ill, and that those which are back are not; return how many alerts of that changed.

    Their own alerts, figures and last good answers stand as they were.
    """
    for rule, reason in why.items():
        if not connection.execute(_ILL, (reason, rule)).rowcount:
            connection.execute(_ILL_AT_FIRST, (rule, province, reason, stamp(now)))
    row = connection.execute("SELECT value FROM meta WHERE name = ?", (_MISSING,)).fetchone()
    back = set(json.loads(row[0]) if row else ()) - why.keys()
    connection.executemany("DELETE FROM health WHERE rule = ? AND health = 'ill'", ((rule,) for rule in sorted(back)))
    connection.execute("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)", (_MISSING, as_json(sorted(why))))
    return sum(settle_ill(connection, _about(rule, province, now)) for rule in sorted(back | why.keys()))


def _about(rule: str, province: str, now: datetime) -> Asked:
    return Asked(Rule(rule, Path(), "", {}), Period(ALL), (province,), whole=False, now=now)
