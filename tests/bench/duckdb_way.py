"""A bare import, for comparison: the history into a DuckDB file with typed columns, no row set aside, no rule.

python tests/bench/duckdb_way.py history.csv history.duckdb
"""

from __future__ import annotations

import sys

import duckdb

WRITTEN = "%d/%m/%Y %H:%M:%S"
TIMES = ("Ngày nộp", "Ngày tiếp nhận", "Ngày hẹn trả", "Ngày kết thúc xử lý")
WHOLE = ("Phí, lệ phí", "Số thành phần hồ sơ", "Số thành phần số hóa")


def main(history: str, result: str) -> None:
    """Import one csv file."""
    typed = {**dict.fromkeys(TIMES, "TIMESTAMP"), **dict.fromkeys(WHOLE, "BIGINT")}
    text = ("Số hồ sơ", "Số giấy tờ", "Số điện thoại", "Mã TTHC")  # digits that are no number
    with duckdb.connect(result) as database:
        database.read_csv(
            history, header=True, dtype={**typed, **dict.fromkeys(text, "VARCHAR")}, timestamp_format=WRITTEN
        ).create("records")


if __name__ == "__main__":
    main(*sys.argv[1:])
