"""Processes that hold no frames keep pandas out: pyarrow imports it by itself, for 60 MB, wherever it is installed."""

from __future__ import annotations

import sys


def without_pandas() -> None:
    """Let pyarrow find no pandas in this process; call it before pyarrow is used.  Workers start afresh and have it."""
    sys.modules.setdefault("pandas", None)  # type: ignore[arg-type]
