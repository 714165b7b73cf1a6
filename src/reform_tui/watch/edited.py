"""Whether somebody changed the project's configuration since the engine read it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from stat import S_ISDIR

from reform_tui import times

Stamp = frozenset[tuple[str, int, int, int]]
PLACES = ("reform.toml", "calendar.toml", "feeds/*.toml", "rules/*.toml", "plugins/*.py", "plugins", "reference/*")
CALM = 0.5
"""Seconds without a further change: a person saves several files, an editor writes one twice."""


@dataclass
class Edited:
    """Remembers how the files looked when they were read; asked again and again by the loop."""

    root: Path
    read: Stamp = field(init=False)
    _seen: Stamp = field(init=False)
    _since: float = field(init=False)

    def __post_init__(self) -> None:
        self.note()

    def note(self) -> None:
        """The files as they are now have been read, or were found faulty."""
        self.read = self._seen = stamp_of(self.root)
        self._since = times.monotonic()

    def changed(self) -> bool:
        """Whether they differ from those that were read, and nobody is at it any more."""
        found = stamp_of(self.root)
        if found != self._seen:
            self._seen, self._since = found, times.monotonic()
        return found != self.read and times.monotonic() - self._since >= CALM


def stamp_of(root: Path, also: Iterable[Path] = ()) -> Stamp:
    """Path, mode, size and mtime of every file that an engine reads when it starts, and of others."""
    return frozenset(_stamps(chain((path for place in PLACES for path in root.glob(place)), also)))


def _stamps(paths: Iterable[Path]) -> Iterator[tuple[str, int, int, int]]:
    for path in paths:
        if path.name.startswith(("~$", ".")):  # a spreadsheet program's lock, an editor's copy
            continue
        try:
            stat = path.stat()
        except OSError:  # gone again
            continue
        # Of a folder only who may write it: what an editor puts there for a moment is no edit.
        yield str(path), stat.st_mode, *((0, 0) if S_ISDIR(stat.st_mode) else (stat.st_size, stat.st_mtime_ns))
