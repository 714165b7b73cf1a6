"""The living demo: the sample project, its files moved to the days before now, and small updates without end."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import chain
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

from reform_tui.scenario.drops import Drop
from reform_tui.scenario.updates import later_drops
from reform_tui.shipped import shipped

FOLDER = "inbox/one-stop"
_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
_TODAY = np.datetime64("2025-03-12")  # the Wednesday on whose morning the sample files are set
_AT_ONCE, _PACE = 2, 4.0
_DAYS = re.compile(r"(?P<written>\d\d/\d\d/\d{4})|(?P<named>\d{4}_\d\d_\d\d)|(?<=-)(?P<coded>\d{6})(?=-\d{4})")
_FORMATS = {"written": "%d/%m/%Y", "named": "%Y_%m_%d", "coded": "%y%m%d"}


def prepare_demo(into: Path, now: datetime) -> Iterator[Drop]:
    """Copy the sample project to ``into`` and return its drops: the sample files, then updates without end.

    A project that is there already is left as it is; ``OSError`` when the folder cannot be written.
    """
    source = shipped("sample_feeds") / "demo"
    if not (into / "reform.toml").is_file():
        shutil.copytree(source, into, ignore=shutil.ignore_patterns("inbox", "README.md"), dirs_exist_ok=True)
    (into / FOLDER).mkdir(parents=True, exist_ok=True)
    first = demo_drops(now, source / FOLDER)
    since = now.astimezone(_ZONE) + timedelta(seconds=sum(drop.after_seconds for drop in first))
    return chain(first, later_drops(since))


def demo_drops(now: datetime, samples: Path) -> list[Drop]:
    """Return the files of a folder in the order of their names, their days moved so that the last is before ``now``."""
    today = now.astimezone(_ZONE).date()
    return [
        Drop(moved(path.name, today), moved(path.read_bytes().decode(), today).encode(), _PACE * (place >= _AT_ONCE))
        for place, path in enumerate(sorted(samples.iterdir()))
    ]


def moved(text: str, today: date) -> str:
    """Return ``text`` with every day in it as many working days from ``today`` as it was from the samples' own.

    Days stand as 11/03/2025, as 250311 inside a record's code and as 2025_03_11 in a file's name; one that does not
    exist stays as it is.  A weekend counts as the Friday before it.
    """
    until = np.busday_offset(np.datetime64(today), 0, roll="backward")

    def move(match: re.Match[str]) -> str:
        written = _FORMATS[match.lastgroup or ""]
        try:
            day = np.datetime64(datetime.strptime(match[0], written).date())  # noqa: DTZ007 - a day, no moment
        except ValueError:
            return match[0]
        there = np.busday_offset(until, np.busday_count(_TODAY, day))
        return f"{there.astype(date):{written}}"

    return _DAYS.sub(move, text)
