"""Who looks at a view, and what it declares to read."""

from __future__ import annotations

from dataclasses import dataclass

from reform_tui.errors import PluginError
from reform_tui.protocols import Reads


class UndeclaredError(PluginError, KeyError):
    """What a check asks for without declaring it, and what to add."""

    def __str__(self) -> str:
        return str(self.args[0])  # a KeyError would quote it


@dataclass(frozen=True)
class Asker:
    """Who looks, and what it declares to read.  ``references`` of ``None`` may use every reference table."""

    name: str
    reads: Reads
    references: tuple[str, ...] | None = None
    whole: bool = False
    """Whether its view holds all units: it is of province grain."""
