"""Steps of a record: who held it, from when, until when by right; so that a delay is told by step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

import pandas as pd

from reform_tui.sdk import (
    Check,
    Column,
    Counting,
    Judgement,
    Kind,
    Reads,
    Schema,
    Sentences,
    View,
    counting,
    hookimpl,
    judge,
    never,
    tally,
    within,
)

STEPS = Schema(
    "steps",
    (
        Column("record_id", headings=("Mã hồ sơ", "Số hồ sơ", "Mã số hồ sơ", "MaHoSo")),
        Column(
            "step",
            Kind.CODE,
            labels={"vi": "Bước xử lý", "en": "Step"},
            headings=("Bước xử lý", "Tên bước", "Bước", "Công việc", "Tên công việc"),
        ),
        Column("unit", Kind.CODE, headings=("Mã đơn vị", "Đơn vị")),
        Column(
            "holder",
            Kind.CODE,
            labels={"vi": "Đơn vị đang giữ", "en": "Held by"},
            headings=("Đơn vị xử lý bước", "Đơn vị giữ hồ sơ", "Đơn vị thực hiện", "Đơn vị xử lý"),
        ),
        Column(
            "officer",
            Kind.CODE,
            people=True,
            labels={"vi": "Cán bộ xử lý", "en": "Officer"},
            headings=("Cán bộ xử lý", "Người xử lý", "Cán bộ thực hiện", "Người thực hiện"),
        ),
        Column(
            "began_at",
            Kind.TIME,
            labels={"vi": "Bắt đầu bước", "en": "Began"},
            headings=("Ngày nhận bước", "Thời gian bắt đầu", "Ngày bắt đầu", "Từ ngày"),
        ),
        Column(
            "ended_at",
            Kind.TIME,
            labels={"vi": "Kết thúc bước", "en": "Ended"},
            headings=("Ngày chuyển bước", "Thời gian kết thúc", "Ngày kết thúc", "Đến ngày"),
        ),
        Column(
            "step_due_at",
            Kind.TIME,
            promise=True,
            labels={"vi": "Hạn của bước", "en": "Step due"},
            headings=("Hạn xử lý bước", "Hạn của bước", "Hạn bước", "Thời hạn bước"),
        ),
    ),
    key=("record_id", "step", "began_at"),
    optional=("step",),
)
"""One row each time that somebody held a record; a step without an end is open."""


@counting(steps=("began_at", "ended_at", "step_due_at"))
def steps_in_time(view: View) -> pd.DataFrame:
    """Steps that ended by their own due moment among steps with one that ended in the period."""
    rows = view.rows("steps")
    ended = within(rows["ended_at"], view.period)
    return tally(
        rows,
        where=rows["ended_at"] <= rows["step_due_at"],
        of=ended,
        unreadable={"due moment of the step missing": ended & rows["step_due_at"].isna()},
    )


@dataclass(frozen=True, kw_only=True)
class StepOverdue:
    """Steps that took longer than they may, by step: where a record lost its time.

    ``which`` says whether those that are ``ended`` after their due moment are counted or those still ``open`` when it
    has passed.  Facts: ``hours``, the working time of all steps found, from when each began until it ended or its due
    moment; ``most``, of the longest; ``records``, how many records they are of.
    """

    which: Literal["open", "ended"]

    reads: ClassVar[Reads] = {"steps": ("record_id", "step", "began_at", "ended_at", "step_due_at")}
    sentences: ClassVar[Sentences] = {
        "open": {
            "vi": "Bước “{subject}”: {count}/{of} lượt đang giữ đã quá hạn của bước, {records} hồ sơ, hạn sớm nhất "
            "{first_due}",
            "en": "Step “{subject}”: {count} of {of} held now are past the step's due moment, {records} records, the "
            "first due {first_due}",
        },
        "ended": {
            "vi": "Bước “{subject}”: {count}/{of} lượt đã xong quá hạn của bước, {records} hồ sơ, mất {hours} giờ làm "
            "việc, lâu nhất {most} giờ",
            "en": "Step “{subject}”: {count} of {of} ended after the step's due moment, {records} records, {hours} "
            "working hours, {most} at most",
        },
    }

    def find(self, view: View) -> Judgement:
        """Count steps by unit and step."""
        rows = self._asked(view)
        due = rows["step_due_at"]
        late = (rows["ended_at"] > due) if self.which == "ended" else due < view.now
        facts = {"records": ("nunique", rows["record_id"])}
        if self.which == "ended":
            hours = view.calendar.elapsed(rows["began_at"], rows["ended_at"]).astype("Float64") / 60
            facts |= {"hours": ("sum", hours.round(1)), "most": ("max", hours.round(1))}
        else:
            facts |= {"first_due": ("min", due)}
        unreadable = {"due moment of the step missing": due.isna()}
        return judge(rows, by=["unit", "step"], where=late, template=self.which, unreadable=unreadable, facts=facts)

    def next_change(self, view: View) -> pd.Series:
        """Return when the next open step is past its due moment."""
        if self.which == "ended":
            return never()
        rows = self._asked(view)
        return view.next_after(rows["step_due_at"] + pd.Timedelta(microseconds=1), by=rows["unit"])

    def _asked(self, view: View) -> pd.DataFrame:
        rows = view.rows("steps")
        if self.which == "ended":
            return rows[within(rows["ended_at"], view.period)]
        return rows[rows["ended_at"].isna() & rows["began_at"].notna()]


@dataclass(frozen=True, kw_only=True)
class HeldElsewhere:
    """Records that another unit than their own held at the moment when they were due, by who held them.

    The holder is the one whose step had begun and not ended at the due moment of the record.  What is told is where the
    record lay, not who is to blame for the delay.  Only records that were not finished by then are asked.
    """

    reads: ClassVar[Reads] = {
        "steps": ("record_id", "holder", "began_at", "ended_at"),
        "records": ("due_at?", "finished_at?"),
    }
    sentences: ClassVar[Sentences] = {
        "found": {
            "vi": "{count}/{of} hồ sơ đến hạn khi đang ở {subject}: cần kiểm tra",
            "en": "{count} of {of} records were at {subject} when they fell due: to verify",
        }
    }

    def find(self, view: View) -> Judgement:
        """Count the steps that were held at the due moment, by unit of the record and holder."""
        rows = self._held(view)
        elsewhere = rows["holder"].astype("str") != rows["unit"].astype("str")
        unreadable = {"due date missing": rows["records_due_at"].isna(), "holder missing": rows["holder"].isna()}
        return judge(rows, by=["unit", "holder"], where=elsewhere, unreadable=unreadable)

    def next_change(self, view: View) -> pd.Series:
        """Return when the next record falls due."""
        rows = view.join("steps", "records").rows
        return view.next_after(rows["records_due_at"], by=rows["unit"])

    def _held(self, view: View) -> pd.DataFrame:
        joined = view.join("steps", "records")
        rows = joined.rows[joined.matched]
        due, finish = rows["records_due_at"], rows["records_finished_at"]
        held = (rows["began_at"] <= due) & ~(rows["ended_at"] <= due)
        return rows[due.isna() | (held & (due <= view.now) & ~(finish <= due))]


@hookimpl
def reform_schemas() -> Sequence[Schema]:
    """Offer steps as a kind of feed."""
    return [STEPS]


@hookimpl
def reform_counts() -> Sequence[Counting]:
    """Offer the counting function of this page."""
    return [steps_in_time]


@hookimpl
def reform_checks() -> Sequence[type[Check]]:
    """Offer the checks of this page."""
    return [StepOverdue, HeldElsewhere]
