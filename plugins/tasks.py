"""Tasks of a plan: what each agency was to do and has done, against where the calendar stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd

from reform_tui.sdk import (
    Check,
    Column,
    Counting,
    Finding,
    Judgement,
    Kind,
    Reads,
    Schema,
    Sentences,
    View,
    counting,
    hookimpl,
    judge,
    judged,
    tally,
)

KINDS = {
    "reform": ("Nhiệm vụ CCHC", "Nhiệm vụ cải cách hành chính", "CCHC"),
    "target": ("Chỉ tiêu",),
    "control": ("Nhiệm vụ kiểm soát TTHC", "Kiểm soát TTHC", "Kiểm soát thủ tục hành chính"),
    "integration": ("Nội dung tích hợp", "Tích hợp"),
    "training": ("Tập huấn", "Lớp tập huấn", "Đào tạo, bồi dưỡng"),
    "trainees": ("Người được tập huấn", "Lượt người tập huấn"),
    "inspection": ("Kiểm tra", "Cuộc kiểm tra", "Thanh tra, kiểm tra"),
}
TASKS = Schema(
    "tasks",
    (
        Column("task_id", headings=("Mã nhiệm vụ", "Số nhiệm vụ", "Mã chỉ tiêu")),
        Column("unit", Kind.CODE, headings=("Mã đơn vị", "Đơn vị thực hiện", "Cơ quan chủ trì")),
        Column("kind", Kind.CODE, values=tuple(KINDS), words=KINDS, labels={"vi": "Loại", "en": "Kind"},
               headings=("Loại nhiệm vụ", "Loại", "Nhóm nhiệm vụ")),
        Column("title", labels={"vi": "Nhiệm vụ", "en": "Task"},
               headings=("Nhiệm vụ", "Tên nhiệm vụ", "Nội dung", "Nội dung nhiệm vụ")),
        Column("year", Kind.COUNT, headings=("Năm", "Năm kế hoạch"), labels={"vi": "Năm", "en": "Year"}),
        Column("planned", Kind.COUNT, labels={"vi": "Kế hoạch", "en": "Planned"},
               headings=("Kế hoạch", "Số kế hoạch", "Tổng số", "Số phải thực hiện")),
        Column("done", Kind.COUNT, labels={"vi": "Đã hoàn thành", "en": "Done"},
               headings=("Đã hoàn thành", "Số đã hoàn thành", "Đã thực hiện", "Thực hiện")),
        Column("due_at", Kind.TIME, promise=True, headings=("Thời hạn", "Thời hạn hoàn thành", "Hạn hoàn thành")),
        Column("done_at", Kind.TIME, labels={"vi": "Ngày hoàn thành", "en": "Done on"},
               headings=("Ngày hoàn thành", "Thời gian hoàn thành")),
    ),
    key=("task_id",),
)  # fmt: skip
"""A row is one item with its due date, or a line of a plan with counts; one without a count is one item."""

READS: Reads = {"tasks": ("kind?", "year?", "planned?", "done?", "due_at?", "done_at?")}
NOT_TOLD = "planned, and nobody said how many are done"
ASSIGNED = ("target", "control", "integration")
NAMES = {kind: words[0] for kind, words in KINDS.items()}
_NEARLY = 1e-9


def _year(view: View) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Return where the rule's period begins and ends; without bounds, the calendar year of the moment."""
    start, end = view.period.start, view.period.end
    now = pd.Timestamp(view.now).tz_convert(view.calendar.zone)
    first = now.normalize().replace(month=1, day=1)
    begun = pd.Timestamp(start).tz_convert(view.calendar.zone) if start else first
    return begun, pd.Timestamp(end).tz_convert(view.calendar.zone) if end else begun + pd.DateOffset(years=1)


def _plan(view: View) -> pd.DataFrame:
    """Return the tasks of the plan's year: ``planned`` and ``done``, ``item`` and ``unknown`` (``bool``)."""
    rows = view.rows("tasks")
    start, end = _year(view)
    due = rows["due_at"]
    of_year = rows["year"].isna() & (due.isna() | ((due >= start) & (due < end)))
    rows = rows[(rows["year"] == start.year).fillna(value=False).astype(bool) | of_year].copy()
    rows["kind"] = rows["kind"].astype("str").fillna("reform")
    finished = rows["done_at"].notna()
    rows["unknown"] = rows["planned"].notna() & rows["done"].isna() & ~finished
    rows["item"] = rows["planned"].isna()
    rows["planned"] = rows["planned"].fillna(1).astype("int64")
    rows["done"] = rows["done"].fillna(rows["planned"].where(finished, 0)).astype("int64").clip(upper=rows["planned"])
    return rows


@dataclass(frozen=True, kw_only=True)
class TasksBehind:
    """Kinds of task of which an agency has done less of its plan than the calendar asks, one finding a kind.

    What is asked is ``pace`` times the part of the period that is over, by whole days: with 1, half of the tasks by the
    middle of the year.  Use it with ``period = "year"``.  Cao Bằng had done 17 of 54 by mid-June 2025 and told agencies
    under half without saying where it drew the line: the pace is this project's, not the article's.  More done of one
    line than was planned does not make up for another.

    ``count`` is what is not done yet, ``of`` what was planned; ``value`` the share done.  Facts: ``done``, ``planned``.
    """

    pace: float = 1.0

    reads: ClassVar[Reads] = READS
    sentences: ClassVar[Sentences] = {
        "found": {
            "vi": "đã làm {done}/{planned}, chậm so với phần năm đã qua",
            "en": "{done} of {planned} done, behind the part of the year that is over",
        }
    }

    def __post_init__(self) -> None:
        """Refuse a pace that asks for nothing."""
        if self.pace <= 0:
            raise ValueError(f"pace is {self.pace:g} and must be above 0: 1 asks for half of the tasks by mid-year")

    def find(self, view: View) -> Judgement:
        """Compare what is done with the days that are over."""
        start, _ = _year(view)
        rows = _plan(view)
        passed = (pd.Timestamp(view.now).tz_convert(view.calendar.zone).normalize() - start).days
        behind = self._sums(view, rows)
        behind = behind[behind["reach"] < passed]
        findings = tuple(
            Finding(
                unit, NAMES[kind], "found", row["planned"] - row["done"], row["planned"], row["done"] / row["planned"],
                {"done": row["done"], "planned": row["planned"]},
            )
            for (unit, kind), row in zip(behind.index, behind.to_dict("records"), strict=True)
        )  # fmt: skip
        return Judgement(findings) + judged(rows, unreadable={NOT_TOLD: rows["unknown"]})

    def next_change(self, view: View) -> pd.Series:
        """Return the midnight from which the first kind of each unit is behind."""
        start, _ = _year(view)
        sums = self._sums(view, _plan(view)).reset_index()
        days = [start + pd.DateOffset(days=int(reach) + 1) for reach in sums["reach"]]
        return view.next_after(pd.Series(days, sums.index, dtype=f"datetime64[us, {start.tz}]"), by=sums["unit"])

    def _sums(self, view: View, rows: pd.DataFrame) -> pd.DataFrame:
        """Return ``planned``, ``done`` and ``reach``, the day of the period up to which that is enough."""
        start, end = _year(view)
        sums = rows[~rows["unknown"]].astype({"unit": "str"}).groupby(["unit", "kind"])[["planned", "done"]].sum()
        sums = sums[sums["planned"] > sums["done"]]
        share = sums["done"] / sums["planned"]
        return sums.assign(reach=np.floor(share * (end - start).days / self.pace + _NEARLY).clip(upper=36525))


@dataclass(frozen=True, kw_only=True)
class TaskOverdue:
    """Tasks that are not done though their due date is over, by kind.

    A task is in time through the whole of its due day; a line with counts and without a due date is due with its plan,
    and left to ``tasks_behind``.  Fact: ``first_due``, the earliest due date among them.
    """

    reads: ClassVar[Reads] = READS
    sentences: ClassVar[Sentences] = {
        "found": {
            "vi": "{count}/{of} nhiệm vụ quá hạn mà chưa xong, hạn cũ nhất {first_due}",
            "en": "{count} of {of} tasks are past their due date and not done, the oldest due {first_due}",
        }
    }

    def find(self, view: View) -> Judgement:
        """Count tasks past their due date, by unit and kind."""
        rows = self._open(view)
        rows["kind"] = rows["kind"].map(NAMES)
        return judge(
            rows,
            by=["unit", "kind"],
            where=rows["open"] & (rows["late_from"] <= view.now),
            unreadable={NOT_TOLD: rows["unknown"], "due date missing": rows["due_at"].isna()},
            facts={"first_due": ("min", rows["due_at"].dt.strftime("%Y-%m-%d"))},
        )

    def next_change(self, view: View) -> pd.Series:
        """Return when the next open task of each unit is past its due day."""
        rows = self._open(view)
        return view.next_after(rows["late_from"].where(rows["open"]), by=rows["unit"])

    def _open(self, view: View) -> pd.DataFrame:
        rows = _plan(view)
        rows = rows[rows["item"] | rows["due_at"].notna()].copy()
        rows["open"] = rows["done"] < rows["planned"]
        rows["late_from"] = rows["due_at"].dt.normalize() + pd.DateOffset(days=1)
        return rows


def _done(view: View, kinds: Sequence[str]) -> pd.DataFrame:
    """Return done and planned of some kinds by unit, and how many lines said nothing of what is done."""
    rows = _plan(view)
    rows = rows[rows["kind"].isin(kinds)].astype({"unit": "str"})
    told = rows.assign(numerator=rows["done"].mask(rows["unknown"], 0), denominator=rows["planned"])
    told["denominator"] = told["denominator"].mask(rows["unknown"], 0)
    sums = told.groupby("unit")[["numerator", "denominator"]].sum().astype("int64")
    figures = tally(rows, where=rows["done"] > 0, of=~rows["unknown"])  # as many where each row is one item
    return figures.assign(numerator=sums["numerator"], denominator=sums["denominator"])


@counting(**READS)
def tasks_done(view: View) -> pd.DataFrame:
    """Tasks of the reform plan that are done among those planned for the year, by counts or item by item.

    A line that does not say how many are done is in neither number.  Cao Bằng by mid-June 2025: 17 of 54.
    """
    return _done(view, ["reform"])


@counting(**READS)
def assigned_done(view: View) -> pd.DataFrame:
    """Targets, control tasks and integration items that are done among those assigned for the year.

    Tuyên Quang assigned 34, 35 and 31 in 2025 (văn bản 468 of 24/7/2025).
    """
    return _done(view, ASSIGNED)


@counting(**READS)
def training_done(view: View) -> pd.DataFrame:
    """Training courses held among those planned for the year; Tuyên Quang held 4 in July 2025."""
    return _done(view, ["training"])


@counting(**READS)
def trainees_done(view: View) -> pd.DataFrame:
    """People trained among those whom the year's plan wants trained; Tuyên Quang trained 550 in July 2025."""
    return _done(view, ["trainees"])


@hookimpl
def reform_schemas() -> Sequence[Schema]:
    """Offer tasks of plans as a kind of feed."""
    return [TASKS]


@hookimpl
def reform_checks() -> Sequence[type[Check]]:
    """Offer the checks of this page."""
    return [TasksBehind, TaskOverdue]


@hookimpl
def reform_counts() -> Sequence[Counting]:
    """Offer the shares of this page."""
    return [tasks_done, assigned_done, training_done, trainees_done]
