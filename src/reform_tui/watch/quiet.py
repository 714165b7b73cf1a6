"""Which files are finished: quiet for the settle time, and not looked at in vain as they are."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from reform_tui.engine.intake.inbox import Seen

AGAIN = 60.0
"""Seconds after which a file that could not be finished is tried again as it is: a disk may have been emptied."""


@dataclass
class Quiet:
    """Remembers how each file looked, and since when; ``settle`` in seconds."""

    settle: float
    _since: dict[str, tuple[Seen, float]] = field(default_factory=dict)
    _in_vain: dict[str, tuple[Seen, str, float]] = field(default_factory=dict)

    def ready(self, files: Iterable[Seen], clock: float, wall: float) -> list[Seen]:
        """Return the files that may be read now; ``clock`` and ``wall`` in seconds, monotonic and since 1970."""
        present = {seen.path: seen for seen in files}
        self._since = {path: kept for path, kept in self._since.items() if path in present}
        return [seen for seen in present.values() if self._quiet(seen, clock, wall) and not self._rests(seen, clock)]

    def _quiet(self, seen: Seen, clock: float, wall: float) -> bool:
        before = self._since.get(seen.path)
        if before is None or before[0] != seen:
            self._since[seen.path] = before = (seen, clock)
        # A file that lay there before we came need not be watched growing; one from the future must be.
        return clock - before[1] >= self.settle or wall - seen.mtime_ns / 1e9 >= self.settle

    def _rests(self, seen: Seen, clock: float) -> bool:
        return self._tried(seen) and clock - self._in_vain[seen.path][2] < AGAIN

    def _tried(self, seen: Seen) -> bool:
        return seen.path in self._in_vain and self._in_vain[seen.path][0] == seen

    def read_in_vain(self, files: Iterable[Seen], reasons: Mapping[str, str], clock: float) -> None:
        """Remember why files could not be finished as they are: they rest until they change, or for a minute."""
        self._in_vain |= {seen.path: (seen, reasons[seen.path], clock) for seen in files if seen.path in reasons}

    def wake(self) -> None:
        """Try everything again at the next look."""
        self._in_vain = {path: (seen, reason, -math.inf) for path, (seen, reason, _) in self._in_vain.items()}

    def reason(self, seen: Seen) -> str:
        """Why a file is not taken in yet."""
        return self._in_vain[seen.path][1] if self._tried(seen) else "still growing"

    def wait(self, files: Iterable[Seen], clock: float, wall: float) -> float:
        """Seconds until the first of these may be read if nothing happens to it; infinite when none is watched."""
        return min((self._left(seen, clock, wall) for seen in files if not self._tried(seen)), default=math.inf)

    def _left(self, seen: Seen, clock: float, wall: float) -> float:
        age = wall - seen.mtime_ns / 1e9
        return self.settle - max(clock - self._since[seen.path][1], age)
