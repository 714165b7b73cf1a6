"""What doctor says of the calendar; the machine and the rest stand in tests/cli/test_commands.py."""

from __future__ import annotations

from datetime import datetime

import pytest

from reform_tui.config.project import load_project
from reform_tui.doctor import WARN, calendar_found
from reform_tui.model.schema import BUILT_IN


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    root = tmp_path_factory.mktemp("project")
    (root / "reform.toml").write_text('name = "Cao Bằng"\n', "utf-8")
    return load_project(root, BUILT_IN)


@pytest.mark.parametrize(
    ("now", "years"),
    [
        ("2026-11-01T00:00:00+07:00", []),
        ("2026-11-02T08:00:00+07:00", [2027]),
        ("2026-12-31T23:00:00+00:00", [2027]),
        ("2027-11-30T08:00:00+07:00", [2027, 2028]),
        ("2023-06-01T08:00:00+07:00", [2023]),
    ],
)
def test_a_year_without_days_off_is_told_before_it_begins(project, now, years):
    found = list(calendar_found(project, datetime.fromisoformat(now)))
    assert [(one.state, one.what) for one in found] == [(WARN, "calendar")] * len(years)
    assert [one.remedy.split(",")[0] for one in found] == [f"reform-tui new calendar {year}" for year in years]
    assert all(f"no day off of {year}" in one.found for one, year in zip(found, years, strict=True))
