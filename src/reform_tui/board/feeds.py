"""One line a feed: what came, what became of it, and when the next is due."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from reform_tui.store.database import moment_of
from reform_tui.store.headings import read_under_older


@dataclass(frozen=True)
class FeedRow:
    """One feed: every file ends as taken, duplicate, quarantined or waiting; rows are accepted or rejected."""

    feed: str
    schema: str
    folder: str
    rows: int = 0
    accepted: int = 0
    rejected: int = 0
    set_aside: int = 0
    taken: int = 0
    duplicates: int = 0
    quarantined: int = 0
    waiting: int = 0
    last_file: str = ""
    last_at: datetime | None = None
    exported_from: str = ""
    """Where the newest file's export time was found: inside, name, mtime or arrival."""
    exported_sure: bool = True
    """Whether it is: a clock of twelve hours in a file's name may mean either half of the day."""
    due_by: datetime | None = None
    repeated: int = 0
    """Codes that stand in several rows of one file,"""
    differing: int = 0
    """and those of them whose rows differ."""
    odd_codes: int = 0
    """Rows taken in whose record code has no known form."""
    older: int = 0
    """Files that were taken in under an older mapping than today's."""


def read_feeds(connection: sqlite3.Connection) -> dict[str, FeedRow]:
    """Every feed that is described or has delivered something, by name."""
    sums = _by_feed(
        connection,
        "SELECT feed, sum(rows) FILTER (WHERE status = 'taken') AS rows,"
        " sum(accepted) FILTER (WHERE status = 'taken') AS accepted,"
        " sum(rejected) FILTER (WHERE status = 'taken') AS rejected,"
        " sum(set_aside) FILTER (WHERE status = 'taken') AS set_aside,"
        " sum(repeated) FILTER (WHERE status = 'taken') AS repeated,"
        " sum(differing) FILTER (WHERE status = 'taken') AS differing,"
        " sum(odd_codes) FILTER (WHERE status = 'taken') AS odd_codes,"
        " count(*) FILTER (WHERE status = 'taken') AS taken,"
        " count(*) FILTER (WHERE status = 'duplicate') AS duplicates,"
        " count(*) FILTER (WHERE status = 'quarantined') AS quarantined FROM arrivals GROUP BY feed",
    )
    newest = _by_feed(
        connection,
        "SELECT feed, path AS last_file, exported_from, exported_sure, max(id) FROM arrivals WHERE status = 'taken'"
        " GROUP BY feed",
    )
    waiting = _by_feed(connection, "SELECT feed, count(*) AS waiting FROM waiting GROUP BY feed")
    told = {row["feed"]: row for row in connection.execute("SELECT * FROM feeds")}
    older = read_under_older(connection)
    return {
        feed: FeedRow(
            feed=feed,
            schema=told[feed]["schema"] if feed in told else "",
            folder=told[feed]["folder"] if feed in told else "",
            last_at=_moment(told[feed]["last_at"]) if feed in told else None,
            due_by=_moment(told[feed]["due_by"]) if feed in told else None,
            **_numbers({**sums.get(feed, {}), **waiting.get(feed, {})}),
            last_file=newest.get(feed, {}).get("last_file", ""),
            exported_from=newest.get(feed, {}).get("exported_from", ""),
            exported_sure=bool(newest.get(feed, {}).get("exported_sure", True)),
            older=older.get(feed, 0),
        )
        for feed in sorted({*told, *sums, *waiting})
    }


def _by_feed(connection: sqlite3.Connection, query: str) -> dict[str, Mapping[str, Any]]:
    return {row["feed"]: dict(row) for row in connection.execute(query)}


def _numbers(sums: Mapping[str, Any]) -> dict[str, int]:
    return {name: count or 0 for name, count in sums.items() if name != "feed"}


def _moment(text: str | None) -> datetime | None:
    return moment_of(text) if text else None
