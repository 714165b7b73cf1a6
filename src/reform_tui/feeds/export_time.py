"""When the one-stop system wrote a file: inside it, in its name, or its time of change."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from reform_tui.config.types import Feed
from reform_tui.feeds.batch import ExportTime, Origin
from reform_tui.feeds.time_formats import compile_format
from reform_tui.model.text import fold, plain

_HALF_DAY = timedelta(hours=12)
_CLEARLY_NEARER = timedelta(hours=3)
"""Two readings of a twelve-hour clock lie twelve hours apart: so near to one, the other is nine hours off."""
_AHEAD = timedelta(days=1)
_SAID = re.compile(
    r"(?:ngay|gio|thoi gian|thoi diem)\s*(?:ket\s*)?(?:xuat|in|lap|tao)\b"
    r"|\bxuat (?:luc|ngay)|tinh den|so lieu den|\bden (?:het )?ngay"
)
_CLOCK = r"(?P<H>\d{1,2})\s*(?:[:h_.-]|gio)\s*(?P<M>\d{1,2})(?:\s*[:_.-]\s*(?P<S>\d{2}))?(?!\d)"
_DAY_FIRST = r"(?<!\d)(?P<d>\d{1,2})\s*[/._-]\s*(?P<m>\d{1,2})\s*[/._-]\s*(?P<Y>20\d\d)(?!\d)"
_YEAR_FIRST = r"(?<!\d)(?P<Y>20\d\d)[/._-]?(?P<m>\d\d)[/._-]?(?P<d>\d\d)"
_INSIDE = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_DAY_FIRST}(?:[\s,-]*(?:luc)?\s*{_CLOCK})?",
        rf"(?:{_CLOCK})[\s,]*(?:ngay)?\s*{_DAY_FIRST}",
        rf"{_YEAR_FIRST}(?:[\st]+{_CLOCK})?",
        r"ngay\s*(?P<d>\d{1,2})\s*thang\s*(?P<m>\d{1,2})\s*nam\s*(?P<Y>20\d\d)",
    )
)
_BROWSED = r"(?<!\d)(?P<d>\d{1,2})\s*[/._ -]\s*(?P<m>\d{1,2})\s*[/._ -]\s*(?P<Y>20\d\d)(?!\d)"
_FACE = re.compile(rf"{_YEAR_FIRST.replace('[/._-]?', '_')}_(?P<I>\d\d)_(?P<M>\d\d)(?![_\d])")
"""``_yyyy_MM_dd_hh_mm``, as one widespread system names its exports: its ``hh`` goes to 12 only (DOMAIN 2.5)."""
_NOON = 12
_SLASHES = str.maketrans({"／": "/", "∕": "/", "⁄": "/", "：": ":", "∶": ":", "꞉": ":"})
"""What browsers and people put where a name may hold no slash and no colon."""
_IN_NAME = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_YEAR_FIRST}[\s_t-]*(?P<H>\d\d)[\s_.h:-]?(?P<M>\d\d)(?:[\s_.:-]?(?P<S>\d\d))?(?!\d)",
        rf"{_YEAR_FIRST}(?!\d)",
        rf"{_BROWSED}(?:[\s_-]+(?P<H>\d\d?)[\s_.h:-](?P<M>\d\d?)(?:[\s_.:-](?P<S>\d\d?))?(?!\d))?",
        r"(?<!\d)(?P<d>\d\d)(?P<m>\d\d)(?P<Y>20\d\d)(?!\d)",
    )
)


def export_time(name: str, title: Iterable[str], feed: Feed, zone: ZoneInfo, first_seen: datetime) -> ExportTime:
    """Return the best export time: with an hour inside the file, then its name, then a bare day, then ``first_seen``.

    ``title`` holds the cells above the header.  A time more than a day after ``first_seen`` is told as unsure, and
    so are a bare day and a twelve-hour clock that could be either half of the day.  Such is ``_2025_11_14_09_15``
    too, unless the feed states ``%H``: of 9 in the morning and in the evening the nearer to ``first_seen`` is taken.
    """
    found = [*_inside(title, zone), *_in_name(name, feed.time.exported, zone, first_seen)]
    exact = [(one, origin, sure) for one, origin, sure, whole in found if whole]
    days = [(one, origin, False) for one, origin, _, whole in found if not whole]
    for at, origin, sure in (*exact, *days):
        return ExportTime(at, origin, sure and at <= first_seen + _AHEAD)
    return ExportTime(first_seen, Origin.MTIME)


Candidate = tuple[datetime, Origin, bool, bool]
"""Moment, where it was found, whether it is sure, whether it has an hour."""


def _inside(title: Iterable[str], zone: ZoneInfo) -> Iterator[Candidate]:
    for cell in title:
        text = plain(fold(cell))
        said = _SAID.search(text)
        if said:
            yield from _search(_INSIDE, text[said.start() :], zone, Origin.INSIDE)


def _in_name(name: str, stated: str, zone: ZoneInfo, first_seen: datetime) -> Iterator[Candidate]:
    if stated:
        match = re.search(compile_format(stated).pattern, name)
        at = _moment(match, zone) if match else None
        if match and at and "%I" in stated and "%p" not in stated:
            yield (*_nearer(at, first_seen), True)
            return
        if match and at:
            yield at, Origin.NAME, True, "%H" in stated or "%I" in stated
            return
    spelt = plain(fold(unquote(name).translate(_SLASHES)))
    match = _FACE.search(spelt)
    at = _moment(match, zone) if match else None
    if match and at and 1 <= int(match["I"]) <= _NOON:  # 13 and more tell of a clock with 24 hours
        yield (*_nearer(at, first_seen), True)
        return
    yield from _search(_IN_NAME, spelt, zone, Origin.NAME)


def _nearer(at: datetime, first_seen: datetime) -> tuple[datetime, Origin, bool]:
    """Choose the half of the day that lies nearer to when the file was first seen."""
    best = min((at, at + _HALF_DAY), key=lambda one: abs(one - first_seen))
    return best, Origin.NAME, abs(best - first_seen) <= _CLEARLY_NEARER


def _search(patterns: Iterable[re.Pattern[str]], text: str, zone: ZoneInfo, origin: Origin) -> Iterator[Candidate]:
    for pattern in patterns:
        match = pattern.search(text)
        at = _moment(match, zone) if match else None
        if match and at:
            yield at, origin, True, bool(match.groupdict().get("H"))


def _moment(match: re.Match[str], zone: ZoneInfo) -> datetime | None:
    """Return the moment that a match spells, or ``None`` when there is no such day or hour."""
    parts = {name: text for name, text in match.groupdict().items() if text}
    year = int(parts["Y"]) if "Y" in parts else 2000 + int(parts["y"])
    hour = int(parts.get("H", 0))
    if "I" in parts:
        hour = int(parts["I"]) % 12 + 12 * (parts.get("p", "").upper() in {"PM", "CH"})
    clock = (hour, int(parts.get("M", 0)), int(parts.get("S", 0)))
    try:
        return datetime(year, int(parts["m"]), int(parts["d"]), *clock, tzinfo=zone)
    except ValueError:
        return None
