"""``new calendar``: a year's days off as a package of holidays knows them, to be corrected by a person."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import date
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from zoneinfo import ZoneInfo

from reform_tui.config.calendar import VIETNAM, calendar_of
from reform_tui.config.toml import read_document
from reform_tui.config.toml_text import toml_value
from reform_tui.errors import ConfigError
from reform_tui.scaffold.written import Written, write_new

CALENDAR = "calendar.toml"
_LACKING = (
    "new calendar: the package holidays is not installed here; say pip install 'reform-tui[calendar]' on any machine "
    "with a network and carry the table over, or copy [2026] of the shipped calendar and enter the days by hand"
)
_WARNING = """\
# A seed from the package {package}: compare it with the government's announcement, then name that as the source.
# It knows the days of the Labour Code 2019, Art. 112. Days off that the government moves, and the Saturdays made up for
# them, are announced late in the year before: of 2026 it missed 2/1 (off) and 10/1 (worked instead).
"""


def new_calendar(year: str, root: Path) -> Written:
    """Return the table of a ``year`` for the project's calendar; without one, write it behind the shipped years.

    ``ConfigError`` for a text that is no year, one that the calendar has, and where the package is missing.
    """
    if not (year.isdecimal() and year.isascii() and 1976 <= int(year) <= 2199):  # noqa: PLR2004 - what the package knows
        raise ConfigError([f"new calendar: '{year}' is not a year such as 2027"])
    own = root / CALENDAR
    if not root.is_dir():
        raise ConfigError([f"{root}: is not a folder"])
    known = calendar_of(read_document(own if own.exists() else VIETNAM, CALENDAR), ZoneInfo("UTC")).years
    if int(year) in known:
        raise ConfigError([f"{own if own.exists() else 'the shipped calendar'}: has [{year}] already"])
    table = seeded(int(year))
    then = f"compare [{year}] with the government's announcement, then name it under 'source'"
    if own.exists():
        return Written(
            (), (f"nothing was written: add it to {own} yourself, such as with >> {own}", then), f"\n{table}"
        )
    written = write_new({own: f"{VIETNAM.read_text('utf-8')}\n{table}"})
    return Written(written, (f"{own} now stands for the shipped calendar", then))


def seeded(year: int) -> str:
    """Return ``[YEAR]`` as the package knows it; ``ConfigError`` where it is not installed."""
    if find_spec("holidays") is None:
        raise ConfigError([_LACKING])
    from holidays import country_holidays  # noqa: PLC0415 - an extra, which only this needs

    known = country_holidays("VN", years=year, language="vi")
    package = f"holidays {version('holidays')}"
    made_up = {day for day in known.weekend_workdays if day.year == year}
    return _WARNING.format(package=package) + _table(year, package, known, made_up)


def _table(year: int, package: str, days_off: Mapping[date, str], made_up: AbstractSet[date]) -> str:
    lines = [f"    {day},  # {days_off[day]}" for day in sorted(days_off)]
    source = toml_value(f"{package}, not yet compared with the government's announcement")
    worked = ", ".join(str(day) for day in sorted(made_up))
    return "\n".join([f"[{year}]", f"source   = {source}", "days_off = [", *lines, "]", f"made_up  = [{worked}]", ""])
