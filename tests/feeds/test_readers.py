"""Formats, encodings and delimiters are recognised from the bytes."""

import json
from datetime import datetime

import pyarrow as pa
import pytest
from feed_reading import column, local, read, rejected, workbook

from reform_tui.errors import FeedError, FileIncompleteError
from reform_tui.language import Language
from reform_tui.sdk import Reader
from reform_tui.wording.faults import in_language

HEAD = ["Mã hồ sơ", "Lĩnh vực", "Ngày tiếp nhận"]
ROWS = [["H14.36-250301-0001", "Đất đai", "01/03/2025 08:00:00"], ["H14.36-250301-0002", "Hộ tịch", "02/03/2025"]]


def lines(delimiter=","):
    return "\n".join(delimiter.join(row) for row in [HEAD, *ROWS])


def as_expected(batch):
    assert column(batch, "record_id") == ["H14.36-250301-0001", "H14.36-250301-0002"]
    assert column(batch, "field") == ["Đất đai", "Hộ tịch"]
    assert local(batch, "received_at") == ["2025-03-01 08:00:00", "2025-03-02 00:00:00"]
    assert column(batch, "_row") == [2, 3]
    assert rejected(batch) == []


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_delimiter_and_encoding_reads_the_same(delimiter, encoding):
    as_expected(read(lines(delimiter).encode(encoding)))


def test_windows_1258_is_composed():
    text = lines(";")
    apart = {
        "ồ": "ô\u0300",
        "ơ": "ơ",
        "ĩ": "i\u0303",
        "ự": "ư\u0323",
        "ế": "ê\u0301",
        "ậ": "â\u0323",
        "ấ": "â\u0301",
        "ộ": "ô\u0323",
        "ị": "i\u0323",
        "à": "à",
        "ã": "a\u0303",
    }
    for whole, parts in apart.items():
        text = text.replace(whole, parts)
    as_expected(read(text.encode("cp1258")))


def test_an_xlsx_named_csv_still_reads():
    as_expected(read(workbook(HEAD, *ROWS), "a.csv"))


def test_workbook_dates_and_numbers_become_plain_text():
    head = ["Mã hồ sơ", "Ngày tiếp nhận", "Số điện thoại", "Lệ phí", "Ngày hẹn trả"]
    batch = read(workbook(head, ["H14.36-250301-0001", datetime(2025, 3, 1, 8), 912345678.0, 12000, 45658.25]))  # noqa: DTZ001 - as in a cell
    assert local(batch, "received_at") == ["2025-03-01 08:00:00"]
    assert local(batch, "due_at") == ["2025-01-01 06:00:00"]
    assert column(batch, "applicant_phone") == ["0912345678"]
    assert column(batch, "fee") == [12000]


def test_the_sheet_that_holds_rows_is_taken_or_the_one_named():
    sheets = {
        "Bìa": [["Sổ theo dõi"]],
        "A": [HEAD, *ROWS],
        "B": [["STT", "Lĩnh vực", "Ngày tiếp nhận", "Ngày hẹn trả", "Đơn vị"], [1, "x"]],
    }
    assert read(workbook(sheets=sheets)).sheet == "A"
    sheets["B"] = [["Mã hồ sơ", "Lĩnh vực"], ["H14.36-250301-0009", "x"]]
    assert column(read(workbook(sheets=sheets), sheet="B"), "record_id") == ["H14.36-250301-0009"]
    with pytest.raises(FeedError, match="no sheet 'C', only 'Bìa', 'A', 'B'"):
        read(workbook(sheets=sheets), sheet="C")


def test_json_lines_and_arrays_and_an_envelope():
    records = [dict(zip(HEAD, row, strict=True)) for row in ROWS]
    each = "\n".join(json.dumps(one, ensure_ascii=False) for one in records)
    assert column(read(each, "a.jsonl"), "_row") == [1, 2]
    assert column(read(json.dumps(records), "a.json"), "field") == ["Đất đai", "Hộ tịch"]
    assert read(json.dumps({"service": "DongBoHoSoMC", "data": records}), "a.json").read == 2


def test_json_mixes_text_and_numbers_and_one_bad_line_is_one_bad_row():
    text = '{"MaHoSo": "H14.36-250301-0001", "SoTien": 12000}\n{broken}\n\n{"MaHoSo": "H14.36-250301-0002", "SoTien": "3.000 đ"}\n'
    batch = read(text, "a.jsonl")
    assert column(batch, "fee") == [12000, 3000]
    assert column(batch, "_row") == [1, 4]
    assert rejected(batch) == [(2, "", "not-json")]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        workbook(HEAD, *ROWS)[:-200],
        b'[{"MaHoSo": "H14.36-250301-0001"}, {"MaHoSo": "H14',
        b'{"MaHoSo": "H14.36-250301-0001"}\n{"MaHoSo": "H14',
        lines().encode()[:-20] + "Đ".encode()[:1],
        lines().encode("utf-16")[:-1],
    ],
)
def test_a_file_without_its_end_waits(content):
    with pytest.raises(FileIncompleteError, match=r"^a\.csv: ") as told:
        read(content)
    assert in_language(str(told.value), Language("vi")).startswith("a.csv: ")
    assert in_language(str(told.value), Language("vi")) != str(told.value)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"<html><table><tr><td>STT</td></tr></table></html>", "no reader"),
        (b"\xff\xfe" + "<?xml".encode("utf-16-le"), "no reader"),
        (b"%PDF-1.7", "PDF"),
        (b"PK\x03\x04 nothing PK\x05\x06" + bytes(18), "not a workbook"),
        (b"\n\n ,,\n", "no text"),
        (b"a\x00\x01\x02\x00b,c\xff\n", "not"),
        (b'[{"a": 1} oops {"b": 2}]', "not JSON"),
        (b"[]", "no objects"),
    ],
)
def test_what_is_no_table_gets_a_sentence(content, sentence):
    with pytest.raises(FeedError, match=sentence) as told:
        read(content)
    assert str(told.value).startswith("a.csv: ")
    assert not isinstance(told.value, FileIncompleteError)
    assert in_language(str(told.value), Language("vi")) != str(told.value)


def test_a_broken_character_costs_no_other():
    good = lines() + "\n" + "\n".join(f"H14.36-250301-{n:04},Đất đai,03/03/2025" for n in range(10, 20))
    fields = column(read(good.encode().replace("Hộ tịch".encode(), "Hộ tịch".encode()[:3])), "field")
    assert fields == ["Đất đai", "H\ufffd", *["Đất đai"] * 10]


def test_a_wrong_encoding_is_told():
    with pytest.raises(FeedError, match="is not ascii; state"):
        read(lines(), encoding="ascii")


def test_a_plugin_reader_comes_first():
    table = pa.table(
        {"0": ["Mã hồ sơ", "H14.36-250301-0001"], "1": ["Lĩnh vực", "x"], "row": pa.array([1, 2], pa.int32())}
    )
    reader = Reader("fixed", lambda head, _: head.startswith(b"FIX"), lambda *_: {"s": table})
    assert column(read(b"FIXED", readers=[reader]), "field") == ["x"]
    as_expected(read(lines(), readers=[reader]))


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"s": pa.table({"0": ["x"]})}, "gave a table with 0, not a pyarrow Table with the columns 0, 1, … and row"),
        ({"s": pa.table({"row": [1]})}, "gave a table with row, not a pyarrow Table"),
        ({"s": [["x"]]}, "gave list, not a pyarrow Table"),
    ],
)
def test_what_a_plugin_reader_must_give_is_told(given, says):
    with pytest.raises(FeedError) as caught:
        read(b"FIXED", readers=[Reader("odd", lambda *_: True, lambda *_: given)])
    assert f"the reader 'odd' {says}" in str(caught.value)


def test_a_plugin_reader_that_cannot_say_costs_no_file_and_is_named_where_one_is_refused():
    def narrow(head, name):
        return head.decode("ascii").startswith("X")

    readers = [Reader("narrow", narrow, lambda *_: {})]
    as_expected(read(lines().encode(), readers=readers))
    with pytest.raises(FeedError) as caught:
        read("%PDFĐ".encode(), readers=readers)
    line = narrow.__code__.co_firstlineno + 1
    said = f"the reader 'narrow' could not say whether it is its own: UnicodeDecodeError at test_readers.py line {line}"
    assert "this is a PDF" in str(caught.value)
    assert str(caught.value).endswith(said)


def test_of_what_a_plugin_reader_raises_the_line_is_told_and_never_the_words():
    def broken(content, name):
        return int("Nông Văn Thử")

    with pytest.raises(FeedError) as caught:
        read(b"FIXED", readers=[Reader("broken", lambda *_: True, broken)])
    line = broken.__code__.co_firstlineno + 1
    says = f"the reader 'broken' raised ValueError at test_readers.py line {line}; mend its plugin"
    assert str(caught.value).endswith(says)
