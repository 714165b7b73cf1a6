"""Who may read people's data on this machine: the Unix group that the project names, and nobody else."""

from __future__ import annotations

import grp
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from reform_tui.store.layout import ANYBODY, NOBODY, Layout, mode_for

FOLDER = 0o2750
"""What is made inside belongs to the same group."""


def group_of(name: str) -> int:
    """The group's number; ``ANYBODY`` where none is named, ``NOBODY`` where this process may not give files to it."""
    if not name:
        return ANYBODY
    try:
        number = grp.getgrnam(name).gr_gid
    except KeyError:
        return NOBODY
    return number if os.geteuid() == 0 or number in {os.getegid(), *os.getgroups()} else NOBODY


def close(layout: Layout) -> None:
    """Let ``state/`` hand its group on, and give what lies there already of people to theirs.

    What this process may not change stays as it is: ``doctor`` says so.
    """
    with suppress(PermissionError):
        layout.state.chmod(layout.state.stat().st_mode & 0o7777 | 0o2000)
        layout.work.chmod(layout.work.stat().st_mode & 0o7770)
    if layout.people == ANYBODY or is_closed(layout):
        return
    for path, mode in (*_kept(layout), (layout.work, FOLDER), (layout.archive, FOLDER)):
        with suppress(PermissionError):
            os.chown(path, -1, layout.people if layout.people != NOBODY else -1)
            path.chmod(mode_for(mode, layout.people))


def is_closed(layout: Layout) -> bool:
    """Whether the archive, which is closed last, belongs to the group."""
    status = layout.archive.stat()
    mode = mode_for(FOLDER, layout.people)
    return status.st_mode & 0o7777 == mode and layout.people in {NOBODY, status.st_gid}


def _kept(layout: Layout) -> Iterator[tuple[Path, int]]:
    """Everything of people's that was kept so far, and its mode."""
    yield from ((path, 0o640) for folder in ("base", "segments") for path in _people_files(layout.state / folder))
    yield from ((path, FOLDER if path.is_dir() else 0o640) for path in layout.archive.rglob("*"))
    if layout.people_key.exists():
        yield layout.people_key, 0o440


def _people_files(folder: Path) -> Iterator[Path]:
    return folder.rglob("*.people.arrow")
