"""Rows around the data are set aside and counted; a record never is."""

import pytest
from feed_reading import column, read, rejected, workbook
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from test_workbooks import xlsx

from reform_tui.feeds.aside import Named, Row
from reform_tui.model.schema import Column, Kind, Schema

HEAD = ["STT", "Mã hồ sơ", "Đơn vị", "Lĩnh vực", "Ngày tiếp nhận"]
CODES = [f"H14.36-250301-{number:04}" for number in range(1, 4)]
RECORDS_ = [[str(number), code, "H14.36", "Đất đai", "01/03/2025"] for number, code in enumerate(CODES, start=1)]
AROUND = [
    ["I", "Sở, ban, ngành"], ["I. Sở, ban, ngành"], ["II)", "", "UBND xã, phường"], ["IV - Cấp xã"], ["(III)", "Nhóm 3 xã"],
    ["Tổng cộng"], ["", "Tổng cộng:", "3"], ["Cộng", "", "", "3"], ["TỔNG SỐ", "", "1.234", "99,5 %", "0"], ["Cộng mục I:", "", "3"],
    ["", "Toàn tỉnh", "3"], ["Tổng số hồ sơ: 3"], ["", "", "", "Cao Bằng, ngày 14 tháng 6 năm 2025"], ["", "ngày … tháng … năm 2025"],
    ["", "Người lập biểu", "", "Thủ trưởng đơn vị"], ["(Ký, ghi rõ họ tên)", "", "", "(Ký tên, đóng dấu)"], ["KT. CHỦ TỊCH"],
    ["TM. ỦY BAN NHÂN DÂN"], ["Ghi chú: số liệu tạm tính"], [], ["\u00a0", " "], HEAD,
]  # fmt: skip


def table(*rows):
    return "\n".join(";".join([*row, *[""] * (len(HEAD) - len(row))]) for row in rows)


@pytest.mark.parametrize("around", AROUND, ids=str)
def test_each_is_set_aside_wherever_it_stands(around):
    batch = read(table(HEAD, RECORDS_[0], around, *RECORDS_[1:]))
    assert (column(batch, "record_id"), rejected(batch), batch.set_aside) == (CODES, [], 1)


def test_what_stands_below_the_signatures_are_names_and_a_record_is_still_a_record():
    signs = [["", "Người lập biểu", "", "", "Giám đốc"], ["", "(Ký)"], [], ["", "Nguyễn Văn A", "", "", "Trần Thị B"]]
    batch = read(table(HEAD, *RECORDS_[:2], *signs, RECORDS_[2]))
    assert (column(batch, "record_id"), batch.set_aside) == (CODES, 4)
    batch = read(table(HEAD, *RECORDS_, ["", "Nguyễn Văn A"]))
    assert (batch.set_aside, batch.rejected.num_rows + batch.rows.num_rows) == (0, 4)


def test_a_row_merged_over_the_whole_width_is_a_group():
    rows = [HEAD, [None] * 5, RECORDS_[0], [None] * 5]
    batch = read(xlsx(rows, [(1, 0, 1, 4, "Nhóm hồ sơ năm 2025"), (3, 0, 3, 3, "TỔNG CỘNG")]))
    assert (column(batch, "record_id"), rejected(batch), batch.set_aside) == (CODES[:1], [], 2)


def test_column_numbers_below_the_headings():
    numbered = ["A", "B", "1", "2", "(3)=(1)+(2)"]
    batch = read(table(HEAD, numbered, RECORDS_[0], numbered))
    assert (column(batch, "record_id"), batch.set_aside) == (CODES[:1], 1)
    assert rejected(batch)[0][0] == 4


def test_rows_named_by_words_keep_those_that_only_look_alike():
    plan = Schema("plan", (Column("task"), Column("unit", Kind.CODE), Column("who")), key=("task",))
    rows = [
        ["task", "unit", "who"],
        ["I", "H14", "Quý một"],
        ["Tổng hợp báo cáo", "H14", "Thủ trưởng"],
        ["Tổng công ty Điện lực", "H14", "Chủ tịch"],
        ["Cộng tác viên", "H14", ""],
        ["V", "H14", "Giám đốc"],
    ]
    batch = read("\n".join(";".join(row) for row in rows), schema=plan)
    assert column(batch, "task") == [row[0] for row in rows[1:]]
    assert batch.set_aside == 0


def test_a_row_that_swallowed_others_is_never_set_aside():
    batch = read(f'Mã hồ sơ,Lĩnh vực,Đơn vị\n{CODES[0]},a,x\n"Tổng cộng,,\n{CODES[1]},b,y\n')
    assert [reason for _, _, reason in rejected(batch)] == ["unclosed-quote"]


def row(*cells, mapped=False, named=Named.BY_NOTHING):
    return Row(cells, mapped, named)


def test_words_apart():
    assert row("I", "Sở", "12", "3,5 %").is_group
    assert not row("I", "Sở", "12/03/2025").is_group
    assert not row("I", "Sở", mapped=True).is_group
    assert not row("IIII", "Sở").is_group
    assert row("II", "Cộng", "5").is_total
    assert not row("Tổng cục Thuế", "5").is_total
    assert not row("5").is_total
    assert row("Hà Giang, ngày 3 tháng 4 năm 2025").is_signature
    assert not row("Người nộp").is_signature
    assert not row("Nguyễn Văn A", "0912345678").is_signed
    assert not row("1", "2", "4", "5").is_numbering
    assert not row("I", "12", named=Named.BY_FIGURE).is_no_record
    assert not row("Tổng cộng", "H14-250301-0001", named=Named.BY_CODE).is_no_record


def test_the_figure_of_a_total_may_stand_where_codes_do():
    batch = read(table(HEAD, *RECORDS_, ["Tổng cộng", "3"], ["Tổng cộng", "1.234", "", "5"]))
    assert (column(batch, "record_id"), batch.set_aside, rejected(batch)) == (CODES, 2, [])
    numbered = [["I", "1", "H14", "Tổng cộng", ""], ["", "2", "H14", "Người lập biểu"], ["x", "3", "H14", "x"]]
    assert read(table(HEAD, *numbered)).read == 3


WORDS = st.one_of(
    st.sampled_from(
        [cell for row in AROUND for cell in row if cell] + HEAD + ["1", "(2)", "x", "Đất đai", "01/03/2025"]
    ),
    st.text(alphabet="IVXabc .:-/0123456789", max_size=8),
    st.just(""),
)
CODE = st.one_of(
    st.from_regex(r"H\d{2}(\.\d{1,3}){0,2}-\d{6}-\d{4}", fullmatch=True),
    st.from_regex(r"[A-Z]{1,3}[0-9]{1,8}([/.-][A-Z0-9]{1,4})?", fullmatch=True),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(CODE, st.lists(WORDS, min_size=4, max_size=4)), min_size=1, max_size=6))
@example([("A1", ["Tổng cộng"] * 4)])
@example([("1234567", ["A", "B", "3", "4"]), ("H14.36-250301-0001", ["I", "", "", ""])])
@example([("H14.36-250301-0001", ["I", "", "", ""])])
def test_a_row_with_a_code_is_never_set_aside(records):
    head = [HEAD[0], HEAD[2], HEAD[1], HEAD[3], "Ghi chú"]
    rows = [[cells[0], cells[1], code, *cells[2:]] for code, cells in records]
    batch = read(workbook(head, *rows))
    assert (batch.set_aside, batch.read) == (0, len(rows))
