"""Steps: the sample feed, read whole by the headings that the schema brings."""

from __future__ import annotations

import pytest

from reform_tui.config.feed import feed_of
from reform_tui.config.toml import read_document
from reform_tui.feeds.headings import loose
from reform_tui.feeds.read import read_file
from reform_tui.feeds.samples import failures
from reform_tui.shipped import shipped
from reform_tui.times import now

SAMPLE = shipped("sample_feeds") / "steps"


@pytest.fixture(scope="module")
def feed(plugins):
    path = SAMPLE / "feeds" / "steps.toml"
    return feed_of(read_document(path, path.name), plugins.schemas)


def test_no_heading_has_two_meanings(plugins):
    owners = {}
    for column in plugins.schemas["steps"].columns:
        for heading in {loose(column.name), *map(loose, column.headings)}:
            assert owners.setdefault(heading, column.name) == column.name, heading


def test_the_sample_holds_and_its_file_is_read_whole(feed, plugins):
    schema = plugins.schemas["steps"]
    assert len(feed.samples) > 1
    assert failures(feed, schema, "Asia/Ho_Chi_Minh") == ()
    [path] = (SAMPLE / "inbox" / "steps").iterdir()
    batch = read_file(path.name, path.read_bytes(), feed, schema, zone="Asia/Ho_Chi_Minh", first_seen=now())
    assert (batch.rows.num_rows, batch.rejected.num_rows, batch.unmapped) == (3, 0, ())
