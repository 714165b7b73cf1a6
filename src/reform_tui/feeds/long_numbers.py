"""Telephone and identity numbers that a spreadsheet took for numbers: a 0 lost in front, an exponent behind."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from reform_tui.model.schema import Column, Kind

_EXPONENT = (r"^([1-9])[.,](\d{8})E\+?0?8$", r"\1\2")
"""Nine digits, all of them there."""
_MOBILE, _NO_ZERO, _ZERO = 9, r"^([35789]\d{8})$", r"0\1"
_ROUNDED = r"^\d(?:[.,]\d+)?E\+\d{1,2}$"


def restored(texts: pa.Array, column: Column) -> pa.Array:
    """Return cleaned ``texts`` of a ``column``: telephones with their first 0, and what was rounded as missing.

    A rounded number would be the same for many people: as if one telephone had filed for all of them.
    """
    if not column.people or column.kind is not Kind.TEXT:
        return texts
    if column.name.endswith("phone"):
        texts = pc.replace_substring_regex(texts, *_EXPONENT)
        if pc.any(pc.equal(pc.binary_length(texts), _MOBILE)).as_py():
            texts = pc.replace_substring_regex(texts, _NO_ZERO, _ZERO)
    return pc.if_else(rounded(texts), pa.scalar(None, pa.string()), texts)


def rounded(texts: pa.Array) -> pa.Array:
    """Return where a number has lost its last digits (``bool``, null where it is null)."""
    return pc.match_substring_regex(texts, _ROUNDED)
