"""A table as a file: what it says above its rows, and no cell that a spreadsheet runs."""

import csv
import io
import zipfile

import fastexcel
import pytest

from reform_tui.exporting import Sheet, bytes_of
from reform_tui.language import Language

VI = Language("vi")
HOSTILE = ("=1+1", "+CMD|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\x1b[2J", "a|b <i>")
SHEET = Sheet(
    ("demo · Đơn vị", "theo bản xuất lúc 14/11 16:32"),
    ("Nặng nhất", "=accepted", "Tỷ lệ"),
    (("▲ nguy cấp", "1.200", "71,12 %"), ("· yên", "-3,5", "–"), *((text, text, text) for text in HOSTILE)),
)


def test_csv_holds_everything_and_no_formula():
    content = bytes_of(SHEET, "csv", VI).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(content)))
    assert rows[:2] == [["demo · Đơn vị"], ["theo bản xuất lúc 14/11 16:32"]]
    assert rows[2:5] == [
        ["Nặng nhất", "'=accepted", "Tỷ lệ"], ["▲ nguy cấp", "1.200", "71,12 %"], ["· yên", "-3,5", "–"],
    ]  # fmt: skip
    assert len(rows) == 5 + len(HOSTILE)
    assert not [cell for row in rows[5:] for cell in row if cell[0] in "=+-@\t\r" or not cell.isprintable()]


def test_a_workbook_holds_figures_as_figures_and_text_as_text():
    content = bytes_of(SHEET, "xlsx", VI)
    read = fastexcel.read_excel(content).load_sheet(0, header_row=None, dtypes="string").to_arrow().to_pylist()
    cells = [list(row.values()) for row in read]
    assert cells[0][0] == "demo · Đơn vị"
    assert cells[3] == ["▲ nguy cấp", "1200", "0.7112"]
    assert cells[4] == ["· yên", "-3.5", "–"]
    assert cells[5] == ["=1+1"] * 3
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert sheet.count(b't="s"') == 2 + 3 + 1 + 2 + 3 * len(HOSTILE)


def test_markdown_is_one_table_under_its_sentences():
    lines = bytes_of(SHEET, "md", VI).decode().splitlines()
    assert lines[0] == "demo · Đơn vị  "
    assert lines[3:5] == ["| Nặng nhất | =accepted | Tỷ lệ |", "| --- | --- | --- |"]
    assert lines[-1] == "| a\\|b &lt;i> | a\\|b &lt;i> | a\\|b &lt;i> |"
    assert "\x1b" not in "".join(lines)


@pytest.mark.parametrize(
    ("text", "figure"), [("1.200", 1200), ("71,12 %", 71.12), ("2025", None), ("012", 12), ("1,2,3", None)]
)
def test_a_figure_is_read_as_the_language_wrote_it(text, figure):
    assert VI.number(text) == figure
