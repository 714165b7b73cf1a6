"""Ratings: the sample feed, and that satisfaction is less the late and the disliked, each record once."""

from __future__ import annotations

from datetime import datetime

import pytest

from reform_tui.config.feed import feed_of
from reform_tui.config.toml import read_document
from reform_tui.engine.ask import count_indicator
from reform_tui.engine.cases.rows import case_source
from reform_tui.engine.job import IndicatorTask
from reform_tui.feeds.headings import loose
from reform_tui.feeds.read import read_file
from reform_tui.feeds.samples import failures
from reform_tui.model.period import period_named
from reform_tui.shipped import shipped
from reform_tui.times import now

SAMPLE = shipped("sample_feeds") / "ratings"
AT = datetime.fromisoformat("2025-03-20T08:00:00+07:00")


@pytest.mark.parametrize(
    ("late", "disliked", "both", "well"), [(0, 0, 0, 40), (4, 2, 0, 34), (4, 2, 2, 36), (40, 40, 40, 0)]
)
def test_a_record_that_is_late_and_disliked_is_taken_off_once(project, plugins, late, disliked, both, well):
    start = late - both
    records = [
        {"record_id": str(n), "received_at": AT.replace(day=3), "due_at": AT.replace(day=5),
         "finished_at": AT.replace(day=6 if n < late else 4)}
        for n in range(40)
    ]  # fmt: skip
    ratings = [
        {"record_id": str(n), "rated_at": AT.replace(day=7), "rating": "dissatisfied"}
        for n in range(start, start + disliked)
    ]
    zone = project.calendar.zone
    source = case_source({"records": records, "ratings": ratings}, project.schemas, zone)
    task = IndicatorTask("counted", "records_satisfied_766", period_named("2025-Q1", zone))
    counting = plugins.counts["records_satisfied_766"]
    answer = count_indicator(task, counting, source, now=AT, zone=zone, calendar=project.calendar, indicators={})
    assert [(one.numerator, one.denominator) for one in answer.counts] == [(well, 40)]


def test_no_heading_has_two_meanings_and_every_value_has_words(plugins):
    owners = {}
    for column in plugins.schemas["ratings"].columns:
        assert set(column.words) == set(column.values)
        for heading in {loose(column.name), *map(loose, column.headings)}:
            assert owners.setdefault(heading, column.name) == column.name, heading


def test_the_samples_hold_and_the_file_is_read_whole(plugins):
    path = SAMPLE / "feeds" / "ratings.toml"
    schema = plugins.schemas["ratings"]
    feed = feed_of(read_document(path, path.name), plugins.schemas)
    assert len(feed.samples) > 1
    assert failures(feed, schema, "Asia/Ho_Chi_Minh") == ()
    [path] = (SAMPLE / "inbox" / "ratings").iterdir()
    batch = read_file(path.name, path.read_bytes(), feed, schema, zone="Asia/Ho_Chi_Minh", first_seen=now())
    assert (batch.rows.num_rows, batch.rejected.num_rows, batch.unmapped) == (3, 0, ())
