"""Pauses that begin near the due date, and records that are paused again: they leave every count of overdue ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from reform_tui.sdk import (
    PAUSED,
    Check,
    Judgement,
    Reads,
    Sentences,
    View,
    WorkingTime,
    bounded,
    hookimpl,
    judge,
    never,
)

RUNNING = ("new", "accepted", "processing")
WORKING_DAY = WorkingTime.parse("1wd")


@dataclass(frozen=True, kw_only=True)
class PausedNearDue:
    """Records that wait in status 5, 6 or 8 and began to in the last ``near`` of working time before they were due.

    A paused record leaves every count of overdue ones, so a pause that begins just before the due date, or after it,
    deserves a look (statuses of the national portal; forms II.06a and the score of Decision 766 both leave them out).
    A pause begins with the request for supplements where its moment is known, else no earlier than the last export that
    showed the record open; one that was paused when it was first seen is left out.  The share is of the paused ones.
    Fact: ``after_due`` were paused when the due date had passed.
    """

    near: WorkingTime = WORKING_DAY

    reads: ClassVar[Reads] = {"records": ("field?", "due_at", "finished_at?", "status?", "supplement_requested_at?")}
    sentences: ClassVar[Sentences] = {
        "found": {
            "vi": "{count}/{of} hồ sơ tạm dừng bắt đầu dừng khi còn chưa tới {near} là đến hạn, {after_due} khi đã quá "
            "hạn: cần kiểm tra",
            "en": "{count} of {of} paused records were paused less than {near} before they were due, {after_due} after "
            "it: to verify",
        }
    }

    def find(self, view: View) -> Judgement:
        """Count them by unit and field."""
        rows = view.records
        rows = rows[rows["status"].isin(PAUSED) & rows["finished_at"].isna()].copy()
        asked = rows["supplement_requested_at"].where(rows["status"] == "supplement")
        rows["since"] = asked.fillna(self._last_open(view).reindex(rows["key"]).set_axis(rows.index))
        rows = rows[rows["since"].notna()]
        found = view.calendar.elapsed(rows["since"], rows["due_at"]) < self.near
        return judge(
            rows,
            by=["unit", "field"],
            where=found,
            unreadable={"due date missing": rows["due_at"].isna()},
            facts={
                "after_due": ("sum", (rows["since"] > rows["due_at"]).astype("Int64")),
                "near": ("min", pd.Series(str(self.near), rows.index)),
            },
        )

    def next_change(self, view: View) -> pd.Series:  # noqa: ARG002 - the same for every check
        """Only another delivery shows a pause."""
        return never()

    def _last_open(self, view: View) -> pd.Series:
        said = view.revisions
        paused = said["status"].isin(PAUSED).groupby(said["line"]).transform("any")
        return said[paused & said["status"].isin(RUNNING)].groupby("key")["exported_at"].max()


@dataclass(frozen=True, kw_only=True)
class PausedAgain:
    """Records paused ``times`` or more: resumed and paused again, or asked for supplements again, by field.

    Supplements may be asked for once (Nghị định 61/2018/NĐ-CP; the score of Decision 766 counts a second request as
    late).  Pauses are counted in the exports and by the number of requests, whichever is more.  Fact: ``most``, the
    most often that one record was paused.
    """

    times: int = bounded(2, least=1)

    reads: ClassVar[Reads] = {"records": ("field?", "supplements?", "status?")}
    sentences: ClassVar[Sentences] = {
        "found": {
            "vi": "{count}/{of} hồ sơ tạm dừng từ {times} lần trở lên, nhiều nhất {most} lần: cần kiểm tra",
            "en": "{count} of {of} records paused {times} times or more, {most} times at most: to verify",
        }
    }

    def find(self, view: View) -> Judgement:
        """Count them by unit and field."""
        rows = view.records
        said = view.revisions.dropna(subset="status")
        paused = said["status"].isin(PAUSED)
        begins = paused & ~paused.groupby(said["line"]).shift(fill_value=False)
        often = begins.groupby([said["key"], said["line"]]).sum().groupby("key").max()
        seen = rows["key"].map(often).fillna(0).astype("Int64")
        most = seen.where(seen >= rows["supplements"].fillna(0), rows["supplements"])
        return judge(
            rows,
            by=["unit", "field"],
            where=most >= self.times,
            facts={"most": ("max", most), "times": ("min", pd.Series(self.times, rows.index))},
        )

    def next_change(self, view: View) -> pd.Series:  # noqa: ARG002 - the same for every check
        """Only another delivery shows a pause."""
        return never()


@hookimpl
def reform_checks() -> Sequence[type[Check]]:
    """Offer the checks of this page."""
    return [PausedNearDue, PausedAgain]
