"""Payments: the sample feed, and that records and procedures paid online are two figures."""

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

SAMPLE = shipped("sample_feeds") / "payments"
AT = datetime.fromisoformat("2025-03-20T08:00:00+07:00")


@pytest.fixture(scope="module")
def feed(plugins):
    path = SAMPLE / "feeds" / "payments.toml"
    return feed_of(read_document(path, path.name), plugins.schemas)


@pytest.mark.parametrize(
    ("count", "share"), [("records_paid_by_payment", "46,00 %"), ("procedures_paid_by_payment", "90,00 %")]
)
def test_the_same_payments_give_two_figures(project, plugins, count, share):
    records = [
        {"record_id": str(n), "procedure": f"1.{n % 10}", "fee": 50000, "received_at": AT.replace(day=3)}
        for n in range(100)
    ]
    online = [n for n in range(100) if n % 10 != 9][:46]
    payments = [{"record_id": str(n), "channel": "online", "paid_at": AT.replace(day=4)} for n in online]
    zone = project.calendar.zone
    source = case_source({"records": records, "payments": payments}, project.schemas, zone)
    task = IndicatorTask("counted", count, period_named("2025-Q1", zone))
    answer = count_indicator(
        task, plugins.counts[count], source, now=AT, zone=zone, calendar=project.calendar, indicators={}
    )
    [figure] = answer.counts
    assert Language("vi").rate(figure.numerator, figure.denominator) == share


def test_no_heading_has_two_meanings_and_every_word_leads_to_a_value(plugins):
    owners = {}
    for column in plugins.schemas["payments"].columns:
        assert set(column.words) == set(column.values)
        for heading in {loose(column.name), *map(loose, column.headings)}:
            assert owners.setdefault(heading, column.name) == column.name, heading


def test_the_sample_holds_and_its_file_is_read_whole(feed, plugins):
    schema = plugins.schemas["payments"]
    assert len(feed.samples) > 1
    assert failures(feed, schema, "Asia/Ho_Chi_Minh") == ()
    [path] = (SAMPLE / "inbox" / "payments").iterdir()
    batch = read_file(path.name, path.read_bytes(), feed, schema, zone="Asia/Ho_Chi_Minh", first_seen=now())
    assert (batch.rows.num_rows, batch.rejected.num_rows, batch.unmapped) == (3, 0, ())
