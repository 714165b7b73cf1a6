"""Which period a rule counts in at a moment: named by the rule, the project or an inspector's table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from reform_tui.config.project import SETTINGS
from reform_tui.config.rule_types import Indicator, Rule
from reform_tui.config.types import Project
from reform_tui.errors import ConfigError
from reform_tui.model.period import CURRENT, Period, current, listed_period, period_named
from reform_tui.model.validity import holds


@dataclass(frozen=True)
class Periods:
    """The reference table ``periods``, whose entries count from a day to a day."""

    rows: Sequence[Mapping[str, Any]] = ()

    def at(self, now: datetime, zone: ZoneInfo) -> dict[str, Period]:
        """Return the periods that are listed at ``now``, by name, their bounds in ``zone``.

        A name that no calendar knows stays: a rule that counts in it must go on when the entry is over.
        """
        standing = [row for row in self.rows if holds(row, now, zone)]
        names = {row["name"] for row in standing}
        over = [row for row in self.rows if row["name"] and row["name"] not in names]
        return listed_periods([*(row for row in over if period_named(row["name"], zone) is None), *standing], zone)


def listed_periods(rows: Iterable[Mapping[str, Any]], zone: ZoneInfo) -> dict[str, Period]:
    """Return the periods of some rows of the table, by name; of several with one name the last."""
    return {row["name"]: _listed(row, zone) for row in rows if row["name"]}


def _listed(row: Mapping[str, Any], zone: ZoneInfo) -> Period:
    start, end, cut_off = (row[key] and row[key].astimezone(zone) for key in ("start", "end", "cut_off"))
    return listed_period(row["name"], start, end, cut_off, row["source"] or "")


def period_for(name: str, now: datetime, zone: ZoneInfo, table: Mapping[str, Period]) -> Period:
    """Return the period called ``name`` (``quarter``, ``half-report``, … are the current ones) at ``now``."""
    wanted = current(name, now, zone, table) if name in CURRENT else name
    found = table.get(wanted) or period_named(wanted, zone)
    if found is None:
        raise ConfigError([_unknown(name)])
    return found


def period_faults(project: Project, periods: Periods) -> list[str]:
    """Sentences on periods of the settings, rules and indicators that neither the calendar nor the table knows.

    An entry of the table that is over, or has yet to begin, is known.
    """
    listed = {row["name"] for row in periods.rows}
    owners: list[Rule | Indicator] = [*project.rules, *project.indicators]
    return [
        f"{where}: {_unknown(name)}"
        for where, name in [(SETTINGS, project.settings.period), *((one.where, one.period) for one in owners)]
        if name and name not in CURRENT | listed and period_named(name, project.calendar.zone) is None
    ]


def _unknown(name: str) -> str:
    kinds = ", ".join(sorted(CURRENT))
    return f"period '{name}' is neither all, {kinds}, one such as 2025-Q1, nor in reference/periods"
