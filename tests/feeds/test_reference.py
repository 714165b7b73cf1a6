"""Reference tables are read whole or refused with every fault."""

from datetime import UTC, datetime

import pytest
from feed_reading import workbook

from reform_tui.errors import FeedError
from reform_tui.feeds.reference import read_reference
from reform_tui.feeds.types import arrow_type
from reform_tui.model.schema import ALLOW, BUILT_IN, PERIODS, PROCEDURES, STAFF, TARGETS, UNITS

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


def told(text, schema):
    """What is left out of a table, each with its row and column."""
    read = read_reference("t.csv", text.encode(), schema, ZONE)
    return [fault.removesuffix("; the row is left out") for fault in read.faults], read.rows


def test_a_target_is_a_share_and_a_limit_is_not_negative():
    faults, rows = told("indicator,target\na,-3\nb,900 %\nc,85\nd,85 %\ne,0\nf,1\n", TARGETS)
    share = "is no number from 0 to 1; write a share such as 0.85 or 85 %"
    assert faults == [f"row 2, target: -3 {share}", f"row 3, target: 9 {share}", f"row 4, target: 85 {share}"]
    assert rows["indicator"].to_pylist() == ["d", "e", "f"]
    faults, rows = told("procedure,limit,limit_online\n1.000001,-5,\n1.000002,5,-1\n1.000003,0,2.5\n", PROCEDURES)
    assert faults == [
        "row 2, limit: -5 is below 0; write 0 or more",
        "row 3, limit_online: -1 is below 0; write 0 or more",
    ]
    assert rows["procedure"].to_pylist() == ["1.000003"]


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ("01/04/2025,01/01/2025,,,", "row 2, end: 01/01/2025 does not come after 01/04/2025 under start"),
        ("01/04/2025,01/04/2025,,,", "row 2, end: 01/04/2025 does not come after 01/04/2025 under start"),
        ("01/04/2025,01/07/2025,14/03/2025,,", "row 2, cut_off: 14/03/2025 does not come after 01/04/2025 under start"),
        (
            "01/04/2025,01/07/2025,,02/06/2025,01/06/2025",
            "row 2, to: 01/06/2025 does not come after 02/06/2025 under from",
        ),
        ("01/04/2025,01/07/2025,01/04/2025,01/06/2025,01/06/2025", ""),
        ("01/04/2025,,,,", ""),
    ],
)
def test_bounds_stand_the_right_way_round(cells, fault):
    faults, rows = told(f"name,start,end,cut_off,from,to\nspring,{cells}\n", PERIODS)
    assert faults == ([f"{fault}; exchange the two, or mend one"] if fault else [])
    assert rows.num_rows == (0 if fault else 1)


def test_who_is_allowed_until_a_day_before_the_first_is_told():
    faults, _ = told("account,from,until\na,01/02/2025 08:00:00,01/02/2025\nb,02/02/2025,01/02/2025\n", ALLOW)
    assert faults == [
        "row 3, until: 01/02/2025 does not come after 02/02/2025 under from; exchange the two, or mend one"
    ]


def test_units_above_themselves_are_told_with_the_way_round():
    text = (
        "unit,name,parent\nH14,Tỉnh,\nH14.1,A,H14.2\nH14.2,B,000.00.01.H14\nH14.3,C,H14.3\nH14.4,D,H14.2\nH14.5,E,H14\n"
    )
    faults, rows = told(text, UNITS)
    rest = "; write the unit that it belongs to, or leave it empty"
    assert faults == [
        f"row 3, parent: H14.1 stands above itself (H14.1 → H14.2 → H14.1){rest}",
        f"row 4, parent: H14.2 stands above itself (H14.2 → H14.1 → H14.2){rest}",
        f"row 5, parent: H14.3 stands above itself (H14.3 → H14.3){rest}",
    ]
    assert rows["unit"].to_pylist() == ["H14", "H14.4", "H14.5"]
