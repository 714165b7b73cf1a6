"""Which period a rule counts in at a moment: named by the rule, the project or an inspector's table."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from reform_tui.errors import ConfigError
from reform_tui.model.period import CURRENT, Period, period_at, period_named


def period_for(name: str, now: datetime, zone: ZoneInfo, table: Mapping[str, Period]) -> Period:
    """Return the period called ``name`` (``quarter``, ``month`` and ``year`` are the current ones) at ``now``."""
    wanted = period_at(name, now, zone) if name in CURRENT else name
    found = table.get(wanted) or period_named(wanted, zone)
    if found is None:
        raise ConfigError(
            [f"period '{name}' is neither all, quarter, month, year, one such as 2025-Q1, nor in reference/periods"]
        )
    return found
