"""Malformed versions of every format: never a traceback, never a silent row.

``MAKERS`` makes a whole file of rows of text, the headings first; another format is another entry.  ``WAYS`` damage it.
"""

import csv
import html
import io
import json

import pytest
from feed_reading import SEEN, ZONE, feed_with, workbook
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_workbooks import xls

from reform_tui.errors import FeedError
from reform_tui.feeds.read import read_file
from reform_tui.feeds.reasons import REASONS
from reform_tui.feeds.remarks import REMARKS
from reform_tui.model.schema import RECORDS
from reform_tui.plugins import load_plugins
from reform_tui.plugins.found import files_in
from reform_tui.shipped import shipped

HEAD = ["Mã hồ sơ", "Lĩnh vực", "Kênh thực hiện", "Trạng thái", "Ngày tiếp nhận", "Lệ phí", "Ủy quyền", "Địa chỉ"]
GOOD = [
    [f"H14.36-2503{day:02}-{day:04}", "Đất đai", "2", "4", f"{day:02}/03/2025 08:00:00", "15000", "x", "Tổ 1"]
    for day in range(3, 15)
]
ODD = ["", " ", "\u00a0", "-", "31/02/2025", "13/13/2025", "1e5", "ô kê", "Mã hồ sơ", "Tổng cộng", "=1+1", "\x00", "\ufeff", "9" * 40, "\u202e", '"', "a\nb", "12.000 đ"]  # fmt: skip


def separated(delimiter, encoding):
    def make(rows):
        text = io.StringIO()
        csv.writer(text, delimiter=delimiter).writerows(rows)
        return text.getvalue().encode(encoding, "replace")

    return make


def objects(rows):
    head, *data = rows
    return [dict(zip(head, row, strict=False)) for row in data]


def sync(rows):
    """What is sent to the national portal: lists inside each record, behind an envelope."""
    names = [
        "MaHoSo",
        "TenLinhVuc",
        "KenhThucHien",
        "TrangThaiHoSo",
        "NgayTiepNhan",
        "ThongTinKhac",
        "UyQuyen",
        "DiaChi",
    ]
    data = [
        dict(zip(names, row, strict=False))
        | {"TaiLieuNop": [{"DuocSoHoa": "1"}], "DanhSachLePhi": [{"Gia": "".join(row[5:6])}]}
        for row in rows[1:]
        if row
    ]
    return json.dumps({"service": "DongBoHoSoMC", "data": data}, ensure_ascii=False).encode()


def page(rows):
    """A web page saved as a workbook, with a title over its columns."""
    texts = [[html.escape(cell.replace("\x00", "")) for cell in row] for row in rows]
    body = "".join(f"<tr><td>{'</td><td>'.join(row)}</td></tr>" for row in texts)
    title = f'<tr><td colspan="{len(rows[0])}">SỔ THEO DÕI</td></tr>'
    return f"<html><body><table>{title}{body}</table></body></html>".encode("utf-8", "replace")


MAKERS = {
    "csv": separated(",", "utf-8"),
    "csv of a spreadsheet": separated(";", "utf-8-sig"),
    "csv in UTF-16": separated(";", "utf-16"),
    "tsv": separated("\t", "utf-8"),
    "jsonl": lambda rows: "\n".join(json.dumps(one, ensure_ascii=False) for one in objects(rows)).encode(),
    "json": lambda rows: json.dumps(objects(rows), ensure_ascii=False).encode(),
    "sync.json": sync,
    "xlsx": lambda rows: workbook(*rows),
    "xls": xls,
    "html.xls": page,
}


def whole(rows, draw):
    """Nothing."""
    del draw
    return rows


def odd_cells(rows, draw):
    """Cells that hold what nobody expects there."""
    damaged = [list(row) for row in rows]
    for _ in range(draw(st.integers(1, 6))):
        row = draw(st.sampled_from(damaged))
        if row:
            row[draw(st.integers(0, len(row) - 1))] = draw(st.sampled_from(ODD))
    return damaged


def ragged(rows, draw):
    """Rows with too many cells or too few."""
    return [row[: draw(st.integers(0, len(row)))] + ["x"] * draw(st.integers(0, 2)) for row in rows]


def said_twice(rows, draw):
    """Rows and headings that come again."""
    return rows + draw(st.lists(st.sampled_from(rows), max_size=6))


def without_headings(rows, draw):
    """A file that begins with its data, or has two rows of headings."""
    return rows[1:] if draw(st.booleans()) else [rows[0], *rows]


WAYS = [whole, odd_cells, ragged, said_twice, without_headings]


WHOLE = {form: make([HEAD, *GOOD]) for form, make in MAKERS.items()}
"""Made once: a workbook holds the moment at which it was made."""


@pytest.fixture(scope="module")
def readers():
    return tuple(load_plugins(files_in([shipped("plugins")])).readers.values())


def judged(name, content, readers):
    """Read, and hold what is always true; a sentence that names the file is fine too."""
    try:
        batch = read_file(name, content, feed_with(), RECORDS, zone=ZONE, first_seen=SEEN, readers=readers)
    except FeedError as error:
        batch, sentence = None, str(error)
    if batch is None:
        assert sentence.startswith(f"{name}: ")
        return None
    rows = batch.rows["_row"].to_pylist() + batch.rejected["row"].to_pylist()
    assert len(rows) == len(set(rows)) == batch.read
    assert batch.rows["_key"].null_count == batch.rows["_home"].null_count == 0
    assert set(batch.rejected["reason"].to_pylist()) <= REASONS.keys()
    for one in batch.remarks:
        assert one.kind in REMARKS
        assert one.count >= len(one.rows) > 0
    return batch


QUICK = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.parametrize("form", MAKERS)
def test_a_good_file_is_read_whole(form, readers):
    batch = judged(f"a.{form}", MAKERS[form]([HEAD, *GOOD]), readers)
    assert (batch.rows.num_rows, batch.rejected.num_rows) == (len(GOOD), 0)


@pytest.mark.parametrize("form", MAKERS)
@QUICK
@given(data=st.data())
def test_damaged_rows_are_taken_told_or_refused(form, readers, data):
    rows = data.draw(st.sampled_from(WAYS))([HEAD, *GOOD], data.draw)
    judged(f"a.{form}", MAKERS[form](rows), readers)


@pytest.mark.parametrize("form", MAKERS)
@QUICK
@given(data=st.data())
def test_a_file_cut_or_with_bytes_changed(form, readers, data):
    content = WHOLE[form]
    damaged = bytearray(content[: data.draw(st.integers(1, len(content)))])
    for at in data.draw(st.lists(st.integers(0, len(damaged) - 1), max_size=5)):
        damaged[at] = data.draw(st.integers(0, 255))
    judged(f"a.{form}", bytes(damaged), readers)
