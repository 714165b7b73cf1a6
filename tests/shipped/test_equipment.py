"""What units have: the shares that newspapers told of 124 and of 56 communes, and the sample feed."""

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
from reform_tui.language import Language
from reform_tui.model.period import period_named
from reform_tui.shipped import shipped
from reform_tui.times import now

SAMPLE = shipped("sample_feeds") / "equipment"
AT = datetime.fromisoformat("2025-07-29T08:00:00+07:00")


@pytest.fixture(scope="module")
def feed(plugins):
    path = SAMPLE / "feeds" / "equipment.toml"
    return feed_of(read_document(path, path.name), plugins.schemas)


@pytest.fixture(scope="module")
def total(project, plugins):
    """Count items of all units together."""

    def total(name, rows):
        zone = project.calendar.zone
        source = case_source({"equipment": rows}, project.schemas, zone)
        task = IndicatorTask("counted", name, period_named("all", zone))
        answer = count_indicator(
            task, plugins.counts[name], source, now=AT, zone=zone, calendar=project.calendar, indicators={}
        )
        return sum(count.numerator for count in answer.counts), sum(count.denominator for count in answer.counts)

    return total


def item(name, having, units):
    return [{"unit": f"H60.{n}", "item": name, "present": int(n < having)} for n in range(units)]


@pytest.mark.parametrize(
    ("count", "name", "having", "units", "share"),
    [
        ("with_queue_machine", "Máy lấy số tự động", 19, 124, "15,32 %"),
        ("with_screen", "Màn hình treo trần", 38, 124, "30,65 %"),
        ("with_copier", "Máy photocopy, máy in", 80, 124, "64,52 %"),
        ("with_meeting_point", "Điểm cầu trực tuyến", 56, 56, "100,00 %"),
    ],
)
def test_the_shares_that_were_told(total, count, name, having, units, share):
    figures = total(count, item(name, having, units))
    assert figures == (having, units)
    assert Language("vi").rate(*figures) == share


def test_staff_placed_is_eight_a_commune(total):
    rows = [{"unit": f"H14.{n}", "item": "Nhân sự hỗ trợ", "present": 8, "planned": 8} for n in range(56)]
    assert total("staff_placed", rows) == (448, 448)


def test_no_heading_has_two_meanings(plugins):
    owners = {}
    for column in plugins.schemas["equipment"].columns:
        for heading in {loose(column.name), *map(loose, column.headings)}:
            assert owners.setdefault(heading, column.name) == column.name, heading


def test_the_sample_holds_and_its_file_is_read_whole(feed, plugins):
    schema = plugins.schemas["equipment"]
    assert len(feed.samples) > 1
    assert failures(feed, schema, "Asia/Ho_Chi_Minh") == ()
    [path] = (SAMPLE / "inbox" / "equipment").iterdir()
    batch = read_file(path.name, path.read_bytes(), feed, schema, zone="Asia/Ho_Chi_Minh", first_seen=now())
    assert (batch.rows.num_rows, batch.rejected.num_rows, batch.unmapped) == (6, 0, ())
