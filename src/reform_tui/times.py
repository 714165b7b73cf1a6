"""The only module that asks what time it is, and the one spelling of durations and moments."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
DURATION = re.compile(r"(\d+(?:\.\d+)?)(s|m|h|d|w)")
_LONGEST = timedelta(days=36_525)
"""A hundred years: what is longer is a slip of the finger, and added to a moment it leaves every calendar."""
FIRST_YEAR, LAST_YEAR = 1900, 2200
"""Working days and quarters are counted around a moment; no calendar reaches further."""


def now() -> datetime:
    """Return this moment, in UTC."""
    return datetime.now(UTC)  # noqa: TID251 - the one place


def monotonic() -> float:
    """Seconds of a clock that never goes back; only differences mean something."""
    return time.monotonic()


def zone_of(name: str) -> ZoneInfo:
    """Return the time zone ``name``; ``ValueError`` with a sentence when there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"'{name}' is not a time zone such as Asia/Ho_Chi_Minh") from error


def parse_duration(text: str) -> timedelta:
    """Calendar time such as ``90m``, ``3d`` or ``1.5h``; ``ValueError`` with a sentence otherwise."""
    match = DURATION.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"'{text}' is not a duration such as 30s, 90m, 8h or 3d")
    number = float(match[1])
    if number > _LONGEST / timedelta(**{_UNITS[match[2]]: 1}):
        raise ValueError(f"'{text}' is longer than a hundred years")
    return timedelta(**{_UNITS[match[2]]: number})


def parse_moment(text: str, zone: ZoneInfo) -> datetime:
    """Return an ISO date or date-time; one without a zone is read in ``zone``, a bare date at its midnight."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise ValueError(f"'{text}' is not a moment such as 2025-03-31 or 2025-03-31T17:00:00+07:00") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)
