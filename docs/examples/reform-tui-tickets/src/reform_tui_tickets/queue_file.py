"""The queue machine's file: a block of lines a ticket, and a last line that says how many there are.

QUEUE 1 H14.36
ticket 20250305-A001
record H14.36-250305-0001
taken 05/03/2025 07:32
called 05/03/2025 08:40
officer Nông Thị Hoa

END 1
"""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from reform_tui.sdk import FeedError, FileIncompleteError, Reader

MARK = b"QUEUE 1 "
FIELDS = {"ticket": "Số phiếu", "record": "Số hồ sơ", "taken": "Giờ lấy phiếu", "called": "Giờ gọi",
          "officer": "Cán bộ"}  # fmt: skip
UNIT = "Đơn vị"


def recognise(start: bytes, _name: str) -> bool:
    """Whether the first bytes are those of such a file."""
    return start.startswith(MARK)


def read(content: bytes, name: str) -> Mapping[str, pa.Table]:
    """Return one sheet: the headings as its first row, then a row a ticket, each with the number of its first line."""
    first, *lines = _text(content, name).splitlines()
    unit = first.removeprefix(MARK.decode()).strip()
    tickets = [(number, line) for number, line in enumerate(lines, 2) if line.startswith("ticket ")]
    _expect_end(name, lines[-1].split() if lines else [], len(tickets))
    starts = [number - 2 for number, _ in tickets]
    blocks = [lines[start:end] for start, end in zip(starts, [*starts[1:], len(lines) - 1], strict=True)]
    rows = [(UNIT, *FIELDS.values()), *((unit, *_cells(block)) for block in blocks)]
    numbers = pa.array([1, *(number for number, _ in tickets)], pa.int32())
    columns = {str(at): pa.array(cells, pa.string()) for at, cells in enumerate(zip(*rows, strict=True))}
    return {"": pa.table({**columns, "row": numbers})}


def _text(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise FeedError(f"{name}: is not UTF-8 text from byte {error.start} on; export it again") from error


def _expect_end(name: str, last: list[str], tickets: int) -> None:
    if last[:1] != ["END"]:
        raise FileIncompleteError(f"{name}: the line END is not there yet, so the file has not arrived whole")
    if last[1:] != [str(tickets)]:
        raise FeedError(f"{name}: END says {' '.join(last[1:])} tickets, but there are {tickets}; export it again")


def _cells(block: list[str]) -> tuple[str, ...]:
    said = dict(line.split(" ", 1) for line in block if " " in line)
    return tuple(said.get(field, "") for field in FIELDS)


QUEUE_FILE = Reader("queue machine", recognise, read)
