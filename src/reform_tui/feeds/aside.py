"""Rows that are no records though something stands in them: groups, totals, signatures, numbers under the headings.

Each is looked at only where nothing in it names a record, and is taken for one only where nothing else stands in it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

NAMES_A_RECORD = r"^\s*\S*\p{Nd}\S*\s*$"
"""What codes look like: one word with a digit.  A row that has one where its name belongs is never set aside,"""
A_FIGURE = r"^\s*\d{1,3}(?:[.,]?\d{3})?\s*$"
"""unless it is a short number, and the rest of the row a total's."""
_ROMAN = r"\(?(?:X{0,3}(?:IX|IV|V?I{1,3}|V)|X{1,3})\)?"
_NUMERAL = rf"{_ROMAN}\s*[.):/–-]?"
_GROUP = rf"{_ROMAN}\s*[.):/–-]\s*\S"
_TOTAL = (
    r"(?:(?:tổng cộng|tổng số|cộng dồn|lũy kế|luỹ kế)(?:[\s:(,].*)?"
    r"|(?:tổng|cộng)(?:\s*[:(].*|\s+(?:mục|nhóm|phần|trang)\s.*|\s+[ivx\d]+\W*)?"
    r"|toàn (?:tỉnh|ngành|thành phố))"
)
_DATE = r"(?:[^,]{0,40},)?\s*ngày[\d\s.…_]*tháng[\d\s.…_]*năm[\d\s.…_]*"
_OFFICE = (
    "người lập", "lập biểu", "lập bảng", "người báo cáo", "người tổng hợp", "người kiểm tra", "thủ trưởng", "giám đốc",
    "phó giám đốc", "chủ tịch", "phó chủ tịch", "trưởng phòng", "phó trưởng phòng", "chánh văn phòng", "kế toán",
    "xác nhận của", "kt.", "tm.", "tl.", "tuq.", "t/m", "k/t", "(ký", "ký tên", "ký, ", "(đã ký", "đã ký", "nơi nhận",
    "ghi chú:", "lưu:",
)  # fmt: skip
_SIGNS = rf"(?:{'|'.join(map(re.escape, _OFFICE))}).*|{_DATE}"
BEGINS = rf"^(?:{_NUMERAL}$|{_GROUP}|(?i:{_TOTAL})$|(?i:{_SIGNS})$)"
"""How the first cell of such a row begins, for RE2 and Python alike."""
_FIGURE = re.compile(r"[-+]?\d[\d.,\s]*(?:%|đồng|đ|vnđ|₫|hồ sơ)?|[-–—]", re.IGNORECASE)
_COLUMN_NUMBER = re.compile(r"\(?(?:(?P<number>\d{1,2})|[A-Z])\)?(?:\s*=.*)?")
_FEWEST, _MOST_SIGNERS = 4, 6


class Named(IntEnum):
    """How a row says which record it is."""

    BY_NOTHING = 0
    BY_FIGURE = 1
    """A short number: a record's, or the figure of a total."""
    BY_CODE = 2


@dataclass(frozen=True)
class Row:
    """The cells of one row in which something stands, from left to right."""

    cells: Sequence[str]
    begins_mapped: bool
    """Whether the first of them stands in a column of ours, so not in one that numbers rows."""
    named: int

    @property
    def is_no_record(self) -> bool:
        """Whether it is a total, or, unless anything names it, a group or a signature."""
        if self.named == Named.BY_NOTHING:
            return self.is_total or self.is_group or self.is_signature or self.is_band
        return self.named == Named.BY_FIGURE and self.is_total

    @property
    def is_group(self) -> bool:
        """Whether it is a numeral, alone in a column that is none of ours, and a name; figures may follow."""
        words = [cell for cell in self.cells if not _FIGURE.fullmatch(cell)]
        if words and re.fullmatch(_NUMERAL, words[0]):
            return not self.begins_mapped and len(set(words[1:])) <= 1
        return bool(words) and re.match(_GROUP, words[0]) is not None and len(set(words)) == 1

    @property
    def is_total(self) -> bool:
        """Whether it is the word for a total and figures, a numeral before them at most."""
        words = [cell for cell in self.cells if not _FIGURE.fullmatch(cell) and not re.fullmatch(_NUMERAL, cell)]
        return bool(words) and all(re.fullmatch(_TOTAL, word, re.IGNORECASE) for word in words)

    @property
    def is_signature(self) -> bool:
        """Whether every cell is an office, a place to sign or a date written out, and no code names the row."""
        signs = all(re.fullmatch(_SIGNS, cell, re.IGNORECASE) for cell in self.cells)
        return bool(self.cells) and self.named == Named.BY_NOTHING and signs

    @property
    def is_signed(self) -> bool:
        """Whether it is what stands below a signature: a few names, without any figure."""
        return len(set(self.cells)) <= _MOST_SIGNERS and not any(re.search(r"\d", cell) for cell in self.cells)

    @property
    def is_band(self) -> bool:
        """Whether one cell was merged over the whole row."""
        return len(self.cells) > 2 and len(set(self.cells)) == 1  # noqa: PLR2004 - two equal cells may be a record's

    @property
    def is_numbering(self) -> bool:
        """Whether it numbers the columns, as forms do under their headings: A, B, 1, 2, (3)=(4)+(5)."""
        found = [_COLUMN_NUMBER.fullmatch(cell) for cell in self.cells]
        numbers = [int(one["number"]) for one in found if one and one["number"]]
        counted = numbers == list(range(1, len(numbers) + 1)) and len(numbers) > 1
        return len(self.cells) >= _FEWEST and all(found) and counted
