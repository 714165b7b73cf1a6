"""Plugins that stopped a worker while they were loaded: not touched again until they are mended."""

from __future__ import annotations

from collections.abc import Iterable

from reform_tui.plugins import source_of


class Barred:
    """The plugins and the sentences that say why; each was seen to hang or to end its process."""

    def __init__(self) -> None:
        self._why: dict[tuple[str, int, int], str] = {}

    def add(self, plugin: str, why: str) -> None:
        """Bar ``plugin`` (a source's text) as it is now."""
        seen = source_of(plugin).fingerprint
        if seen is not None:
            self._why[seen] = why

    def among(self, plugins: Iterable[str]) -> dict[str, str]:
        """Return those of ``plugins`` that are barred and have not changed since, with why."""
        seen = ((plugin, source_of(plugin).fingerprint) for plugin in plugins)
        return {plugin: self._why[mark] for plugin, mark in seen if mark in self._why}
