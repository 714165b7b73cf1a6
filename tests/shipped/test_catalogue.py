"""The catalogue of procedures: the figures that newspapers told come out of lists made by a generator and read whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import pytest

from reform_tui.config.feed import feed_of
from reform_tui.config.toml import read_document
from reform_tui.engine.ask import count_indicator
from reform_tui.engine.cases.rows import case_source
from reform_tui.engine.job import IndicatorTask
from reform_tui.feeds.read import read_file
from reform_tui.language import Language
from reform_tui.model.period import period_named
from reform_tui.shipped import shipped
from reform_tui.times import now

SAMPLE = shipped("sample_feeds") / "procedures"
AT = "2025-08-27T08:00:00+07:00"
Parts = Sequence[tuple[int, str]]
"""How many of the procedures have which word in a column, one after the other; the others have none."""


def listed(count: int, marks: Mapping[str, Parts], first: int = 0) -> list[dict[str, str]]:
    """So many procedures, with their codes."""
    words = {heading: [word for many, word in parts for _ in range(many)] for heading, parts in marks.items()}
    return [
        {"Mã TTHC": f"1.{first + n:06}", **{heading: said[n] for heading, said in words.items() if n < len(said)}}
        for n in range(count)
    ]


def as_csv(rows: Sequence[Mapping[str, str]]) -> bytes:
    """The list as a province would send it."""
    headings = list(dict.fromkeys(heading for row in rows for heading in row))
    lines = [headings, *([row.get(heading, "") for heading in headings] for row in rows)]
    return "\n".join(";".join(line) for line in lines).encode()


@pytest.fixture(scope="module")
def feed(plugins):
    path = SAMPLE / "feeds" / "catalogue.toml"
    return feed_of(read_document(path, path.name), plugins.schemas)


@pytest.fixture(scope="module")
def given(feed, project, plugins):
    """Read lists as the feed would, and give their rows to a plugin."""

    def given(*lists):
        rows = []
        for number, content in enumerate(lists):
            schema = plugins.schemas["catalogue"]
            batch = read_file(f"{number}.csv", as_csv(content), feed, schema, zone="Asia/Ho_Chi_Minh", first_seen=now())
            assert (batch.rows.num_rows, batch.rejected.num_rows, batch.unmapped) == (len(content), 0, ())
            plain = batch.rows.select([name for name in batch.rows.column_names if not name.startswith("_")])
            rows += [{name: each for name, each in row.items() if each is not None} for row in plain.to_pylist()]
        return case_source({"catalogue": rows}, project.schemas, project.calendar.zone)

    return given


@pytest.fixture(scope="module")
def figure(project, plugins):
    """Count with a function in a period: numerator and denominator of the one unit."""

    def figure(name, source, period="2025-Q3", at=AT):
        zone = project.calendar.zone
        task = IndicatorTask("counted", name, period_named(period, zone))
        moment = datetime.fromisoformat(at)
        answer = count_indicator(
            task, plugins.counts[name], source, now=moment, zone=zone, calendar=project.calendar, indicators={}
        )
        [count] = answer.counts
        assert count.unit == "H14"
        return count.numerator, count.denominator

    return figure


def test_what_tuyen_quang_published_in_july_2025(given, figure):
    public = listed(2112, {
        "Cấp thực hiện": [(1776, "Cấp tỉnh"), (336, "Cấp xã")],
        "Phi địa giới": [(2063, "x")],
        "Mức độ": [(1010, "Dịch vụ công toàn trình"), (1071, "Dịch vụ công một phần"), (31, "Cung cấp thông tin")],
    })  # fmt: skip
    source = given(public, listed(255, {"Nội bộ": [(255, "x")]}, first=5000))
    provincial, communal = figure("procedures_provincial", source), figure("procedures_communal", source)
    assert (provincial, communal) == ((1776, 2112), (336, 2112))
    assert provincial[0] + communal[0] == provincial[1]
    assert figure("procedures_non_boundary", source) == (2063, 2112)
    assert Language("vi").rate(2063, 2112) == "97,68 %"
    assert figure("procedures_internal", source) == (255, 2112 + 255)
    assert figure("services_full", source) == (1010, 1010 + 1071)
    assert figure("services_offered", source) == (2081, 2112)
    assert Language("vi").rate(2081, 2112) == "98,53 %"


def test_what_decisions_of_cao_bang_did_in_the_first_quarter_of_2025(given, figure):
    marks = {"Nội dung công bố": [(71, "Ban hành mới"), (187, "Sửa đổi, bổ sung"), (47, "Bãi bỏ")]}
    changed = [
        {**row, "Quyết định": f"{n % 34 + 1}/QĐ-UBND", "Ngày quyết định": "03/03/2025", "Ngày công bố": "04/03/2025"}
        for n, row in enumerate(listed(305, marks))
    ]
    source = given(changed)
    counts = [figure(f"published_{change}", source, "2025-Q1") for change in ("new", "amended", "abolished")]
    assert counts == [(71, 305), (187, 305), (47, 305)]
    assert sum(numerator for numerator, _ in counts) == 305
    assert figure("decisions_public", source, "2025-Q1") == (34, 34)
    assert figure("published_new", source, "2025-Q2") == (0, 0)


def test_procedures_at_one_stop_and_how_many_of_them_are_provincial(given, figure):
    source = given(
        listed(2000, {"Một cửa": [(1828, "x")], "Cấp thực hiện": [(1430, "Cấp tỉnh"), (570, "Cấp xã")]}),
    )
    assert figure("procedures_at_one_stop", source) == (1828, 2000)
    numerator, denominator = figure("one_stop_provincial", source)
    assert denominator == 1828
    assert numerator / denominator > 0.78


def classified(count, full, day, number):
    """Online services as a decision lists them."""
    rows = listed(count, {"Mức độ": [(full, "Toàn trình"), (count - full, "Một phần")]})
    return [{**row, "Quyết định": f"{number}/QĐ-UBND", "Ngày quyết định": day} for row in rows]


@pytest.fixture(scope="module")
def twice_classified(given):
    """Online services of Cao Bằng as one decision lists them, and as another does that classified them anew."""
    return given(classified(1559, 978, "03/03/2025", 1), classified(1775, 639, "01/08/2025", 2))


def test_each_period_keeps_the_services_of_its_end(twice_classified, figure):
    assert figure("services_full", twice_classified, "2025-Q1") == (978, 1559)
    assert figure("services_full", twice_classified, "2025-Q2") == (978, 1559)
    assert figure("services_full", twice_classified, "2025-Q3") == (639, 1775)
    assert Language("vi").rate(978, 1559) == "62,73 %"


def test_full_services_that_fall_while_the_whole_rises_are_a_break_and_no_series(given, asked):
    source = given(classified(1559, 978, "03/03/2025", 1), classified(1775, 639, "03/11/2025", 2))
    answer = asked("series_break", source, "2025-11-20T08:00:00+07:00", period="2025-Q4", indicator="services-full")
    [found] = answer.judgement.findings
    assert found.facts == {"was": 978, "was_of": 1559, "now": 639, "now_of": 1775, "before": "2025-Q3"}
    before = asked("series_break", source, AT, period="2025-Q3", indicator="services-full")
    assert before.judgement.findings == ()


def test_a_break_that_was_declared_is_told_no_more(twice_classified, asked):
    answer = asked("series_break", twice_classified, AT, period="2025-Q3", indicator="services-full")
    assert answer.judgement.findings == ()


def test_the_shipped_indicator_says_where_its_series_breaks(project):
    [services] = [one for one in project.indicators if one.name == "services-full"]
    [known] = services.breaks
    assert known.since.isoformat() == "2025-07-01"
    assert set(known.why) == set(known.source) == {"vi", "en"}


def test_thirty_four_limits_shortened_by_sixty_percent_are_few_hours_of_all(given, figure):
    source = given(
        listed(340, {"Thời hạn theo quy định": [(340, "10")], "Thời hạn giải quyết": [(34, "4"), (306, "10")]})
    )
    assert figure("limits_shortened", source) == (34, 340)
    assert figure("limit_time_cut_of_shortened", source) == (34 * 48, 34 * 80)
    assert figure("limit_time_cut", source) == (34 * 48, 340 * 80)


@pytest.mark.parametrize(
    ("name", "target", "dated"),
    [
        ("limit-cut-of-shortened", 0.6, "2025-04-12"),
        ("limit-cut-30", 0.3, "2025-06-22"),
        ("limit-cut-20", 0.2, "2025-12-01"),
    ],
)
def test_each_target_of_the_limits_has_its_source_and_day(project, name, target, dated):
    [indicator] = [one for one in project.indicators if one.name == name]
    assert (indicator.target, indicator.dated.isoformat()) == (target, dated)
    assert "Cao Bằng" in indicator.source["vi"]


def test_the_sample_files_are_read_whole(feed, plugins):
    [path] = (SAMPLE / "inbox" / "procedures").iterdir()
    schema = plugins.schemas["catalogue"]
    batch = read_file(path.name, path.read_bytes(), feed, schema, zone="Asia/Ho_Chi_Minh", first_seen=now())
    assert (batch.rows.num_rows, batch.rejected.num_rows, batch.unmapped) == (5, 0, ())
