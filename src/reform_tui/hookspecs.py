"""The four hooks.  Each is one sentence, typed, and used by a plugin in ``plugins/``."""

from __future__ import annotations

from collections.abc import Sequence

import pluggy

from reform_tui.model.schema import Schema
from reform_tui.sdk import Check, Counting, Reader

hookspec = pluggy.HookspecMarker("reform_tui")


@hookspec
def reform_checks() -> Sequence[type[Check]]:  # type: ignore[empty-body]
    """Return the check classes that this plugin offers to rules."""


@hookspec
def reform_counts() -> Sequence[Counting]:  # type: ignore[empty-body]
    """Return the counting functions that this plugin offers to indicators."""


@hookspec
def reform_schemas() -> Sequence[Schema]:  # type: ignore[empty-body]
    """Return the kinds of row that this plugin adds to records, staff and allow."""


@hookspec
def reform_readers() -> Sequence[Reader]:  # type: ignore[empty-body]
    """Return the file formats that this plugin can turn into a table of text."""
