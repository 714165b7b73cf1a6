"""Rows that are no records though something stands in them: groups, totals, signatures, numbers under the headings.

Each is looked at only where nothing in it names a record, and is taken for one only where nothing else stands in it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

NAMES_A_RECORD = r"^\s*\S*\p{Nd}\S*\s*$"
"""What codes look like: one word with a digit.  A row that has one where its name belongs is never set aside."""
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


def is_group(cells: Sequence[str], *, unmapped_first: bool) -> bool:
    """Whether cells are a numeral, alone in a column that is no field of ours, and a name; figures may follow."""
    words = [cell for cell in cells if not _FIGURE.fullmatch(cell)]
    if re.fullmatch(_NUMERAL, words[0]) if words else False:
        return unmapped_first and len(set(words[1:])) <= 1
    return bool(words) and re.match(_GROUP, words[0]) is not None and len(set(words)) == 1


def is_total(cells: Sequence[str]) -> bool:
    """Whether cells are the word for a total and figures, a numeral before them at most."""
    words = [cell for cell in cells if not _FIGURE.fullmatch(cell) and not re.fullmatch(_NUMERAL, cell)]
    return bool(words) and all(re.fullmatch(_TOTAL, word, re.IGNORECASE) for word in words)


def is_signature(cells: Collection[str]) -> bool:
    """Whether every cell is an office, a place to sign or a date written out."""
    return bool(cells) and all(re.fullmatch(_SIGNS, cell, re.IGNORECASE) for cell in cells)


def is_signed(cells: Collection[str]) -> bool:
    """Whether cells below a signature are what stands there: a few names, without any figure."""
    return len(set(cells)) <= _MOST_SIGNERS and not any(re.search(r"\d", cell) for cell in cells)


def is_band(cells: Sequence[str]) -> bool:
    """Whether one cell was merged over the whole row."""
    return len(cells) > 2 and len(set(cells)) == 1  # noqa: PLR2004 - two equal cells may be a record's


def is_numbering(cells: Sequence[str]) -> bool:
    """Whether cells number the columns, as forms do under their headings: A, B, 1, 2, (3)=(4)+(5)."""
    found = [_COLUMN_NUMBER.fullmatch(cell) for cell in cells]
    numbers = [int(one["number"]) for one in found if one and one["number"]]
    return len(cells) >= _FEWEST and all(found) and numbers == list(range(1, len(numbers) + 1)) and len(numbers) > 1
