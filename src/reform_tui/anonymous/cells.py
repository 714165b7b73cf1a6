"""Columns of text under their treatments, each different value once."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from reform_tui.anonymous.draws import shuffled_digits
from reform_tui.anonymous.looks import is_known_word, is_nobody, is_quantity, is_record_code, is_time
from reform_tui.anonymous.replacing import Replacements
from reform_tui.anonymous.treatments import BLANK, CODE, PEOPLE, TEXT, TYPED, Treatment

BLANKED = "…"
_LAST_DIGITS = re.compile(r"(\d+)(\D*)$")
_SIGNED = re.compile(r"(?i)^(.*(?:người|cán bộ|tài khoản|họ (?:và )?tên|lập|xuất|bởi|ký|in)\b[^:]{0,40}):\s*\S.*$")
_OUTSIDE = re.compile(
    r"(?i)tổng|cộng|người|thủ trưởng|giám đốc|chủ tịch|danh |báo cáo|sổ|ủy ban|uỷ ban|ubnd|sở|độc lập|ngày|tháng"
    r"|lĩnh vực|hồ sơ|phường|xã|tỉnh|huyện|trung tâm|phòng|^[ivx]+\b"
)


@dataclass(frozen=True)
class Cells:
    """What turns one text into another, under one key."""

    replacements: Replacements
    familiar: frozenset[str] = frozenset()
    """Values of kept columns: they may stand in rows that are no records too."""
    headings: frozenset[str] = frozenset()
    """What the header row says: it may be said again further down."""

    def of(self, treatment: Treatment) -> Callable[[str], str]:
        """Return what to do with a value of a column."""
        hint = treatment.hint
        ways: Mapping[str, Callable[[str], str]] = {
            TYPED: self._typed,
            TEXT: self.replacements.scrubbed,
            CODE: self._code,
            PEOPLE: lambda text: self.replacements.of(text, hint),
            BLANK: lambda text: text if is_nobody(text.strip()) else BLANKED,
        }
        way = ways[treatment.kind]
        return lambda text: text if text.strip() in self.headings else way(text)

    def _typed(self, text: str) -> str:
        bare = text.strip()
        safe = is_nobody(bare) or is_time(bare) or is_quantity(bare) or is_known_word(bare)
        return text if safe else BLANKED

    def _code(self, text: str) -> str:
        """A record's code with its unit and day, and another number; of two codes never the same."""
        bare = text.strip()
        found = _LAST_DIGITS.search(bare)
        if found is None:
            return self.outside(text)
        head = bare[: found.start()]
        number = shuffled_digits(self.replacements.key, f"code\x1f{head}", found[1])
        return text.replace(bare, head + number + found[2], 1)

    def title(self, text: str) -> str:
        """A cell above the headings: kept, but for people and who made the list."""
        return self.replacements.scrubbed(_SIGNED.sub(rf"\1: {BLANKED}", text))

    def outside(self, text: str) -> str:
        """A cell of a row that is no record: totals and titles of groups stay, names of signers do not."""
        bare = text.strip()
        if is_nobody(bare) or is_time(bare) or is_quantity(bare) or is_known_word(bare) or bare in self.familiar:
            return self.replacements.scrubbed(text) if bare in self.familiar else text
        return self.title(text) if _OUTSIDE.search(bare) else BLANKED

    def doubtful(self, text: str) -> str:
        """A cell of a row that could not be split: nobody knows which column it is of."""
        return self._code(text) if is_record_code(text.strip()) else self.outside(text)


def replaced(texts: pa.Array, way: Callable[[str], str], treatment: Treatment | None = None) -> pa.Array:
    """Return a column of text with each different value replaced; nothing stays nothing."""
    encoded = texts.dictionary_encode()
    before = encoded.dictionary.to_pylist()
    after = [way(value) if value else value for value in before]
    if treatment is not None:
        counts = np.bincount(pc.fill_null(encoded.indices, len(before)).to_numpy(), minlength=len(before) + 1)
        for old, new, rows in zip(before, after, counts.tolist(), strict=False):
            treatment.count(old, new, rows)
    return pa.array(after, pa.string()).take(encoded.indices)
