"""Files that come one after another, each appearing whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Drop:
    """A file of the demo: its name, its bytes, and how long after the one before it comes."""

    name: str
    content: bytes
    after_seconds: float


def play(drops: Iterable[Drop], folder: Path, wait: Callable[[float], object]) -> None:
    """Drop the files into ``folder`` one by one, until they end or ``wait(seconds)`` answers true."""
    for drop in drops:
        if wait(drop.after_seconds):
            return
        part = folder / f".{drop.name}.part"
        part.write_bytes(drop.content)
        part.rename(folder / drop.name)
