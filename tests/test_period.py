"""Periods of the calendar, of reports with their cut-off, and of an inspector's table."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reform_tui.model.period import (
    CURRENT,
    Period,
    a_year_before,
    alike,
    before,
    current,
    listed_period,
    period_at,
    period_named,
)
from reform_tui.model.validity import holds, next_turn

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def day(year, month, number):
    return datetime(year, month, number, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("name", "start", "end"),
    [
        ("2025", day(2025, 1, 1), day(2026, 1, 1)),
        ("2025-H2", day(2025, 7, 1), day(2026, 1, 1)),
        ("2025-Q1", day(2025, 1, 1), day(2025, 4, 1)),
        ("2025-12", day(2025, 12, 1), day(2026, 1, 1)),
        ("2025-Q1-report", day(2024, 12, 15), day(2025, 3, 15)),
        ("2025-Q4-report", day(2025, 9, 15), day(2025, 12, 15)),
        ("2025-H1-report", day(2024, 12, 15), day(2025, 6, 15)),
        ("2025-H2-report", day(2025, 6, 15), day(2025, 12, 15)),
        ("2025-report", day(2024, 12, 15), day(2025, 12, 15)),
        ("2025-01-report", day(2024, 12, 15), day(2025, 1, 15)),
    ],
)
def test_a_period_has_its_days_and_a_report_its_cut_off_and_source(name, start, end):
    found = period_named(name, ZONE)
    assert (found.start, found.end) == (start, end)
    assert (found.cut_off, bool(found.source)) == ((end, True) if "report" in name else (None, False))


@pytest.mark.parametrize("name", ["2025-H3", "2025-Q5", "2025-13", "2025-Q1-rep", "H1-2025", "quarter"])
def test_other_names_are_none(name):
    assert period_named(name, ZONE) is None


@given(
    st.datetimes(day(2001, 1, 1).replace(tzinfo=None), day(2098, 1, 1).replace(tzinfo=None), timezones=st.just(ZONE)),
    st.sampled_from(sorted(CURRENT)),
)
def test_periods_of_a_kind_follow_each_other_without_a_gap(moment, kind):
    name = period_at(kind, moment, ZONE)
    found, previous = period_named(name, ZONE), period_named(before(name), ZONE)
    assert found.start <= moment < found.end
    assert previous.end == found.start
    assert alike(before(name)) == alike(name) == alike(a_year_before(name))


def test_a_cut_off_given_as_a_day_lasts_to_its_end_and_ends_the_counting():
    found = listed_period("Q1", day(2025, 1, 1), day(2025, 4, 1), day(2025, 3, 14), "QĐ 1")
    assert found.end == day(2025, 3, 15)
    assert found.moment(day(2025, 3, 20)) == day(2025, 3, 15)
    noon = day(2025, 3, 14) + timedelta(hours=12)
    assert listed_period("Q1", day(2025, 1, 1), day(2025, 4, 1), noon, "").end == noon
    assert listed_period("Q1", day(2025, 1, 1), day(2025, 4, 1), day(2025, 4, 10), "").end == day(2025, 4, 1)
    assert listed_period("open", None, None, None, "") == Period("open")


def test_the_current_one_is_the_listed_one_where_a_table_moved_its_days():
    moved = Period("2025-Q1-report", day(2024, 12, 20), day(2025, 3, 20))
    table = {moved.name: moved}
    assert current("quarter-report", day(2025, 3, 17), ZONE, table) == "2025-Q1-report"
    assert current("quarter-report", day(2025, 3, 17), ZONE, {}) == "2025-Q2-report"
    assert current("quarter", day(2025, 3, 17), ZONE, table) == "2025-Q1"


def test_an_entry_counts_from_its_first_day_through_its_last():
    entry = {"from": day(2025, 1, 10), "to": day(2025, 1, 20)}
    assert [holds(entry, day(2025, 1, n), ZONE) for n in (9, 10, 20, 21)] == [False, True, True, False]
    assert holds({}, day(2025, 1, 1), ZONE)
    assert next_turn([entry, {}], day(2025, 1, 1), ZONE) == day(2025, 1, 10)
    assert next_turn([entry], day(2025, 1, 10), ZONE) == day(2025, 1, 21)
    assert next_turn([entry], day(2025, 1, 21), ZONE) is None
