"""Small files for a demo that is already running: records come and go, one is late, and is put right again."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count, cycle
from typing import NamedTuple

import numpy as np

from reform_tui.scenario.drops import Drop
from reform_tui.scenario.people import People
from reform_tui.scenario.senders import officer

PACE = 6.0
"""Seconds between two files."""
_PER_ROUND = 10
_FIRST = 10_000
_COUNTERS = ("H14.21", "H14.52", "H14.22", "H14.42")
_SLOW = ("H14.42", "H14.71", "H14.52", "H14.6")
_TYPING = "H14.64"


class _Kind(NamedTuple):
    field: str
    code: str
    name: str
    days: int
    """Limit in working days."""


_SHORT = _Kind("Hộ tịch", "1.001193", "Thủ tục đăng ký khai sinh", 2)
_LAND = _Kind("Đất đai", "1.012784", "Tách thửa hoặc hợp thửa đất", 14)

Row = dict[str, str]


@dataclass(frozen=True)
class _Round:
    """What the files of one round speak of: records numbered from ``serial``, the first of them come at ``start``."""

    serial: int
    start: datetime
    people: People


def later_drops(since: datetime, seed: int = 1) -> Iterator[Drop]:
    """Return updates without end from ``since`` on, in rounds of five.

    In each round records come in, an officer files for others, a land record turns out to be late, the first ones
    are finished, and the late one gets a new due date, so that its alert resolves.
    """
    now, people = since, People(seed)
    for number, counter, slow in zip(count(), cycle(_COUNTERS), cycle(_SLOW), strict=False):
        this = _Round(_FIRST + number * _PER_ROUND, now, people)
        for unit, story in ((counter, _come), (_TYPING, _typed), (slow, _late), (counter, _finished), (slow, _mended)):
            now += timedelta(seconds=PACE)
            yield Drop(f"{unit} {now:%Y_%m_%d_%H_%M_%S}.csv", _text(story(this, unit, now)), PACE)


def _come(this: _Round, unit: str, now: datetime) -> list[Row]:  # noqa: ARG001 - stories are told alike
    return [_record(this, unit, n, this.start, _SHORT) for n in range(3)]


def _typed(this: _Round, unit: str, now: datetime) -> list[Row]:
    account = {"Tài khoản nộp": officer(unit, 0), "Cán bộ tiếp nhận": officer(unit, 0)}
    return [_record(this, unit, 3 + n, now, _SHORT) | account for n in range(3)]


def _late(this: _Round, unit: str, now: datetime) -> list[Row]:  # noqa: ARG001 - as above
    return [_record(this, unit, 6, _working_day(this.start, -15), _LAND)]


def _finished(this: _Round, unit: str, now: datetime) -> list[Row]:
    ended = {"Ngày kết thúc xử lý": _told(now), "Trạng thái": "Đã xử lý xong"}
    return [row | ended for row in _come(this, unit, now)]


def _mended(this: _Round, unit: str, now: datetime) -> list[Row]:
    return [row | {"Ngày hẹn trả": _told(_due(now, 10))} for row in _late(this, unit, now)]


def _record(this: _Round, unit: str, place: int, received: datetime, kind: _Kind) -> Row:
    who = np.array([this.serial + place])
    return {
        "Số hồ sơ": f"{unit}-{received:%y%m%d}-{who[0]:05}",
        "Lĩnh vực": kind.field,
        "Mã TTHC": kind.code,
        "Tên TTHC": kind.name,
        "Hình thức nộp": "Trực tuyến",
        "Ngày nộp": _told(received - timedelta(minutes=1)),
        "Ngày tiếp nhận": _told(received),
        "Ngày hẹn trả": _told(_due(received, kind.days)),
        "Ngày kết thúc xử lý": "",
        "Trạng thái": "Đang xử lý",
        "Chủ hồ sơ": this.people.names(who)[0].as_py(),
        "Số giấy tờ": this.people.ids(who)[0].as_py(),
        "Số điện thoại": this.people.phones(who)[0].as_py(),
        "Tài khoản nộp": this.people.accounts(who)[0].as_py(),
        "Cán bộ tiếp nhận": officer(unit, 1),
    }


def _due(moment: datetime, days: int) -> datetime:
    return _working_day(moment, days).replace(hour=17, minute=0, second=0)


def _working_day(moment: datetime, days: int) -> datetime:
    there = np.busday_offset(np.datetime64(moment.date()), days, roll="backward").astype(object)
    return moment.replace(year=there.year, month=there.month, day=there.day)


def _told(moment: datetime) -> str:
    return f"{moment:%d/%m/%Y %H:%M:%S}"


def _text(rows: Sequence[Row]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()
