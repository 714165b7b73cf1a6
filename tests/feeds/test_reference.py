"""Reference tables are read whole or refused with every fault."""

from datetime import UTC, datetime

import pytest
from feed_reading import workbook

from reform_tui.errors import FeedError
from reform_tui.feeds.reference import read_reference
from reform_tui.feeds.types import arrow_type
from reform_tui.model.schema import BUILT_IN, PERIODS, STAFF, TARGETS

ZONE = "Asia/Ho_Chi_Minh"


@pytest.fixture
def table():
    def write(content, schema, name="t.csv"):
        return read_reference(name, content if isinstance(content, bytes) else content.encode(), schema, ZONE).rows

    return write


@pytest.mark.parametrize("schema", [s for s in BUILT_IN.values() if s.reference], ids=lambda s: s.name)
def test_every_column_is_there_in_its_type(table, schema):
    names = schema.names()[:2]
    read = table(",".join(names) + "\n", schema)
    assert read.column_names == list(schema.names())
    assert read.schema.types == [arrow_type(c.kind) for c in schema.columns]


def test_a_roster_from_a_workbook(table):
    rows = table(
        workbook(
            ["DANH SÁCH"],
            ["Họ và tên", "Phân loại", "Tài khoản", "Từ ngày"],
            ["An", "Công chức", "an.h14", "01/02/2025"],
        ),
        STAFF,
        "staff.xlsx",
    ).to_pylist()
    assert [(r["name"], r["class"], r["account"], r["person_id"]) for r in rows] == [("An", "officer", "an.h14", None)]
    assert rows[0]["from"] == datetime(2025, 1, 31, 17, tzinfo=UTC)


def test_periods_and_targets(table):
    period = table("Tên kỳ;Từ ngày;Đến ngày\n6T2025;15/12/2024;15/06/2025\n", PERIODS).to_pylist()[0]
    assert (period["name"], period["end"]) == ("6T2025", datetime(2025, 6, 14, 17, tzinfo=UTC))
    target = table("Chỉ tiêu;Đơn vị;Mục tiêu\nonline;;70%\n", TARGETS).to_pylist()[0]
    assert (target["indicator"], target["unit"], target["target"]) == ("online", None, 0.7)


def test_a_row_that_is_wrong_is_told_with_its_number_and_the_others_count():
    text = "name,class,from,to\nAn,officer,31/02/2025,\nBình,vua,01/01/2025,\nC,officer\nD,helper,,\n,officer,,\n"
    read = read_reference("staff.csv", text.encode(), STAFF, ZONE)
    assert [row["name"] for row in read.rows.to_pylist()] == ["D"]
    assert [fault.removesuffix("; the row is left out") for fault in read.faults] == [
        "row 2, from: a time is not a day that exists, or is written in a form that the feed does not state",
        "row 3, class: 'vua' is none of officer, helper, postal agent, digital team, agent",
        "row 4: the row has more or fewer fields than the others",
        "row 6: person_id, name, account, phone, device are all empty, so it names nothing",
    ]


def test_many_wrong_rows_are_told_as_their_number():
    text = "indicator,target\n" + "online,x\n" * 60 + "online,0.5\n"
    read = read_reference("targets.csv", text.encode(), TARGETS, ZONE)
    assert (read.rows.num_rows, len(read.faults), read.faults[-1]) == (1, 51, "and 10 more rows that are left out")


def test_a_table_without_headings_is_refused_without_its_name(table):
    with pytest.raises(FeedError, match=r"^the first 15 rows held no headings of staff"):
        table("1,2\n3,4\n", STAFF)
