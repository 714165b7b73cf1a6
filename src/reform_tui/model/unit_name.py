"""Codes and names of units, spelt so that they compare."""

from __future__ import annotations

import re
from datetime import date

from reform_tui.model.text import fold

DISTRICTS_END = date(2025, 6, 30)
"""The last day of the district level (Luật Tổ chức chính quyền địa phương 2025, số 72/2025/QH15)."""
_CODE = re.compile(r"[HG]\d{2}(?:\.\d{1,3}){0,3}")
_OLD = re.compile(r"(\d{3})\.(\d{2})\.(\d{2})\.([HG]\d{2})")
_OFFICES = "|".join(map(fold, ("ubnd", "ủy ban nhân dân", "trung tâm phục vụ hành chính công", "ttphcc", "ttpvhcc")))
_PLACES = "|".join(map(fold, ("xã", "phường", "thị trấn", "đặc khu", "huyện", "quận", "thị xã", "thành phố", "tỉnh")))
_HEAD = re.compile(rf"(?:{_OFFICES})\s+(?:{fold('của')}\s+)?(?=(?:{_PLACES})\s)")


def unit_code(text: str) -> str:
    """Return a unit's code in today's order: ``H56.22.17`` of ``000.17.22.H56``; nothing of what is no code."""
    code = text.strip().upper()
    old = _OLD.fullmatch(code)
    if old is None:
        return code if _CODE.fullmatch(code) else ""
    lower, middle, upper, top = old.groups()
    parts = [top, upper, middle, lower]
    while len(parts) > 1 and not int(parts[-1]):
        parts.pop()
    return ".".join(parts)


def unit_key(text: str) -> str:
    """Return what two spellings of one unit share: its code without zeros in front, else its name in one tone style.

    The people's committee of a place and its one-stop centre go by the name of the place.
    """
    top, *parts = unit_code(text).split(".")
    if top:
        return ".".join([top, *(str(int(part)) for part in parts)])
    return _HEAD.sub("", fold(text), count=1)
