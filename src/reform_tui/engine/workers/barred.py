"""Plugin files that stopped a worker while they were loaded: not touched again until they are mended."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path


def fingerprint(file: str) -> tuple[str, int, int] | None:
    """Return what changes when a file is mended: its path, its time of change and its size; ``None`` without it."""
    try:
        stat = Path(file).stat()
    except OSError:
        return None
    return (file, stat.st_mtime_ns, stat.st_size)


class Barred:
    """The files and the sentences that say why; each was seen to hang or to end its process."""

    def __init__(self) -> None:
        self._why: dict[tuple[str, int, int], str] = {}

    def add(self, file: str, why: str) -> None:
        """Bar ``file`` as it is now."""
        seen = fingerprint(file)
        if seen is not None:
            self._why[seen] = why

    def among(self, files: Iterable[str]) -> dict[str, str]:
        """Return those of ``files`` that are barred and have not changed since, with why."""
        seen = ((file, fingerprint(file)) for file in files)
        return {file: self._why[mark] for file, mark in seen if mark in self._why}
