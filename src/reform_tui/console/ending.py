"""A note and, at its end, until when: ``đã gọi đến 3d``, ``… đến 15/4``, ``… đến hết hạn``, ``… until closed``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from reform_tui.calendars import Calendar
from reform_tui.language import mark
from reform_tui.model.silence import end_of

_UNTIL = re.compile(r"(.*?)\s*\b(until|đến)\s+(\d+\s+ngày(?:\s+làm việc)?|hết hạn|khi đóng|\S+)", re.IGNORECASE)
_WORDS = {"deadline": "deadline", "hết hạn": "deadline", "closed": "closed", "khi đóng": "closed"}
_DAYS = re.compile(r"(\d+)\s+ngày(\s+làm việc)?\b", re.IGNORECASE)
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})(?:/(\d{4}))?")
_DEADLINES = ("first_due", "due")
"""Facts that say by when something must be done."""


@dataclass(frozen=True)
class Said:
    """What was typed for an act as parts of its body, or a fault with its facts."""

    body: Mapping[str, str] = field(default_factory=dict)
    fault: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


def deadline_of(facts: Mapping[str, object]) -> str:
    """The first deadline that an alert states, in ISO 8601; empty when it states none."""
    return min((str(facts[name]) for name in _DEADLINES if facts.get(name)), default="")


def noted(text: str, deadline: str, now: datetime, calendar: Calendar) -> Said:
    """Read a note that may end in until when; after ``đến``, which notes say too, only what is a time counts."""
    found = _UNTIL.fullmatch(text)
    note, word, end = found.groups() if found else (text, "", "")
    if not found:
        return Said({"note": note}) if note else Said(fault=mark("a note says why; nothing was written"))
    meant = _WORDS.get(end.lower(), "")
    asked = deadline if meant == "deadline" else meant or _iso(end, now.astimezone(calendar.zone).date())
    if asked != "closed" and (fault := _fault(meant or end, asked, now, calendar)):
        return Said({"note": text}) if word.lower() == "đến" and not meant else fault
    return Said({"note": note, "until": asked}) if note else Said(fault=mark("a note says why; nothing was written"))


def in_days(text: str) -> str:
    """``3 ngày …`` and ``2 ngày làm việc …`` as ``3d …`` and ``2wd …``; any other text as it stands."""
    found = _DAYS.match(text)
    return f"{found[1]}{'wd' if found[2] else 'd'}{text[found.end() :]}" if found else text


def _fault(end: str, asked: str, now: datetime, calendar: Calendar) -> Said | None:
    try:
        end_of(asked, now, calendar)
    except ValueError:
        if end == "deadline":
            return Said(
                fault=mark("this alert states no deadline to come: write until 3d or a day; nothing was written")
            )
        fault = mark("{text} is no length and no day to come, such as 3d, 2wd or 2025-03-31; nothing was written")
        return Said(fault=fault, facts={"text": end})
    return None


def _iso(text: str, today: date) -> str:
    """``15/4`` and ``15/04/2025`` as ISO days, the next such day where no year is said; lengths as ``3d``."""
    found = _DAY.fullmatch(text)
    if found is None:
        return in_days(text)
    try:
        day = date(int(found[3] or today.year), int(found[2]), int(found[1]))
        return (day if found[3] or day >= today else day.replace(year=today.year + 1)).isoformat()
    except ValueError:
        return text
