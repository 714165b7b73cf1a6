"""``reform.toml`` to settings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reform_tui.config.build import read, sentence
from reform_tui.config.toml import Document
from reform_tui.config.types import Settings
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
    return wrong
