"""Memory: processes that hold no frames keep pandas out, and all give back what a large file needed for a moment."""

from __future__ import annotations

import ctypes
import os
import sys
from importlib.abc import MetaPathFinder


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
    """Return freed memory to the system: the C library keeps it otherwise, for the next large file."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
