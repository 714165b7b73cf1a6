"""What changed between two exports of one record: dates that moved, and finishes that were entered later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

import pandas as pd

from reform_tui.sdk import (
    PAUSED,
    Check,
    Judgement,
    Reads,
    Sentences,
    View,
    WorkingTime,
    hookimpl,
    judge,
    never,
    within,
)

OPEN = ("new", "accepted", "processing", *PAUSED)
WORKING_DAY = WorkingTime.parse("1wd")


@dataclass(frozen=True, kw_only=True)
class DateMoved:
    """Records whose ``date`` was another one, by the day, in an earlier export, by field.

    ``due_at``: the promise to the citizen moved.  A pause moves it rightly: records that were seen paused, or that
    were asked for supplements, are not counted, nor is a move to the new date of an apology (Nghị định 61/2018/NĐ-CP,
    as amended by 107/2021/NĐ-CP, lets it be set anew once, with an apology).  ``finished_at``: the finish moved.

    Facts: ``after_due`` were moved when the earlier due date had passed already; ``days_most``, the largest move in
    calendar days; ``moves``, how often dates moved in all.  One province's system has commands for both (source of
    2025); a corrected slip of the pen looks the same.
    """

    date: Literal["due_at", "finished_at"]

    reads: ClassVar[Reads] = {
        "records": ("field?", "due_at?", "finished_at?", "new_due_at?", "supplements?", "status?")
    }
    sentences: ClassVar[Sentences] = {
        "due_at": {
            "vi": "{count}/{of} hồ sơ đổi hạn trả giữa các lần xuất, nhiều nhất {days_most} ngày, {after_due} đổi khi "
            "đã quá hạn: cần kiểm tra",
            "en": "{count} of {of} records had their due date moved between exports, by {days_most} days at most, "
            "{after_due} when it had passed: to verify",
        },
        "finished_at": {
            "vi": "{count}/{of} hồ sơ đổi ngày kết thúc xử lý giữa các lần xuất, nhiều nhất {days_most} ngày: cần "
            "kiểm tra",
            "en": "{count} of {of} records had their finish moved between exports, by {days_most} days at most: to "
            "verify",
        },
    }

    def find(self, view: View) -> Judgement:
        """Count moved dates by unit and field."""
        rows = view.records
        rows = rows[rows[self.date].notna()]
        if rows.empty:  # a project of other feeds alone
            return Judgement()
        rows = rows.join(self._moves(view), on="key")
        moved = rows["moves"].notna()
        if self.date == "due_at":
            moved &= ~self._excused(rows, view)
        return judge(
            rows,
            by=["unit", "field"],
            where=moved,
            template=self.date,
            facts={
                "moves": ("sum", rows["moves"].astype("Int64")),
                "days_most": ("max", rows["days"].astype("Int64")),
                "after_due": ("sum", rows["after"].fillna(0).astype("Int64")),
            },
        )

    def next_change(self, view: View) -> pd.Series:  # noqa: ARG002 - the same for every check
        """Only another delivery moves a date."""
        return never()

    def _moves(self, view: View) -> pd.DataFrame:
        """Return for each record with a move (index: key) ``moves``, the most ``days``, and ``after`` the old due."""
        said = view.revisions.dropna(subset=self.date)
        said["before"] = said[self.date].shift().where(said["line"] == said["line"].shift())
        said = said[said["before"].notna() & (said[self.date] != said["before"])]
        now, before = (said[name].dt.tz_convert(view.calendar.zone).dt.normalize() for name in (self.date, "before"))
        days = (now - before).dt.days.abs()
        moved = said.assign(days=days, after=(said["exported_at"] > said["before"]) & (self.date == "due_at"))
        moved = moved[days > 0]
        return moved.groupby("key").agg(moves=("days", "size"), days=("days", "max"), after=("after", "any"))

    def _excused(self, rows: pd.DataFrame, view: View) -> pd.Series:
        said = view.revisions
        moved = rows["moves"].notna()
        paused = said.loc[said["status"].isin(PAUSED), "key"] if moved.any() else []
        apologised = rows["new_due_at"].notna() & (rows["new_due_at"] == rows["due_at"]) & (rows["moves"] == 1)
        return rows["key"].where(moved).isin(paused) | (rows["supplements"].fillna(0) > 0) | apologised


@dataclass(frozen=True, kw_only=True)
class OpenAfterFinish:
    """Finished records that an export made ``after`` or more working time later still showed open, by field.

    The export of the feed that told the finish: it was entered later than it says, or changed.  A day passes in many
    systems before a finish reaches the export: ``after`` leaves that out.  Those finished in the period count.  Fact:
    ``days_most``, the longest in calendar days.  In one province's system a keeper can set a finish back to the due
    date (its source of 2025).
    """

    after: WorkingTime = WORKING_DAY

    reads: ClassVar[Reads] = {"records": ("field?", "finished_at")}
    sentences: ClassVar[Sentences] = {
        "found": {
            "vi": "{count}/{of} hồ sơ ghi kết thúc trước một lần xuất còn cho thấy đang xử lý, nhiều nhất {days_most} "
            "ngày: cần kiểm tra",
            "en": "{count} of {of} finished records were open in a later export, by {days_most} days at most: to "
            "verify",
        }
    }

    def find(self, view: View) -> Judgement:
        """Count them by unit and field."""
        rows = view.records
        rows = rows[within(rows["finished_at"], view.period)].copy()
        said = view.revisions
        told = said.groupby("line")["finished_at"].transform("count") > 0
        shown = said[told & said["status"].isin(OPEN) & said["finished_at"].isna()]
        last = shown.groupby("key")["exported_at"].max().reindex(rows["key"]).set_axis(rows.index)
        found = view.calendar.elapsed(rows["finished_at"], last) >= self.after
        never_told = rows["key"].isin(_without_status(said))
        days = (last - rows["finished_at"]).dt.days.astype("Int64")
        return judge(
            rows,
            by=["unit", "field"],
            where=found,
            unreadable={"exports without a status": never_told},
            facts={"days_most": ("max", days)},
        )

    def next_change(self, view: View) -> pd.Series:  # noqa: ARG002 - the same for every check
        """Only another delivery shows it."""
        return never()


def _without_status(said: pd.DataFrame) -> pd.Index:
    """Return the records that were exported more than once and never with a status."""
    counted = said.groupby("key").agg(times=("key", "size"), told=("status", "count"))
    return counted.index[(counted["times"] > 1) & (counted["told"] == 0)]


@hookimpl
def reform_checks() -> Sequence[type[Check]]:
    """Offer the checks of this page."""
    return [DateMoved, OpenAfterFinish]
