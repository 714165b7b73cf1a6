"""One engine a project: a lock file whose mtime is the heartbeat; consoles share another while they are open."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from reform_tui.errors import StoreError


@dataclass(frozen=True)
class Held:
    """A lock that this process holds."""

    path: Path
    descriptor: int

    def beat(self) -> None:
        """Say that the loop still turns."""
        os.utime(self.path)


@contextmanager
def engine_lock(path: Path) -> Iterator[Held]:
    """Hold the project alone; ``StoreError`` when another engine does."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o664)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise StoreError(
                f"{path}: another engine runs on this project; stop it first, or use its consoles"
            ) from error
        held = Held(path, descriptor)
        held.beat()
        yield held
    finally:
        os.close(descriptor)


def nobody_looks(path: Path) -> bool:
    """Whether no console holds its shared lock: an engine that a console started may end."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o664)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(descriptor)
    return True


@contextmanager
def looking(path: Path) -> Iterator[None]:
    """Hold the consoles' shared lock while a console is open."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o664)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        yield
    finally:
        os.close(descriptor)
