"""The fork server started before anything else: it loads pandas while the engine loads what it needs itself."""

from __future__ import annotations

import multiprocessing
from multiprocessing import forkserver

PRELOADED = ["reform_tui.engine.workers.preload"]


def start_fork_server() -> None:
    """Start it unless it runs; returns at once."""
    multiprocessing.get_context("forkserver").set_forkserver_preload(PRELOADED)
    forkserver.ensure_running()
