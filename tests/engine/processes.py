"""What processes there are, from /proc."""

from __future__ import annotations

import os
from pathlib import Path


def descendants(root: int) -> set[int]:
    """Processes below ``root``."""
    parents = {pid: parent for pid, (parent, _) in _all().items()}
    found: set[int] = set()
    fresh = {root}
    while fresh:
        fresh = {pid for pid, parent in parents.items() if parent in fresh} - found
        found |= fresh
    return found


def command(pid: int) -> str:
    """The words of a process; nothing once it is gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def left_behind(before: set[int]) -> dict[int, str]:
    """Processes of ours that were not there before, orphans too; the fork server and its tracker may stay."""
    session = os.getsid(0)
    orphans = {
        pid for pid, (_, its) in _all().items() if its == session and "forkserver" in command(pid) and _ours(pid)
    }
    servers = {pid for pid in descendants(os.getpid()) if _parent(pid) == os.getpid()}
    return {pid: line for pid in (descendants(os.getpid()) | orphans) - servers - before if (line := command(pid))}


def _ours(pid: int) -> bool:
    """Whether it comes from this process: tests that run side by side share a session."""
    me = f"PYTEST_XDIST_WORKER={os.environ.get('PYTEST_XDIST_WORKER', '')}".encode()
    try:
        return me in Path(f"/proc/{pid}/environ").read_bytes().split(b"\0") or me.endswith(b"=")
    except OSError:  # ended meanwhile
        return False


def _parent(pid: int) -> int:
    return _all().get(pid, (0, 0))[0]


def _all() -> dict[int, tuple[int, int]]:
    """Process to its parent and session."""
    found = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                words = (folder / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            except (FileNotFoundError, ProcessLookupError):
                continue  # ended meanwhile
            found[int(folder.name)] = (int(words[1]), int(words[3]))
    return found
