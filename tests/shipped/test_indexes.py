"""Outside indexes: the sample feed, the articles' own figures, and what the rules' cases do not reach."""

from __future__ import annotations

import pytest

from reform_tui.config.feed import feed_of
from reform_tui.config.toml import read_document
from reform_tui.engine.cases.rows import case_source
from reform_tui.errors import ConfigError
from reform_tui.feeds.headings import loose
from reform_tui.feeds.read import read_file
from reform_tui.feeds.samples import failures
from reform_tui.shipped import shipped
from reform_tui.times import now

SAMPLE = shipped("sample_feeds") / "indexes"
NOW = "2025-10-16T08:00:00+07:00"


@pytest.fixture(scope="module")
def feed(plugins):
    path = SAMPLE / "feeds" / "indexes.toml"
    return feed_of(read_document(path, path.name), plugins.schemas)


@pytest.fixture(scope="module")
def told(project, asked):
    def told(check, rows, references=None, **settings):
        tables = {"indexes": rows} | {f"reference.{name}": table for name, table in (references or {}).items()}
        return asked(check, case_source(tables, project.schemas, project.calendar.zone), NOW, **settings)

    return told


def row(period, unit="H14", index="SIPAS", **more):
    return {"unit": unit, "index": index, "period": period, **more}


def test_no_heading_has_two_meanings(plugins):
    owners = {}
    for column in plugins.schemas["indexes"].columns:
        for heading in {loose(column.name), *map(loose, column.headings)}:
            assert owners.setdefault(heading, column.name) == column.name, heading


def test_the_samples_hold_and_the_file_is_read_whole(plugins, feed):
    schema = plugins.schemas["indexes"]
    assert failures(feed, schema, "Asia/Ho_Chi_Minh") == ()
    [path] = (SAMPLE / "inbox" / "indexes").iterdir()
    batch = read_file(path.name, path.read_bytes(), feed, schema, zone="Asia/Ho_Chi_Minh", first_seen=now())
    assert (batch.rows.num_rows, batch.rejected.num_rows, batch.unmapped) == (6, 0, ())
    assert batch.rows["group"].to_pylist()[1:3] == ["upper middle", "lower middle"]


@pytest.mark.parametrize("group", ["Nhóm trung bình cao", "TB cao", "điểm trung bình cao", "upper middle"])
def test_the_words_for_the_third_group(plugins, feed, group):
    schema = plugins.schemas["indexes"]
    text = f"Mã đơn vị;Chỉ số;Kỳ;Nhóm\nH14;PAPI;2024;{group}\n".encode()
    batch = read_file("a.csv", text, feed, schema, zone="Asia/Ho_Chi_Minh", first_seen=now())
    assert batch.rows["group"].to_pylist() == ["upper middle"]


@pytest.mark.parametrize(
    ("unit", "rank", "ranked", "before", "move"),
    [("H60.30", 7, 124, 12, 5), ("H12", 6, 34, 4, -2), ("H14", 27, 34, 27, 0), ("H14", 27, 34, 20, -7)],
)
def test_ranks_that_were_told_and_how_they_moved(told, unit, rank, ranked, before, move):
    rows = [row("2025-08", unit, rank=before, ranked=ranked), row("2025-09", unit, rank=rank, ranked=ranked)]
    [found] = told("index_rank", rows).judgement.findings
    assert (found.facts["rank"], found.facts["ranked"], found.facts["move"]) == (rank, ranked, move)
    assert (found.count, found.value) == ((1, float(-move)) if move < 0 else (0, None))


def test_another_number_of_places_is_skipped_with_the_reason(told):
    rows = [row("2023", rank=20, ranked=63), row("2024", rank=30, ranked=34)]
    answer = told("index_rank", rows)
    assert answer.judgement.findings == ()
    assert answer.judgement.skipped == {"H14": {"ranked among another number than the period before": 1}}


def test_only_the_named_indexes_are_ranked(told):
    rows = [row("2023", rank=1), row("2024", rank=5), row("2023", index="A", rank=1), row("2024", index="A", rank=9)]
    assert [one.subject for one in told("index_rank", rows, index=["A"]).judgement.findings] == ["A"]


def test_a_rank_among_many_years_is_held_against_the_last_one(told):
    rows = [row(str(year), rank=rank) for year, rank in [(2021, 1), (2024, 9), (2022, 20), (2023, 8)]]
    [found] = told("index_rank", rows).judgement.findings
    assert (found.facts["move"], found.facts["period_before"]) == (-1, "2023")


def test_a_target_for_the_scores_period_goes_before_one_for_all(told):
    targets = [{"indicator": "SIPAS", "target": 0.5}, {"indicator": "SIPAS", "period": "2024", "target": 0.9}]
    for period, count in (("2024", 1), ("2025", 0)):
        answer = told("index_below", [row(period, score=0.7)], {"targets": targets}, index=["SIPAS"])
        assert [found.count for found in answer.judgement.findings] == [count]


def test_exactly_the_target_is_reached(told):
    [found] = told("index_below", [row("2025", score=88.5)], index=["SIPAS"], target=0.885).judgement.findings
    assert (found.count, found.value, found.template) == (0, None, "reached")


def test_without_a_target_no_gap_is_told(told):
    [found] = told("index_below", [row("2025", score=10.0)], index=["SIPAS"]).judgement.findings
    assert (found.count, found.value, found.template) == (0, None, "no_target")
    assert found.facts.keys() == {"score", "of_period"}


def test_a_group_that_does_not_exist_is_refused(told):
    with pytest.raises(ConfigError, match="group 'middle' is none of low, lower middle, upper middle, high"):
        told("index_group", [row("2025", group="low")], index=["PAPI"], group="middle")


def test_rows_without_a_score_are_skipped(told):
    answer = told("index_below", [row("2025")], index=["SIPAS"], target=0.85)
    assert answer.judgement.skipped == {"H14": {"score missing": 1}}


def test_a_score_without_a_rank_leaves_the_rule_on_ranks_alone_and_not_blind(told):
    answer = told("index_rank", [row("2024", score=82.95)])
    assert (answer.judgement.findings, answer.judgement.skipped, answer.blind) == ((), {}, {})
