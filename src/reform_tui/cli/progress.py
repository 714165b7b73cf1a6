"""How far a long evaluation has come, told on stderr once it takes more than a second."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field

from reform_tui.times import monotonic

EVERY = 1.0
"""Seconds between two sentences."""


@dataclass
class Progress:
    """Says ``what`` was done of how many."""

    what: str
    _told: float = field(init=False)

    def __post_init__(self) -> None:
        self._told = monotonic()

    def __call__(self, done: int, of: int) -> None:
        """Say it, unless the last time was a moment ago."""
        if monotonic() - self._told >= EVERY:
            self._told = monotonic()
            print(f"reform-tui: {done:,} of {of:,} {self.what}", file=sys.stderr, flush=True)
