"""A feed's samples run through the same path as its files."""

from datetime import UTC, date, datetime

from feed_reading import ZONE, feed_with

from reform_tui.config.types import Sample
from reform_tui.feeds.samples import failures
from reform_tui.model.schema import RECORDS

FIVE, SIX = (datetime(2025, 6, 11, hour) for hour in (17, 18))  # noqa: DTZ001 - local, as in TOML
ROW = {
    "Số hồ sơ": "H14.36-250601-0001",
    "Ngày hẹn trả": "11/06/2025 17:00:00",
    "Kênh thực hiện": "2",
    "Phí": "12.000 đ",
}


def told(*samples, **keys):
    return failures(feed_with(samples=samples, **keys), RECORDS, ZONE)


def test_samples_that_hold_say_nothing():
    expect = {
        "record_id": "H14.36-250601-0001",
        "due_at": datetime(2025, 6, 11, 10, tzinfo=UTC),
        "channel": "online",
        "fee": 12000,
        "field": "",
    }
    local = {"due_at": FIVE}
    day = Sample({"Mã hồ sơ": "H14.36-250601-0001", "Hạn xử lý": "11/06/2025"}, {"due_at": date(2025, 6, 11)})
    bad = Sample({"Mã hồ sơ": "H14.36-250601-0001", "Hạn xử lý": "31/02/2025"}, rejected="no-such-date")
    assert told(Sample(ROW, expect), Sample(ROW, local), day, bad, header=4, sheet="A") == ()


def test_every_difference_is_a_sentence():
    assert told(
        Sample(ROW, {"channel": "post", "due_at": SIX}),
        Sample(ROW, rejected="no-unit"),
    ) == (
        "one-stop.toml: sample 1: channel: expected 'post', but it became 'online'",
        "one-stop.toml: sample 1: due_at: expected datetime.datetime(2025, 6, 11, 18, 0), but it became '2025-06-11T17:00:00+07:00'",
        "one-stop.toml: sample 2: expected rejected for no-unit, but it was taken in",
    )
    assert told(Sample({"Mã hồ sơ": "7"}, {"record_id": "7"})) == (
        "one-stop.toml: sample 1: expected taken in, but it was rejected for no-unit",
    )
    (sentence,) = told(Sample({"x": "7"}, {"record_id": "7"}))
    assert sentence.startswith("one-stop.toml: sample 1: the row: ")
