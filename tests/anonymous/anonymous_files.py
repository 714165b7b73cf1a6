"""Small files of invented people, and what reads them back."""

import io
import json

import xlsxwriter

from reform_tui.anonymous.copying import anonymised
from reform_tui.anonymous.tables import any_headings
from reform_tui.feeds.readers import sheets_of

KEY = b"k" * 32
HEADINGS = (
    "Số hồ sơ", "Lĩnh vực", "Ngày tiếp nhận", "Ngày hẹn trả", "Chủ hồ sơ", "Số điện thoại", "Số CCCD", "Địa chỉ",
    "Người gửi", "Cán bộ xử lý", "Trạng thái", "Số tiền", "Ghi chú",
)  # fmt: skip
PEOPLE = (4, 5, 6, 7, 8, 9)


def person(number=1, **told):
    """One row under ``HEADINGS``."""
    row = {
        "Số hồ sơ": f"H14.36-250301-{number:04}",
        "Lĩnh vực": "Đất đai",
        "Ngày tiếp nhận": "01/03/2025 08:00:00",
        "Ngày hẹn trả": "11/03/2025",
        "Chủ hồ sơ": "Nguyễn Văn An",
        "Số điện thoại": "0912345678",
        "Số CCCD": "004085000017",
        "Địa chỉ": "Tổ 3, xã Hòa An",
        "Người gửi": "cd.an17",
        "Cán bộ xử lý": "Lý Thị Hoa",
        "Trạng thái": "Đang xử lý",
        "Số tiền": "120000",
        "Ghi chú": "gọi lại cho anh An",
    }
    return list({**row, **told}.values())


def csv_of(*rows, headings=HEADINGS, separator=";", end="\n"):
    return end.join(separator.join(row) for row in (headings, *rows)) + end


def xlsx_of(*rows, title="Sheet1"):
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_numbers": False}) as book:
        page = book.add_worksheet(title)
        for down, row in enumerate(rows):
            for across, cell in enumerate(row):
                page.write(down, across, cell)
    return stream.getvalue()


def jsonl_of(*rows, headings=HEADINGS):
    return "".join(json.dumps(dict(zip(headings, row, strict=True)), ensure_ascii=False) + "\n" for row in rows)


def made(content, name="a.csv", key=KEY, **reading):
    content = content.encode() if isinstance(content, str) else content
    return anonymised(name, content, any_headings(**reading), key)


def rows_in(content, name="a.csv"):
    """Every cell of the first sheet, as the feeds' own readers see it."""
    [table] = list(sheets_of(name, content, any_headings().feed).values())[:1]
    columns = [table[name].to_pylist() for name in table.column_names if name.isdigit()]
    return [list(row) for row in zip(*columns, strict=True)]
