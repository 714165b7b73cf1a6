"""Connections and synchronisation: the sample feeds, their words, and how the checks look at units and systems."""

from __future__ import annotations

from datetime import datetime

import pytest

from reform_tui.config.feed import feed_of
from reform_tui.config.toml import read_document
from reform_tui.engine.cases.rows import case_source
from reform_tui.feeds.headings import loose
from reform_tui.feeds.read import read_file
from reform_tui.feeds.samples import failures
from reform_tui.shipped import shipped
from reform_tui.times import now

SAMPLE = shipped("sample_feeds") / "interconnection"
MONDAY = datetime.fromisoformat("2025-03-03T08:00:00+07:00")
ROWS = {"interconnection": 8, "sync": 4}


@pytest.mark.parametrize("name", ROWS)
def test_the_samples_hold_and_the_files_are_read_whole(plugins, name):
    path = SAMPLE / "feeds" / f"{name}.toml"
    schema = plugins.schemas[name]
    feed = feed_of(read_document(path, path.name), plugins.schemas)
    assert len(feed.samples) > 1
    assert failures(feed, schema, "Asia/Ho_Chi_Minh") == ()
    [path] = (SAMPLE / "inbox" / name).iterdir()
    batch = read_file(path.name, path.read_bytes(), feed, schema, zone="Asia/Ho_Chi_Minh", first_seen=now())
    assert (batch.rows.num_rows, batch.rejected.num_rows, batch.unmapped) == (ROWS[name], 0, ())


@pytest.mark.parametrize("name", ROWS)
def test_no_heading_has_two_meanings_and_every_value_has_words(plugins, name):
    owners = {}
    for column in plugins.schemas[name].columns:
        assert set(column.words) == set(column.values)
        for heading in {loose(column.name), *map(loose, column.headings)}:
            assert owners.setdefault(heading, column.name) == column.name, heading


def test_no_word_means_two_things(plugins):
    for name in ROWS:
        for column in plugins.schemas[name].columns:
            words = [loose(word) for said in column.words.values() for word in said]
            assert len(words) == len(set(words)), column.name


@pytest.mark.parametrize("system", ["tax", "population", "justice", "business", "portal"])
@pytest.mark.parametrize("state", ["never", "up", "slow", "down", "errors"])
def test_every_state_of_every_system_is_told_by_the_check_that_looks_for_it(asked, project, system, state):
    row = {"unit": "X1", "system": system, "state": state, "since": MONDAY, "required": True}
    source = case_source({"interconnection": [row]}, project.schemas, project.calendar.zone)
    found = {
        "down": asked("connection_down", source, "2025-03-10T08:00:00+07:00", after="1wd"),
        "slow": asked("connection_down", source, "2025-03-10T08:00:00+07:00", after="1wd", states=["slow"]),
        "never": asked("connection_never", source, "2025-03-10T08:00:00+07:00"),
    }
    told = {name for name, answer in found.items() if answer.judgement.findings}
    assert told == {"up": set(), "errors": {"down"}}.get(state, {state})


def test_a_unit_has_to_be_connected_with_what_the_rule_lists_whatever_its_row_says(asked, project):
    rows = [
        {"unit": "X1", "system": "portal", "state": "never"},
        {"unit": "X1", "system": "tax", "state": "never", "required": False},
        {"unit": "X1", "system": "land", "state": "never"},
    ]
    source = case_source({"interconnection": rows}, project.schemas, project.calendar.zone)
    answer = asked("connection_never", source, "2025-03-10T08:00:00+07:00", systems=["portal", "tax"])
    assert [found.subject for found in answer.judgement.findings] == ["Cổng dịch vụ công quốc gia", "Thuế"]
    assert answer.judgement.skipped == {"X1": {"nobody said whether it has to be connected": 1}}


def test_a_record_whose_file_of_synchronisation_another_unit_delivered_is_known_as_synchronised(asked, project):
    code = "H14.36-250303-0001"
    tables = {
        "records": [{"unit": "H14.99", "record_id": code, "received_at": MONDAY}],
        "sync": [{"unit": "H14.36", "record_id": code, "accepted_at": MONDAY}],
    }
    source = case_source(tables, project.schemas, project.calendar.zone)
    answer = asked("sync_lag", source, "2025-03-10T08:00:00+07:00", which="waiting", limit="1wd")
    assert answer.judgement.findings == ()
    assert answer.judgement.judged["H14.99"] == 1
