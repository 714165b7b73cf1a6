"""Apology letters: the sample feed, both sources, and what the keys of the checks change."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from reform_tui.config.feed import feed_of
from reform_tui.config.toml import read_document
from reform_tui.engine.cases.rows import case_source
from reform_tui.feeds.headings import loose
from reform_tui.feeds.read import read_file
from reform_tui.feeds.samples import failures
from reform_tui.shipped import shipped
from reform_tui.times import now

SAMPLE = shipped("sample_feeds") / "apologies"
AT = "2025-03-20T08:00:00+07:00"
HOME = ZoneInfo("Asia/Ho_Chi_Minh")
LATE = {
    "field": "Đất đai",
    "received_at": datetime(2025, 3, 3, 8, tzinfo=HOME),
    "due_at": datetime(2025, 3, 11, 17, tzinfo=HOME),
}


@pytest.fixture(scope="module")
def feed(plugins):
    path = SAMPLE / "feeds" / "apologies.toml"
    return feed_of(read_document(path, path.name), plugins.schemas)


@pytest.fixture(scope="module")
def told(project, asked):
    def told(check, records, letters=(), **settings):
        tables = {"records": records, "apologies": list(letters)}
        source = case_source(tables, project.schemas, project.calendar.zone)
        return asked(check, source, AT, **settings).judgement

    return told


def test_no_heading_has_two_meanings(plugins):
    owners = {}
    for column in plugins.schemas["apologies"].columns:
        for heading in {loose(column.name), *map(loose, column.headings)}:
            assert owners.setdefault(heading, column.name) == column.name, heading


def test_the_samples_hold_and_the_file_is_read_whole(plugins, feed):
    schema = plugins.schemas["apologies"]
    assert failures(feed, schema, "Asia/Ho_Chi_Minh") == ()
    [path] = sorted((SAMPLE / "inbox" / "apologies").iterdir())
    batch = read_file(path.name, path.read_bytes(), feed, schema, zone="Asia/Ho_Chi_Minh", first_seen=now())
    assert (batch.rows.num_rows, batch.rejected.num_rows, batch.set_aside) == (3, 0, 0)
    assert len(set(batch.rows["_key"].to_pylist())) == 3
    assert batch.unmapped == ("STT",)


def test_a_unit_without_any_apology_is_blind_unless_its_list_is_complete(told):
    silent = told("apology_missing", [LATE])
    assert silent.findings == ()
    assert silent.skipped == {"X1": {"no apology of this unit in any feed": 1}}
    [found] = told("apology_missing", [LATE], complete=True).findings
    assert (found.count, found.of) == (1, 1)


def test_a_date_may_be_left_out_where_the_rule_says_so(told):
    rows = [{**LATE, "apology_at": datetime(2025, 3, 10, 8, tzinfo=HOME)}]
    assert told("apology_missing", rows).findings[0].facts["undated"] == 1
    assert told("apology_missing", rows, new_date=False).findings == ()


def test_no_days_before_allow_the_due_day_itself(told):
    rows = [{**LATE, "apology_at": datetime(2025, 3, 11, 10, tzinfo=HOME)}]
    assert told("apology_late", rows, days_before=0).findings == ()
    [found] = told("apology_late", rows, days_before=1).findings
    assert found.facts["after_due"] == 0


def test_two_new_dates_may_be_allowed(told):
    rows = [{**LATE, "record_id": "H14.36-250303-0001"}]
    letters = [
        {
            "record_id": "H14.36-250303-0001",
            "issued_at": datetime(2025, 3, 10 + day, tzinfo=HOME),
            "new_due_at": datetime(2025, 3, 20 + day, tzinfo=HOME),
        }
        for day in (0, 5)
    ]
    assert told("extended_again", rows, letters, max_extensions=2).findings == ()
    [found] = told("extended_again", rows, letters).findings
    assert (found.unit, found.subject, found.facts["most"]) == ("X1", "Đất đai", 2)
