"""One file to one batch: rows, rejections, identity."""

import dataclasses

import pyarrow as pa
import pytest
from feed_reading import column, local, read, rejected, workbook

from reform_tui.config.types import ExtraColumn, TimeMapping
from reform_tui.errors import FeedError
from reform_tui.feeds.types import arrow_type
from reform_tui.model.record_code import home_in
from reform_tui.model.schema import ALLOW, RECORDS, STAFF, Column, Kind, Schema

CODE = "H14.36-250301-0001"


def test_a_row_with_too_many_or_few_fields_is_rejected_with_its_number():
    batch = read(f"Mã hồ sơ,Lĩnh vực,Đơn vị\n{CODE},a,b\nx,y\n\nz,y,w,v\nid-2,c,d\n")
    assert column(batch, "record_id") == [CODE, "id-2"]
    assert column(batch, "_row") == [2, 6]
    assert rejected(batch) == [(3, "", "wrong-field-count"), (5, "", "wrong-field-count")]
    assert (batch.read, batch.set_aside) == (4, 1)


def test_a_quoted_newline_is_one_row():
    batch = read(f'Mã hồ sơ,Địa chỉ,Lĩnh vực\n{CODE},"Tổ 1\nxã A",x\nH14.36-250301-0002,b,y\n')
    assert column(batch, "applicant_address") == ["Tổ 1 xã A", "b"]
    assert column(batch, "_row") == [2, 3]


def test_an_open_quote_is_told_apart():
    batch = read(f'Mã hồ sơ,Địa chỉ,Lĩnh vực\n{CODE},"Tổ 1,x\nH14.36-250301-0002,b,y\n')
    assert rejected(batch) == [(2, "", "unclosed-quote")]
    swallowed = read(f'Mã hồ sơ,Lĩnh vực,Địa chỉ\n{CODE},x,a\nH14.36-250301-0002,x,"b\nH14.36-250301-0003,x,c\n')
    assert (column(swallowed, "record_id"), rejected(swallowed)) == ([CODE], [(3, "", "unclosed-quote")])
    inches = read(f'Mã hồ sơ,Lĩnh vực,Địa chỉ\n{CODE},x,a\nH14.36-250301-0002,ống 12",b\n')
    assert column(inches, "field") == ["x", 'ống 12"']


def test_titles_above_a_csv_and_what_excel_says_of_it_are_no_data():
    batch = read(f"sep=;\nSỔ THEO DÕI\n\nMã hồ sơ;Lĩnh vực;Địa chỉ\n{CODE};a,b,c;d,e\n")
    assert (column(batch, "field"), column(batch, "_row"), batch.set_aside) == (["a,b,c"], [5], 0)
    trailing = read(f"Mã hồ sơ,Lĩnh vực\n{CODE},a,\nH14.36-250301-0002,b,\n")
    assert column(trailing, "_row") == [2, 3]


def test_titles_blank_rows_and_repeated_headings_are_no_data():
    head = ["STT", "Mã hồ sơ", "Lĩnh vực", "Ngày tiếp nhận"]
    batch = read(
        workbook(
            ["SỔ THEO DÕI HỒ SƠ"], [], ["Đơn vị: Sở A"], head,
            [1, CODE, "a", "01/03/2025"], [], head, [2, "H14.36-250301-0002", "b", "02/03/2025"],
        )
    )  # fmt: skip
    assert column(batch, "_row") == [5, 8]
    assert (batch.read, batch.set_aside) == (2, 2)
    assert batch.unmapped == ("STT",)


def test_types_are_those_of_the_contract():
    batch = read(f"Mã hồ sơ,Trạng thái,Ngày tiếp nhận,Lệ phí,Số lần bổ sung,Ủy quyền\n{CODE},4,01/03/2025,5000,1,x\n")
    for name in batch.columns:
        assert batch.rows.schema.field(name).type == arrow_type(RECORDS.by_name[name].kind), name
    assert [batch.rows.schema.field(n).type for n in ("_key", "_home", "_row")] == [
        pa.string(),
        pa.string(),
        pa.int32(),
    ]
    assert batch.rejected.schema.types == [pa.int32(), pa.string(), pa.string()]


def test_identity_is_the_national_code_or_the_unit_and_the_number():
    batch = read(
        f"Mã hồ sơ,Đơn vị xử lý,Đơn vị\n{CODE},H14.99,H14.98\n12,H14.7,\n13,H14.7,H14.8\n000.17.22.H56-210531-0001,,\n14,,\n,H14.7,\n"
    )
    assert column(batch, "_key") == [CODE, "H14.7|12", "H14.8|13", "000.17.22.H56-210531-0001"]
    assert column(batch, "_home") == ["H14.36", "H14.7", "H14.8", "000.17.22.H56"]
    assert [home_in(key) for key in column(batch, "_key")] == column(batch, "_home")
    assert rejected(batch) == [(6, "unit", "no-unit"), (7, "record_id", "no-identity")]


def test_the_unit_is_taken_from_the_code_only_where_the_file_names_none():
    assert column(read(f"Mã hồ sơ,Lĩnh vực\n{CODE},a\n"), "unit") == ["H14.36"]
    assert "unit" not in read(f"Mã hồ sơ,Đơn vị tiếp nhận\n{CODE},H14.1\n").columns


def test_constants_fill_what_the_file_lacks():
    batch = read("Mã hồ sơ,Lĩnh vực\n7,a\n", constants={"unit": "H14.2", "field": "never", "channel": "Trực tuyến"})
    assert (column(batch, "unit"), column(batch, "field"), column(batch, "channel")) == (["H14.2"], ["a"], ["online"])
    assert column(batch, "_key") == ["H14.2|7"]
    with pytest.raises(FeedError, match="constant due_at = 'soon' is no time"):
        read("Mã hồ sơ,Lĩnh vực\n7,a\n", constants={"due_at": "soon"})


def test_the_first_reason_is_the_one_that_counts():
    batch = read(f"Mã hồ sơ,Ngày tiếp nhận,Lệ phí\n{CODE},31/02/2025,abc\n,31/02/2025,1\n{CODE},01/02/2025,abc\n")
    assert rejected(batch) == [
        (2, "received_at", "no-such-date"),
        (3, "record_id", "no-identity"),
        (4, "fee", "not-a-number"),
    ]
    assert batch.rows.num_rows == 0


def test_a_file_without_an_identity_column_is_refused_whole():
    with pytest.raises(
        FeedError, match=r"no heading for record_id \('Mã hồ sơ'\).*; it says 'Mã mới', 'Lĩnh vực', 'Đơn"
    ):
        read("Mã mới,Lĩnh vực,Đơn vị\n1,a,b\n")


SCORES = Schema(
    "scores",
    (
        Column("unit", Kind.CODE),
        Column("index", Kind.CODE, headings=("Chỉ số",)),
        Column("period", Kind.CODE, headings=("Kỳ",)),
        Column("decision", Kind.CODE, headings=("Quyết định",)),
        Column("at", Kind.TIME, headings=("Lúc",)),
    ),
    key=("index", "period", "decision", "at"),
    optional=("decision",),
)


@pytest.mark.parametrize(
    ("headings", "lacks"),
    [
        ("Đơn vị,Kỳ,Lúc", "index ('Chỉ số')"),
        ("Đơn vị,Quyết định", "index ('Chỉ số') / period ('Kỳ') / at ('Lúc')"),
        ("Đơn vị,Chỉ số,Kỳ,Quyết định", "at ('Lúc')"),
    ],
)
def test_a_file_that_lacks_a_part_of_the_key_is_refused_with_what_it_lacks(headings, lacks):
    with pytest.raises(FeedError) as caught:
        read(f"{headings}\nH14.1\n", schema=SCORES)
    said = ", ".join(f"'{heading}'" for heading in headings.split(","))
    assert f"row 1 has no heading for {lacks}, without which rows cannot be told apart; it says {said}" in str(
        caught.value
    )
    assert set(caught.value.facts) == {"where", "row", "wanted", "said", "feed"}


def test_a_part_of_the_key_may_be_constant_or_optional_and_a_moment_blank():
    batch = read("Đơn vị,Chỉ số,Lúc\nH14.1,PAPI,\nH14.1,,\n", schema=SCORES, constants={"period": "2024"})
    assert column(batch, "_key") == ["H14.1|PAPI|2024||"]
    assert rejected(batch) == [(3, "index", "no-identity")]


def test_messages_may_leave_a_moment_out_and_nothing_else_of_the_key():
    message = '{"Đơn vị": "H14.1", "Chỉ số": "PAPI", "Kỳ": "2024"}'
    assert column(read(message, name="a.json", schema=SCORES), "_key") == ["H14.1|PAPI|2024||"]
    with pytest.raises(FeedError, match=r"no heading for index \('Chỉ số'\), without"):
        read(message.replace("Chỉ số", "Số"), name="a.json", schema=SCORES)


def test_of_several_sheets_the_one_with_the_whole_key_is_read():
    pages = {"A": [["Đơn vị", "Kỳ"], ["H14.1", "2023"]], "B": [["Đơn vị", "Kỳ", "Chỉ số"], ["H14.1", "2024", "PAPI"]]}
    scores = dataclasses.replace(SCORES, key=("index", "period"))
    assert column(read(workbook(sheets=pages), name="a.xlsx", schema=scores), "period") == ["2024"]


def test_a_mapped_heading_that_is_missing_is_a_column_that_the_file_does_not_speak_for():
    batch = read(f"Mã hồ sơ,Lĩnh vực,Ngày hẹn trả\n{CODE},a,01/03/2025\n", columns={"due_at": ("Hạn cuối",)})
    assert "due_at" not in batch.columns
    assert batch.unmapped == ("Ngày hẹn trả",)


def test_extra_columns_have_their_type():
    extra = {"poor_household": ExtraColumn(("Hộ nghèo",), "flag")}
    schema = RECORDS.with_extra([Column("poor_household", Kind.FLAG)])
    assert column(read(f"Mã hồ sơ,Hộ nghèo\n{CODE},có\n", schema=schema, extra=extra), "poor_household") == [True]


def test_other_schemas_are_keyed_within_their_unit():
    steps = Schema("steps", (Column("record_id"), Column("step"), Column("unit", Kind.CODE)), key=("record_id", "step"))
    batch = read(f"Mã hồ sơ,step,Đơn vị\n{CODE},1,\n9,2,H14.5\n", schema=steps)
    assert column(batch, "_key") == [f"H14.36|{CODE}|1", "H14.5|9|2"]
    assert column(read("Mã cán bộ,Họ tên\nA1,An\n", schema=STAFF), "_key") == ["A1"]
    batch = read("Tài khoản,SĐT,Lý do\ntk1,,x\n,0912,y\n,,z\n", schema=ALLOW)
    assert column(batch, "_key") == ["tk1||", "|0912|"]
    assert rejected(batch) == [(4, "account", "no-identity")]


def test_headerless_and_header_only_files():
    with pytest.raises(FeedError, match="the first 15 rows held no headings of records; the fullest row says '1', '2'"):
        read("1,2\n3,4\n")
    assert read("Mã hồ sơ,Lĩnh vực\n").read == 0


def test_the_stated_header_is_believed():
    text = f"Mã hồ sơ,Lĩnh vực\nMã hồ sơ,Tên lĩnh vực\n{CODE},a\n"
    assert column(read(text, header=2), "_row") == [3]
    with pytest.raises(FeedError, match="row 3 held no headings"):
        read(text, header=3)


def test_the_feeds_zone_comes_before_the_projects():
    batch = read(f"Mã hồ sơ,Ngày tiếp nhận\n{CODE},2025-07-01 08:00:00\n", time=TimeMapping(zone="UTC"))
    assert local(batch, "received_at", "UTC") == ["2025-07-01 08:00:00"]
