"""``reform.toml`` to settings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from reform_tui.config.build import read, sentence
from reform_tui.config.toml import Document
from reform_tui.config.types import Limits, Settings
from reform_tui.errors import ConfigError
from reform_tui.model.period import ALL, CURRENT
from reform_tui.times import zone_of


def settings_of(document: Document) -> Settings:
    """Return the settings of ``reform.toml``; ``ConfigError`` with one sentence that tells all its faults."""
    values, wrong = read(Settings, document.table)
    wrong += _faults(values)
    if wrong:
        raise ConfigError([sentence(document.label, wrong)])
    return Settings(**values)


def _faults(values: Mapping[str, Any]) -> list[str]:
    wrong: list[str] = []
    try:
        zone_of(values.get("zone", Settings.zone))
    except ValueError as error:
        wrong.append(f"zone: {error}")
    if values.get("period") == "":
        wrong.append(f"period: is empty; write {', '.join(sorted({*CURRENT, ALL}))} or the name of a period")
    if values.get("settle", timedelta()) < timedelta():
        wrong.append("settle: is below 0")
    limits = values.get("limits", Limits())
    least = {"workers": (values.get("workers", 1), 1), "limits.memory_mb": (limits.memory_mb, 256)}
    wrong += [f"{key}: {number} is below {low}" for key, (number, low) in least.items() if number < low]
    above = {"scan": values.get("scan", Settings.scan).total_seconds(), "limits.seconds": limits.seconds}
    return wrong + [f"{key}: {number:g} s is not above 0" for key, number in above.items() if number <= 0]
