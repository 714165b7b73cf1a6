"""The plain script that somebody would write instead: late records by unit and field, with pandas.

python tests/bench/pandas_way.py history.csv late.csv "2025-07-02 08:00:00"
"""

from __future__ import annotations

import sys

import pandas as pd

TIMES = ("Ngày nộp", "Ngày tiếp nhận", "Ngày hẹn trả", "Ngày kết thúc xử lý")


def main(history: str, result: str, moment: str) -> None:
    """Read the history, parse its times, count what is late by unit and field, and write that down."""
    rows = pd.read_csv(history, dtype=str, keep_default_na=False)
    for name in TIMES:
        rows[name] = pd.to_datetime(rows[name].replace("", None), format="%d/%m/%Y %H:%M:%S")
    finished = rows["Ngày kết thúc xử lý"].fillna(pd.Timestamp(moment))
    rows["late"] = finished.dt.normalize() > rows["Ngày hẹn trả"].dt.normalize()
    late = rows.groupby(["Mã cơ quan", "Lĩnh vực"])["late"].agg(["sum", "size"])
    late[late["sum"] > 0].to_csv(result)


if __name__ == "__main__":
    main(*sys.argv[1:])
