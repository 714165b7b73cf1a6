"""What is not people stays: titles, order, faults, quotes, encodings, sheets, kinds of cells."""

import io
import json
from datetime import datetime
from pathlib import Path

import fastexcel
import pytest
import xlsxwriter
from anonymous_files import HEADINGS, KEY, csv_of, made, person, rows_in, xlsx_of

from reform_tui.anonymous.copying import anonymised
from reform_tui.anonymous.encoded import encoded
from reform_tui.anonymous.keys import key_for
from reform_tui.anonymous.tables import Reading, any_headings
from reform_tui.config.types import ExtraColumn, Feed
from reform_tui.errors import ConfigError, FeedError
from reform_tui.model.schema import RECORDS, Column, Kind

ROW = person(17)


def lines(content, encoding="utf-8"):
    return content.decode(encoding).splitlines()


def test_titles_blank_lines_and_what_stands_below_stay_and_who_signed_does_not():
    text = (
        "SỔ THEO DÕI HỒ SƠ\nNgười lập: Hoàng Văn Ký\n"
        + csv_of(ROW)
        + ";Tổng cộng;;;;;;;;;;;\n;;;Thủ trưởng;;;;;;;Đinh Tuấn;;\n"
    )
    out = lines(made(text).content)
    assert out[:2] == ["SỔ THEO DÕI HỒ SƠ", "Người lập: …"]
    assert out[2] == ";".join(HEADINGS)
    assert out[4] == ";Tổng cộng;;;;;;;;;;;"
    assert out[5] == ";;;Thủ trưởng;;;;;;;…;;"


def test_a_repeated_heading_row_stays_one():
    out = rows_in(made(csv_of(ROW, list(HEADINGS), ROW)).content)
    assert out[2] == list(HEADINGS)
    assert out[1] == out[3]


def test_wrong_dates_missing_values_and_repetitions_stay():
    wrong = person(1, **{"Ngày hẹn trả": "31/02/2025", "Số điện thoại": "", "Số CCCD": "000000001", "Chủ hồ sơ": " - "})
    out = rows_in(made(csv_of(wrong, wrong)).content)
    assert out[1] == out[2]
    assert [out[1][at] for at in (3, 4, 5, 6)] == ["31/02/2025", " - ", "", "000000001"]


def test_record_codes_keep_unit_and_day_and_change_their_number():
    numbers = {row[0] for row in rows_in(made(csv_of(*(person(n) for n in range(1, 200)))).content)[1:]}
    assert len(numbers) == 199
    assert all(number.startswith("H14.36-250301-") and len(number) == len("H14.36-250301-0001") for number in numbers)
    assert len(numbers & {f"H14.36-250301-{n:04}" for n in range(1, 200)}) < 30


def test_a_name_somewhere_else_than_in_its_column_does_not_slip_through():
    shifted = person(
        1, **{"Ngày hẹn trả": "Lê Thị Lạc", "Số tiền": "0987654321", "Trạng thái": "Đang xử lý cho Ma Seo 0987654321"}
    )
    text = made(csv_of(shifted)).content.decode()
    assert "Lê Thị Lạc" not in text
    assert "0987654321" not in text
    assert "Đang xử lý cho Ma Seo 01" in text


def test_rows_that_cannot_be_split_still_cannot_and_name_nobody():
    text = (
        csv_of(ROW)
        + ";".join(ROW[:5])
        + "\n"
        + ";".join([*ROW, "Bế Văn Thừa", "x"])
        + "\n"
        + csv_of(ROW).split("\n")[1]
        + "\n"
    )
    out = lines(made(text).content)
    assert [line.count(";") for line in out] == [12, 12, 4, 14, 12]
    assert "Nguyễn" not in "".join(out)
    assert "Bế" not in "".join(out)
    assert out[2].startswith("H14.36-250301-")


def test_a_quote_that_is_never_closed_still_swallows_the_rest():
    text = csv_of(ROW) + ";".join(ROW[:12]) + ';"gọi Nguyễn Văn An\nH14.1-250301-0002;x\n'
    out = made(text).content
    assert out.count(b'"') == 1
    assert len(lines(out)) == len(text.splitlines())
    assert "Nguyễn" not in out.decode()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1258"])
def test_an_encoding_stays(encoding):
    text = csv_of(ROW, end="\r\n")
    old = encoding == "cp1258"  # which Python cannot write: a tone stands behind its letter there
    content = encoded(text.encode(), encoding) if old else text.encode(encoding)
    assert b"?" not in content
    out = made(content).content
    assert out[:2] == content[:2]
    assert b"\r" in out
    assert rows_in(out)[1][1] == rows_in(content)[1][1]
    assert "Nguy" not in out.decode(encoding, "replace")


def test_quotes_stay_where_everything_is_quoted_and_delimiters_inside_are_guarded():
    quoted = csv_of(*[[f'"{cell}"' for cell in ROW]], headings=[f'"{head}"' for head in HEADINGS], separator=",")
    out = lines(made(quoted).content)
    assert out[1].startswith('"H14.36-250301-')
    assert out[1].endswith('"…"')
    plain = csv_of(person(1, **{"Lĩnh vực": '"Đất đai, nhà ở"'}), separator=",")
    assert ',"Đất đai, nhà ở",' in lines(made(plain).content)[1]


def test_a_workbook_keeps_sheets_titles_widths_numbers_and_dates():
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        page = book.add_worksheet("Tháng 3")
        page.set_column(1, 1, 40)
        page.merge_range(0, 0, 0, 5, "SỔ THEO DÕI")
        page.write_row(1, 0, HEADINGS)
        page.write_row(2, 0, ROW)
        page.write_datetime(2, 3, datetime(2025, 3, 11), day)  # noqa: DTZ001 - a workbook knows no zones
        page.write_number(2, 5, 912345678)
        page.write_comment(2, 4, "Nguyễn Văn An gọi")
        page.write_formula(2, 11, '=LEN("Nguyễn Văn An")', None, 13)
        book.add_worksheet("Ghi chú").write(0, 0, "gọi Nguyễn Văn An")
        book.set_properties({"author": "Nguyễn Văn An"})
    before, after = stream.getvalue(), made(stream.getvalue(), "a.xlsx").content
    books = [fastexcel.read_excel(content) for content in (before, after)]
    assert books[0].sheet_names == books[1].sheet_names
    was, now = (book.load_sheet(0, header_row=1).to_arrow().to_pylist()[0] for book in books)
    assert {name: type(value) for name, value in was.items()} == {name: type(value) for name, value in now.items()}
    assert now["Ngày hẹn trả"] == was["Ngày hẹn trả"]
    assert str(now["Số điện thoại"]).startswith("1")
    assert now["Số điện thoại"] != was["Số điện thoại"]
    assert rows_in(after, "a.xlsx")[0][0] == "SỔ THEO DÕI"


def test_json_keeps_members_order_numbers_and_lines_that_are_none():
    one = {"MaHoSo": "H14.36-250301-0001", "ChuHoSo": "Nguyễn Văn An", "SoDienThoai": 912345678, "LePhi": 12000,
           "DanhSachHoSoBoSung": [{"NguoiXuLy": "Lý Thị Hoa", "Ngay": "20250301080000"}], "Xong": None, "Co": True}  # fmt: skip
    out = made(json.dumps(one, ensure_ascii=False) + "\n{broken Nguyễn\n", "a.jsonl").content.decode().splitlines()
    told = json.loads(out[0])
    assert list(told) == list(one)
    assert isinstance(told["SoDienThoai"], int)
    assert told["SoDienThoai"] != 912345678
    assert told["LePhi"] == 12000
    assert told["DanhSachHoSoBoSung"][0]["Ngay"] == "20250301080000"
    assert told["DanhSachHoSoBoSung"][0]["NguoiXuLy"] != "Lý Thị Hoa"
    assert "Nguyễn" not in out[1]
    whole = made(json.dumps({"data": [one]}, ensure_ascii=False, indent=2), "a.json").content.decode()
    assert whole.splitlines()[:2] == ["{", '  "data": [']


def test_a_column_is_kept_when_asked_but_for_people_in_it():
    out = rows_in(
        made(csv_of(person(1, **{"Ghi chú": "trả qua Nguyễn Văn An, gọi 0912345678"})), keep=["Ghi chú"]).content
    )
    assert out[1][12] == f"trả qua {out[1][4]}, gọi {out[1][5]}"
    with pytest.raises(ConfigError, match="--keep: there is no column 'Ghi chu hồ', did you mean 'Ghi chú'"):
        made(csv_of(ROW), keep=["Ghi chu hồ"])


def test_a_feed_says_which_headings_are_people():
    feed = Feed(
        "x",
        Path("x.toml"),
        "records",
        ".",
        columns={"applicant_name": ("Bên A",)},
        extra={"who": ExtraColumn(("Bên B",))},
    )
    schema = RECORDS.with_extra([Column("who", Kind.CODE, people=True)])
    text = "Mã hồ sơ;Bên A;Bên B\nH14.1-250301-0001;Nguyễn Văn An;Lý Thị Hoa\n"
    out = anonymised("a.csv", text.encode(), Reading(feed, (schema,)), KEY).content.decode()
    assert "Nguyễn" not in out
    assert "Lý" not in out
    assert "…" not in out


def test_unknown_columns_are_judged_by_their_headings_and_values():
    text = "Mã hồ sơ;Người liên hệ;Khác;Ngày sinh;Hạng;Số\nH14.1-250301-0001;Bế Lan;0912345678;01/02/1980;tốt;7\n"
    kinds = {one.heading: one.kind for one in made(text).columns}
    assert kinds == {
        "Mã hồ sơ": "code",
        "Người liên hệ": "people",
        "Khác": "people",
        "Ngày sinh": "blank",
        "Hạng": "blank",
        "Số": "typed",
    }


def test_one_key_joins_files_and_another_does_not():
    first, again, other = (rows_in(made(csv_of(ROW), key=key * 32).content)[1] for key in (b"a", b"a", b"b"))
    elsewhere = rows_in(made("SĐT;Mã hồ sơ\n+84912345678;H14.36-250301-0017\n", key=b"a" * 32).content)[1]
    assert first == again
    assert [at for at in (0, 4, 5, 6, 7, 8, 9) if first[at] == other[at]] == []
    assert elsewhere == ["+84" + first[5][1:], first[0]]


def test_keys_are_the_stated_one_the_projects_or_nobodys(tmp_path):
    (tmp_path / "key").write_bytes(b"0123456789abcdef")
    assert key_for(tmp_path / "key", None).secret == key_for(tmp_path / "key", tmp_path).secret
    assert key_for(None, None).secret != key_for(None, None).secret
    (tmp_path / "state").mkdir()
    (tmp_path / "state/people.key").write_bytes(b"x" * 32)
    assert key_for(None, tmp_path).secret == key_for(None, tmp_path).secret
    assert key_for(None, tmp_path).secret != b"x" * 32
    (tmp_path / "short").write_bytes(b"x")
    for name, told in (("none", "make one with: head -c 32"), ("short", "is shorter than 16 bytes")):
        with pytest.raises(ConfigError, match=told):
            key_for(tmp_path / name, None)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"%PDF-1.4", "this is a PDF"),
        (b"<html><table>", "markup that no reader here takes"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 100, "can be read but not written; save it as xlsx"),
        (b"PK\x03\x04 no zip", "cannot be taken apart"),
        (b"", "holds no text"),
    ],
)
def test_what_is_no_table_is_a_sentence(content, told):
    with pytest.raises(FeedError, match=told):
        made(content)


def test_a_file_without_known_headings_keeps_no_text():
    out = rows_in(made("alpha;beta;gamma\nNguyễn;tốt;7\nLê;khá;8\n").content)
    assert out == [["alpha", "beta", "gamma"], ["…", "…", "7"], ["…", "…", "8"]]


def test_the_same_workbook_without_titles_reads_back():
    out = rows_in(made(xlsx_of(HEADINGS, ROW), "a.xlsx").content, "a.xlsx")
    assert out[0] == list(HEADINGS)
    assert any_headings().keep == ()
