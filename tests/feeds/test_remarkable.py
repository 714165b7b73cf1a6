"""What stands out in rows that were taken in: it is told, and costs no row."""

import json

from feed_reading import column, read, rejected

from reform_tui.feeds.remarks import Remark

CODES = ["000.17.22.H56-210531-0001", "H56.14-240823-0001", "H14.36-250301-12345", "G22.99-250301-123456", "H14-250301-0001",
         "H14.36.250301.0001", "12", "h14.36-250301-0001", "H14.36-250301-001"]  # fmt: skip


def remarks(batch):
    return {one.kind: (one.count, one.rows) for one in batch.remarks}


def test_an_odd_code_is_told_and_taken_in():
    batch = read("\n".join(["Mã hồ sơ,Đơn vị", *(f"{code},H14.36" for code in CODES)]))
    assert (batch.read, batch.rows.num_rows) == (9, 9)
    assert remarks(batch) == {"odd-code": (4, (7, 8, 9, 10))}


def test_an_odd_procedure_is_told_whatever_stands_behind_the_national_code():
    known = ["1.006714", "2.002622.H56", "2.000806.000.00.00.H56"]
    rows = [f"H14.36-250301-{n:04},{code}" for n, code in enumerate([*known, "", "TTHC-01", "1.06714"], 1)]
    assert remarks(read("\n".join(["Mã hồ sơ,Mã TTHC", *rows]))) == {"odd-procedure": (2, (6, 7))}


def test_many_odd_codes_are_counted_and_a_few_named():
    batch = read("\n".join(["Mã hồ sơ,Đơn vị", *(f"{n},H14.36" for n in range(1, 501))]))
    assert batch.remarks == (Remark("odd-code", 500, (*range(2, 21), 501)),)


def test_bytes_that_are_no_character_are_told_by_row():
    whole = "\n".join(["Mã hồ sơ,Địa chỉ", *(f"H14.36-250301-{n:04},Tổ dân phố số {n}" for n in range(1, 30))])
    content = whole.encode().replace("phố số 7\n".encode(), "phố s".encode() + "ố".encode()[:2] + b"\n", 1)
    batch = read(content)
    assert remarks(batch) == {"broken-text": (1, (8,))}
    assert column(batch, "applicant_address")[6] == "Tổ dân phố s\ufffd"
    lines = b"\n".join(json.dumps({"MaHoSo": f"H14.36-250301-{n:04}", "DiaChi": "Phường"}, ensure_ascii=False).encode()
                       for n in range(1, 30)).replace("Phường".encode(), b"Ph\xc6ng", 1)  # fmt: skip
    assert remarks(read(lines, "a.jsonl")) == {"broken-text": (1, (1,))}


def test_a_broken_code_is_no_record():
    whole = "\n".join(["Mã hồ sơ,Đơn vị,Địa chỉ", *(f"{n},Phường Tân Giang,Tổ dân phố số {n}" for n in range(1, 30))])
    batch = read(whole.encode().replace(b"\n9,", b"\n9\xe1,").replace("\n12,Phường".encode(), b"\n12,Ph\xc6ng"))
    assert rejected(batch) == [(10, "", "broken-code"), (13, "", "broken-code")]
    assert batch.remarks[0].count == 27
