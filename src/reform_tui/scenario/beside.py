"""Lists that lie beside the records and speak of them: payments, apologies, ratings, what the portal has."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from reform_tui.config.scenario import Scenario
from reform_tui.scenario.arrays import Rng, chosen
from reform_tui.scenario.draft import Draft
from reform_tui.scenario.tables import DUE, written

_MORNING = 8 * 3600
_LONGER = 10
"""Working days by which a letter puts the due date off."""


def beside_records(spec: Scenario, drafted: Draft, table: pa.Table, rng: Rng) -> dict[str, pa.Table]:
    """Return the lists by their schema, as far as the scenario has them; ``table`` is that of the records."""
    lists = {}
    if spec.payments:
        lists["payments"] = _payments(table)
    if spec.shares.apologised is not None:
        lists["apologies"] = _apologies(drafted, table, spec.shares.apologised, rng)
    if spec.shares.satisfied is not None:
        rated = chosen(~drafted.pending, spec.shares.rated, rng)
        lists["ratings"] = _ratings(table.filter(pa.array(rated)), spec.shares.satisfied, rng)
    if spec.shares.published is not None:
        lists["sync"] = _on_portal(table, spec.shares.published, rng)
    return lists


def _payments(table: pa.Table) -> pa.Table:
    """Return a payment of each record that owes a fee, made at its receipt: online, or in cash at the counter."""
    owing = table.filter(pc.not_equal(table["Thanh toán trực tuyến"], ""))
    online = pc.equal(owing["Thanh toán trực tuyến"], "Có")
    return pa.table(
        {
            "Mã hồ sơ": owing["Số hồ sơ"],
            "Số tiền": owing["Phí, lệ phí"],
            "Ngày thanh toán": owing["Ngày tiếp nhận"],
            "Người thanh toán": owing["Số điện thoại"],
            "Hình thức thanh toán": pc.if_else(online, "Trực tuyến", "Tiền mặt"),
        }
    )


def _apologies(drafted: Draft, table: pa.Table, share: float, rng: Rng) -> pa.Table:
    """Return a letter for that share of the late records, of the working day before the due date."""
    rows = np.flatnonzero(chosen(drafted.late, share, rng))
    midnight = drafted.days.days.astype("datetime64[s]").astype(np.int64)
    due = drafted.due_day[rows]
    return pa.table(
        {
            "Mã hồ sơ": table["Số hồ sơ"].take(pa.array(rows)),
            "Số văn bản": pa.array([f"{n}/XL" for n in range(1, len(rows) + 1)], pa.string()),
            "Ngày ban hành": written(midnight[due - 1] + _MORNING),
            "Ngày hẹn trả cũ": written(midnight[due] + DUE),
            "Ngày hẹn trả mới": written(midnight[due + _LONGER] + DUE),
        }
    )


def _ratings(table: pa.Table, satisfied: float, rng: Rng) -> pa.Table:
    """Return a rating of each record, given when it was finished."""
    content = chosen(np.ones(len(table), dtype=bool), satisfied, rng)
    return pa.table(
        {
            "Mã hồ sơ": table["Số hồ sơ"],
            "Mã đơn vị": table["Mã cơ quan"],
            "Ngày đánh giá": table["Ngày kết thúc xử lý"],
            "Đánh giá": pc.if_else(pa.array(content), "Hài lòng", "Không hài lòng"),
        }
    )


def _on_portal(table: pa.Table, share: float, rng: Rng) -> pa.Table:
    """Return what the portal has: every record since its receipt, of that share also the progress and the result."""
    public = pa.array(chosen(np.ones(len(table), dtype=bool), share, rng))
    return pa.table(
        {
            "Mã hồ sơ": table["Số hồ sơ"],
            "Đồng bộ thành công": table["Ngày tiếp nhận"],
            "Công khai tiến độ": pc.if_else(public, table["Ngày tiếp nhận"], ""),
            "Công khai kết quả": pc.if_else(public, table["Ngày kết thúc xử lý"], ""),
            "Lỗi": pa.array([""] * len(table)),
        }
    )
