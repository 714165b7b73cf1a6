"""What plugins print: each into a file of its own, never on a screen, and never an error for the one that prints."""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from reform_tui.model.text import harmless

PLUGINS, OTHERS = "plugins", "workers.log"
REST = b"\n[the rest of what was printed is left out]\n"


class _Here:
    """Where this process prints to; without a folder it is no worker, and prints as any process does."""

    folder: Path | None = None
    room: int = 0
    left: int = 0


class _Sink(io.FileIO):
    """A descriptor that takes what there is room for: neither a full disk nor a closed file is an error."""

    def write(self, data: Any, /) -> int:
        """Take all of it, and keep what there is room for."""
        said = memoryview(data).cast("B")
        kept = bytes(said[: max(0, _Here.left)])
        with suppress(OSError):
            super().write(kept + REST if 0 <= _Here.left < len(said) else kept)
        _Here.left -= len(said)
        return len(said)


class _Stream(io.TextIOWrapper):
    """Text without what a terminal would act on, so that a log can be looked at."""

    def write(self, text: str, /) -> int:
        """Take all of it; what there is no room for is not even looked at."""
        if _Here.left >= 0:
            super().write("\n".join(map(_shown, text.expandtabs().split("\n"))))
        return len(text)


def keep_prints(folder: Path, room: int) -> None:
    """Print below ``folder`` from now on, at most ``room`` bytes each time that a plugin is loaded or asked."""
    _Here.folder, _Here.room = folder, room
    print_to_common()


def print_to_common() -> None:
    """Send to one file what no plugin prints: words of libraries, last words of a process."""
    if _Here.folder is not None:
        _switch(_Here.folder / OTHERS)


def log_of(name: str) -> str:
    """Return where a plugin's prints lie, below the folder of logs."""
    plain = re.sub(r"[^\w.-]", "_", name)
    return f"{PLUGINS}/{plain}.log"


@contextmanager
def printed_by(name: str) -> Iterator[None]:
    """Send what is printed inside to the plugin's own file; nothing happens in a process that is no worker."""
    if _Here.folder is None:
        yield
        return
    _switch(_Here.folder / log_of(name))
    try:
        yield
    finally:
        for stream in (sys.stdout, sys.stderr):
            with suppress(Exception):  # a plugin's own stream, or one that it closed
                stream.flush()
        print_to_common()


def _switch(file: Path) -> None:
    """Turn both descriptors and both streams; anew each time, because a plugin may close what it finds."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
    try:
        file.parent.mkdir(mode=0o700, exist_ok=True)
        # What a plugin prints may be anybody's data: for the engine's user alone.
        opened = os.open(file, flags, 0o600)
    except OSError:
        opened = os.open(os.devnull, flags)
    for number in (1, 2):
        os.dup2(opened, number)
    if opened > 2:  # noqa: PLR2004 - a plugin may have closed one of the two
        os.close(opened)
    _Here.left = _Here.room
    sys.stdout, sys.stderr = _stream(1), _stream(2)


def _stream(descriptor: int) -> _Stream:
    raw = io.BufferedWriter(_Sink(descriptor, "wb", closefd=False))
    return _Stream(raw, encoding="utf-8", errors="replace", line_buffering=True)


def _shown(line: str) -> str:
    return line if line.isprintable() else harmless(line)
