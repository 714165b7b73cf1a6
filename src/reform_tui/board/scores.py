"""Scores of index sets such as 766, with places and moves: counted beside the engine, as ``reform-tui index`` does."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from reform_tui.board.behind import asked
from reform_tui.board.figures import ALL


@dataclass(frozen=True)
class Score:
    """What one unit, one level or the province has, as far as it can be computed."""

    rule: str
    period: str
    unit: str
    level: str
    """Of a unit its level; ``province`` for the whole, ``all commune`` for a level."""
    points: float
    possible: float
    at_most: float
    """If it had everything that could not be computed."""
    rank: int | None = None
    ranked: int | None = None
    move: int | None = None
    """Places gained since the period before."""


def read_scores(connection: sqlite3.Connection, root: Path, moment: datetime) -> tuple[Score, ...]:
    """Ask for every score as of ``moment``: the province's, the levels', then units' by level and place.

    ``StoreError`` with a sentence where there is no answer.
    """
    whole = connection.execute("SELECT value FROM meta WHERE name = 'province'").fetchone()
    rows = asked("index", root, ["index"], moment)
    return tuple(_score(row, whole[0] if whole else "") for row in rows if row["points"] is not None)


def _score(row: Mapping[str, Any], province: str) -> Score:
    known: dict[str, Any] = {name: row.get(name) for name in Score.__dataclass_fields__}
    many = row["level"].startswith(ALL) or (row["level"] == "province" and row["unit"] in {"", province})
    known["unit"] = "" if many else row["unit"]
    return Score(**known)
