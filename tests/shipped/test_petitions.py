"""Petitions: the sample feed, its headings, and steps whose start is missing."""

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

SAMPLE = shipped("sample_feeds") / "petitions"
HOME = ZoneInfo("Asia/Ho_Chi_Minh")
MARCH_3 = datetime(2025, 3, 3, 8, tzinfo=HOME)
LATER = datetime(2025, 3, 10, tzinfo=HOME)


@pytest.fixture(scope="module")
def feed(plugins):
    path = SAMPLE / "feeds" / "petitions.toml"
    return feed_of(read_document(path, path.name), plugins.schemas)


@pytest.fixture(scope="module")
def told(project, asked):
    def told(rows, step, limit, now="2025-03-24T08:00:00+07:00"):
        source = case_source({"petitions": rows}, project.schemas, project.calendar.zone)
        return asked("petition_overdue", source, now, step=step, limit=limit)

    return told


def test_no_heading_has_two_meanings(plugins):
    owners = {}
    for column in plugins.schemas["petitions"].columns:
        for heading in {loose(column.name), *map(loose, column.headings)}:
            assert owners.setdefault(heading, column.name) == column.name, heading


def test_the_samples_hold_and_the_file_is_read_whole(plugins, feed):
    schema = plugins.schemas["petitions"]
    assert failures(feed, schema, "Asia/Ho_Chi_Minh") == ()
    [path] = sorted((SAMPLE / "inbox" / "petitions").iterdir())
    batch = read_file(path.name, path.read_bytes(), feed, schema, zone="Asia/Ho_Chi_Minh", first_seen=now())
    assert (batch.rows.num_rows, batch.rejected.num_rows, batch.set_aside) == (5, 0, 0)
    assert batch.unmapped == ("STT",)


def test_a_step_without_its_start_is_skipped_and_said(told):
    rows = [{"petition_id": "1", "refused_at": MARCH_3}, {"petition_id": "2", "received_at": MARCH_3}]
    judgement = told(rows, "refuse", "2wd").judgement
    assert judgement.findings == ()
    assert judgement.skipped == {"X1": {"its day of receipt, of completion or of answer is missing": 1}}


def test_it_wakes_when_the_first_waiting_petition_is_late(told):
    rows = [{"petition_id": "1", "received_at": MARCH_3}, {"petition_id": "2", "received_at": LATER}]
    answer = told(rows, "answer", "15wd", "2025-03-10T08:00:00+07:00")
    assert answer.next_change == {"X1": datetime(2025, 3, 25, tzinfo=HOME)}


@pytest.mark.parametrize(("limit", "late"), [("15wd", 0), ("14wd", 1)])
def test_the_limit_is_the_rule_s(told, limit, late):
    rows = [{"petition_id": "1", "received_at": MARCH_3, "answered_at": datetime(2025, 3, 24, 7, tzinfo=HOME)}]
    assert len(told(rows, "answer", limit).judgement.findings) == late
