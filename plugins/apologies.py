"""Apology letters: a late record owes its owner one, in time and with one new date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from reform_tui.sdk import (
    LATENESS,
    Check,
    Column,
    Counting,
    Judgement,
    Kind,
    Profile,
    Reads,
    Schema,
    Sentences,
    View,
    WorkingTime,
    bounded,
    counting,
    hookimpl,
    judge,
    judged,
    lateness,
    never,
    tally,
    within,
)

NUMBER = {"vi": "Số văn bản", "en": "Number"}
APOLOGIES = Schema(
    "apologies",
    (
        Column("record_id", headings=("Mã hồ sơ", "Số hồ sơ", "Mã số hồ sơ", "MaHoSo")),
        Column("unit", Kind.CODE, headings=("Mã đơn vị", "Đơn vị")),
        Column(
            "number", Kind.CODE, headings=("Số văn bản", "Số phiếu", "Số văn bản xin lỗi", "Số ký hiệu"), labels=NUMBER
        ),
        Column(
            "issued_at",
            Kind.TIME,
            labels={"vi": "Ngày xin lỗi", "en": "Issued"},
            headings=("Ngày ban hành", "Ngày văn bản", "Ngày xin lỗi", "Ngày phiếu xin lỗi", "Ngày ký"),
        ),
        Column("due_at", Kind.TIME, promise=True, headings=("Ngày hẹn trả cũ", "Ngày hẹn trả", "NgayHenTraCu")),
        Column("new_due_at", Kind.TIME, promise=True, headings=("Ngày hẹn trả mới", "Ngày hẹn lại", "NgayHenTraMoi")),
        Column("reason", Kind.CODE, labels={"vi": "Lý do", "en": "Reason"}, headings=("Lý do", "Lý do quá hạn")),
    ),
    key=("record_id", "issued_at"),
)
"""Form 04 of Thông tư 03/2025/TT-VPCP; before it the "phiếu xin lỗi" of Thông tư 01/2018/TT-VPCP."""

NO_LETTERS = "no apology of this unit in any feed"
OWN = ("field?", "apology_at?", "new_due_at?")
LETTERS = ("record_id", "issued_at", "new_due_at?", "due_at?")
READS: Reads = {"records": (*LATENESS, *OWN), "apologies": LETTERS}
WORKING_DAY = int(WorkingTime.parse("1wd"))


def _told(view: View, profile: Profile) -> tuple[pd.DataFrame, dict[str, pd.Series]]:
    """Return the records with ``late``, ``issued``, ``promised`` and ``silent`` (no apology of the unit is known)."""
    told = lateness(view, profile)
    beside = view.join("records", "apologies", latest="issued_at").rows
    rows = told.rows
    rows["issued"] = beside["apologies_issued_at"].fillna(rows["apology_at"])
    rows["promised"] = beside["apologies_new_due_at"].fillna(rows["new_due_at"])
    heard = {*rows.loc[rows["issued"].notna(), "unit"], *view.rows("apologies")["unit"]}
    rows["silent"] = ~rows["unit"].isin(heard)
    return rows, dict(told.unreadable)


@dataclass(frozen=True, kw_only=True)
class ApologyMissing:
    """Late records without a written apology, or without the new date that it must set, by field.

    A list of letters (schema ``apologies``) and the columns ``apology_at`` and ``new_due_at`` of records both count.
    ``profile`` says what late means.  With ``new_date`` false, an apology that sets no date is enough.  A unit of which
    no apology is known anywhere is not judged, since its letters may lie in a feed that nobody delivers; with
    ``complete`` its silence means that it wrote none.  Duty to apologise in writing and to set a new date: Nghị định
    61/2018/NĐ-CP as amended by 107/2021/NĐ-CP, kept in 118/2025/NĐ-CP; form 04 of Thông tư 03/2025/TT-VPCP.

    Facts: ``undated`` of those found have a letter without a new date; ``oldest_due`` is their earliest due date.
    """

    profile: Profile = "province_06a"
    new_date: bool = True
    complete: bool = False

    reads: ClassVar[Reads] = READS
    references: ClassVar[tuple[str, ...]] = ("procedures",)
    sentences: ClassVar[Sentences] = {
        "found": {
            "vi": "{count}/{of} hồ sơ quá hạn chưa có văn bản xin lỗi và ngày hẹn mới ({share}), {undated} đã xin lỗi "
            "mà chưa hẹn lại; hạn trả cũ nhất {oldest_due}",
            "en": "{count} of {of} late records lack an apology with a new date ({share}), {undated} of them have the "
            "letter but no date; the oldest due {oldest_due}",
        }
    }

    def find(self, view: View) -> Judgement:
        """Count late records without their apology, by unit and field."""
        rows, reasons = _told(view, self.profile)
        unknown = pd.DataFrame(reasons, index=rows.index, dtype=bool).any(axis=1)
        late = rows[rows["late"] & ~unknown]
        undated = late["issued"].notna() & late["promised"].isna() & self.new_date
        found = judge(
            late,
            by=["unit", "field"],
            where=late["issued"].isna() | undated,
            unreadable={} if self.complete else {NO_LETTERS: late["silent"]},
            facts={"undated": ("sum", undated), "oldest_due": ("min", late["due"].dt.strftime("%Y-%m-%d"))},
        )
        return found + judged(rows[unknown], unreadable={name: mask[unknown] for name, mask in reasons.items()})

    def next_change(self, view: View) -> pd.Series:
        """Return when the next open record of each unit becomes late."""
        rows = lateness(view, self.profile).rows
        return view.next_after(rows["late_from"], by=rows["unit"])


@dataclass(frozen=True, kw_only=True)
class ApologyLate:
    """Apologies issued later than ``days_before`` working days before the date that they put off, by field.

    Days are compared: with 1, a letter about a record due on Monday must be issued by Friday.  The date put off is the
    one on the letter, else that of the record.  At the latest one day before: Nghị định 61/2018/NĐ-CP as amended by
    107/2021/NĐ-CP; whether that day is counted in calendar or working days is not certain, so correct the number here.
    Facts: ``after_due`` were issued when the day itself had passed.
    """

    days_before: int = bounded(1, least=0)

    reads: ClassVar[Reads] = {"apologies": LETTERS, "records": ("due_at", *OWN)}
    sentences: ClassVar[Sentences] = {
        "found": {
            "vi": "{count}/{of} văn bản xin lỗi ban hành muộn ({share}), trong đó {after_due} khi đã quá ngày hẹn trả",
            "en": "{count} of {of} apologies were issued too late ({share}), {after_due} of them after the due date",
        }
    }

    def find(self, view: View) -> Judgement:
        """Count letters of the period that came too late, by unit and field of their record."""
        rows = view.shared(_letters)
        rows = rows[within(rows["issued"], view.period)]
        issued, due = rows["issued"].dt.normalize(), rows["due"].dt.normalize()
        latest = view.calendar.add(due, pd.Series(1 - WORKING_DAY * self.days_before, rows.index)).dt.normalize()
        return judge(
            rows,
            by=["unit", "field"],
            where=issued > latest,
            unreadable={"due date missing": rows["due"].isna()},
            facts={"after_due": ("sum", issued > due)},
        )

    def next_change(self, view: View) -> pd.Series:
        """A letter is late or not on the day it is issued."""
        del view
        return never()


@dataclass(frozen=True, kw_only=True)
class ExtendedAgain:
    """Records that were given a new date more than ``max_extensions`` times, by field.

    Different new dates are counted, those of letters and that of the record together.  The new date may be set once:
    Nghị định 61/2018/NĐ-CP as amended by 107/2021/NĐ-CP.  Facts: ``most``, the most dates that one record was given.
    """

    max_extensions: int = bounded(1, least=0)

    reads: ClassVar[Reads] = {"apologies": LETTERS, "records": ("due_at?", *OWN)}
    sentences: ClassVar[Sentences] = {
        "found": {
            "vi": "{count}/{of} hồ sơ bị hẹn lại quá số lần cho phép, nhiều nhất {most} lần",
            "en": "{count} of {of} records were given a new date too often, {most} times at most",
        }
    }

    def find(self, view: View) -> Judgement:
        """Count records with too many new dates, by unit and field."""
        rows = view.shared(_letters)
        of = [rows["unit"], rows["record"]]
        rows["dates"] = rows["promised"].dt.strftime("%Y-%m-%d").groupby(of).transform("nunique")
        rows["inside"] = within(rows["issued"], view.period).groupby(of).transform("any")
        once = rows[rows["inside"]].drop_duplicates(["unit", "record"])
        return judge(
            once,
            by=["unit", "field"],
            where=once["dates"] > self.max_extensions,
            facts={"most": ("max", once["dates"])},
        )

    def next_change(self, view: View) -> pd.Series:
        """Another letter alone changes it."""
        del view
        return never()


def _letters(view: View) -> pd.DataFrame:
    """Return a row an apology, of lists and of records: ``issued``, ``due``, ``promised``, ``field``, ``record``."""
    rows = view.join("apologies", "records").rows
    rows["field"], rows["record"] = rows["records_field"].astype("str"), rows["records_key"].astype("str")
    rows["record"] = rows["record"].fillna(rows["record_id"])
    rows["due"] = rows["due_at"].fillna(rows["records_due_at"])
    rows = rows.rename(columns={"issued_at": "issued", "new_due_at": "promised"})
    own = view.records
    own = own[own["apology_at"].notna()].rename(
        columns={"apology_at": "issued", "new_due_at": "promised", "due_at": "due"}
    )
    own["field"], own["record"] = own["field"].astype("str"), own["key"].astype("str")
    names = ["unit", "key", "field", "record", "issued", "due", "promised"]
    both = pd.concat([rows[names].astype({"unit": "str"}), own[names].astype({"unit": "str"})], ignore_index=True)
    both["day"] = both["issued"].dt.strftime("%Y-%m-%d")
    return both.groupby(["unit", "record", "day"], as_index=False).first()  # a list and a record tell one letter


@counting(**{**READS, "records": (*LATENESS, "apology_at?", "new_due_at?")})
def apologised(view: View) -> pd.DataFrame:
    """Late records with a written apology among all late records, by the profile province_06a.

    Letters of a list and the day that records tell both count.  A unit of which no apology is known anywhere is in
    neither number.  Tuyên Quang asks for 100 % (plan of 2025).
    """
    rows, reasons = _told(view, "province_06a")
    unreadable = {**reasons, NO_LETTERS: rows["late"] & rows["silent"]}
    figures = tally(rows, where=rows["late"] & rows["issued"].notna(), of=rows["late"], unreadable=unreadable)
    return figures.assign(next_change=view.next_after(rows["late_from"], by=rows["unit"]))


@hookimpl
def reform_schemas() -> Sequence[Schema]:
    """Offer lists of apology letters as a kind of feed."""
    return [APOLOGIES]


@hookimpl
def reform_checks() -> Sequence[type[Check]]:
    """Offer the checks of this page."""
    return [ApologyMissing, ApologyLate, ExtendedAgain]


@hookimpl
def reform_counts() -> Sequence[Counting]:
    """Offer the share of late records with an apology."""
    return [apologised]
