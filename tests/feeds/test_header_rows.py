"""The header is found by its headings, wherever it stands among the first rows and however many levels it has."""

import pytest
from feed_reading import column, read, rejected, workbook

from reform_tui.errors import FeedError
from reform_tui.model.schema import Column, Kind, Schema

CODE = "H14.36-250301-0001"
MOTTO = [["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"], ["Độc lập - Tự do - Hạnh phúc"], ["ỦY BAN NHÂN DÂN TỈNH CAO BẰNG"]]
FORM = Schema(
    "form",
    (Column("unit", Kind.CODE), Column("received", Kind.COUNT), Column("late", Kind.COUNT), Column("open_late", Kind.COUNT)),
    key=("unit",),
)  # fmt: skip
OURS = {
    "unit": ("Đơn vị",),
    "received": ("Số hồ sơ nhận giải quyết / Trong kỳ / Trực tuyến",),
    "late": ("Số hồ sơ đã giải quyết / Quá hạn",),
    "open_late": ("Số hồ sơ đang giải quyết / Quá hạn",),
}
LEVELS = [
    ["STT", "Đơn vị", "Số hồ sơ nhận giải quyết", "", "", "Số hồ sơ đã giải quyết", "", "Số hồ sơ đang giải quyết", ""],
    ["", "", "Tổng số", "Trong kỳ", "", "Tổng số", "Quá hạn", "Tổng số", "Quá hạn"],
    ["", "", "", "Trực tuyến", "Trực tiếp", "", "", "", ""],
]
FIGURES = [["1", "H14.1", "10", "4", "6", "5", "1", "5", "2"], ["2", "H14.2", "20", "9", "11", "12", "3", "8", "4"]]


def test_it_is_looked_for_in_the_first_fifteen_rows():
    table = [["STT", "Mã hồ sơ", "Lĩnh vực"], [1, CODE, "Đất đai"]]
    assert column(read(workbook(*MOTTO, *[[]] * 11, *table)), "_row") == [16]
    with pytest.raises(FeedError, match="first 15 rows held no headings"):
        read(workbook(*MOTTO, *[[]] * 12, *table))


def test_three_levels_without_merged_cells_are_joined():
    text = "\n".join(",".join(row) for row in [*LEVELS, *FIGURES])
    batch = read(text, schema=FORM, columns=OURS)
    assert column(batch, "received") == [4, 9]
    assert column(batch, "late") == [1, 3]
    assert column(batch, "open_late") == [2, 4]
    assert column(batch, "_row") == [4, 5]
    assert batch.headings["late"] == "Số hồ sơ đã giải quyết / Quá hạn"
    assert batch.headings["received"] == "Trực tuyến"
    assert "Trực tiếp" in batch.unmapped


def test_the_last_part_alone_is_a_heading_only_where_it_can_mean_no_other_column():
    text = "\n".join(",".join(row) for row in [*LEVELS, *FIGURES])
    alone = OURS | {"received": ("Trực tiếp",), "late": ("Quá hạn",)}
    batch = read(text, schema=FORM, columns=alone)
    assert column(batch, "received") == [6, 11]
    assert "late" not in batch.columns


def test_a_header_of_one_level_is_not_joined_with_its_title_or_its_first_row():
    batch = read(f"SỔ THEO DÕI,,\nMã hồ sơ,Lĩnh vực,Địa chỉ\n{CODE},Đất đai,\nH14.36-250301-0002,Đơn vị,x\n")
    assert batch.headings == {
        "record_id": "Mã hồ sơ",
        "field": "Lĩnh vực",
        "applicant_address": "Địa chỉ",
    }
    assert (batch.read, rejected(batch)) == (2, [])


def test_a_stated_row_is_the_last_of_its_header():
    text = "\n".join(",".join(row) for row in [["Đơn vị", "Quá hạn"], ["x", "1"], *LEVELS, *FIGURES])
    assert column(read(text, schema=FORM, columns=OURS, header=5), "late") == [1, 3]
    with pytest.raises(FeedError, match="row 2 held no headings"):
        read(text, schema=FORM, columns=OURS, header=2)
