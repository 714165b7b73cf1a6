"""Local times to UTC, by the standard library's zones: a server without its own zone files has ours."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

Micros = npt.NDArray[np.int64]

_SECOND = 1_000_000
_DAY = 86_400 * _SECOND
_STEP = 900 * _SECOND
"""Clocks change on a quarter of an hour."""
_START = datetime(1970, 1, 1)  # noqa: DTZ001 - local times have no zone yet
_LAST_DAY = (datetime(9999, 12, 30) - _START).days  # noqa: DTZ001
_FIRST_DAY = (datetime(2, 1, 1) - _START).days  # noqa: DTZ001


def to_utc(local: Micros, zone: ZoneInfo) -> Micros:
    """Return UTC for local microseconds since 1970, never out of their order.

    An hour that comes twice in autumn is the first one; an hour that spring leaves out is the moment of the change,
    so that two times of one file still compare as they were written, or as equal.
    """
    days, where = np.unique(local // _DAY, return_inverse=True)
    steady = np.array([_offset(zone, day * _DAY) for day in days.tolist()], dtype=np.int64)
    after = np.array([_offset(zone, (day + 1) * _DAY) for day in days.tolist()], dtype=np.int64)
    utc: Micros = local - steady[where]
    for at in np.flatnonzero(steady != after).tolist():
        concerned = where == at
        utc[concerned] = _on_day_of_change(local[concerned], int(days[at]), zone)
    return utc


def _on_day_of_change(local: Micros, day: int, zone: ZoneInfo) -> Micros:
    """Return UTC within one day on which the offset changes once."""
    steps = day * _DAY + np.arange(_DAY // _STEP) * _STEP
    first = np.array([_offset(zone, step) for step in steps.tolist()], dtype=np.int64)
    second = np.array([_offset(zone, step, fold=1) for step in steps.tolist()], dtype=np.int64)
    at = (local - day * _DAY) // _STEP
    utc: Micros = local - first[at]
    left_out = second > first
    if left_out.any():
        change = steps[left_out][0] - first[left_out][0]
        utc[left_out[at]] = change
    return utc


def _offset(zone: ZoneInfo, local: int, fold: int = 0) -> int:
    day = min(max(local // _DAY, _FIRST_DAY), _LAST_DAY)
    moment = (_START + timedelta(days=day, microseconds=local % _DAY)).replace(tzinfo=zone, fold=fold)
    return (zone.utcoffset(moment) or timedelta()) // timedelta(microseconds=1)
