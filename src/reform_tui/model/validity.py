"""From when to when an entry of a reference table counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

SINCE, UNTIL = "from", "to"
"""The columns of an entry's first and last day."""


def holds(entry: Mapping[str, Any], now: datetime, zone: ZoneInfo) -> bool:
    """Whether an entry counts at ``now``: from its first moment through the whole day of its last."""
    since, end = entry.get(SINCE), ending(entry, zone)
    return (since is None or since <= now) and (end is None or now < end)


def ending(entry: Mapping[str, Any], zone: ZoneInfo) -> datetime | None:
    """Return the first moment at which an entry counts no longer; ``None`` for one without an end."""
    until = entry.get(UNTIL)
    if until is None:
        return None
    local: datetime = until.astimezone(zone)
    return local.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)


def next_turn(entries: Iterable[Mapping[str, Any]], now: datetime, zone: ZoneInfo) -> datetime | None:
    """Return the next moment at which an entry begins to count, or ends."""
    moments = (moment for entry in entries for moment in (entry.get(SINCE), ending(entry, zone)))
    return min((moment for moment in moments if moment is not None and moment > now), default=None)
