"""What the engine answered to a what-if, as a console reads it."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from reform_tui.store.database import moment_of


@dataclass(frozen=True)
class Answered:
    """One answer: who asked what of which rule, and ``engine.what_if_data`` of what would change."""

    act: str
    author: str
    at: datetime
    rule: str
    asked: str
    keep: Mapping[str, Any]
    """What to write into which file to keep it."""
    data: Mapping[str, Any]

    def of_unit(self, unit: str) -> Sequence[Mapping[str, Any]]:
        """The alerts of one unit that would change; of all units for an empty one."""
        return [alert for alert in self.data["alerts"] if unit in {"", alert["unit"]}]


def read_what_if(connection: sqlite3.Connection, act: str) -> Answered | None:
    """Read one answer; ``None`` while there is none, or any more."""
    row = connection.execute("SELECT * FROM what_if WHERE act = ?", (act,)).fetchone()
    if row is None:
        return None
    alerts = json.loads(zlib.decompress(row["alerts"]))
    data = {**json.loads(row["said"]), "units": json.loads(row["units"]), "alerts": alerts}
    keep = json.loads(row["keep"])
    return Answered(row["act"], row["author"], moment_of(row["at"]), row["rule"], row["asked"], keep, data)
