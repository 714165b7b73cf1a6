"""Columns of text to whole numbers and measures, as Vietnamese offices write them."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from reform_tui.feeds.masks import Mask, mask

_DIGITS = r"^\d{1,9}$"
_CURRENCY = r"(?i)\s*(?:đồng|vnđ|vnd|đ|₫)\.?$"
_WHOLE = (
    (r"^([+-]?\d{1,3}(?:\.\d{3})+)(?:,0+)?$", r"[.]|,.*"),  # 12.000 and 1.234.567,00
    (r"^([+-]?\d{1,3}(?:,\d{3})+)(?:\.0+)?$", r"[,]|\..*"),  # 12,000 and 1,234,567.00
    (r"^([+-]?\d{1,3}(?: \d{3})+)$", r" "),  # 12 000
    (r"^([+-]?\d+)(?:[.,]0+)?$", r"[.,].*"),  # 3.0
)
"""(shape, what to take out of it), tried in this order: three digits behind a dot are thousands."""
_DECIMAL_COMMA = r"^[+-]?\d{1,3}(?:\.\d{3})*,\d+$"
_MEASURE = r"^[+-]?\d+(?:\.\d+)?$"
_PERCENT = r"\s*%$"
_LIMITS = {pa.int32(): 2**31 - 1, pa.int64(): 10**17}


def whole_numbers(texts: pa.Array, kind: pa.DataType) -> tuple[pa.Array, Mask]:
    """Read cleaned text as ``int32`` or ``int64``; also returns where there is text that is no whole number."""
    given = pc.is_valid(texts)
    if not pc.all(pc.match_substring_regex(texts, _DIGITS), min_count=0).as_py():
        texts = _plain(texts)
    numbers = texts.cast(pa.int64(), safe=True)
    fits = pc.less_equal(pc.abs(numbers), _LIMITS[kind])
    numbers = pc.if_else(fits, numbers, pa.scalar(None, pa.int64()))
    return numbers.cast(kind), _missing(given, numbers)


def _plain(texts: pa.Array) -> pa.Array:
    """Digits and a sign, or null."""
    texts = pc.replace_substring_regex(texts, _CURRENCY, "")
    plain = pa.nulls(len(texts), pa.string())
    for shape, out in _WHOLE:
        fits = pc.and_(pc.is_null(plain), pc.match_substring_regex(texts, shape))
        plain = pc.if_else(pc.fill_null(fits, False), pc.replace_substring_regex(texts, out, ""), plain)
    plain = pc.replace_substring_regex(plain, r"^\+", "")
    return pc.if_else(pc.less_equal(pc.utf8_length(plain), 18), plain, pa.scalar(None, pa.string()))


def measures(texts: pa.Array) -> tuple[pa.Array, Mask]:
    """Read cleaned text as ``float64``: 0.7, 0,7 and 70 % are one; also returns where there is text that is none."""
    given = pc.is_valid(texts)
    percent = pc.match_substring_regex(texts, _PERCENT)
    bare = pc.replace_substring_regex(texts, _PERCENT, "")
    comma = pc.match_substring_regex(bare, _DECIMAL_COMMA)
    dotted = pc.replace_substring(pc.replace_substring(bare, ".", ""), ",", ".")
    bare = pc.if_else(comma, dotted, bare)
    bare = pc.if_else(pc.match_substring_regex(bare, _MEASURE), bare, pa.scalar(None, pa.string()))
    numbers = pc.replace_substring_regex(bare, r"^\+", "").cast(pa.float64())
    numbers = pc.if_else(percent, pc.divide(numbers, 100.0), numbers)
    return numbers, _missing(given, numbers)


def _missing(given: pa.Array, numbers: pa.Array) -> Mask:
    return mask(pc.and_(given, pc.is_null(numbers)))
