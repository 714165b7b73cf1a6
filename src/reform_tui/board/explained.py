"""How many of the rows behind each alert people explained: told beside the count, which never changes."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import replace

from reform_tui.board.board import AlertRow
from reform_tui.store.ledger import unpacked
from reform_tui.store.verdicts import explained_rows


def with_explained(
    connection: sqlite3.Connection,
    alerts: Mapping[str, AlertRow],
    known: Mapping[str, AlertRow],
    explained: frozenset[str] | None = None,
) -> dict[str, AlertRow]:
    """The alerts with how many of their rows have a cause; those of ``known`` that stand as they were are not asked.

    Whoever calls knows when a verdict came since: then nothing is ``known``.  ``explained`` are the rows that had a
    cause at another moment than now.
    """
    rows = explained_rows(connection) if explained is None else explained
    asked = [key for key, alert in alerts.items() if rows and (key not in known or known[key] is not alert)]
    counts = {key: len(rows.intersection(keys)) for key, keys in _evidence(connection, asked)} if asked else {}
    kept = {key: known[key].explained for key in known if rows and key not in counts}
    found = {key: counts.get(key, kept.get(key, 0)) for key in alerts}
    return {
        key: alert if alert.explained == found[key] else replace(alert, explained=found[key])
        for key, alert in alerts.items()
    }


def _evidence(connection: sqlite3.Connection, alerts: list[str]) -> list[tuple[str, tuple[str, ...]]]:
    rows = connection.execute(
        "SELECT id, evidence FROM alerts WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(alerts),)
    )
    return [(key, unpacked(blob) if blob else ()) for key, blob in rows]
