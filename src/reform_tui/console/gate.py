"""At most one frame on its way: each asks for the cursor's position, and the next waits for the answer.

Bytes that were written cannot be taken back: on a slow link, frames that queue up are what makes a key wait.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from reform_tui import times

QUESTION = "\x1b[6n"
LIMIT = 2.0
"""Seconds after which the next frame goes out all the same."""
MOMENT = 0.5
"""Seconds that the first frame waits to know how wide letters are."""
LATE = 0.5
"""An answer slower than this is a slow link."""


@dataclass
class Gate:
    """Open, or closed behind a frame whose answer has not come."""

    ask: Callable[[], None]
    """Writes the question."""
    opened: Callable[[], None]
    """Called when a frame may follow."""
    slow: bool = False
    """Whether the last answer was late."""
    _asked_at: float | None = field(default=None, init=False)
    _timer: asyncio.TimerHandle | None = field(default=None, init=False)
    _heard: bool = field(default=False, init=False)
    _mute: bool = field(default=False, init=False)
    _held: bool = field(default=False, init=False)

    @property
    def is_open(self) -> bool:
        """Whether a frame may go out."""
        return self._asked_at is None

    def sent(self) -> None:
        """A frame went out: ask, and close."""
        if self._mute:
            return
        self.ask()
        self._asked_at = times.monotonic()
        self._timer = asyncio.get_running_loop().call_later(LIMIT, self._expired)

    def hold(self) -> None:
        """Let nothing through for a moment, unless ``release`` comes before."""
        self._held, self._asked_at = True, times.monotonic()
        self._timer = asyncio.get_running_loop().call_later(MOMENT, self.release)

    def release(self) -> None:
        """What it was held for is known, or nobody answered."""
        if self._held:
            self._open(slow=False)

    def answered(self) -> None:
        """The terminal has drawn the frame."""
        self._heard = True
        if self._asked_at is not None:
            self._open(slow=times.monotonic() - self._asked_at > LATE)

    def _expired(self) -> None:
        """Nobody answered in time; a terminal that never did is not asked again."""
        self._mute = not self._heard
        self._open(slow=self._heard)

    def _open(self, *, slow: bool) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._asked_at, self._timer, self.slow, self._held = None, None, slow, False
        self.opened()
