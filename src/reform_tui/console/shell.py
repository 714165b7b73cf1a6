"""Whether a shell is there that brings a stopped console back."""

from __future__ import annotations

import os
from pathlib import Path

from reform_tui.language import mark

NO_SHELL = mark("it would not come back: no shell with job control started this console")


def may_stop() -> bool:
    """Whether the process that started ours watches it: of the same session, and of another group.

    The console of an ssh command or of a terminal of its own has none; stopped, it would stay so.  True where nobody
    can tell.
    """
    try:
        _, session, parent = _standing(os.getpgrp())
        group, of_parent, _ = _standing(parent)
    except (OSError, ValueError):
        return True
    return of_parent == session and group != os.getpgrp()


def _standing(pid: int) -> tuple[int, int, int]:
    """(process group, session, parent) of a process; ``OSError`` where it cannot be seen."""
    parent, group, session = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[1:4]
    return int(group), int(session), int(parent)
