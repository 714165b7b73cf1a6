"""What one-stop systems send to the national portal (``DongBoHoSoMC``), read as records.

The sync tells less than the truth (seen in the source of one provincial system): statuses 5, 6 and 8 are sent as 9, the
day of submission is overwritten with that of receipt, flags begin as constants, an owner without a number is
``000000001``, a record with a foreign code gets another.  So a member that says nothing of its own is left out here,
its feed has less ``authority`` than the one-stop export, and the check ``sources_disagree`` tells where they differ.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa

from reform_tui.sdk import FeedError, FileIncompleteError, Reader, hookimpl

NESTED = ("TaiLieuNop", "DanhSachLePhi", "DanhSachHoSoBoSung", "DanhSachGiayToKetQua", "DinhDanhCHS")
FLAGS = ("TaiKhoanDuocXacThucVoiVNeID", "DuocThanhToanTrucTuyen", "HoSoCoThanhPhanSoHoa")
FROM_STORE = "SoThanhPhanTuKho"
"""Papers taken from the personal store of the national portal; where all of all records are, the sender sends 1."""
COUNTER = "1"
MANY = 20
"""Records from which a flag that never varies is a constant of the sender and not an answer."""
SAID = re.compile(r"\d+")
NO_END = "{}: the JSON has no end, so the file has not arrived whole"

Document = Mapping[str, Any]


def recognised(head: bytes, name: str) -> bool:
    """Whether a file is the sync's: its service, or a record with lists inside."""
    del name
    text = head.decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    if not text.startswith(("{", "[")):
        return False
    return '"DongBoHoSoMC"' in text or ('"MaHoSo"' in text and any(f'"{one}"' in text for one in NESTED))


def tables(content: bytes, name: str) -> Mapping[str, pa.Table]:
    """Return one sheet: a row a record, the lists inside it counted; what is no record has its row and a fault."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FeedError(f"{name}: byte {error.start + 1} is not UTF-8, as JSON must be; export it again") from error
    listed = _listed(text, name)
    records = [_flat(one) if isinstance(one, dict) else None for one in listed]
    if not any(records):
        raise FeedError(f"{name}: the JSON holds no record of DongBoHoSoMC; export it again")
    members = _that_say_something([one for one in records if one is not None])
    columns = {str(at): _cells(member, records) for at, member in enumerate(members)}
    faults = [None, *("not-json" if one is None else None for one in records)]
    rows = pa.array(range(len(records) + 1), pa.int32())
    return {"": pa.table({**columns, "row": rows, "fault": pa.array(faults, pa.string())})}


def _listed(text: str, name: str) -> list[Any]:
    """Return the records of a document: an array, an envelope's ``data``, one alone, or one a line."""
    try:
        document = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        return _lines(text, name, error)
    if isinstance(document, dict) and "MaHoSo" not in document:
        document = next((one for one in document.values() if isinstance(one, list)), document)
    return document if isinstance(document, list) else [document]


def _lines(text: str, name: str, error: Exception) -> list[Any]:
    if not text.rstrip().endswith(("]", "}")):
        raise FileIncompleteError(NO_END.format(name)) from error
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) < 2 or not lines[0].rstrip().endswith("}"):  # noqa: PLR2004 - more than one
        raise FeedError(f"{name}: this is not JSON ({error}); export it again") from error
    return [_parsed(line) for line in lines]


def _parsed(line: str) -> Any:
    try:
        return json.loads(line)
    except (json.JSONDecodeError, RecursionError):
        return None


def _flat(record: Document) -> dict[str, str | None]:
    """Return a record's own members as text, and what its lists come to; the papers themselves stay out."""
    plain = {name: _text(value) for name, value in record.items() if not isinstance(value, (list, dict))}
    papers = _list(record, "TaiLieuNop", lambda one: str(one.get("IsDeleted")).lower() not in {"1", "true"})
    found = {
        "KenhThucHien": plain.get("KenhThucHien") or COUNTER,
        "SoThanhPhanHoSo": _count(papers),
        "SoThanhPhanSoHoa": _count(papers, "DuocSoHoa"),
        "SoThanhPhanTaiSuDung": _count(papers, "DuocTaiSuDung"),
        FROM_STORE: _count(papers, "DuocLayTuKhoDMQG"),
        "LePhi": _fees(_list(record, "DanhSachLePhi")),
        "KetQuaDienTu": _has_result(_list(record, "DanhSachGiayToKetQua"), papers or []),
        "SoDinhDanh": _first(_list(record, "DinhDanhCHS"), "SoDinhDanh"),
        **_supplements(_list(record, "DanhSachHoSoBoSung")),
    }
    return {**plain, **{name: value for name, value in found.items() if value is not None}}


def _list(record: Document, name: str, wanted: Any = bool) -> list[Document] | None:
    """Return the objects of a list; ``None`` where the record does not speak of it."""
    value = record.get(name)
    return [one for one in value if isinstance(one, dict) and wanted(one)] if isinstance(value, list) else None


def _count(papers: list[Document] | None, flag: str = "") -> str | None:
    if papers is None:
        return None
    return str(sum(not flag or str(one.get(flag)).lower() in {"1", "2", "3", "true"} for one in papers))


def _fees(fees: list[Document] | None) -> str | None:
    """Return the sum of what is asked; a price that is no number is told as it stands, so that its row is rejected."""
    if fees is None:
        return None
    prices = [str(_text(one.get("Gia")) or "0") for one in fees]
    odd = next((price for price in prices if not SAID.fullmatch(price)), None)
    return odd or str(sum(map(int, prices)))


def _has_result(results: list[Document] | None, papers: Iterable[Document]) -> str | None:
    """Return whether there is a result of its own: one system sends the first paper handed in where there is none."""
    if results is None:
        return None
    handed_in = {one.get("DuongDanTaiTepTin") for one in papers}
    own = (one.get("DuongDanTepTinKetQua") for one in results)
    return str(int(any(path and path not in handed_in for path in own)))


def _supplements(asked: list[Document] | None) -> dict[str, str | None]:
    """Return how often papers were asked for, when last, and when they last came; the due date is the record's own."""
    if asked is None:
        return {}
    requested = [str(one["NgayBoSung"]) for one in asked if one.get("NgayBoSung")]
    came = [str(one["NgayTiepNhanBoSung"]) for one in asked if one.get("NgayTiepNhanBoSung")]
    return {
        "SoLanBoSung": str(len(asked)),
        "NgayYeuCauBoSung": max(requested, default=None),
        "NgayCongDanBoSung": max(came, default=None),
    }


def _first(listed: list[Document] | None, name: str) -> str | None:
    return next((_text(one[name]) for one in listed or () if one.get(name)), None)


def _text(value: Any) -> str | None:
    """Return a member as text, half a surrogate pair as a question mark; an empty one is nothing."""
    if value is None or isinstance(value, bool):
        return None if value is None else str(int(value))
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).encode("utf-8", "replace").decode() or None


def _that_say_something(records: Sequence[Mapping[str, str | None]]) -> list[str]:
    """Return the members to deliver: a column that is delivered is believed, and one that is absent erases nothing."""
    members = list(dict.fromkeys(member for one in records for member in one))
    if all(one.get("NgayNopHoSo") == one.get("NgayTiepNhan") for one in records):
        members = [member for member in members if member != "NgayNopHoSo"]
    many = len(records) >= MANY
    constant = {flag for flag in FLAGS if many and len({one.get(flag) for one in records}) == 1}
    if many and all(one.get(FROM_STORE) == one.get("SoThanhPhanHoSo") for one in records):
        constant.add(FROM_STORE)
    return [member for member in members if member not in constant]


def _cells(member: str, records: Iterable[Mapping[str, str | None] | None]) -> pa.Array:
    return pa.array([_text(member), *((one or {}).get(member) for one in records)], pa.string())


@hookimpl
def reform_readers() -> Sequence[Reader]:
    """Offer the sync's JSON."""
    return [Reader("national_sync", recognised, tables)]
