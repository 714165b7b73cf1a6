"""Text to moments: formats, impossible days, zones."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reform_tui.errors import FeedError
from reform_tui.feeds.moments import moments

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
NEW_YORK = ZoneInfo("America/New_York")


def times(*texts, formats=(), zone=HANOI):
    values, bad = moments(pa.array(texts, pa.string()), formats, zone)
    return [
        "bad" if wrong else value and value.astimezone(zone).replace(tzinfo=None).isoformat(" ")
        for value, wrong in zip(values.to_pylist(), bad.tolist(), strict=True)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "11/06/2025 17:05:09", "2025-06-11 17:05:09", "2025-06-11T17:05:09", "20250611170509", "11-06-2025 17:05:09",
        "11/6/2025 17:5:9", "11/06/2025 05:05:09 CH", "11/06/2025 5:05:09 PM", "2025-06-11T17:05:09+07:00",
        "2025-06-11T10:05:09Z", "2025-06-11 17:05:09.000", "17:05:09 11/06/2025",
    ],
)  # fmt: skip
def test_the_usual_formats(text):
    assert times(text) == ["2025-06-11 17:05:09"]


def test_days_and_minutes_alone():
    assert times("11/06/2025", "2025-06-11", "20250611", "1/6/2025", "11/06/2025 17:05") == [
        "2025-06-11 00:00:00", "2025-06-11 00:00:00", "2025-06-11 00:00:00", "2025-06-01 00:00:00", "2025-06-11 17:05:00",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "31/02/2025",
        "29/02/2025 08:00:00",
        "00/01/2025",
        "01/13/2025",
        "01/01/2025 24:00:00",
        "01/01/2025 10:60:00",
        "2025-02-30",
        "20250231",
        "20251301000000",
        "ngày mai",
        "12",
        "//",
        "3x/01/2025",
        "2025-06-11T25:00:00",
    ],
)
def test_an_impossible_day_is_bad_and_never_rolls_over(text):
    assert times("11/06/2025", text, None) == ["2025-06-11 00:00:00", "bad", None]


def test_the_first_day_of_a_calendar_is_no_date():
    assert times("01/01/0001 00:00:00", "0001-01-01", "1/1/0001") == [None, None, None]


def test_stated_formats_replace_the_usual_ones_but_iso_stays():
    assert times("06/11/25", "11/06/2025", "2025-06-11 08:00:00", formats=("%m/%d/%y",)) == [
        "2025-06-11 00:00:00", "bad", "2025-06-11 08:00:00",
    ]  # fmt: skip
    assert times("45658", formats=("%d/%m/%Y",)) == ["bad"]
    assert times("11/06/2025 08:01:02", formats=("%d/%m/%Y %T",)) == ["2025-06-11 08:01:02"]


@pytest.mark.parametrize(
    ("form", "sentence"), [("%d/%b/%Y", "has %b"), ("%H:%M", "must name a day"), ("%d%d%m%Y", "once")]
)
def test_a_format_that_cannot_be_read_is_told(form, sentence):
    with pytest.raises(FeedError, match=sentence):
        times("x", formats=(form,))


def test_a_spreadsheets_serial_number_is_a_day():
    assert times("45658", "45658.25") == ["2025-01-01 00:00:00", "2025-01-01 06:00:00"]


def test_an_hour_that_spring_leaves_out_and_one_that_autumn_says_twice_keep_their_order():
    written = [
        "2025-03-09 01:59:59",
        "2025-03-09 02:10:00",
        "2025-03-09 02:50:00",
        "2025-03-09 03:00:00",
        "2025-11-02 00:59:59",
        "2025-11-02 01:00:00",
        "2025-11-02 01:59:59",
        "2025-11-02 02:00:00",
    ]
    utc = moments(pa.array(written), (), NEW_YORK)[0].to_pylist()
    assert utc == sorted(utc)
    assert utc[1] == utc[2] == utc[3] == datetime(2025, 3, 9, 7, tzinfo=UTC)
    assert utc[6] == datetime(2025, 11, 2, 5, 59, 59, tzinfo=UTC)


NAIVE = st.datetimes(datetime(1971, 1, 1), datetime(2100, 1, 1)).map(lambda t: t.replace(microsecond=0))  # noqa: DTZ001 - as written


@given(
    st.lists(NAIVE, min_size=1, max_size=20),
    st.sampled_from(["%d/%m/%Y %H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y%m%d%H%M%S"]),
)
def test_every_moment_comes_back_as_it_was_written(naive, form):
    values, bad = moments(pa.array([t.strftime(form) for t in naive]), (), NEW_YORK)
    assert not bad.any()
    for written, read in zip(naive, values.to_pylist(), strict=True):
        aware = written.replace(tzinfo=NEW_YORK)
        exists = aware.astimezone(UTC).astimezone(NEW_YORK).replace(tzinfo=None) == written
        assert read == aware.astimezone(UTC) or not exists


@given(st.lists(NAIVE, min_size=2, max_size=2).map(sorted))
def test_order_is_kept(naive):
    first, second = moments(pa.array([t.isoformat(" ") for t in naive]), (), NEW_YORK)[0].to_pylist()
    assert first <= second
