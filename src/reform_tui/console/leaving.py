"""How the process ends: what still reads is waited for, but for a moment at most."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from signal import SIGHUP, SIGINT, SIGTERM
from threading import Thread, Timer

from reform_tui.console.driver import LOST
from reform_tui.errors import Exit

_MOMENT = 1.0
"""Seconds after which a terminal that takes nothing, or a store that gives nothing, holds us no longer."""


class Leaving:
    """Threads that read, and the end of all: one inside a C++ library while the interpreter ends would abort it."""

    def __init__(self) -> None:
        self._readers: list[Thread] = []
        self._timer: Timer | None = None

    def read(self, reader: Thread) -> None:
        """Start a thread that is waited for at the end."""
        self._readers = [*filter(Thread.is_alive, self._readers), reader]
        reader.start()

    def begin(self, code: int) -> None:
        """From now on a moment is left; then the process ends with ``code``, whatever is still going on."""
        if self._timer is None:
            self._timer = Timer(_MOMENT, os._exit, (code,))
            self._timer.daemon = True
            self._timer.start()

    def finish(self, code: int) -> None:
        """Wait for what still reads; afterwards nobody but the caller ends the process."""
        self.begin(code)
        for reader in self._readers:
            reader.join()
        if self._timer is not None:
            self._timer.cancel()


def heed_signals(end: Callable[[int], None]) -> None:
    """A line that hung up ends us at once, for nothing is left to tidy up; other signals leave the screen as it was."""
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(SIGHUP, os._exit, LOST)
    for signal in (SIGTERM, SIGINT):
        loop.add_signal_handler(signal, end, int(Exit.INTERRUPTED))
