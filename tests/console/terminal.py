"""A real terminal: the console on a pty, what it shows by way of pyte, and how many bytes that took."""

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
from pathlib import Path
from time import monotonic
from typing import Self

import pyte
import synthetic

from reform_tui.console.memory import Left, Memory, keep, place_of

CHILD = Path(__file__).with_name("child.py")
SOURCE = Path(__file__).parents[2] / "src"
PATIENCE = 15.0
QUIET = 0.15


class Terminal:
    """80 columns by 24 lines of truecolor, that answers where its cursor is unless told to be slow."""

    def __init__(
        self,
        root,
        *,
        language="en",
        narrow=False,
        width=80,
        height=24,
        words=None,
        first="units",
        utf8=True,
        watched=False,
        **environment,
    ) -> None:
        """``first`` is what the inspector left there, unless something was; empty for somebody new.

        With ``watched`` the console is a job of a process that watches it, as in a login; its ``job`` is in that file.
        """
        kept = root / "home" / "reform-tui" / place_of(root).name
        if first and not kept.exists():
            keep(kept, Memory(screens=(Left("today"), Left(first))))
        self.clock = root / "clock"
        self.set_clock(synthetic.NOW)
        self.screen = pyte.Screen(width, height)
        self.stream = pyte.ByteStream(self.screen)
        self.stream.select_other_charset("G" if utf8 else "@")
        self.screen.write_process_input = self._reply
        self.log, self.count, self.answering, self.unanswered = b"", 0, True, []
        still = [sys.executable, str(CHILD), str(root), str(self.clock), language, "ascii" if narrow else ""]
        words = words or still
        settings = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "PYTHONPATH": str(SOURCE), "LC_ALL": "C.UTF-8"}
        settings["XDG_STATE_HOME"] = str(root / "home")
        self.pid, self.master = pty.fork()
        if self.pid == 0:  # pragma: no cover - the child
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))
            os.chdir(root)
            if watched:
                _job(root / "job")
            os.execve(words[0], words, {**_kept(), **settings, **environment})  # noqa: S606 - our own test process
        self.code = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_) -> None:
        if self.code is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        if self.master is not None:
            os.close(self.master)

    def set_clock(self, moment):
        """Move the console's clock."""
        self.clock.write_text(moment.isoformat(), "utf-8")

    def _reply(self, text):
        if self.answering:
            os.write(self.master, text.encode())
        else:
            self.unanswered.append(text)

    def resize(self, width, height):
        """The window has another size."""
        self.screen.resize(height, width)
        self.screen.reset()
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))
        return self

    def answer(self):
        """Send what was kept back, and be quick from now on."""
        self.answering = True
        for text in self.unanswered:
            os.write(self.master, text.encode())
        self.unanswered = []

    def read(self, seconds):
        """Take in what comes within ``seconds``; whether anything did."""
        if not select.select([self.master], [], [], max(seconds, 0))[0]:
            return False
        try:
            data = os.read(self.master, 65_536)
        except OSError:
            return False
        self.log += data
        self.count += len(data)
        self.stream.feed(data)
        return bool(data)

    def until(self, text, seconds=PATIENCE):
        """Read until the screen shows ``text``, then until nothing more comes for a moment."""
        end = monotonic() + seconds
        while text not in self.text:
            assert monotonic() < end, f"'{text}' did not appear:\n{self.text}"
            self.read(end - monotonic())
        return self.settle()

    def changed(self):
        """Read until anything comes at all, then until nothing more does."""
        end = monotonic() + PATIENCE
        while not self.count:
            assert monotonic() < end, f"nothing changed:\n{self.text}"
            self.read(end - monotonic())
        return self.settle()

    def settle(self, quiet=QUIET):
        """Read until nothing comes for ``quiet`` seconds."""
        while self.read(quiet):
            pass
        return self

    def press(self, keys):
        """Type; counts bytes from here."""
        self.count, self.log = 0, b""
        os.write(self.master, keys.encode())
        return self

    def cost(self, keys, text):
        """How many bytes come back for keys, once the screen shows ``text``."""
        self.press(keys).until(text)
        return self.count

    @property
    def text(self):
        """What the screen shows."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    def ended(self, seconds=PATIENCE):
        """Wait for the process to end; its exit code, or minus its signal."""
        end = monotonic() + seconds
        while self.code is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.code = os.waitstatus_to_exitcode(status)
            elif self.master is not None:
                self.read(0.01)
            else:
                select.select([], [], [], 0.01)
            assert monotonic() < end, "the console did not end"
        return self.code

    def hang_up(self):
        """The line is cut."""
        os.close(self.master)
        self.master = None


def _job(told):  # pragma: no cover - the child
    """Go on as a job in the foreground; the parent is what a shell is, and ends as its job does."""
    job = os.fork()
    if job:
        told.write_text(str(job), "ascii")
        _, status = os.waitpid(job, 0)
        os._exit(os.waitstatus_to_exitcode(status) & 0xFF)
    signal.signal(signal.SIGTTOU, signal.SIG_IGN)
    os.setpgid(0, 0)
    os.tcsetpgrp(0, os.getpid())
    signal.signal(signal.SIGTTOU, signal.SIG_DFL)


def _kept():
    return {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
