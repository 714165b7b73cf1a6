"""The terminal's two ends: keys in, frames out; a terminal that is gone ends the process."""

from __future__ import annotations

import os
import re
import select
from codecs import getincrementaldecoder
from threading import Event

from textual import events
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from reform_tui.console.gate import QUESTION
from reform_tui.console.messages import Measured
from reform_tui.console.terminal import LINUX

MEASURE = "\x1b[2;1Hế" + QUESTION + "\x1b[2;1H\x1b[K"
"""On the second line: the answer for the first is what some terminals send for a function key."""
_UNASKED = re.compile(r"\x1b\[[<>]\d*u|\x1b\[\?\d+\$p|\x1b\]22;")
"""What Textual asks of modern terminals and we need not know: others draw it as text."""
_POLL_MS = 100
_GOODBYE = 0.5
LOST = 129
"""Exit code of a process whose terminal hung up: 128 + SIGHUP."""


class ConsoleDriver(LinuxDriver):
    """Textual's driver, with a question after each frame and an eye on the line."""

    written = 0
    """Writes so far: whether a frame had anything to say."""
    _asked, _answered = 0, 0
    _measuring = False
    _answer: Event | None = None

    def write(self, data: str) -> None:
        """Count, and write."""
        if not _UNASKED.match(data):
            self.written += 1
            super().write(data)

    def ask(self, question: str = QUESTION) -> None:
        """Write a question that the terminal answers once it has drawn all before it."""
        self._answer, self._asked = Event(), self._asked + 1
        self.write(question)

    def measure(self) -> None:
        """Ask how wide a letter with two marks is, before anything else is asked, and wipe it out again."""
        self._measuring = True
        self.ask(MEASURE)

    def process_message(self, message: Message) -> None:
        """Pass messages on; focus changes would only repaint."""
        if isinstance(message, events.CursorPosition):
            self._answered += 1
            if self._answer is not None and self._answered >= self._asked:
                self._answer.set()
            if self._measuring:
                self._measuring, message = False, Measured(message.x)
        if not isinstance(message, (events.AppFocus, events.AppBlur)):
            super().process_message(message)

    def stop_application_mode(self) -> None:
        """Give the terminal back; the screen of the machine itself has no second one to return from."""
        if os.environ.get("TERM") == LINUX:
            self.write("\x1b[1;1H\x1b[J")
        super().stop_application_mode()

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
