"""Where everything lies inside ``state/``."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

FORMAT = 3
"""Format number of the store; a newer one is refused, an older one rebuilt from the archive."""
ANYBODY, NOBODY = -1, -2
"""In place of a group that reads people's data: whoever may read ``state/``, or the engine's user alone."""
LONGEST = 120
"""Characters of a home's own spelling that are kept as its folder's name."""


@dataclass(frozen=True)
class Layout:
    """The paths below one ``state/`` folder."""

    state: Path
    people: int = ANYBODY
    """Number of the group that reads people's data."""

    @property
    def database(self) -> Path:
        """The SQLite file: what is small."""
        return self.state / "store.sqlite"

    @property
    def lock(self) -> Path:
        """Held by the engine; its mtime is the heartbeat."""
        return self.state / "engine.lock"

    @property
    def acts(self) -> Path:
        """What people did, one file an act."""
        return self.state / "acts"

    @property
    def people_key(self) -> Path:
        """With what people are masked; never archived, never logged, kept by a rebuild."""
        return self.state / "people.key"

    @property
    def work(self) -> Path:
        """What a running engine may throw away."""
        return self.state / "work"

    @property
    def log(self) -> Path:
        """The engine's log files."""
        return self.state / "log"

    @property
    def archive(self) -> Path:
        """Every file ever taken in."""
        return self.state / "archive"

    def archived(self, sha256: str) -> Path:
        """Every file as it was delivered, compressed."""
        return self.archive / sha256[:2] / f"{sha256}.zst"

    def base(self, schema: str, home: str, generation: int) -> Path:
        """One home's folded rows, without the ending (``.main.arrow``, ``.people.arrow``, ``.was.arrow``)."""
        return self.state / "base" / schema / home_folder(home) / f"{generation:06}"

    def segment(self, arrival: int, part: int) -> Path:
        """The rows of one arrival, or of a part of a large one, without the ending."""
        return self.state / "segments" / f"{arrival:09}-{part:03}"

    def prepare(self) -> None:
        """Make the folders."""
        for folder in (
            self.acts,
            self.work,
            self.log,
            self.archive,
            self.state / "base",
            self.state / "segments",
        ):
            folder.mkdir(parents=True, exist_ok=True)


def home_folder(home: str) -> str:
    """A file name for any unit's name: letters, digits, dot and dash stay, the rest is written as hex."""
    spelt = "".join(c if c.isascii() and (c.isalnum() or c in ".-") else f"_{ord(c):x}_" for c in home)
    if spelt and len(spelt) <= LONGEST and not spelt.startswith("."):
        return spelt
    # Names of offices in Vietnamese grow beyond what a file system takes; "_-" begins no other spelling.
    return f"_-{hashlib.sha256(home.encode()).hexdigest()[:32]}"


def main_of(path: Path | str) -> str:
    """The file of everything that is not people's."""
    return f"{path}.main.arrow"


def people_of(path: Path | str) -> str:
    """The file of people columns, row for row beside the main one."""
    return f"{path}.people.arrow"


def was_of(path: Path | str) -> str:
    """The file of revisions."""
    return f"{path}.was.arrow"


def mode_for(mode: int, group: int) -> int:
    """The mode without what is the group's, where no group may read."""
    return mode & 0o700 if group == NOBODY else mode


@contextmanager
def written(path: Path, mode: int = 0o640, group: int = ANYBODY) -> Iterator[Path]:
    """Give a temporary name, then make it durable under ``path``: after this the file is whole or not there.

    Until then nobody else can read it; then ``group`` can, or by default the group that the folder hands on.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        temporary.touch(0o600)
        yield temporary
        with temporary.open("rb") as done:
            if group not in {ANYBODY, NOBODY}:
                os.fchown(done.fileno(), -1, group)
            os.fchmod(done.fileno(), mode_for(mode, group))
            os.fsync(done.fileno())
        temporary.replace(path)
    finally:
        with suppress(FileNotFoundError):
            temporary.unlink()
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
