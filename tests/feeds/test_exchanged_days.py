"""A file whose days and months were exchanged is refused whole; a handful of odd rows never is."""

from datetime import date, datetime, timedelta

import pytest
from feed_reading import column, read, workbook
from hypothesis import given, settings
from hypothesis import strategies as st

from reform_tui.errors import FeedError
from reform_tui.feeds.exchanged_days import LEAST, ExchangedDays, together

HEAD = ["Mã hồ sơ", "Ngày tiếp nhận", "Ngày hẹn trả"]
DAYS = st.dates(date(2024, 1, 1), date(2026, 12, 31))
RECORDS = st.lists(st.tuples(DAYS, st.integers(0, 5)), min_size=0, max_size=60)
EITHER = st.builds(date, st.integers(2024, 2026), st.integers(1, 12), st.integers(1, 12)).filter(
    lambda d: d.day != d.month
)
SOUND = st.lists(st.tuples(EITHER, st.just(0)), min_size=10, max_size=40)
RIGHT, WRONG = "%d/%m/%Y", "%m/%d/%Y"


def rows_of(records, form, first=1):
    """Rows of (day in the code, days until it was received), as a program with this way of writing dates has them."""
    received = [said + timedelta(days=later) for said, later in records]
    return [
        [f"H14.36-{said:%y%m%d}-{n:04}", day.strftime(form), day.strftime(form)]
        for n, ((said, _), day) in enumerate(zip(records, received, strict=True), first)
    ]


def told(rows):
    return "\n".join(",".join(row) for row in [HEAD, *rows])


def both_ways(records):
    received = [said + timedelta(days=later) for said, later in records]
    return [day for day in received if day.day <= 12 and day.day != day.month]


@settings(max_examples=120, deadline=None)
@given(RECORDS)
def test_a_file_in_order_is_never_refused(records):
    batch = read(told(rows_of(records, RIGHT)))
    assert batch.rows.num_rows == len(records)
    assert not batch.days.speak_for_the_file


@settings(max_examples=120, deadline=None)
@given(RECORDS)
def test_an_exchanged_file_is_refused_with_two_rows(records):
    text = told(rows_of(records, WRONG))
    if len(both_ways(records)) >= LEAST:
        with pytest.raises(FeedError, match="day and month are exchanged: ") as error:
            read(text)
        assert error.value.facts["count"] == len(both_ways(records))
        assert error.value.facts["code"] in text
        assert error.value.facts["code2"] in text
    else:
        assert read(text).days.of == len(both_ways(records))


@settings(max_examples=60, deadline=None)
@given(SOUND, st.lists(st.tuples(DAYS, st.integers(0, 3)), max_size=4))
def test_a_handful_of_odd_rows_is_told_and_taken(records, odd):
    rows = [*rows_of(records, RIGHT), *rows_of(odd, WRONG, 5000)]
    batch = read(told(rows))
    remarks = [one for one in batch.remarks if one.kind == "day-and-month"]
    sure = {row for row, one in enumerate(odd, len(records) + 2) if both_ways([one])}
    assert {row for one in remarks for row in one.rows} == sure


def test_the_sentence_shows_what_was_read_and_what_the_code_says():
    with pytest.raises(FeedError) as error:
        read(told(rows_of([(date(2025, 3, day), 0) for day in (4, 5, 6, 7, 8, 20)], WRONG)), "so.csv")
    assert str(error.value).startswith(
        "so.csv: day and month are exchanged: 5 of 5 dates that can be read both ways fit the day in their record code"
        " only the other way round, such as row 2, H14.36-250304-0001, read as 2025-04-03 where the code says 2025-03-04,"
        " and row 3, H14.36-250305-0002, read as 2025-05-03 where it says 2025-03-05; "
    )


def test_a_workbook_that_took_some_dates_for_its_own():
    """A spreadsheet set to another country makes dates of what it can, exchanged, and leaves the rest as text."""
    records = [(date(2025, 3, day), day % 3) for day in range(1, 29)]
    rows = rows_of(records, RIGHT)
    for row in rows:
        day, month, year = map(int, row[1].split("/"))
        if day <= 12:
            row[1] = datetime(year, day, month)  # noqa: DTZ001 - as in a cell
    with pytest.raises(FeedError, match="day and month are exchanged"):
        read(workbook(HEAD, *rows), "a.xlsx")


def test_codes_older_than_what_was_received_say_nothing():
    """Records of long ago that only now came: by chance some would fit the other way round."""
    records = [(date(2024, 1, 1) + timedelta(days=n), 40 + n % 200) for n in range(300)]
    assert len(column(read(told(rows_of(records, RIGHT))), "record_id")) == 300


def test_the_parts_of_a_file_speak_together():
    one = ExchangedDays(4, (3, 4, 5))
    assert not one.speak_for_the_file
    both = together([one, one.moved_down(100)])
    assert both.speak_for_the_file
    assert both.rows == (3, 4, 5, 103, 104, 105)
    assert not together([one, ExchangedDays(60)]).speak_for_the_file


def test_other_times_and_codes_without_a_day_say_nothing():
    assert read("Mã hồ sơ,Đơn vị,Ngày tiếp nhận\n12,H14,03/04/2025\nH14.36-259901-0001,H14,03/04/2025\n").days.of == 0
    assert read("Mã hồ sơ,Đơn vị,Ngày hẹn trả\n12,H14,03/04/2025\n").days.of == 0
