"""The national record code: ``H14.36-250301-0001`` is unit, day and daily number (TT 01/2018/TT-VPCP, Art. 19)."""

from __future__ import annotations

import re

# The old four-part codes still stand in feeds; five digits come from codes renumbered at sync.
PATTERN = r"^(?P<unit>(?:\d{3}\.\d{2}\.\d{2}\.)?[HG]\d{2}(?:\.\d{1,3}){0,3})-(?P<day>\d{6})-(?P<number>\d{4,6})$"
_CODE = re.compile(PATTERN)


def unit_in(code: str) -> str | None:
    """Return the unit inside a national record code, or ``None`` when it is not one."""
    match = _CODE.match(code)
    return match["unit"] if match else None


def home_in(key: str) -> str:
    """Return the home of a store key: the unit in the code, or the part before the bar."""
    return unit_in(key) or key.partition("|")[0]
