"""Waiting for what another thread or process does, with an end."""

import time
from threading import Event


def until(holds, seconds=10.0):
    """Ask again and again until it holds; whether it did in time."""
    end, pause = time.monotonic() + seconds, Event()
    while time.monotonic() < end:
        if holds():
            return True
        pause.wait(0.02)
    return bool(holds())
