"""Petitions (phản ánh, kiến nghị): refused, completed, answered and published in time, and publicly."""

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
    WorkingTime,
    counting,
    hookimpl,
    judge,
    tally,
    within,
)

ABOUT = {
    "procedure": ("TTHC", "Thủ tục hành chính", "Quy định hành chính", "Quy định, thủ tục hành chính"),
    "conduct": ("Cán bộ", "Cán bộ, công chức", "Hành vi hành chính", "Thái độ cán bộ", "Hành vi của cán bộ"),
    "other": ("Khác", "Nội dung khác"),
}
PETITIONS = Schema(
    "petitions",
    (
        Column("petition_id", headings=("Mã phản ánh", "Mã PAKN", "Mã kiến nghị", "Số phản ánh")),
        Column("unit", Kind.CODE, headings=("Mã đơn vị", "Đơn vị xử lý", "Cơ quan xử lý")),
        Column("field", Kind.CODE, headings=("Lĩnh vực", "Lĩnh vực phản ánh")),
        Column("channel", Kind.CODE, headings=("Nguồn tiếp nhận", "Kênh tiếp nhận", "Hình thức")),
        Column("received_at", Kind.TIME, headings=("Ngày tiếp nhận", "Thời gian tiếp nhận", "Ngày gửi", "Ngày nhận")),
        Column("refused_at", Kind.TIME, labels={"vi": "Ngày từ chối", "en": "Refused"},
               headings=("Ngày từ chối", "Ngày không tiếp nhận")),
        Column("asked_at", Kind.TIME, labels={"vi": "Ngày yêu cầu bổ sung", "en": "Asked for more"},
               headings=("Ngày yêu cầu bổ sung", "Ngày đề nghị làm rõ")),
        Column("completed_at", Kind.TIME, labels={"vi": "Ngày công dân bổ sung", "en": "Completed"},
               headings=("Ngày bổ sung", "Ngày công dân bổ sung")),
        Column("answered_at", Kind.TIME, labels={"vi": "Ngày trả lời", "en": "Answered"},
               headings=("Ngày trả lời", "Ngày có kết quả", "Ngày xử lý xong", "Ngày hoàn thành")),
        Column("published_at", Kind.TIME, labels={"vi": "Ngày công khai", "en": "Published"},
               headings=("Ngày công khai", "Ngày đăng tải", "Ngày công khai kết quả")),
        Column("satisfied", Kind.FLAG, labels={"vi": "Hài lòng", "en": "Satisfied"},
               headings=("Hài lòng", "Đánh giá hài lòng")),
        Column("about_record", labels={"vi": "Về hồ sơ", "en": "About record"}, headings=("Mã hồ sơ", "Số hồ sơ")),
        Column("about", Kind.CODE, values=tuple(ABOUT), words=ABOUT, labels={"vi": "Phân loại", "en": "About"},
               headings=("Phân loại", "Loại phản ánh", "Nội dung phân loại", "Đối tượng phản ánh")),
        Column("repeated", Kind.FLAG, labels={"vi": "Phản ánh lại", "en": "Said again"}, headings=("Phản ánh lại",)),
    ),
    key=("petition_id",),
)  # fmt: skip
"""Who petitions and what they say stays outside: nothing here needs it."""

TIMES = ("received_at", "refused_at?", "asked_at?", "completed_at?", "answered_at?", "published_at?")
READS: Reads = {"petitions": (*TIMES, "field?")}
NO_START = "its day of receipt, of completion or of answer is missing"
LIMITS = {"refuse": WorkingTime.parse("2wd"), "answer": WorkingTime.parse("15wd")}
"""Of the national portal (working paper on scoring Quyết định 766/QĐ-TTg), for the shares; rules have their own."""
WHAT = {
    "refuse": {"vi": "từ chối tiếp nhận", "en": "to be refused"},
    "ask": {"vi": "yêu cầu bổ sung", "en": "to be completed"},
    "answer": {"vi": "trả lời", "en": "to be answered"},
    "publish": {"vi": "công khai kết quả", "en": "to be published"},
}
OVERDUE = {
    "vi": "{{count}}/{{of}} phản ánh, kiến nghị {} quá {{limit}} ({{share}}), {{waiting}} còn chờ; hạn cũ nhất "
    "{{first_due}}",
    "en": "{{count}} of {{of}} petitions took more than {{limit}} {} ({{share}}), {{waiting}} still wait; the oldest "
    "due {{first_due}}",
}
SOON = {
    "vi": "{{count}}/{{of}} phản ánh, kiến nghị chờ {} còn không quá {{near}}; hạn gần nhất {{first_due}}",
    "en": "{{count}} of {{of}} petitions wait {} and are due within {{near}}, the first on {{first_due}}",
}

Step = Literal["refuse", "ask", "answer", "publish"]


def _steps(view: View, step: Step, limit: WorkingTime) -> pd.DataFrame:
    """Return the period's petitions of a step, with ``done``, ``due`` (its last day), ``late_from`` and ``late``.

    Days are counted from the day after the start, and a step is in time through the whole of its last day.
    """
    rows = view.rows("petitions")
    begun = rows["completed_at"].fillna(rows["received_at"])
    waiting = rows["asked_at"].notna() & rows["completed_at"].isna() & rows["answered_at"].isna()
    start, done, about = {
        "refuse": (rows["received_at"], rows["refused_at"], rows["refused_at"].notna()),
        "ask": (rows["received_at"], rows["asked_at"], rows["asked_at"].notna()),
        "answer": (begun, rows["answered_at"], rows["refused_at"].isna() & ~waiting),
        "publish": (rows["answered_at"], rows["published_at"], rows["answered_at"].notna()),
    }[step]
    day = pd.DateOffset(days=1)
    rows["done"], rows["due"] = done, view.calendar.add(start.dt.normalize() + day, limit).dt.normalize()
    rows["late_from"] = rows["due"] + day
    rows["late"] = done.fillna(pd.Timestamp(view.now)) >= rows["late_from"]
    return rows[about & (done.isna() | within(done, view.period))]


def _sentences(said: dict[str, str]) -> Sentences:
    return {step: {code: said[code].format(words[code]) for code in said} for step, words in WHAT.items()}


@dataclass(frozen=True, kw_only=True)
class PetitionOverdue:
    """Petitions that took, or have waited, more than ``limit`` for a ``step``, by field.

    ``refuse`` and ``ask`` (for more) look at petitions that were refused or sent back, from receipt; ``answer`` at all
    that were not refused and do not wait for their author, from receipt or from what the author added; ``publish`` at
    what was answered, from the answer.  Whole working days count, from the day after.  National limits: refuse 2, ask
    5, answer 15, publish 2 working days (working paper on scoring Quyết định 766/QĐ-TTg).

    Facts: ``waiting`` of those found are not done yet, ``first_due`` is the earliest last day among those found.
    """

    step: Step
    limit: WorkingTime

    reads: ClassVar[Reads] = READS
    sentences: ClassVar[Sentences] = _sentences(OVERDUE)

    def find(self, view: View) -> Judgement:
        """Count petitions past their limit, by unit and field."""
        rows = _steps(view, self.step, self.limit)
        return judge(
            rows,
            by=["unit", "field"],
            where=rows["late"],
            template=self.step,
            unreadable={NO_START: rows["due"].isna()},
            facts={
                "waiting": ("sum", rows["done"].isna()),
                "first_due": ("min", rows["due"].dt.strftime("%Y-%m-%d")),
                "limit": ("min", pd.Series(str(self.limit), rows.index)),
            },
        )

    def next_change(self, view: View) -> pd.Series:
        """Return when the next waiting petition of each unit is past its limit."""
        rows = _steps(view, self.step, self.limit)
        return view.next_after(rows["late_from"].where(rows["done"].isna()), by=rows["unit"])


@dataclass(frozen=True, kw_only=True)
class PetitionDueSoon:
    """Petitions that wait for a ``step``, in time still, whose last day is within ``near`` of working time, by field.

    ``step`` and ``limit`` are those of ``petition_overdue``; only ``answer`` and ``publish`` can be waited for.  With
    ``near`` of two days, what is due today, tomorrow or, today being Friday, on Monday is told.  Fact: ``first_due``.
    """

    step: Literal["answer", "publish"]
    limit: WorkingTime
    near: WorkingTime = WorkingTime.parse("2wd")  # noqa: RUF009 - a frozen length

    reads: ClassVar[Reads] = READS
    sentences: ClassVar[Sentences] = _sentences(SOON)

    def find(self, view: View) -> Judgement:
        """Count petitions that come near their limit, by unit and field."""
        rows = self._waiting(view)
        return judge(
            rows,
            by=["unit", "field"],
            where=rows["near_from"] <= view.now,
            template=self.step,
            unreadable={NO_START: rows["due"].isna()},
            facts={
                "first_due": ("min", rows["due"].dt.strftime("%Y-%m-%d")),
                "near": ("min", pd.Series(str(self.near), rows.index)),
            },
        )

    def next_change(self, view: View) -> pd.Series:
        """Return when the next petition of each unit comes near, or is past, its limit."""
        rows = self._waiting(view)
        return view.next_after(rows[["near_from", "late_from"]], by=rows["unit"])

    def _waiting(self, view: View) -> pd.DataFrame:
        """Return what waits and is not late, with ``near_from``: the midnight from which it is near."""
        rows = _steps(view, self.step, self.limit)
        rows = rows[rows["done"].isna() & ~rows["late"]].copy()
        back = pd.Series(1 - int(self.near), rows.index)
        rows["near_from"] = view.calendar.add(rows["late_from"], back).dt.normalize()
        return rows


@counting(petitions=TIMES)
def petitions_on_time(view: View) -> pd.DataFrame:
    """Petitions refused or answered within their limit among those handled in the period or past their limit by now.

    Refusals within 2 working days, answers within 15 of receipt or completion (working paper on scoring Quyết định
    766/QĐ-TTg).  What waits in time is in neither number.
    """
    steps = [_steps(view, "refuse", LIMITS["refuse"]), _steps(view, "answer", LIMITS["answer"])]
    rows = pd.concat(steps)
    handled = within(rows["done"], view.period)
    figures = tally(
        rows,
        where=handled & ~rows["late"],
        of=handled | (rows["done"].isna() & rows["late"]),
        unreadable={NO_START: rows["due"].isna()},
    )
    coming = rows["late_from"].where(rows["done"].isna())
    return figures.assign(next_change=view.next_after(coming, by=rows["unit"].astype("str")))


@counting(petitions=("answered_at", "published_at"))
def petitions_public(view: View) -> pd.DataFrame:
    """Petitions whose answer is published among those answered in the period.

    Tuyên Quang asks for 100 % handled publicly (plan of 2025); what is not answered yet has nothing to publish.
    """
    rows = view.rows("petitions")
    return tally(rows, where=rows["published_at"].notna(), of=within(rows["answered_at"], view.period))


@counting(petitions=("satisfied", "answered_at"))
def petitions_satisfied(view: View) -> pd.DataFrame:
    """Petitions whose author is satisfied among those answered in the period and rated."""
    rows = view.rows("petitions")
    rated = within(rows["answered_at"], view.period) & rows["satisfied"].notna()
    return tally(rows, where=rows["satisfied"].fillna(value=False).astype(bool), of=rated)


@hookimpl
def reform_schemas() -> Sequence[Schema]:
    """Offer petitions as a kind of feed."""
    return [PETITIONS]


@hookimpl
def reform_checks() -> Sequence[type[Check]]:
    """Offer the checks of this page."""
    return [PetitionOverdue, PetitionDueSoon]


@hookimpl
def reform_counts() -> Sequence[Counting]:
    """Offer the shares of this page."""
    return [petitions_on_time, petitions_public, petitions_satisfied]
