"""Where rows lie: plain, picklable data that crosses to workers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from reform_tui.model.schema import Schema


@dataclass(frozen=True)
class HomeRows:
    """Where the current rows of one home lie: a base file, and batches of later segments, oldest first."""

    home: str
    base: str
    """Path of the base file without its ``.main.arrow``; empty when nothing is folded yet."""
    segments: tuple[tuple[str, int], ...] = ()
    """(path of a segment without its ending, number of the record batch in it)."""


@dataclass(frozen=True)
class SchemaRows:
    """Where the rows of one schema lie for some units."""

    schema: Schema
    homes: tuple[HomeRows, ...]
    """Those that hold rows of the units."""
    missing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Unit to the columns that its feeds' newest files lack."""
    listed: Mapping[str, Mapping[str, datetime]] = field(default_factory=dict)
    """Snapshot feed to unit to the export time of its newest accepted list: a row seen only before it is gone."""
    beside: tuple[HomeRows, ...] = ()
    """Further homes: they hold none of the units' rows of this schema, but of another that may be joined with it."""
