"""Drafted records as a table of text, under the headings of a one-stop system's export."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from reform_tui.config.scenario import Scenario
from reform_tui.scenario.arrays import Flags, Rng, Whole, chosen
from reform_tui.scenario.draft import Draft
from reform_tui.scenario.money import owing, paid_online
from reform_tui.scenario.people import People
from reform_tui.scenario.senders import Senders

_LEVELS = {"province": "Cấp tỉnh", "commune": "Cấp xã"}
_WRITTEN = "%d/%m/%Y %H:%M:%S"
DUE = 17 * 3600
"""The second of its due day at which a record is due."""
_PAUSED = 0.04
_DAY = 86_400


def records_table(spec: Scenario, drafted: Draft, sent: Senders, rng: Rng) -> pa.Table:
    """Return the records as a one-stop system exports them: every cell is text, an empty one is empty text."""
    columns = {
        "Số hồ sơ": _codes(spec, drafted.unit, sent.submitted),
        **_procedures(spec, drafted),
        "Cấp thực hiện": _taken([_LEVELS[unit.level] for unit in spec.units], drafted.unit),
        "Hình thức nộp": _taken(["Trực tiếp", "Trực tuyến", "Bưu chính công ích"], sent.online + 2 * sent.post),
        **_times(spec, drafted, sent, rng),
        "Trạng thái": _statuses(drafted, rng),
        **_people(spec, sent),
        **_money(spec, drafted, rng),
        **_digitised(spec, drafted, rng),
    }
    return pa.table(columns)


def _procedures(spec: Scenario, drafted: Draft) -> dict[str, pa.Array]:
    procedures = spec.procedures
    return {
        "Mã TTHC": _taken([p.code for p in procedures], drafted.procedure),
        "Tên TTHC": _taken([p.name for p in procedures], drafted.procedure),
        "Lĩnh vực": _taken([p.field for p in procedures], drafted.procedure),
        "Mã cơ quan": _taken([unit.code for unit in spec.units], drafted.unit),
        "Tên cơ quan": _taken([unit.name for unit in spec.units], drafted.unit),
    }


def _times(spec: Scenario, drafted: Draft, sent: Senders, rng: Rng) -> dict[str, pa.Array]:
    midnight = drafted.days.days.astype("datetime64[s]").astype(np.int64)
    received = midnight[drafted.received_day] + drafted.received_second
    told = {
        "Ngày nộp": written(sent.submitted),
        "Ngày tiếp nhận": written(received),
        "Ngày hẹn trả": written(midnight[drafted.due_day] + DUE),
        "Ngày kết thúc xử lý": written(midnight[drafted.finished_day] + drafted.finished_second, ~drafted.pending),
    }
    if spec.shares.synced is None:
        return told
    synced = chosen(np.ones(len(received), dtype=bool), spec.shares.synced, rng)
    return told | {"Ngày đồng bộ": written(received, synced)}


def _statuses(drafted: Draft, rng: Rng) -> pa.Array:
    last = drafted.finished_day.max()
    in_time = drafted.pending & (drafted.due_day > last)
    paused = in_time & (rng.random(len(in_time)) < _PAUSED)
    handed_over = ~drafted.pending & (drafted.finished_day < last)
    names = ["Đã xử lý xong", "Đã trả kết quả", "Đang xử lý", "Yêu cầu bổ sung giấy tờ"]
    return _taken(names, handed_over + 2 * drafted.pending + paused)


def _people(spec: Scenario, sent: Senders) -> dict[str, pa.Array]:
    people = People(spec.seed)
    return {
        "Chủ hồ sơ": people.names(sent.owner),
        "Số giấy tờ": people.ids(sent.owner),
        "Số điện thoại": people.phones(sent.owner),
        "Tài khoản nộp": sent.account,
        "Cán bộ tiếp nhận": sent.receiver,
    }


def _money(spec: Scenario, drafted: Draft, rng: Rng) -> dict[str, pa.Array]:
    fee, online = owing(spec, drafted), paid_online(spec, drafted, rng)
    return {
        "Phí, lệ phí": pc.cast(pa.array(fee), pa.string()),
        "Thanh toán trực tuyến": _taken(["", "Không", "Có"], (fee > 0) * (1 + online)),
    }


def _digitised(spec: Scenario, drafted: Draft, rng: Rng) -> dict[str, pa.Array]:
    components = rng.integers(2, 7, size=len(drafted.unit))
    every = np.ones(len(components), dtype=bool)
    digitised = components - ~chosen(every, spec.shares.digitised, rng)
    reused = chosen(every, spec.shares.reused, rng).astype(np.int64)
    digital = chosen(~drafted.pending, spec.shares.digitised, rng)
    return {
        "Số thành phần hồ sơ": pc.cast(pa.array(components), pa.string()),
        "Số thành phần số hóa": pc.cast(pa.array(digitised), pa.string()),
        "Số thành phần tái sử dụng": pc.cast(pa.array(reused), pa.string()),
        "Kết quả điện tử": _taken(["Không", "Có", ""], digital + 2 * drafted.pending),
    }


def _codes(spec: Scenario, unit: Whole, submitted: Whole) -> pa.Array:
    """Return national codes: unit, day of submission, and a number that begins anew each day in each unit."""
    day = submitted // _DAY
    order = np.lexsort((submitted, day, unit))
    new = np.append(True, (np.diff(unit[order]) != 0) | (np.diff(day[order]) != 0))
    first = np.maximum.accumulate(np.where(new, np.arange(len(order)), 0))
    number = np.empty(len(order), dtype=np.int64)
    number[order] = np.arange(len(order)) - first + 1
    days = pc.strftime(pa.array(day * _DAY, pa.timestamp("s")), "%y%m%d")
    padded = pc.utf8_lpad(pc.cast(pa.array(number), pa.string()), 4, "0")
    return pc.binary_join_element_wise(_taken([place.code for place in spec.units], unit), days, padded, "-")


def written(seconds: Whole, known: Flags | None = None) -> pa.Array:
    """Return moments, seconds since 1970 by the local clock, as systems write them; empty where not ``known``."""
    text = pc.strftime(pa.array(seconds, pa.timestamp("s")), _WRITTEN)
    return text if known is None else pc.if_else(pa.array(known), text, "")


def _taken(words: Sequence[str], at: Whole) -> pa.Array:
    return pa.array(words, pa.string()).take(pa.array(at))
