"""Queue tickets of one-stop counters: a kind of row, its file format, a counting function and a check."""

from __future__ import annotations

from collections.abc import Sequence

from reform_tui.sdk import Check, Counting, Reader, Schema, hookimpl
from reform_tui_tickets.queue_file import QUEUE_FILE
from reform_tui_tickets.tickets import TICKETS, called_in_time
from reform_tui_tickets.waiting import LongWait

requires_sdk = ">=1.0,<2"
__version__ = "1.0.0"


@hookimpl
def reform_schemas() -> Sequence[Schema]:
    """Offer the rows."""
    return [TICKETS]


@hookimpl
def reform_readers() -> Sequence[Reader]:
    """Offer the format of the queue machine."""
    return [QUEUE_FILE]


@hookimpl
def reform_counts() -> Sequence[Counting]:
    """Offer the counting function."""
    return [called_in_time]


@hookimpl
def reform_checks() -> Sequence[type[Check]]:
    """Offer the check."""
    return [LongWait]
