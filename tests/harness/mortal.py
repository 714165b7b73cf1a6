"""The real engine, killed by itself at the n-th write of one kind: ``python mortal.py PROJECT KIND N``."""

import os
import signal
import sqlite3
import sys
from pathlib import Path

KINDS = ("sql", "commit", "fsync", "replace", "unlink", "never")


class Countdown:
    """Ends this process, as a power switch would, at the n-th call."""

    def __init__(self, number):
        self.left = number

    def tick(self):
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def before(self, function):
        def wrapped(*arguments, **named):
            self.tick()
            return function(*arguments, **named)

        return wrapped


def arm(kind, number):
    """Let every write of this kind count down."""
    countdown = Countdown(number)
    if kind in {"sql", "commit"}:
        connect = sqlite3.connect

        def traced(*arguments, **named):
            connection = connect(*arguments, **named)
            writes = ("COMMIT",) if kind == "commit" else ("INSERT", "UPDATE", "DELETE", "COMMIT", "BEGIN")
            connection.set_trace_callback(lambda text: text.startswith(writes) and countdown.tick())
            return connection

        sqlite3.connect = traced
    elif kind == "fsync":
        os.fsync = countdown.before(os.fsync)
    elif kind in {"replace", "unlink"}:
        setattr(Path, kind, countdown.before(getattr(Path, kind)))


def main():
    project, kind, number = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    stopped = []
    signal.signal(signal.SIGTERM, lambda *_: stopped.append(True))
    arm(kind, number)
    from reform_tui.lean import without_pandas  # noqa: PLC0415 - armed first

    without_pandas()
    from reform_tui.watch.service import serve  # noqa: PLC0415 - as above

    serve(project, lambda: bool(stopped), while_consoles=False)


if __name__ == "__main__":
    main()
