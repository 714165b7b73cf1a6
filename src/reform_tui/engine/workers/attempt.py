"""One errand on its way: watched from outside, because what a plugin does inside cannot be trusted to end."""

from __future__ import annotations

import os
from collections.abc import Mapping
from concurrent.futures import CancelledError
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from enum import Enum
from typing import Any

from pebble import ProcessExpired

from reform_tui.engine.workers.journal import Journal, Step
from reform_tui.engine.workers.limits import STALE
from reform_tui.times import monotonic

UNSEEN = 10.0
"""Seconds in which a worker that took an errand must write its first line; else the errand was lost."""
GRACE = 0.3
"""Seconds that pebble gets to report a process that is gone; it never reports one that ended with exit code 0."""


class End(Enum):
    """How an errand ended."""

    DONE = "done"
    LATE = "late"
    DIED = "died"
    LOST = "lost"


@dataclass(frozen=True)
class Ending:
    """How an errand ended, at which step, with what result or exit code (``None`` when nobody knows it)."""

    end: End
    step: Step | None = None
    result: bytes = b""
    code: int | None = None
    fault: str = ""
    seconds: float = 0
    """What the step was allowed, when it was late."""


class Attempt:
    """One errand given to the pool; ``allowed`` is the seconds that each kind of step may take."""

    def __init__(self, future: Any, journal: Journal, allowed: Mapping[str, float]) -> None:
        self.future = future
        self._journal = journal
        self._allowed = allowed
        self._step: Step | None = None
        self._size = 0
        self._since: float | None = None
        self._gone_since: float | None = None

    def look(self) -> Ending | None:
        """Return how it ended, or ``None`` while it is waiting or within its limits; past them, stop it."""
        ending = self._ended() if self.future.done() else self._watched() if self.future.running() else None
        if ending is not None:
            self._journal.path.unlink(missing_ok=True)
        return ending

    def _watched(self) -> Ending | None:
        now = monotonic()
        self._read_journal(now)
        if self._since is not None and now - self._since > self._limit():
            return self._stop(End.LATE if self._step else End.LOST)
        if self._step and not _alive(self._step.pid):
            self._gone_since = self._gone_since or now
            if now - self._gone_since > GRACE:
                return self._stop(End.DIED)
        return None

    def _read_journal(self, now: float) -> None:
        size = self._journal.size()
        if self._since is None or size != self._size:
            self._since, self._size, self._step = now, size, self._journal.last() if size else None

    def _limit(self) -> float:
        return self._allowed[self._step.kind] if self._step else UNSEEN

    def _stop(self, end: End) -> Ending:
        self.future.cancel()  # pebble ends the worker that runs a cancelled task, with SIGKILL if need be
        return Ending(end, self._step, seconds=self._limit())

    def _ended(self) -> Ending:
        try:
            return Ending(End.DONE, None, self.future.result())
        except ProcessExpired as error:
            self._read_journal(monotonic())
            end = End.LOST if error.exitcode == STALE else End.DIED
            return Ending(end, self._step, code=error.exitcode)
        except (BrokenProcessPool, CancelledError, OSError):
            return Ending(End.LOST)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
