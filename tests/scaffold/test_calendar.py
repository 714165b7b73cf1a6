"""A year for the calendar: a seed that the project's own file corrects."""

import subprocess
import sys
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from reform_tui.cli.main import main
from reform_tui.config.calendar import calendar_of
from reform_tui.config.project import load_project
from reform_tui.config.toml import read_document
from reform_tui.errors import ConfigError
from reform_tui.model.schema import BUILT_IN
from reform_tui.plugins import plugins_of
from reform_tui.scaffold import calendar
from reform_tui.scaffold.calendar import new_calendar, seeded

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def of(path):
    return calendar_of(read_document(path, path.name), ZONE)


def test_without_a_calendar_the_year_is_written_behind_the_shipped_ones(project):
    written = new_calendar("2027", project)
    assert written.files == (project / "calendar.toml",)
    known = load_project(project, {**BUILT_IN, **plugins_of(project).schemas}).calendar
    assert known.years == {2024, 2025, 2026, 2027}
    off = {
        date(2027, 2, 8),
        date(2027, 4, 16),
        date(2027, 5, 3),
        date(2027, 9, 3),
        date(2027, 11, 24),
        date(2026, 1, 2),
    }
    assert off <= known.days_off
    assert known.is_working_day(date(2026, 1, 10))
    assert not known.is_working_day(date(2027, 2, 8))


def test_a_calendar_that_is_there_is_not_touched(project, capsys):
    own = project / "calendar.toml"
    own.write_text("hours = [['07:00', '11:00']]\n[2026]\nsource = 'x'\n", "utf-8")
    before = own.read_bytes()
    assert main(["new", "calendar", "2025", str(project)]) == 0
    said = capsys.readouterr()
    assert own.read_bytes() == before
    assert "nothing was written: add it to" in said.err
    own.write_text(own.read_text("utf-8") + said.out, "utf-8")
    assert of(own).years == {2025, 2026}
    assert date(2025, 4, 26) in of(own).made_up


@pytest.mark.parametrize("year", [2025, 2026, 2027])
def test_a_seed_says_that_it_is_none_but_a_seed(year, tmp_path):
    path = tmp_path / "calendar.toml"
    path.write_text(f"hours = [['07:00', '11:00']]\n{seeded(year)}", "utf-8")
    assert of(path).years == {year}
    text = path.read_text("utf-8")
    assert "not yet compared with the government's announcement" in text
    assert "missed 2/1 (off) and 10/1 (worked instead)" in text


def test_what_the_package_missed_of_2026_is_in_the_shipped_calendar(project, tmp_path):
    """The days for which a seed is never the last word."""
    path = tmp_path / "calendar.toml"
    path.write_text(f"hours = [['07:00', '11:00']]\n{seeded(2026)}", "utf-8")
    shipped, seed = load_project(project, {**BUILT_IN, **plugins_of(project).schemas}).calendar, of(path)
    days = [date(2026, 1, 1 + n) for n in range(31)]
    assert [day for day in days if shipped.is_working_day(day) != seed.is_working_day(day)] == [
        date(2026, 1, 2),
        date(2026, 1, 10),
    ]


@pytest.mark.parametrize(
    ("year", "sentence"),
    [
        ("2026", "the shipped calendar: has [2026] already"),
        ("27", "new calendar: '27' is not a year such as 2027"),
        ("next", "new calendar: 'next' is not a year such as 2027"),
    ],
)
def test_what_makes_no_sense_is_told(project, year, sentence):
    with pytest.raises(ConfigError) as raised:
        new_calendar(year, project)
    assert str(raised.value) == sentence
    assert not (project / "calendar.toml").exists()


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(ConfigError, match="typo: is not a folder"):
        new_calendar("2027", tmp_path / "typo")


def test_without_the_package_the_way_out_is_told(project, monkeypatch):
    monkeypatch.setattr(calendar, "find_spec", lambda _: None)
    with pytest.raises(ConfigError, match=r"pip install 'reform-tui\[calendar\]' on any machine"):
        new_calendar("2027", project)


def test_nothing_else_needs_the_package(project):
    """A server without it runs all the same."""
    loaded = "import sys, reform_tui.assemble, reform_tui.doctor, reform_tui.scaffold.calendar; print('holidays' in sys.modules)"
    assert (
        subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True).stdout == "False\n"
    )
