"""Whether a true .xls has arrived whole: the container's table of sectors says how many there must be."""

from __future__ import annotations

import struct

import numpy as np

_FIRST_BYTES = 512
_FREE = 0xFFFFFFFF
_LARGEST = 0xFFFFFFFA
"""Above it are marks, not sectors."""
_SHIFTS = (9, 12)


def is_cut(content: bytes) -> bool:
    """Whether a compound file (MS-CFB 2.2) ends before the last sector that its table says is in use."""
    if len(content) < _FIRST_BYTES:
        return True
    (shift,) = struct.unpack_from("<H", content, 30)
    if shift not in _SHIFTS:
        return False  # damaged in another way, which whoever reads it will tell
    listed = np.frombuffer(content, "<u4", 109, 76)
    tables = listed[listed < _LARGEST]
    size = 1 << shift
    sectors = len(content) // size - 1
    if bool((tables >= sectors).any()):
        return True
    used = [_last_used(content, int(table), size) + n * size // 4 for n, table in enumerate(tables)]
    return bool(max(used, default=-1) >= sectors)


def _last_used(content: bytes, table: int, size: int) -> int:
    """The place of the last entry of one sector of the table that is in use; so far below 0 that it never counts."""
    entries = np.frombuffer(content, "<u4", size // 4, (table + 1) * size)
    places = np.flatnonzero(entries != _FREE)
    return int(places[-1]) if len(places) else -(1 << 40)
