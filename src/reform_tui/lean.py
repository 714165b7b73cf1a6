"""Memory: processes that hold no frames keep pandas out, and all give back what a large file needed for a moment."""

from __future__ import annotations

import ctypes
import os
import sys
from importlib.abc import MetaPathFinder
from pathlib import Path

MUCH = 128 * 2**20
"""Bytes resident, shared libraries included, from which a process gives back what it does not use."""


class _Without(MetaPathFinder):
    """Finds nothing, and says of pandas that it is not there."""

    def find_spec(self, name: str, _path: object, _target: object = None) -> None:
        """Raise for pandas what Python raises for a module that is not installed."""
        if name == "pandas":
            raise ModuleNotFoundError("this process keeps pandas out", name=name)


def without_pandas() -> None:
    """Let pyarrow find no pandas in this process; call it before pyarrow is used.  Workers start afresh and have it.

    It would import it by itself wherever it is installed, for 60 MB.
    """
    sys.meta_path.insert(0, _Without())
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")  # gives back what a large file needed for a moment


def give_back(_: object = None) -> None:
    """Return freed memory to the system after much was used: the C library keeps it otherwise, for the next large file.

    What little work leaves is worth keeping: the next file is read faster in memory that is there already.
    """
    resident = int(Path("/proc/self/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if resident > MUCH and trim is not None:
        trim(0)
