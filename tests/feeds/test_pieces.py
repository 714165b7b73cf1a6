"""A large csv read in pieces is the same batch as the file read whole."""

from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from reform_tui.config.types import Feed
from reform_tui.engine.intake.reading import joined
from reform_tui.feeds import pieces
from reform_tui.feeds.read import read_file
from reform_tui.model.schema import RECORDS
from reform_tui.store.homes import plain_codes

FEED = Feed("one-stop", Path("one-stop.toml"), "records", "inbox")
HEADINGS = "Số hồ sơ,Lĩnh vực,Ngày tiếp nhận,Ngày hẹn trả,Chủ hồ sơ"


@pytest.fixture(autouse=True)
def _small_pieces(monkeypatch):
    monkeypatch.setattr(pieces, "LARGE", 1000)
    monkeypatch.setattr(pieces, "SIZE", 4000)


def text_of(rows):
    return "\n".join(["Sổ theo dõi hồ sơ", "", HEADINGS, *rows]).encode() + b"\n"


def row(number, owner="Nguyễn Văn A", due="11/03/2025"):
    return f"H14.{number % 7 + 1}-250301-{number:04},Đất đai,01/03/2025,{due},{owner}"


def read(content):
    first_seen = datetime(2025, 3, 12, tzinfo=UTC)
    return read_file("x.csv", content, FEED, RECORDS, zone="Asia/Ho_Chi_Minh", first_seen=first_seen)


def test_pieces_joined_are_the_whole_file(tmp_path):
    rows = [row(n) for n in range(900)]
    rows[40] = ""
    rows[90] = "too,few"
    rows[300] = row(300, owner='"Tên có\nxuống dòng"')
    rows[500] = row(500, due="31/02/2025")
    rows[700] = rows[20]
    content = text_of(rows)
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    cut = pieces.pieces_of(path, FEED, RECORDS, quoted=True)
    assert len(cut) > 8
    assert b"".join(content[p.start : p.stop] for p in cut) == content[cut[0].header_stop :]
    whole, parts = read(content), joined([read(piece.of(content)) for piece in cut], cut)
    assert plain_codes(parts.rows).to_pylist() == plain_codes(whole.rows).to_pylist()
    rejected = [sorted(map(str, batch.rejected.to_pylist())) for batch in (whole, parts)]
    assert rejected[0] == rejected[1]
    assert (parts.read, parts.set_aside) == (whole.read, whole.set_aside)
    assert parts.rejected.num_rows == 2


def test_a_small_file_is_read_whole(tmp_path):
    path = tmp_path / "x.csv"
    path.write_bytes(text_of([row(1)]))
    assert pieces.pieces_of(path, FEED, RECORDS) == []


@pytest.mark.parametrize("start", [b"PK\x03\x04", b"[{", b"<html>"])
def test_what_has_no_row_ends_is_never_cut(tmp_path, start):
    path = tmp_path / "x.csv"
    path.write_bytes(start + text_of([row(n) for n in range(900)]))
    assert pieces.pieces_of(path, FEED, RECORDS) == []


def test_pieces_keep_the_rows_of_their_file(tmp_path):
    content = text_of([row(n) for n in range(400)])
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    cut = pieces.pieces_of(path, FEED, RECORDS)
    parts = joined([read(piece.of(content)) for piece in cut], cut)
    assert parts.rows.column("_row").to_pylist() == list(range(4, 404))
    assert pa.types.is_dictionary(parts.rows.schema.field("field").type)


def test_a_cut_inside_a_quotation_is_noticed_by_its_odd_marks(tmp_path):
    rows = [row(n) for n in range(300)]
    rows[100] = row(100, owner='"' + "dòng\n" * 900 + '"')
    content = text_of(rows)
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    blind = pieces.pieces_of(path, FEED, RECORDS)
    assert [piece.of(content).count(b'"') % 2 for piece in blind].count(1) == 2
    sure = pieces.pieces_of(path, FEED, RECORDS, quoted=True)
    assert not any(piece.of(content).count(b'"') % 2 for piece in sure)
    whole, parts = read(content), joined([read(piece.of(content)) for piece in sure], sure)
    assert plain_codes(parts.rows).to_pylist() == plain_codes(whole.rows).to_pylist()
