"""One console that tells when Textual was imported and when each key was done; argv: root, language, times, now."""

from __future__ import annotations

import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

import textual.app  # what is not ours is not counted

from reform_tui import times

root, language, times_file, now = sys.argv[1:]
first = datetime.fromisoformat(now)
told = Path(times_file).open("w", buffering=1, encoding="ascii")  # noqa: SIM115 - open as long as the console
began = time.monotonic()
told.write(f"textual {began}\n")
times.now = lambda: first + timedelta(seconds=time.monotonic() - began)

from reform_tui.console.main import run_console  # noqa: E402 - the clock first
from reform_tui.console.page import Page  # noqa: E402

press = Page.press


def timed(page: Page, event: textual.events.Key) -> None:
    """Do what the key says, and note when it was done."""
    press(page, event)
    told.write(f"key {time.monotonic()}\n")


Page.press = timed
sys.exit(run_console(Path(root), language=language))
