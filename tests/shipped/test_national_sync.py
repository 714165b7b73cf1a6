"""The sync's JSON as a table, and each thing that the sync does to the truth."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from reform_tui.errors import FeedError, FileIncompleteError
from reform_tui.shipped import shipped

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def reader(plugins):
    return plugins.readers["national_sync"]


def record(code="H14.36-250304-0001", **members):
    return {
        "MaHoSo": code,
        "KenhThucHien": "2",
        "TrangThaiHoSo": "4",
        "NgayTiepNhan": "20250304080000",
        "TaiLieuNop": [],
        **members,
    }


def rows(reader, *records, wrap=lambda data: {"service": "DongBoHoSoMC", "data": data}):
    content = json.dumps(wrap(list(records)), ensure_ascii=False).encode()
    assert reader.recognise(content[:4096], "a.json")
    [table] = reader.read(content, "a.json").values()
    heads, *cells = zip(*(table[name].to_pylist() for name in table.column_names if name.isdigit()), strict=True)
    return [dict(zip(heads, row, strict=True)) for row in cells]


@pytest.mark.parametrize("wrap", [lambda d: {"service": "DongBoHoSoMC", "data": d}, list, lambda d: d[0]])
def test_an_envelope_an_array_and_a_record_alone_are_one(reader, wrap):
    assert rows(reader, record(), wrap=wrap)[0]["MaHoSo"] == "H14.36-250304-0001"


def test_records_a_line_and_what_is_no_record_keeps_its_row(reader):
    text = "\n".join([json.dumps(record()), "[1]", "{broken}", json.dumps(record("H14.36-250304-0002"))])
    table = reader.read(text.encode(), "a.jsonl")[""]
    assert table["fault"].to_pylist() == [None, None, "not-json", "not-json", None]
    assert table["row"].to_pylist() == [0, 1, 2, 3, 4]


def test_other_json_is_left_to_others(reader):
    assert not reader.recognise(b'[{"MaHoSo": "1", "KenhThucHien": "2"}]', "a.json")
    assert not reader.recognise(b"MaHoSo;TaiLieuNop", "a.csv")


def test_lists_become_counts_sums_and_days(reader):
    papers = [
        {"DuocSoHoa": "1", "DuocTaiSuDung": "0", "DuongDanTaiTepTin": "a"},
        {"DuocSoHoa": "1", "DuocTaiSuDung": "1", "DuongDanTaiTepTin": "b", "DuocLayTuKhoDMQG": "1"},
        {"DuocSoHoa": None, "DuocTaiSuDung": ""},
        {"DuocSoHoa": "1", "IsDeleted": "True"},
    ]
    asked = [
        {"NgayBoSung": "2025-03-05T09:00:00", "NgayTiepNhanBoSung": "2025-03-06T09:00:00"},
        {"NgayBoSung": "2025-03-07T09:00:00"},
    ]
    [row] = rows(
        reader,
        record(TaiLieuNop=papers, DanhSachHoSoBoSung=asked, DanhSachLePhi=[{"Gia": "15000"}, {"Gia": 5000.0}],
               DanhSachGiayToKetQua=[{"DuongDanTepTinKetQua": "kq"}], DinhDanhCHS=[{"SoDinhDanh": "999085000001"}]),
    )  # fmt: skip
    wanted = {"SoThanhPhanHoSo": "3", "SoThanhPhanSoHoa": "2", "SoThanhPhanTaiSuDung": "1",
              "SoThanhPhanTuKho": "1", "LePhi": "20000", "SoLanBoSung": "2", "NgayYeuCauBoSung": "2025-03-07T09:00:00", "NgayCongDanBoSung": "2025-03-06T09:00:00",
              "KetQuaDienTu": "1", "SoDinhDanh": "999085000001"}  # fmt: skip
    assert {name: row.get(name) for name in wanted} == wanted
    assert not {"TaiLieuNop", "DanhSachLePhi"} & row.keys()
    [plain] = rows(reader, {"MaHoSo": "1", "DinhDanhCHS": None})
    assert "SoThanhPhanHoSo" not in plain


def test_a_paper_handed_in_is_no_result_and_an_odd_price_is_told(reader):
    [row] = rows(
        reader,
        record(TaiLieuNop=[{"DuongDanTaiTepTin": "a"}], DanhSachGiayToKetQua=[{"DuongDanTepTinKetQua": "a"}],
               DanhSachLePhi=[{"Gia": "miễn"}]),
    )  # fmt: skip
    assert (row["KetQuaDienTu"], row["LePhi"]) == ("0", "miễn")


def test_no_channel_is_the_counter(reader):
    assert [row["KenhThucHien"] for row in rows(reader, record(KenhThucHien=None), record(KenhThucHien=3))] == [
        "1",
        "3",
    ]


def test_a_submission_that_only_repeats_the_receipt_is_not_delivered(reader):
    same = record(NgayNopHoSo="20250304080000")
    assert "NgayNopHoSo" not in rows(reader, same, same)[0]
    assert rows(reader, same, record(NgayNopHoSo="20250303080000"))[0]["NgayNopHoSo"] == "20250304080000"


def test_a_flag_that_never_varies_is_a_constant_of_the_sender(reader):
    many = [record(DuocThanhToanTrucTuyen="1") for _ in range(20)]
    assert "DuocThanhToanTrucTuyen" not in rows(reader, *many)[0]
    assert "DuocThanhToanTrucTuyen" in rows(reader, *many[:19])[0]
    assert "DuocThanhToanTrucTuyen" in rows(reader, *many, record(DuocThanhToanTrucTuyen="3"))[0]


def test_papers_that_are_all_from_the_store_everywhere_are_a_constant_too(reader):
    many = [record(TaiLieuNop=[{"DuocLayTuKhoDMQG": "1"}]) for _ in range(20)]
    assert "SoThanhPhanTuKho" not in rows(reader, *many)[0]
    assert rows(reader, *many[:19])[0]["SoThanhPhanTuKho"] == "1"
    assert rows(reader, *many, record(TaiLieuNop=[{"DuocLayTuKhoDMQG": "0"}]))[0]["SoThanhPhanTuKho"] == "1"


@pytest.mark.parametrize(
    ("content", "error", "says"),
    [
        (b'{"service": "DongBoHoSoMC", "data": [{"MaHoSo"', FileIncompleteError, "no end"),
        (b'{"service": "DongBoHoSoMC", "data": []}', FeedError, None),
        (b'{"service": "DongBoHoSoMC", data: []}', FeedError, "not JSON"),
        (b'{"service": "DongBoHoSoMC\xff"}', FeedError, "not UTF-8"),
        (b'{"service": "DongBoHoSoMC", "data": [1, 2]}', FeedError, "no record"),
    ],
)
def test_what_is_no_sync_gets_a_sentence(reader, content, error, says):
    with pytest.raises(error, match=says or "no record"):
        reader.read(content, "a.json")


def test_the_export_holds_though_the_sync_comes_later(tmp_path, capsys):
    from reform_tui.cli.main import main  # noqa: PLC0415 - the whole command, once

    root = tmp_path / "sample"
    shutil.copytree(shipped("sample_feeds") / "national-sync", root)
    sync = next((root / "inbox" / "national-sync").iterdir())
    sync.rename(sync.with_name("DongBoHoSoMC_20250307170000.json"))
    asked = "--as-of 2025-03-08T12:00:00+07:00 --format json --rule pending --fail-on never"
    main(["check", str(root), *asked.split()])
    report = json.loads(capsys.readouterr().out)
    pending = next(one for one in report["indicators"] if one["unit"] == "H14.36")
    assert (pending["numerator"], pending["denominator"]) == (5, 6)
