"""One reason a rejected row: the first that was found."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from reform_tui.feeds.masks import Mask


class Rejections:
    """Rows with a reason, added in the order in which reasons count."""

    def __init__(self, rows: pa.Array) -> None:
        self._rows = rows
        self._why = np.zeros(len(rows), dtype=np.int32)
        self._reasons: list[tuple[str, str]] = [("", "")]

    def add(self, bad: Mask | None, reason: str, column: str = "") -> None:
        """Reject the rows where ``bad``, unless something else was wrong with them before."""
        if bad is None or not bad.any():
            return
        self._reasons.append((column, reason))
        self._why[bad & (self._why == 0)] = len(self._reasons) - 1

    @property
    def good(self) -> Mask:
        """Where nothing is wrong."""
        good: Mask = self._why == 0
        return good

    def table(self) -> pa.Table:
        """Return ``row``, ``column`` and ``reason`` of every rejected row, in file order."""
        bad = self._why > 0
        why = self._why[bad]
        columns = np.array([column for column, _ in self._reasons], dtype=object)[why]
        reasons = np.array([reason for _, reason in self._reasons], dtype=object)[why]
        table = pa.table(
            {
                "row": self._rows.filter(pa.array(bad)).cast(pa.int32()),
                "column": pa.array(columns, pa.string()),
                "reason": pa.array(reasons, pa.string()),
            }
        )
        return table.sort_by("row")
