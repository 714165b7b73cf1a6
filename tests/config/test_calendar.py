"""The shipped calendar against the government's days, and what is wrong with a project's own."""

from __future__ import annotations

from datetime import date, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import tomli

from reform_tui.calendars import Calendar
from reform_tui.config.calendar import VIETNAM, calendar_of
from reform_tui.config.toml import Document, read_document
from reform_tui.errors import ConfigError

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
HOURS = "hours = [['07:00', '11:30'], ['13:30', '17:00']]\n"


def calendar(text: str) -> Calendar:
    return calendar_of(Document("calendar.toml", Path("calendar.toml"), tomli.loads(text), ""), ZONE)


@pytest.fixture(scope="module")
def vietnam() -> Calendar:
    return calendar_of(read_document(VIETNAM, "shipped/vietnam.toml"), ZONE)


def off(calendar: Calendar, year: int) -> list[str]:
    """Weekdays that are not worked."""
    days = (date(year, 1, 1) + timedelta(days=n) for n in range(365))
    return [f"{day.day}/{day.month}" for day in days if day.weekday() < 5 and not calendar.is_working_day(day)]


@pytest.mark.parametrize(
    ("year", "weekdays_off", "made_up"),
    [
        (2024, "1/1 8/2 9/2 12/2 13/2 14/2 18/4 29/4 30/4 1/5 2/9 3/9", [date(2024, 5, 4)]),
        (2025, "1/1 27/1 28/1 29/1 30/1 31/1 7/4 30/4 1/5 2/5 1/9 2/9", [date(2025, 4, 26)]),
        (
            2026,
            "1/1 2/1 16/2 17/2 18/2 19/2 20/2 27/4 30/4 1/5 31/8 1/9 2/9 24/11",
            [date(2026, 1, 10), date(2026, 8, 22)],
        ),
    ],
)
def test_the_shipped_calendar(vietnam, year, weekdays_off, made_up):
    assert off(vietnam, year) == weekdays_off.split()
    assert sorted(day for day in vietnam.made_up if day.year == year) == made_up
    assert all(vietnam.is_working_day(day) for day in made_up)


def test_every_shipped_year_names_its_source():
    years = {name: year for name, year in tomli.loads(VIETNAM.read_text("utf-8")).items() if name.isdecimal()}
    assert sorted(years) == ["2024", "2025", "2026"]
    assert all(year["source"] for year in years.values())


def test_the_shipped_hours_are_the_default_ones(vietnam):
    assert (vietnam.hours, vietnam.weekend) == (Calendar(ZONE).hours, Calendar(ZONE).weekend)


def test_a_calendar_of_ones_own():
    own = calendar(
        "hours = [['08:00', '12:00']]\nweekend = 'sunday'\n[2027]\nsource = 'QĐ 1'\ndays_off = [2027-01-01]\n"
    )
    assert own == Calendar(
        ZONE, ((time(8), time(12)),), frozenset({date(2027, 1, 1)}), frozenset(), frozenset({6}), frozenset({2027})
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "calendar.toml: missing key 'hours'"),
        ("hours = []", "calendar.toml: hours: is empty, so nothing is ever worked"),
        (HOURS + "zone = 'x'", "calendar.toml: unknown key 'zone' (known: hours, weekend)"),
        ("hours = [['11:30', '07:00']]", "calendar.toml: hours: 11:30 is not before 07:00"),
        ("hours = [['07:00', '11:30'], ['11:00', '17:00']]", "calendar.toml: hours: 11:00 begins before 11:30 has come"),
        (HOURS + "weekend = ['sun']", ("calendar.toml: weekend[1]: 'sun' is not one of monday, tuesday, wednesday, thursday,"
                                      " friday, saturday, sunday, did you mean 'sunday'?")),
        (HOURS + "weekend = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']",
         "calendar.toml: weekend: names all seven days, so nothing is ever worked"),
        (HOURS + "2026 = 1", "calendar.toml [2026]: is not a table with 'source' and 'days_off'"),
        (HOURS + "[2026]\ndays_off = []", "calendar.toml [2026]: missing key 'source'"),
        (HOURS + "[2026]\nsource = 'x'\ndays_off = ['1/1']",
         "calendar.toml [2026]: days_off[1]: '1/1' is not a day such as 2025-03-31, without quotes"),
        (HOURS + "[2026]\nsource = 'x'\ndays_off = [2025-01-01]", "calendar.toml [2026]: 2025-01-01 is not in 2026"),
        (HOURS + "[2026]\nsource = 'x'\nmade_up = [2026-01-09]",
         "calendar.toml [2026]: made_up: 2026-01-09 is no weekend day, so it is worked anyway"),
        (HOURS + "[2026]\nsource = 'x'\ndays_off = [2026-01-10]\nmade_up = [2026-01-10]",
         "calendar.toml [2026]: 2026-01-10 is both off and made up"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told(text, sentence):
    with pytest.raises(ConfigError) as caught:
        calendar(text)
    assert caught.value.faults == (sentence,)


def test_the_faults_of_all_years_are_told_at_once():
    with pytest.raises(ConfigError) as caught:
        calendar("[2025]\n[2026]\n")
    assert caught.value.faults == (
        "calendar.toml: missing key 'hours'",
        "calendar.toml [2025]: missing key 'source'",
        "calendar.toml [2026]: missing key 'source'",
    )
