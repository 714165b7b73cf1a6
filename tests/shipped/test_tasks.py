"""Tasks of plans: the sample feed, the pace, and the articles' own figures."""

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

SAMPLE = shipped("sample_feeds") / "tasks"
HOME = ZoneInfo("Asia/Ho_Chi_Minh")
PLAN = {"task_id": "1", "kind": "reform", "year": 2025}


@pytest.fixture(scope="module")
def feed(plugins):
    path = SAMPLE / "feeds" / "tasks.toml"
    return feed_of(read_document(path, path.name), plugins.schemas)


@pytest.fixture(scope="module")
def told(project, asked):
    def told(rows, at, period="2025", **settings):
        source = case_source({"tasks": rows}, project.schemas, project.calendar.zone)
        return asked("tasks_behind", source, at, period=period, **settings)

    return told


def test_no_heading_has_two_meanings(plugins):
    owners = {}
    for column in plugins.schemas["tasks"].columns:
        for heading in {loose(column.name), *map(loose, column.headings)}:
            assert owners.setdefault(heading, column.name) == column.name, heading


def test_every_word_leads_to_a_kind_of_its_list(plugins):
    kind = plugins.schemas["tasks"].by_name["kind"]
    assert set(kind.words) == set(kind.values)


def test_the_samples_hold_and_the_file_is_read_whole(plugins, feed):
    schema = plugins.schemas["tasks"]
    assert failures(feed, schema, "Asia/Ho_Chi_Minh") == ()
    [path] = sorted((SAMPLE / "inbox" / "tasks").iterdir())
    batch = read_file(path.name, path.read_bytes(), feed, schema, zone="Asia/Ho_Chi_Minh", first_seen=now())
    assert (batch.rows.num_rows, batch.rejected.num_rows, batch.set_aside) == (5, 0, 0)
    assert batch.rows["kind"].to_pylist() == ["reform", "training", "reform", "inspection", "target"]
    assert len(set(batch.rows["_key"].to_pylist())) == 5


def test_seventeen_of_fifty_four_is_behind_by_mid_june_and_within_a_slower_pace(told):
    rows, at = [{**PLAN, "planned": 54, "done": 17}], "2025-06-14T08:00:00+07:00"
    [found] = told(rows, at).judgement.findings
    assert (found.count, found.of, round(100 * found.value, 2)) == (37, 54, 31.48)
    assert told(rows, at, pace=0.6).judgement.findings == ()


def test_it_wakes_on_the_first_day_that_is_behind(told):
    answer = told([{**PLAN, "planned": 54, "done": 27}], "2025-06-14T08:00:00+07:00")
    assert answer.judgement.findings == ()
    assert answer.next_change == {"X1": datetime(2025, 7, 3, tzinfo=HOME)}


def test_what_is_done_is_never_behind_and_what_nobody_told_is_skipped(told):
    rows = [{**PLAN, "planned": 4, "done": 9}, {**PLAN, "task_id": "2", "kind": "training", "planned": 4}]
    judgement = told(rows, "2025-12-31T08:00:00+07:00").judgement
    assert judgement.findings == ()
    assert judgement.skipped == {"X1": {"planned, and nobody said how many are done": 1}}


def test_a_rule_without_a_year_goes_by_the_calendar_year(told):
    [found] = told([{**PLAN, "planned": 10, "done": 1}], "2025-06-14T08:00:00+07:00", period="all").judgement.findings
    assert (found.subject, found.facts) == ("Nhiệm vụ CCHC", {"done": 1, "planned": 10})


@pytest.mark.parametrize(("check", "settings"), [("date_moved", {"date": "due_at"}), ("online_shift", {})])
def test_a_project_of_this_feed_alone_makes_no_rule_on_records_ill(project, asked, check, settings):
    source = case_source({"tasks": [PLAN]}, project.schemas, project.calendar.zone)
    assert asked(check, source, "2025-06-14T08:00:00+07:00", **settings).judgement.findings == ()


@pytest.mark.parametrize("pace", [0.0, -1.0])
def test_a_pace_that_asks_for_nothing_is_refused_where_it_is_written(plugins, pace):
    with pytest.raises(ValueError, match="must be above 0"):
        plugins.checks["tasks_behind"](pace=pace)
