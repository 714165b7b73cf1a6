"""``silences``: what is silenced, by whom, why and until when; those that are over too."""

from __future__ import annotations

import argparse
import sqlite3
import sys
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from reform_tui import times
from reform_tui.cli.formats import FORMATS, write_rows
from reform_tui.cli.main import project_argument
from reform_tui.config.project import require_project
from reform_tui.errors import Exit

COLUMNS = ("rule", "unit", "subject", "author", "reason", "from", "until", "origin", "state")


def arguments(sub: argparse.ArgumentParser) -> None:
    """Add what ``silences`` understands."""
    project_argument(sub)
    sub.add_argument("--format", choices=FORMATS, default="table")


def run(options: argparse.Namespace) -> Exit:
    """Print every silence that the engine knows, by rule; ``until`` is the first moment at which it holds no longer."""
    from reform_tui.store.reading import open_store  # noqa: PLC0415 - pyarrow loads only here

    require_project(options.project)
    connection = open_store(options.project / "state" / "store.sqlite")
    try:
        write_rows(sys.stdout, list(_rows(connection, times.now())), COLUMNS, options.format)
    finally:
        connection.close()
    return Exit.CLEAN


def _rows(connection: sqlite3.Connection, now: datetime) -> Iterator[dict[str, Any]]:
    from reform_tui.store.silences import read_silences  # noqa: PLC0415 - as above

    rules = {rule for (rule,) in connection.execute("SELECT rule FROM rules")}
    zone = times.zone_of(connection.execute("SELECT value FROM meta WHERE name = 'zone'").fetchone()[0])
    for one in read_silences(connection):
        yield {
            "rule": one.rule,
            "unit": ", ".join(one.units),
            "subject": ", ".join(one.subjects),
            "author": one.author,
            "reason": one.reason,
            "from": _shown(one.since, zone),
            "until": _shown(one.until, zone),
            "origin": one.origin,
            "state": one.state(now) if one.rule in rules else "no such rule",
        }


def _shown(moment: datetime | None, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).isoformat(timespec="minutes") if moment else ""
