"""Files to measure with: N records of 22 columns in 124 units, one with a fifth of them, and updates of 1,000 rows.

    python tests/bench/make_rows.py history 1000000 history.csv
    python tests/bench/make_rows.py update 1000000 update.csv --number 1 --units 100

Every cell is computed from the number of its record, so that an update knows the rows it changes without reading them.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from reform_tui.scenario.people import People

Whole = npt.NDArray[np.int64]

UNITS = 124
LARGEST_EVERY = 5
CHUNK = 200_000
UPDATED, NEW = 600, 400
DAYS = 730
FIRST = int(np.datetime64("2023-07-03", "s").astype(np.int64))
NOW = FIRST + DAYS * 86_400
FIELDS = ("Đất đai", "Hộ tịch", "Chứng thực", "Bảo trợ xã hội", "Đường bộ", "Hoạt động xây dựng", "Lâm nghiệp", "Thú y")
CODES = tuple(f"{1 + n % 2}.{900 + n * 37:06}" for n in range(40))
STATES = ("Đã trả kết quả", "Đang xử lý", "Được tiếp nhận")
CHANNELS = ("Trực tuyến", "Trực tiếp", "Bưu chính công ích")
_PEOPLE = People(1)


@dataclass(frozen=True)
class History:
    """``rows`` records spread evenly over two years; those numbered from ``rows`` on come after it."""

    rows: int

    @property
    def daily(self) -> int:
        """Records a day."""
        return max(1, -(-self.rows // DAYS))

    def table(self, number: Whole, turn: int = 0) -> pa.Table:
        """Return records by number, as text; a ``turn`` from 1 on closes what was open and names another officer."""
        unit, kind = unit_of(number), _mixed(number, 2) % len(CODES)
        received = FIRST + number // self.daily * 86_400 + 25_200 + _mixed(number, 3) % 32_400
        due = received + (1 + kind % 20) * 86_400
        finished = received + (_mixed(number, 4) % 100 + 1) * (due - received) // 97  # three in a hundred are late
        is_open = (finished > NOW) | (_mixed(number, 5) % 200 == 0)
        if turn:
            finished, is_open = np.where(is_open, np.maximum(received + 600, NOW), finished), np.zeros_like(is_open)
        return pa.table(
            {
                "Số hồ sơ": _codes(unit, received, number),
                "Mã cơ quan": _words([f"H60.{n + 1}" for n in range(UNITS)], unit),
                "Tên cơ quan": _words([f"Đơn vị số {n + 1}" for n in range(UNITS)], unit),
                "Lĩnh vực": _words(FIELDS, kind % len(FIELDS)),
                "Mã TTHC": _words(CODES, kind),
                "Tên TTHC": _words([f"Thủ tục đo tốc độ số {n + 1}" for n in range(len(CODES))], kind),
                "Hình thức nộp": _words(CHANNELS, np.minimum(_mixed(number, 6) % 4 // 2 + (kind == 0), 2)),
                "Trạng thái": _words(STATES, is_open * (1 + number % 2)),
                "Ngày nộp": _times(received - 600),
                "Ngày tiếp nhận": _times(received),
                "Ngày hẹn trả": _times(due),
                "Ngày kết thúc xử lý": pc.if_else(pa.array(is_open), "", _times(finished)),
                "Chủ hồ sơ": _PEOPLE.names(number),
                "Số giấy tờ": _PEOPLE.ids(number),
                "Số điện thoại": _PEOPLE.phones(number),
                "Tài khoản nộp": _PEOPLE.accounts(number),
                "Cán bộ tiếp nhận": _words([f"cb.{n:04}" for n in range(UNITS * 3)], unit * 3 + number % 3),
                "Cán bộ xử lý": _words([f"xl.{n:04}" for n in range(UNITS * 5)], unit * 5 + (number + turn) % 5),
                "Phí, lệ phí": _text(kind * 5_000),
                "Thanh toán trực tuyến": _words(("Có", "Không"), number % 2),
                "Số thành phần hồ sơ": _text(2 + number % 5),
                "Số thành phần số hóa": _text(1 + number % 2),
            }
        )

    def write(self, path: Path) -> None:
        """Write the whole history, a chunk at a time."""
        _write(path, (self.table(np.arange(at, min(at + CHUNK, self.rows))) for at in range(0, self.rows, CHUNK)))

    def write_update(self, path: Path, number: int, units: Sequence[int]) -> None:
        """Write the ``number``-th update (from 1): 600 known records, newest first, and 400 new, in these units."""
        known = np.flatnonzero(np.isin(unit_of(np.arange(self.rows)), units))[::-1]
        recent = known[(UPDATED * (number - 1) + np.arange(UPDATED)) % len(known)]
        ahead = self.rows + np.arange(NEW * number * UNITS * 2 // len(units) + 10_000)
        new = ahead[np.isin(unit_of(ahead), units)][NEW * (number - 1) : NEW * number]
        _write(path, (self.table(recent, turn=number), self.table(new)))


def unit_of(number: Whole) -> Whole:
    """Return the unit of each record: every fifth is the largest unit's."""
    return np.where(number % LARGEST_EVERY == 0, 0, 1 + _mixed(number, 1) % (UNITS - 1))


def _mixed(number: Whole, salt: int) -> Whole:
    return (number * 2_654_435_761 + salt * 40_503_011) % 2**33 >> 7


def _codes(unit: Whole, received: Whole, number: Whole) -> pa.Array:
    day = pc.strftime(pa.array(received, pa.timestamp("s")), "%y%m%d")
    serial = pc.utf8_lpad(_text(number % 1_000_000), 6, "0")
    return pc.binary_join_element_wise(_words([f"H60.{n + 1}" for n in range(UNITS)], unit), day, serial, "-")


def _times(seconds: Whole) -> pa.Array:
    return pc.strftime(pa.array(seconds, pa.timestamp("s")), "%d/%m/%Y %H:%M:%S")


def _words(words: Sequence[str], at: Whole) -> pa.Array:
    return pa.array(words, pa.string()).take(pa.array(at))


def _text(numbers: Whole) -> pa.Array:
    return pc.cast(pa.array(numbers), pa.string())


def _write(path: Path, tables: Iterable[pa.Table]) -> None:
    waiting = iter(tables)
    first = next(waiting)
    with pacsv.CSVWriter(str(path), first.schema) as writer:
        for table in chain([first], waiting):
            writer.write_table(table)


def main() -> None:
    """Make one file as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("history", "update"))
    parser.add_argument("rows", type=int, help="records of the history")
    parser.add_argument("path", type=Path)
    parser.add_argument("--number", type=int, default=1, help="which update, from 1")
    parser.add_argument("--units", type=int, default=1, help="an update of how many units (not the largest)")
    told = parser.parse_args()
    history = History(told.rows)
    if told.what == "history":
        history.write(told.path)
    else:
        history.write_update(told.path, told.number, range(1, told.units + 1))


if __name__ == "__main__":
    main()
