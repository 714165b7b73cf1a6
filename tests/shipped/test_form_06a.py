"""Form II.06a: read with its header of three levels, held against itself and against records."""

import io
from datetime import datetime

import pytest
import xlsxwriter

from reform_tui.config.feed import feed_of
from reform_tui.config.toml import read_document
from reform_tui.engine.cases.rows import case_source
from reform_tui.feeds.headings import loose
from reform_tui.feeds.read import read_file
from reform_tui.feeds.samples import failures
from reform_tui.shipped import shipped
from reform_tui.times import now

SAMPLE = shipped("sample_feeds") / "form-06a" / "feeds" / "form-06a.toml"
TODAY = "2025-03-20T08:00:00+07:00"


def at(text):
    return datetime.fromisoformat(f"2025-{text}:00+07:00")


def record(number, **columns):
    return {"unit": "H14.36", "record_id": str(number), "received_at": at("01-06T08:00"), **columns}


EARLIER = datetime.fromisoformat("2024-11-04T08:00:00+07:00")
RECORDS = [
    record(1, channel="online", due_at=at("01-10T17:00"), finished_at=at("01-09T08:00"), field="Đất đai"),
    record(2, channel="counter", due_at=at("01-10T17:00"), finished_at=at("01-10T18:00"), field="Đất đai"),
    record(3, channel="post", due_at=at("01-10T17:00"), finished_at=at("03-14T18:00"), field="Hộ tịch"),
    record(4, channel="online", due_at=at("03-13T17:00"), finished_at=at("03-17T08:00"), field="Hộ tịch"),
    record(5, received_at=at("03-10T08:00"), due_at=at("03-14T17:00")),
    record(6, received_at=at("03-10T08:00"), due_at=at("03-11T17:00"), status="supplement"),
    record(7, received_at=at("03-17T08:00"), due_at=at("03-21T17:00")),
    record(8, received_at=EARLIER, finished_at=datetime.fromisoformat("2024-12-03T08:00:00+07:00")),
    record(9, received_at=EARLIER, due_at=at("01-02T17:00")),
]


@pytest.fixture(scope="module")
def schema(plugins):
    return plugins.schemas["form_06a"]


@pytest.fixture(scope="module")
def feed(plugins):
    return feed_of(read_document(SAMPLE, SAMPLE.name), plugins.schemas)


@pytest.fixture
def shown(asked, project):
    """Return the columns of the form by (unit, field), computed from records."""

    def shown(records, period="2025-Q1-report", **settings):
        source = case_source({"records": records, "form_06a": []}, project.schemas, project.calendar.zone)
        answer = asked("form_differs", source, TODAY, period=period, show="all", **settings)
        forms = {}
        for one in answer.judgement.findings:
            forms.setdefault((one.unit, one.facts["field"]), {})[one.facts["column"]] = one
        return forms

    return shown


def counts(form):
    return {name: one.count for name, one in form.items()}


def add_up(form):
    return (
        form["received"]
        == form["online"] + form["directly"] + form["carried_over"]
        == form["finished"] + form["pending"]
        and form["finished"] == form["early"] + form["on_time"] + form["late"]
        and form["pending"] == form["in_time"] + form["overdue"]
    )


def test_no_heading_has_two_meanings(schema):
    owners = {}
    for column in schema.columns:
        for heading in {loose(column.name), *map(loose, column.headings)}:
            assert owners.setdefault(heading, column.name) == column.name, heading


def test_the_samples_of_the_feed_hold(feed, schema):
    assert len(feed.samples) > 1
    assert failures(feed, schema, "Asia/Ho_Chi_Minh") == ()


@pytest.mark.parametrize("merged", [True, False])
def test_the_form_is_read_with_its_three_levels_and_without_its_total(feed, schema, merged):
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet()
        sheet.merge_range(0, 0, 0, 12, "TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH")
        groups = {
            2: ("Số hồ sơ nhận giải quyết", 5),
            6: ("Số hồ sơ đã giải quyết", 9),
            10: ("Số hồ sơ đang giải quyết", 12),
        }
        sheet.write_row(2, 0, ["STT", "Đơn vị"])
        for left, (text, right) in groups.items():
            if merged:
                sheet.merge_range(2, left, 2, right, text)
            else:
                sheet.write(2, left, text)
        second = ["Tổng số", "Trong kỳ", "", "Từ kỳ trước", "Tổng số", "Trước hạn", "Đúng hạn", "Quá hạn"]
        sheet.write_row(3, 2, [*second, "Tổng số", "Trong hạn", "Quá hạn"])
        if merged:
            sheet.merge_range(3, 3, 3, 4, "Trong kỳ")
        sheet.write_row(4, 3, ["Trực tuyến", "Trực tiếp, dịch vụ bưu chính"])
        sheet.write_row(5, 0, [1, "H14.36", 10, 6, 3, 1, 8, 5, 2, 1, 2, 1, 1])
        sheet.write_row(6, 0, [2, "H14.17", 4, 4, 0, 0, 4, 4, 0, 0, 0, 0, 0])
        sheet.write_row(7, 1, ["Tổng cộng", 14, 10, 3, 1, 12, 9, 2, 1, 2, 1, 1])
    batch = read_file("06a.xlsx", stream.getvalue(), feed, schema, zone="Asia/Ho_Chi_Minh", first_seen=now())
    assert (batch.rows.num_rows, batch.rejected.num_rows) == (2, 0)
    names = [column.name for column in schema.columns if column.name not in {"unit", "period"}]
    assert [batch.rows[name][0].as_py() for name in names] == [10, 6, 3, 1, 8, 5, 2, 1, 2, 1, 1]
    assert batch.rows["period"].to_pylist() == ["2025-Q1-report"] * 2
    assert len(set(batch.rows["_key"].to_pylist())) == 2


def test_the_columns_as_of_the_cut_off(shown):
    form = counts(shown(RECORDS)["H14.36", ""])
    assert form == {
        "received": 7, "online": 2, "directly": 4, "carried_over": 1,
        "finished": 3, "early": 1, "on_time": 1, "late": 1,
        "pending": 4, "in_time": 2, "overdue": 2,
    }  # fmt: skip
    assert add_up(form)


def test_each_column_opens_its_records(shown):
    form = shown(RECORDS)["H14.36", ""]
    assert set(form["overdue"].evidence) == {"H14.36|4", "H14.36|9"}
    assert set(form["late"].evidence) == {"H14.36|3"}


@pytest.mark.parametrize("profile", ["province_06a", "report_06", "to_the_second", "national_766"])
@pytest.mark.parametrize("by", ["unit", "field"])
def test_the_four_identities_hold_however_it_is_counted(shown, profile, by):
    forms = shown(RECORDS, profile=profile, by=by)
    assert forms
    assert all(add_up(counts(form)) for form in forms.values())


def test_fields_add_up_to_the_unit(shown):
    whole, fields = counts(shown(RECORDS)["H14.36", ""]), shown(RECORDS, by="field")
    assert {field for _, field in fields} == {"Đất đai", "Hộ tịch", "—"}
    assert all(sum(form[name].count for form in fields.values()) == whole[name] for name in whole)


def test_a_form_of_an_unknown_period_is_skipped_with_its_reason(asked, project):
    forms = [{"unit": "H14.36", "period": "quý một", "received": 3}]
    source = case_source({"records": RECORDS, "form_06a": forms}, project.schemas, project.calendar.zone)
    said = asked("form_differs", source, TODAY).judgement
    assert (said.findings, said.judged) == ((), {"H14.36": 0})
    assert said.skipped == {"H14.36": {"its period is none that is known": 1}}


def test_a_tolerance_leaves_small_differences_out(asked, project):
    forms = [{"unit": "H14.36", "period": "2025-Q1-report", "received": 9, "finished": 4}]
    source = case_source({"records": RECORDS, "form_06a": forms}, project.schemas, project.calendar.zone)
    [found] = asked("form_differs", source, TODAY, tolerance=1).judgement.findings
    assert (found.facts["column"], found.facts["difference"], found.value) == ("received", 2, 2.0)


def test_a_unit_is_told_the_same_alone_and_beside_others(asked, project):
    forms = [
        {"unit": unit, "period": "2025-Q1-report", "received": 9, "late": 0} for unit in ("H14.36", "H14.17", "H14.9")
    ]
    others = [{**one, "unit": "H14.17", "record_id": f"1{one['record_id']}"} for one in RECORDS[:4]]

    def found(records, forms):
        source = case_source({"records": records, "form_06a": forms}, project.schemas, project.calendar.zone)
        return set(map(str, asked("form_differs", source, TODAY).judgement.findings))

    together = found([*RECORDS, *others], forms)
    alone = found(RECORDS, forms[:1]) | found(others, forms[1:2]) | found([], forms[2:])
    assert len(together) == 5
    assert together == alone
