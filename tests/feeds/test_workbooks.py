"""Workbooks as one-stop systems and offices write them: true .xls, merged cells, errors, sheets that are full."""

import io
import zipfile
from datetime import datetime

import pyarrow as pa
import pytest
import xlsxwriter
import xlwt
from feed_reading import column, local, read, rejected, workbook

from reform_tui.errors import FeedError, FileIncompleteError
from reform_tui.feeds import workbook_reader
from reform_tui.feeds.merged import unmerged
from reform_tui.feeds.remarks import Remark

CODES = [f"H14.36-250301-{number:04}" for number in range(1, 5)]
HEAD = ["STT", "Mã hồ sơ", "Đơn vị", "Ngày tiếp nhận"]
AT = datetime(2025, 3, 1, 8)  # noqa: DTZ001 - as in a cell


def xls(rows, merged=(), sheets=("Sheet1",)):
    book = xlwt.Workbook()
    moment = xlwt.easyxf(num_format_str="DD/MM/YYYY HH:MM:SS")
    for sheet in map(book.add_sheet, sheets):
        for down, row in enumerate(rows):
            for across, cell in enumerate(row):
                if cell is not None:
                    sheet.write(down, across, cell, *[moment] * isinstance(cell, datetime))
        for top, left, bottom, right, text in merged:
            sheet.write_merge(top, bottom, left, right, text)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def xlsx(rows, merged=()):
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, "default_date_format": "dd/mm/yyyy hh:mm:ss"}) as book:
        sheet = book.add_worksheet("Sheet1")
        for top, left, bottom, right, text in merged:
            sheet.merge_range(top, left, bottom, right, text)
        for down, row in enumerate(rows):
            for across, cell in enumerate(row):
                if cell is not None:
                    sheet.write(down, across, cell)
    return stream.getvalue()


both = pytest.mark.parametrize("made", [xls, xlsx])


@both
def test_dates_numbers_and_unicode(made):
    head = [*HEAD, "Số điện thoại", "Chủ hồ sơ"]
    batch = read(
        made([[None], ["Sổ theo dõi"], head, [1, CODES[0], "H14.36", AT, 912345678.0, "Nguyễn Thị Hoà"]]), "a.xls"
    )
    assert local(batch, "received_at") == ["2025-03-01 08:00:00"]
    assert column(batch, "applicant_phone") == ["0912345678"]
    assert column(batch, "applicant_name") == ["Nguyễn Thị Hoà"]
    assert column(batch, "_row") == [4]


@both
def test_a_merged_cell_says_the_same_in_every_place_and_a_blank_one_nothing(made):
    rows = [[None] * 4, HEAD, *([number, code, None, AT] for number, code in enumerate(CODES, start=1))]
    merged = [(0, 0, 0, 3, "SỔ THEO DÕI HỒ SƠ"), (2, 2, 3, 2, "H14.1")]
    batch = read(made(rows, merged), "a.xls")
    assert column(batch, "unit") == ["H14.1", "H14.1", None, None]
    assert rejected(batch) == []


@both
def test_a_sheet_that_begins_further_in(made):
    rows = [[], [], *([None, None, *row] for row in (HEAD, [1, CODES[0], None, AT], [2, CODES[1], None, AT]))]
    batch = read(made(rows, [(3, 4, 4, 4, "H14.1")]), "a.xls")
    assert (column(batch, "unit"), column(batch, "_row")) == (["H14.1"] * 2, [4, 5])


@both
def test_headings_of_three_levels_as_the_form_has_them(made):
    from test_header_rows import FORM, OURS  # noqa: PLC0415 - the same form without merged cells

    merged = [
        (0, 0, 2, 0, "STT"), (0, 1, 2, 1, "Đơn vị"), (0, 2, 0, 4, "Số hồ sơ nhận giải quyết"), (1, 2, 2, 2, "Tổng số"),
        (1, 3, 1, 4, "Trong kỳ"), (0, 5, 0, 6, "Số hồ sơ đã giải quyết"), (1, 5, 2, 5, "Tổng số"), (1, 6, 2, 6, "Quá hạn"),
        (0, 7, 0, 8, "Số hồ sơ đang giải quyết"), (1, 7, 2, 7, "Tổng số"), (1, 8, 2, 8, "Quá hạn"),
    ]  # fmt: skip
    rows = [[], [], [None, None, None, "Trực tuyến", "Trực tiếp"], [1, "H14.1", 10, 4, 6, 5, 1, 5, 2]]
    batch = read(made(rows, merged), "06a.xls", schema=FORM, columns=OURS)
    assert [column(batch, name) for name in ("unit", "received", "late", "open_late")] == [["H14.1"], [4], [1], [2]]


@both
def test_one_column_of_times_written_in_many_ways(made):
    ways = [
        AT,
        45717.5,
        "45717.25",
        "01/03/2025",
        "2025-03-01 08:00:00",
        "1/3/2025 8:05",
        "01/03/2025\u00a0 08:00",
        None,
    ]
    codes = [f"H14.36-250301-{number:04}" for number in range(len(ways))]
    batch = read(
        made([HEAD, *([number, code, "H14.36", at] for number, (code, at) in enumerate(zip(codes, ways, strict=True)))])
    )
    days = ["08:00:00", "12:00:00", "06:00:00", "00:00:00", "08:00:00", "08:05:00", "08:00:00"]
    assert local(batch, "received_at") == [*(f"2025-03-01 {time}" for time in days), None]


def test_formulas_have_their_value_and_errors_count_as_blank_and_are_told():
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Mã hồ sơ", "Lĩnh vực", "Ngày hẹn trả"])
        sheet.write_formula(1, 0, '="H14.36-250301-"&"0001"', None, CODES[0])
        sheet.write_formula(1, 1, "=VLOOKUP(1,A1:B2,2)", None, "#N/A")
        sheet.write_formula(1, 2, "=1/0", None, "#DIV/0!")
        sheet.write_formula(2, 0, "=NA()", None, "#N/A")
        sheet.write(2, 1, "Đất đai")
    batch = read(stream.getvalue())
    assert (column(batch, "record_id"), column(batch, "field"), column(batch, "due_at")) == ([CODES[0]], [None], [None])
    assert rejected(batch) == [(3, "record_id", "no-identity")]
    assert batch.remarks == (Remark("error-cell", 2, (2, 3), columns=("record_id", "field", "due_at")),)


@pytest.mark.parametrize("start", [workbook_reader.OLE, workbook_reader.ZIP])
def test_a_sheet_that_is_exactly_full_is_refused_since_the_rest_may_be_cut_off(start, monkeypatch):
    assert workbook_reader.FULL == {workbook_reader.OLE: 65_536, workbook_reader.ZIP: 1_048_576}
    monkeypatch.setitem(workbook_reader.FULL, start, 4)
    made = xls if start == workbook_reader.OLE else xlsx
    rows = [HEAD, *([number, code, "H14.1", AT] for number, code in enumerate(CODES[:3], start=1))]
    assert read(made(rows[:3])).read == 2
    with pytest.raises(FeedError, match=r"^a\.csv: the sheet 'Sheet1' is full \(4 rows.*export it in parts"):
        read(made(rows))


def test_an_xls_of_65536_rows_is_refused():
    with pytest.raises(FeedError, match="is full"):
        read(xls([["Mã hồ sơ"], *[[]] * 65_534, [CODES[0]]]))


def test_merged_cells_that_lie_over_each_other_are_refused_and_ones_outside_are_nothing():
    columns = [pa.array(["a", None, "b"]), pa.array(["c", "", None])]
    assert unmerged("x", columns, [(0, 0, 9, 9)], 0)[1].to_pylist() == ["c", "a", "a"]
    assert unmerged("x", columns, [(0, 0, 2, 0)], 1) == columns
    assert unmerged("x", columns, [(7, 0, 9, 0), (1, 5, 2, 5)], 0) == columns
    with pytest.raises(FeedError, match="x: merged cells of the sheet lie over each other"):
        unmerged("x", columns, [(0, 0, 2, 1)] * 2, 0)


def test_merged_cells_of_another_writer_are_found():
    content = xlsx([HEAD, [1, CODES[0], None, AT], [2, CODES[1], None, AT]], [(1, 2, 2, 2, "H14.1")])
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as package, zipfile.ZipFile(stream, "w") as other:
        for name in package.namelist():
            part = package.read(name)
            if "sheet1.xml" in name:
                part = part.replace(b"<mergeCell ", b'<mergeCell x="1" ')
            other.writestr(name, part.replace(b'Target="worksheets', b'Target="/xl/worksheets'))
    assert column(read(stream.getvalue()), "unit") == ["H14.1", "H14.1"]


def test_two_sheets_with_records_are_told_instead_of_one_being_left_out():
    one, other = [["Mã hồ sơ", "Lĩnh vực"], [CODES[0], "x"]], [["Mã hồ sơ", "Lĩnh vực"], [CODES[1], "y"]]
    book = workbook(sheets={"A": one, "B": other, "Bìa": [["Sổ"]], "C": [["Mã hồ sơ", "Lĩnh vực"]]})
    with pytest.raises(FeedError, match=r"the sheets 'A', 'B' all hold rows of records.*'sheet' in one-stop\.toml"):
        read(book)
    assert column(read(book, sheet="B"), "record_id") == [CODES[1]]


def test_half_of_an_xls_waits_or_is_told():
    whole = xls([HEAD, *([number, f"H14.36-250301-{number:04}", "H14.1", AT] for number in range(1, 400))])
    for length in range(600, len(whole), 1500):
        with pytest.raises(FeedError) as told:
            read(whole[:length])
        assert isinstance(told.value, FileIncompleteError), length
