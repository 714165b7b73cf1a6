"""``units``: every unit with its level, parent, validity, what it was and became, its offices and its contact."""

from __future__ import annotations

import argparse
import sys
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from reform_tui import times
from reform_tui.cli.formats import FORMATS, write_rows
from reform_tui.cli.main import project_argument
from reform_tui.config.project import require_project
from reform_tui.errors import Exit

if TYPE_CHECKING:
    from reform_tui.board.unit_details import UnitEntry

COLUMNS = (
    *("unit", "name", "level", "parent", "from", "to", "predecessors", "successors", "offices"),
    *("contact", "reason", "source"),
)


def arguments(sub: argparse.ArgumentParser) -> None:
    """Add what ``units`` understands."""
    project_argument(sub)
    sub.add_argument("--format", choices=FORMATS, default="table")


def run(options: argparse.Namespace) -> Exit:
    """Print every entry of ``reference/units`` as the engine read it, and the units that feeds alone name."""
    from reform_tui.board.unit_details import read_entries  # noqa: PLC0415 - as above
    from reform_tui.store.reading import open_store  # noqa: PLC0415 - pyarrow loads only here

    require_project(options.project)
    connection = open_store(options.project / "state" / "store.sqlite")
    try:
        zone = times.zone_of(connection.execute("SELECT value FROM meta WHERE name = 'zone'").fetchone()[0])
        rows = [_row(entry, zone) for entry in read_entries(connection)]
    finally:
        connection.close()
    write_rows(sys.stdout, rows, COLUMNS, options.format)
    return Exit.CLEAN


def _row(entry: UnitEntry, zone: ZoneInfo) -> dict[str, str]:
    last = entry.until - timedelta(minutes=1) if entry.until else None
    days = {"from": _day(entry.since, zone), "to": _day(last, zone)}
    return {name: days[name] if name in days else getattr(entry, name) for name in COLUMNS}


def _day(moment: datetime | None, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).date().isoformat() if moment else ""
