"""Since when an inspector has not looked: counted from keys, for only they prove that somebody is there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

AWAY = timedelta(minutes=5)
"""Without a key for so long, nobody looked."""
AT_FIRST = timedelta(days=1)
"""What is new to somebody who was never here."""


@dataclass(frozen=True)
class Sitting:
    """``since``: the last key before this sitting, or before the last time away; ``looked_at``: the last key."""

    since: datetime
    looked_at: datetime

    def pressed(self, now: datetime) -> Sitting:
        """The sitting after one more key."""
        away = now - self.looked_at > AWAY
        return Sitting(self.looked_at, now) if away else replace(self, looked_at=now)


def begun(looked_at: str, now: datetime) -> Sitting:
    """A sitting that begins now; ``looked_at`` is the last key of the one before as kept, in ISO 8601."""
    try:
        last = datetime.fromisoformat(looked_at)
        since = min(last, now)  # raises, like a text that is no moment, for one without a zone
    except (ValueError, TypeError):
        since = now - AT_FIRST
    return Sitting(since, now)
