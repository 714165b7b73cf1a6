"""Processes that hold no frames keep pandas out: pyarrow imports it by itself, for 60 MB, wherever it is installed."""

from __future__ import annotations

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
    """Let pyarrow find no pandas in this process; call it before pyarrow is used.  Workers start afresh and have it."""
    sys.meta_path.insert(0, _Without())
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")  # gives back what a large file needed for a moment
