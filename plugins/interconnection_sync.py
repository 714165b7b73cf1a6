"""What the national portal has of each record: not synchronised, synchronised late, refused, and what it publishes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, Literal

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
    WorkingTime,
    counting,
    hookimpl,
    judge,
    never,
    tally,
    within,
)

Fault = Literal["signature", "data", "duplicate", "connection", "other"]
ERRORS = {
    "signature": ("Lỗi chữ ký số", "Chữ ký số không hợp lệ", "Sai chữ ký số", "Chữ ký số", "Chứng thư số hết hạn",
                  "Chứng thư số không hợp lệ"),
    "data": ("Lỗi dữ liệu", "Sai dữ liệu", "Thiếu dữ liệu", "Dữ liệu không hợp lệ"),
    "duplicate": ("Trùng hồ sơ", "Trùng mã hồ sơ", "Mã hồ sơ đã tồn tại"),
    "connection": ("Lỗi kết nối", "Mất kết nối", "Hết thời gian chờ", "Timeout"),
    "other": ("Lỗi khác", "Khác"),
}  # fmt: skip
"""The first word of each is what findings call it."""
SYNC = Schema(
    "sync",
    (
        Column("record_id", headings=("Mã hồ sơ", "Số hồ sơ", "Mã số hồ sơ", "MaHoSo")),
        Column("unit", Kind.CODE, headings=("Mã đơn vị", "Đơn vị")),
        Column("sent_at", Kind.TIME, labels={"vi": "Gửi lần cuối", "en": "Last sent"},
               headings=("Gửi lần cuối", "Thời điểm gửi", "Thời gian gửi", "Ngày gửi")),
        Column("accepted_at", Kind.TIME, labels={"vi": "Đồng bộ thành công", "en": "Accepted"},
               headings=("Đồng bộ thành công", "Ngày đồng bộ", "Thời gian đồng bộ", "Thời điểm đồng bộ")),
        Column("progress_at", Kind.TIME, labels={"vi": "Công khai tiến độ", "en": "Progress published"},
               headings=("Công khai tiến độ", "Cập nhật tiến độ", "Ngày cập nhật tiến độ", "Ngày công khai tiến độ")),
        Column("result_at", Kind.TIME, labels={"vi": "Công khai kết quả", "en": "Result published"},
               headings=("Công khai kết quả", "Cập nhật kết quả", "Ngày cập nhật kết quả", "Ngày công khai kết quả")),
        Column("tries", Kind.COUNT, labels={"vi": "Số lần gửi", "en": "Tries"}, headings=("Số lần gửi", "Số lần")),
        Column("error", Kind.CODE, values=tuple(ERRORS), words=ERRORS, labels={"vi": "Lỗi", "en": "Error"},
               headings=("Lỗi", "Loại lỗi", "Mã lỗi", "Lỗi đồng bộ")),
    ),
    key=("record_id",),
)  # fmt: skip
"""One row a record: what the portal has of it, and the error of the last try where it was refused.

What the portal answers in words stays outside: it may quote the record, and nothing here asks for it.
"""

NOT_HELD = ("new", "refused")
"""Statuses 1 and 3 of the national portal: nothing was received that would have to be synchronised."""
ENDED = ("done", "returned")
NO_WORD = "no file speaks of the unit's synchronisation"
NO_START = "receipt missing"
OF_RECORDS = ("received_at", "status?", "synced_at?")
LAG = {
    "waiting": {
        "vi": "{count}/{of} hồ sơ chưa đồng bộ sau {limit}, cũ nhất tiếp nhận {first_received}",
        "en": "{count} of {of} records are not synchronised {limit} after receipt, the oldest of {first_received}",
    },
    "late": {
        "vi": "{count}/{of} hồ sơ đồng bộ chậm hơn {limit}, lâu nhất {longest} giờ làm việc",
        "en": "{count} of {of} records were synchronised later than {limit}, at most {longest} working hours",
    },
}


def _records(view: View) -> pd.DataFrame:
    """Return records that were received, with ``synced`` (the portal has them since) and ``heard`` of their unit.

    A time in the record itself counts where the feed of synchronisation has none.
    """
    joined = view.join("records", "sync")
    rows = joined.rows.assign(matched=joined.matched)
    rows = rows[~rows["status"].isin(NOT_HELD)].copy()
    rows["synced"] = rows["sync_accepted_at"].fillna(rows["synced_at"])
    units = rows["unit"].astype("str")
    told = set(view.rows("sync")["unit"].astype("str").unique()) | set(units[rows["synced_at"].notna()].unique())
    rows["heard"] = units.isin(told) | rows["matched"]
    return rows


@dataclass(frozen=True, kw_only=True)
class SyncLag:
    """Records that the national portal got late or has not got, by field, counted from their receipt.

    ``which``: ``waiting`` are not synchronised ``limit`` of working time after receipt, among all that were received;
    ``late`` took longer than ``limit``, among the synchronised.  Whether one is synchronised is told by the feed
    ``sync`` or by ``synced_at`` of the record.  A unit of which neither speaks is not judged.

    Facts: ``first_received`` (the earliest of those found), ``longest`` (of the late, whole working hours), ``limit``.
    """

    which: Literal["waiting", "late"]
    limit: WorkingTime

    reads: ClassVar[Reads] = {"records": (*OF_RECORDS, "field?"), "sync": ("record_id", "accepted_at")}
    sentences: ClassVar[Sentences] = LAG

    def find(self, view: View) -> Judgement:
        """Count records past their limit, by unit and field."""
        rows = self._looked_at(view)
        took = view.calendar.elapsed(rows["received_at"], rows["synced"].fillna(pd.Timestamp(view.now)))
        waited = rows["synced"].isna() & (took >= self.limit)
        return judge(
            rows,
            by=["unit", "field"],
            where=took > self.limit if self.which == "late" else waited,
            template=self.which,
            unreadable={NO_START: rows["received_at"].isna()},
            facts={
                "first_received": ("min", rows["received_at"].dt.strftime("%Y-%m-%d")),
                "longest": ("max", took.where(rows["synced"].notna()) // 60),
                "limit": ("min", pd.Series(str(self.limit), rows.index)),
            },
        )

    def next_change(self, view: View) -> pd.Series:
        """Return when the next record that waits has waited so long."""
        rows = self._looked_at(view)
        waiting = rows[rows["synced"].isna()]
        return view.next_after(view.calendar.add(waiting["received_at"], self.limit), by=waiting["unit"])

    def _looked_at(self, view: View) -> pd.DataFrame:
        rows = _records(view)
        rows = rows[rows["heard"]]
        return rows[rows["synced"].notna()] if self.which == "late" else rows


@dataclass(frozen=True, kw_only=True)
class SyncError:
    """Records that the national portal refused at the last try, by kind of error.

    ``errors`` are the kinds that are told, all by default: ``signature`` (a digital signature or a certificate that is
    not valid), ``data``, ``duplicate``, ``connection``, ``other``.  Of those found, facts tell ``never`` (how many were
    never accepted), ``tries`` (the most for one record) and ``first_sent``.
    """

    errors: tuple[Fault, ...] = ()

    reads: ClassVar[Reads] = {"sync": ("record_id", "error", "sent_at?", "accepted_at?", "tries?")}
    sentences: ClassVar[Sentences] = {
        "found": {
            "vi": "{subject}: {count}/{of} hồ sơ bị Cổng dịch vụ công quốc gia từ chối, {never} chưa từng đồng bộ được",
            "en": "{subject}: the national portal refused {count} of {of} records, {never} of them were never accepted",
        }
    }

    def find(self, view: View) -> Judgement:
        """Count refused records, by unit and kind of error."""
        rows = view.rows("sync")
        rows["kind"] = rows["error"].astype("str").map({code: words[0] for code, words in ERRORS.items()})
        found = judge(
            rows,
            by=["unit", "kind"],
            where=rows["error"].isin(self.errors) if self.errors else rows["error"].notna(),
            facts={
                "never": ("sum", rows["accepted_at"].isna().astype("int64")),
                "tries": ("max", rows["tries"]),
                "first_sent": ("min", rows["sent_at"].dt.strftime("%Y-%m-%d")),
            },
        )
        return replace(found, findings=tuple(_of_all(one, found.judged[one.unit]) for one in found.findings))

    def next_change(self, view: View) -> pd.Series:  # noqa: ARG002 - the same for every check
        """Only another delivery changes it."""
        return never()


def _of_all(found: Finding, records: int) -> Finding:
    """Return the finding as a share of all records of the unit that were sent, not of those with the same error."""
    return replace(found, of=records, value=found.count / records)


@counting(records=OF_RECORDS, sync=("record_id", "accepted_at"))
def records_synced(view: View) -> pd.DataFrame:
    """Records that the national portal has among those received in the period.

    What was only registered or not accepted is in neither number, nor a unit of whose synchronisation no file speaks.
    """
    rows = _received(view)
    return tally(rows, where=rows["synced"].notna(), unreadable={NO_WORD: ~rows["heard"]})


@counting(records=(*OF_RECORDS, "finished_at?"), sync=("record_id", "accepted_at?", "progress_at", "result_at"))
def progress_and_results(view: View) -> pd.DataFrame:
    """Records whose progress is published, and whose result is once they ended with one, among received in the period.

    What was only registered or not accepted is in neither number, nor a unit of whose synchronisation no file speaks.
    """
    rows = _received(view)
    published = rows["sync_progress_at"].notna() & (rows["sync_result_at"].notna() | ~_with_result(rows))
    return tally(rows, where=published, unreadable={NO_WORD: ~rows["heard"]})


@counting(records=(*OF_RECORDS, "finished_at?"), sync=("record_id", "accepted_at?", "result_at"))
def results_published(view: View) -> pd.DataFrame:
    """Records whose result is published among those that ended with one in the period."""
    rows = _records(view)
    rows = rows[within(rows["finished_at"], view.period) & _with_result(rows)]
    return tally(rows, where=rows["sync_result_at"].notna(), unreadable={NO_WORD: ~rows["heard"]})


def _received(view: View) -> pd.DataFrame:
    rows = _records(view)
    return rows[within(rows["received_at"], view.period)]


def _with_result(rows: pd.DataFrame) -> pd.Series:
    """Return which records ended with a result: handled or handed over, not withdrawn nor stopped."""
    ended: pd.Series = rows["status"].isin(ENDED) | (rows["status"].isna() & rows["finished_at"].notna())
    return ended


@hookimpl
def reform_schemas() -> Sequence[Schema]:
    """Offer what the portal has of records as a kind of feed."""
    return [SYNC]


@hookimpl
def reform_checks() -> Sequence[type[Check]]:
    """Offer the checks of this page."""
    return [SyncLag, SyncError]


@hookimpl
def reform_counts() -> Sequence[Counting]:
    """Offer the shares of this page."""
    return [records_synced, progress_and_results, results_published]
