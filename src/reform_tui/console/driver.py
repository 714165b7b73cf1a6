"""The terminal's two ends: keys in, frames out; a terminal that is gone ends the process."""

from __future__ import annotations

import os
import select
from codecs import getincrementaldecoder
from threading import Event

from textual import events
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from reform_tui.console.gate import QUESTION

_POLL_MS = 100
_GOODBYE = 0.5
LOST = 129
"""Exit code of a process whose terminal hung up: 128 + SIGHUP."""


class ConsoleDriver(LinuxDriver):
    """Textual's driver, with a question after each frame and an eye on the line."""

    written = 0
    """Writes so far: whether a frame had anything to say."""
    _answer: Event | None = None

    def write(self, data: str) -> None:
        """Count, and write."""
        self.written += 1
        super().write(data)

    def ask(self) -> None:
        """Write the question that the terminal answers once it has drawn all before it."""
        self._answer = Event()
        self.write(QUESTION)

    def process_message(self, message: Message) -> None:
        """Pass messages on; focus changes would only repaint."""
        if isinstance(message, events.CursorPosition) and self._answer is not None:
            self._answer.set()
        if not isinstance(message, (events.AppFocus, events.AppBlur)):
            super().process_message(message)

    def disable_input(self) -> None:
        """Stop reading keys, once the last answer is in: else it would appear at the shell's prompt."""
        if self._answer is not None:
            self._answer.wait(_GOODBYE)
        super().disable_input()

    def run_input_thread(self) -> None:
        """Read keys until told to stop; the stock loop spins at full speed on a terminal that hung up."""
        poll = select.poll()
        poll.register(self.fileno, select.POLLIN)
        parser, decode = XTermParser(), getincrementaldecoder("utf-8")(errors="replace").decode
        while not self.exit_event.is_set():
            if poll.poll(_POLL_MS):
                for message in parser.feed(decode(self._read())):
                    self.process_message(message)
            for message in parser.tick():
                self.process_message(message)

    def _read(self) -> bytes:
        """Bytes of keys; a lost terminal leaves nothing to tidy up: acts are files, and the engine goes on."""
        try:
            typed = os.read(self.fileno, 4096)
        except OSError:
            typed = b""
        if not typed:
            os._exit(LOST)
        return typed
