"""``[[NAME.silence]]``: alerts of a rule that ask for no attention for a while, beside the rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from reform_tui.config.build import read
from reform_tui.config.convert import shown
from reform_tui.model.silence import RULE, Silence, day_end
from reform_tui.times import FIRST_YEAR, LAST_YEAR


@dataclass(frozen=True)
class SilenceTable:
    """One ``[[NAME.silence]]`` as it is written."""

    author: str
    reason: str
    until: datetime | date
    """A day lasts to its end."""
    since: datetime | date | None = field(default=None, metadata={"key": "from"})
    units: tuple[str, ...] = ()
    subject: str = ""
    subjects: tuple[str, ...] = ()


def silences_of(table: Any, rule: str, zone: ZoneInfo) -> tuple[tuple[Silence, ...], list[str]]:
    """Return the silences under ``silence``, and what is wrong with them; what has no zone is in ``zone``."""
    if not isinstance(table, list):
        return (), ["silence: is not a list of tables; write [[NAME.silence]]"]
    silences: list[Silence] = []
    told: list[str] = []
    for number, one in enumerate(table, 1):
        wrong = _add(one, rule, zone, silences) if isinstance(one, dict) else ["is not a table"]
        told += [f"silence {number}: {fault}" for fault in wrong]
    return tuple(silences), told


def _add(table: Mapping[str, Any], rule: str, zone: ZoneInfo, silences: list[Silence]) -> list[str]:
    """Append the silence unless something is wrong with it, and say what is."""
    values, wrong = read(SilenceTable, table)
    wrong += [f"{key}: is empty" for key in ("author", "reason") if not values.get(key, key).strip()]
    if wrong:
        return wrong
    said = SilenceTable(**values)
    if wrong := [*_beyond("from", said.since), *_beyond("until", said.until)]:
        return wrong
    since = None if said.since is None else _moment(said.since, zone)
    until = _moment(said.until, zone, end=True)
    if since is not None and until <= since:
        return [f"until: {shown(said.until)} is before from ({shown(said.since)})"]
    subjects = tuple(filter(None, (said.subject, *said.subjects)))
    silences.append(Silence(rule, said.author, said.reason, until, since, said.units, subjects, RULE))
    return []


def _beyond(key: str, said: date | None) -> Iterator[str]:
    if said is not None and not FIRST_YEAR <= said.year <= LAST_YEAR:
        yield f"{key}: {said.year} is not a year between {FIRST_YEAR} and {LAST_YEAR}"


def _moment(said: datetime | date, zone: ZoneInfo, *, end: bool = False) -> datetime:
    """A moment as it stands; a day's first one, or the first after it."""
    if isinstance(said, datetime):
        return said if said.tzinfo else said.replace(tzinfo=zone)
    return day_end(said, zone) if end else datetime.combine(said, time(), zone)
