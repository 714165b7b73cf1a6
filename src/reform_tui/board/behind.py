"""The rows behind a unit's figure: their keys are asked beside the engine, their cells read from the store.

A console has neither pandas nor plugins, so that a process of its own counts the figure again: ``reform-tui rows``.
"""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from reform_tui.board.details import EvidenceRow, read_evidence
from reform_tui.errors import StoreError

_PATIENCE = 120.0
"""Seconds after which a count is given up."""


@dataclass(frozen=True)
class Wanted:
    """One figure of one unit."""

    indicator: str
    period: str
    unit: str


@dataclass(frozen=True)
class Behind:
    """What a figure counts and what is missing from it, as store keys, and the first rows of both, read."""

    missing: tuple[str, ...]
    counted: tuple[str, ...]
    rows: tuple[EvidenceRow, ...]
    """Those that are missing first."""
    denominator: int = 0
    """What the figure is out of, even where no rows carry it."""

    @property
    def every(self) -> tuple[str, ...]:
        """The keys of all, as many as the denominator where there are any."""
        return self.missing + self.counted

    @cached_property
    def keys(self) -> frozenset[str]:
        """The same, to look up in."""
        return frozenset(self.every)


def read_behind(connection: sqlite3.Connection, root: Path, wanted: Wanted, moment: datetime) -> Behind:
    """Ask for the rows behind a figure as of ``moment``; ``StoreError`` with a sentence where there is no answer."""
    words = ["rows", wanted.indicator, "--unit", wanted.unit, "--period", wanted.period]
    said = asked(wanted.indicator, root, words, moment)
    missing, counted = (
        tuple(row["key"] for row in said if row["key"] and row["counted"] is at) for at in (False, True)
    )
    denominator = sum(row["denominator"] for row in said[:1])
    return Behind(missing, counted, read_evidence(connection, root, [*missing, *counted]), denominator)


def asked(what: str, root: Path, words: Sequence[str], moment: datetime) -> list[dict[str, Any]]:
    """Return what a command says of the project ``root`` as of ``moment``; ``StoreError`` where it says nothing.

    ``what`` is what it is about, for people; ``words`` are the command and its options.
    """
    command = [sys.executable, "-m", "reform_tui.cli.main", *words, "--as-of", moment.isoformat(), "--format", "json"]
    try:
        done = subprocess.run(  # noqa: S603 - our own command
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=_PATIENCE, check=False, cwd=root.resolve()
        )
    except subprocess.TimeoutExpired as late:
        raise StoreError(f"{what} was not counted within {late.timeout:g} s; try again") from late
    if done.returncode:
        told = done.stderr.decode(errors="replace").strip().splitlines()
        raise StoreError(told[-1].removeprefix("reform-tui: ") if told else f"{what} could not be counted")
    said: list[dict[str, Any]] = json.loads(done.stdout)
    return said
