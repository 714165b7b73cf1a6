"""Working time against a count, minute by minute, that anybody can check."""

from __future__ import annotations

import pickle
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reform_tui.calendars import Calendar, WorkingTime

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
CALENDAR = Calendar(
    ZONE,
    days_off=frozenset({date(2026, 1, 1), date(2026, 1, 2), *(date(2026, 2, day) for day in range(16, 21))}),
    made_up=frozenset({date(2026, 1, 10)}),
)
HOUR = timedelta(hours=1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def column(*moments: str | None) -> pd.Series:
    return pd.Series([None if m is None else pd.Timestamp(at(m)) for m in moments], dtype=f"datetime64[us, {ZONE.key}]")


def worked(moment: datetime) -> bool:
    local = moment.astimezone(ZONE)
    return CALENDAR.is_working_day(local.date()) and any(a <= local.time() < b for a, b in CALENDAR.hours)


def counted(start: datetime, end: datetime) -> int:
    """Count plainly: one minute after the other."""
    return sum(worked(start + timedelta(minutes=n)) for n in range((end - start) // timedelta(minutes=1)))


minutes = st.integers(0, 70 * 24 * 60).map(lambda n: datetime(2025, 12, 20, tzinfo=UTC) + timedelta(minutes=n))


@given(start=minutes, length=st.integers(0, 20 * 24 * 60))
@settings(max_examples=25, deadline=None)
def test_elapsed_equals_the_plain_count(start, length):
    end = start + timedelta(minutes=length)
    rows = pd.Series([start, end], dtype="datetime64[us, UTC]")
    assert CALENDAR.elapsed(rows, end).tolist() == [counted(start, end), 0]
    assert CALENDAR.elapsed(rows[::-1], start).tolist() == [-counted(start, end), 0]


@given(starts=st.lists(minutes, min_size=1, max_size=5), length=st.integers(1, 6000), second=st.integers(0, 59))
@settings(max_examples=50, deadline=None)
def test_add_gives_the_first_moment_by_which_the_time_has_passed(starts, length, second):
    begun = pd.Series(starts, dtype="datetime64[us, UTC]") + pd.Timedelta(seconds=second)
    due = CALENDAR.add(begun, WorkingTime(length))
    assert (CALENDAR.elapsed(begun, due) == length).all()
    assert (CALENDAR.elapsed(begun, due - pd.Timedelta(microseconds=1)) == length - 1).all()


@given(starts=st.lists(minutes, min_size=1, max_size=5), length=st.integers(1, 6000))
@settings(max_examples=50, deadline=None)
def test_counting_back_gives_the_last_moment_from_which_the_time_is_left(starts, length):
    ends = pd.Series(starts, dtype="datetime64[us, UTC]")
    begun = CALENDAR.add(ends, pd.Series(-length, ends.index))
    assert (CALENDAR.elapsed(begun, ends) == length).all()
    assert (CALENDAR.elapsed(begun + pd.Timedelta(microseconds=1), ends) == length - 1).all()


def plainly_counting(start: datetime) -> datetime:
    """Look plainly: one minute after the other, until one is worked."""
    return start if worked(start) else plainly_counting_from_minute(start)


def plainly_counting_from_minute(start: datetime) -> datetime:
    whole = start.replace(second=0, microsecond=0)
    return next(at for n in range(1, 15 * 24 * 60) if worked(at := whole + timedelta(minutes=n)))


@given(starts=st.lists(minutes, min_size=1, max_size=5), second=st.integers(0, 59))
@settings(max_examples=50, deadline=None)
def test_a_moment_counts_from_the_first_worked_minute(starts, second):
    begun = [start + timedelta(seconds=second) for start in starts]
    assert CALENDAR.counts_from(pd.Series(begun, dtype="datetime64[us, UTC]")).tolist() == [
        plainly_counting(start) for start in begun
    ]


@given(starts=st.lists(minutes, min_size=1, max_size=5), days=st.integers(0, 60))
@settings(max_examples=50, deadline=None)
def test_calendar_days_end_at_the_same_hour_on_a_working_day(starts, days):
    ends = CALENDAR.add_days(pd.Series(starts, dtype="datetime64[us, UTC]"), days)
    for start, end in zip(starts, ends, strict=True):
        local = plainly_counting(start).astimezone(ZONE) + timedelta(days=days)
        while not CALENDAR.is_working_day(local.date()):
            local += timedelta(days=1)
        assert end == local


@pytest.mark.parametrize(
    ("start", "counts"),
    [
        ("2026-03-02 17:00", "2026-03-03 07:00"),  # the day is over at 17:00
        ("2026-03-06 18:30", "2026-03-09 07:00"),  # Friday evening: Monday
        ("2026-03-02 11:30", "2026-03-02 13:30"),
        ("2026-03-02 12:15", "2026-03-02 13:30"),
        ("2026-03-02 06:00", "2026-03-02 07:00"),
        ("2026-01-09 17:30", "2026-01-10 07:00"),  # a made-up Saturday
        ("2026-02-13 17:30", "2026-02-23 07:00"),  # over Tết
        ("2026-03-02 16:59", "2026-03-02 16:59"),
        (None, None),
    ],
)
def test_when_a_receipt_counts_from(start, counts):
    [begun] = CALENDAR.counts_from(column(start))
    assert pd.isna(begun) if counts is None else begun == at(counts)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-03-02 08:00", 3, "2026-03-05 08:00"),
        ("2026-03-02 08:00", 5, "2026-03-09 08:00"),  # Saturday: rolled to Monday
        ("2026-02-10 08:00", 7, "2026-02-23 08:00"),  # in Tết: rolled to the day after it
        ("2026-01-05 08:00", 5, "2026-01-10 08:00"),  # a made-up Saturday is a working day
        ("2026-03-02 18:00", 1, "2026-03-04 07:00"),  # received in the evening: from the next morning
        ("2026-03-02 12:00", 0, "2026-03-02 13:30"),
        ("2026-03-02 08:00", 10**9, None),
    ],
)
def test_limits_in_calendar_days_roll_off_days_that_are_not_worked(start, days, end):
    [ends] = CALENDAR.add_days(column(start), days)
    assert pd.isna(ends) if end is None else ends == at(end)
    [one, none] = CALENDAR.add_days(column(start, start), pd.Series([days, None], dtype="Float64"))
    assert pd.isna(none)
    assert pd.isna(one) or one == ends


def test_years_that_nobody_entered_are_told():
    calendar = Calendar(ZONE, years=frozenset({2025, 2027}))
    start = column("2025-03-01 08:00", "2025-12-31 08:00", "2027-01-01 00:00", "2024-12-31 23:59", None)
    end = column("2025-12-31 23:59", "2027-01-05 08:00", "2027-06-01 08:00", "2025-01-02 08:00", "2025-01-01 08:00")
    assert calendar.uncertain(start, end).tolist() == [False, True, False, True, False]
    assert calendar.uncertain(end, start).tolist() == [False, True, False, True, False]
    assert calendar.uncertain(start, at("2025-12-31 23:59")).tolist() == [False, False, True, True, False]
    assert calendar.uncertain(column(), at("2025-12-31 23:59")).empty


@pytest.mark.parametrize(
    ("start", "length", "end"),
    [
        ("2026-03-02 08:00", "2wh", "2026-03-02 10:00"),
        ("2026-03-02 11:00", "1wh", "2026-03-02 14:00"),  # over lunch
        ("2026-03-02 12:00", "1wh", "2026-03-02 14:30"),  # received in the lunch break: from 13:30
        ("2026-03-02 18:00", "1wh", "2026-03-03 08:00"),  # received in the evening: from 07:00
        ("2026-03-02 05:00", "1wh", "2026-03-02 08:00"),
        ("2026-03-06 16:00", "2wh", "2026-03-09 08:00"),  # over a weekend
        ("2026-02-13 16:00", "2wh", "2026-02-23 08:00"),  # over Tết
        ("2025-12-31 16:00", "2wh", "2026-01-05 08:00"),  # 2 January 2026 is off
        ("2026-01-09 16:00", "2wh", "2026-01-10 08:00"),  # and 10 January made up for it
        ("2026-03-02 07:00", "1wd", "2026-03-02 17:00"),
        ("2026-03-02 08:00", "3wd", "2026-03-05 08:00"),
        ("2026-03-07 10:00", "0wd", "2026-03-07 10:00"),
    ],
)
def test_add(start, length, end):
    assert CALENDAR.add(column(start), WorkingTime.parse(length)).tolist() == [at(end)]


def test_a_length_of_many_years():
    start, days = column("2020-03-02 07:00"), 4321
    [end] = CALENDAR.add(start, WorkingTime.parse(f"{days}wd"))
    assert end == datetime.combine(CALENDAR.working_days_after(date(2020, 3, 2), days - 1), time(17), ZONE)
    [begun] = CALENDAR.add(pd.Series([end]), pd.Series([-days * 480]))
    assert begun == at("2020-03-02 07:00")


def test_what_is_missing_stays_missing():
    start = column("2026-03-02 08:00", None, "2026-03-02 08:00")
    length = pd.Series([60, 60, None], dtype="Int64")
    assert CALENDAR.add(start, length).isna().tolist() == [False, True, True]
    assert CALENDAR.elapsed(start, at("2026-03-02 09:00")).tolist() == [60, pd.NA, 60]
    assert CALENDAR.elapsed(start, column(None, None, "2026-03-02 07:00")).tolist() == [pd.NA, pd.NA, -60]


def test_a_year_that_nobody_meant_is_missing():
    start = column("0026-03-02 08:00", "2999-01-01 08:00", "2026-03-02 08:00")
    assert CALENDAR.elapsed(start, at("2026-03-02 09:00")).tolist() == [pd.NA, pd.NA, 60]
    assert CALENDAR.add(start, WorkingTime(60)).isna().tolist() == [True, True, False]
    assert CALENDAR.add(column("2190-01-01 08:00"), WorkingTime.parse("9999wd")).isna().all()


def test_index_name_zone_and_types_are_kept():
    start = column("2026-03-02 08:00", None).rename("touched_at").set_axis(["a", "b"])
    due, passed = CALENDAR.add(start, WorkingTime(60)), CALENDAR.elapsed(start, at("2026-03-02 09:00"))
    assert (due.dtype, str(passed.dtype)) == (start.dtype, "Int64")
    assert due.index.tolist() == passed.index.tolist() == ["a", "b"]
    assert due.name == passed.name == "touched_at"
    in_utc = start.dt.tz_convert("UTC")
    assert CALENDAR.add(in_utc, WorkingTime(60)).dtype == in_utc.dtype


def test_no_rows():
    assert CALENDAR.add(column(), WorkingTime(60)).empty
    assert CALENDAR.add_days(column(), 3).empty
    assert CALENDAR.counts_from(column()).empty
    assert CALENDAR.elapsed(column(), at("2026-03-02 09:00")).empty


def test_a_column_compares_with_working_time():
    idle = CALENDAR.elapsed(column("2026-03-02 08:00", "2026-03-02 15:00", None), at("2026-03-02 17:00"))
    assert (idle >= WorkingTime.parse("3wh")).tolist() == [True, False, pd.NA]


def test_working_days():
    assert CALENDAR.is_working_day(date(2026, 1, 10))
    assert not CALENDAR.is_working_day(date(2026, 1, 2))
    assert not CALENDAR.is_working_day(date(2026, 1, 11))
    assert CALENDAR.working_days_after(date(2026, 2, 13), 1) == date(2026, 2, 23)
    assert CALENDAR.working_days_after(date(2026, 1, 8), 3) == date(2026, 1, 12)
    assert CALENDAR.working_days_after(date(2026, 1, 11), 0) == date(2026, 1, 11)


def test_a_zone_that_changes_its_clock():
    calendar = Calendar(ZoneInfo("Europe/Paris"), hours=((time(8), time(16)),))
    friday = pd.Series([datetime(2025, 3, 28, 15, tzinfo=calendar.zone)], dtype="datetime64[us, Europe/Paris]")
    [due] = calendar.add(friday, WorkingTime(120))
    assert due == datetime(2025, 3, 31, 9, tzinfo=calendar.zone)


@pytest.mark.parametrize(("text", "length"), [("90wm", 90), ("8wh", 480), (" 3wd ", 1440), ("0wd", 0)])
def test_working_time_is_read(text, length):
    assert WorkingTime.parse(text).minutes == length


@pytest.mark.parametrize("text", ["", "8h", "1.5wh", "-3wd", "wd", "3 wd"])
def test_what_is_not_working_time_is_told(text):
    with pytest.raises(ValueError, match="is not a working time such as 90wm, 8wh or 3wd"):
        WorkingTime.parse(text)


def test_working_time_is_a_value():
    three_days = WorkingTime.parse("3wd")
    assert three_days == WorkingTime(1440) > WorkingTime(60)
    assert (str(three_days), str(WorkingTime(60)), str(WorkingTime(95))) == ("3wd", "1wh", "95wm")
    assert repr(three_days) == "WorkingTime(1440)"
    copy = pickle.loads(pickle.dumps(three_days))  # noqa: S301 - our own bytes: a job crosses to a worker so
    assert (copy, type(copy)) == (three_days, WorkingTime)
