"""Moments that a person writes after an option."""

from __future__ import annotations

from datetime import datetime

from reform_tui.errors import ConfigError
from reform_tui.times import FIRST_YEAR, LAST_YEAR, now, parse_moment, zone_of


def moment_after(option: str, text: str | None, zone: str) -> datetime:
    """Return the moment that an option says, now where it says none; ``ConfigError`` names the option."""
    if text is None:
        return now()
    try:
        moment = parse_moment(text, zone_of(zone))
    except ValueError as error:
        raise ConfigError([f"{option}: {error}"]) from error
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise ConfigError([f"{option}: {moment.year} is not a year between {FIRST_YEAR} and {LAST_YEAR}"])
    return moment
