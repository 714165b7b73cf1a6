"""Payments of fees: shares of records and of procedures paid online, and payments that do not fit their record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

import pandas as pd

from reform_tui.sdk import (
    Check,
    Column,
    Counting,
    Joined,
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

PAYMENTS = Schema(
    "payments",
    (
        Column("record_id", headings=("Mã hồ sơ", "Số hồ sơ", "Mã số hồ sơ", "MaHoSo")),
        Column("unit", Kind.CODE, headings=("Mã đơn vị", "Đơn vị")),
        Column(
            "amount",
            Kind.AMOUNT,
            labels={"vi": "Số tiền", "en": "Amount"},
            headings=("Số tiền", "Số tiền thanh toán", "Số tiền đã thanh toán", "Số tiền đã nộp"),
        ),
        Column(
            "paid_at",
            Kind.TIME,
            labels={"vi": "Ngày thanh toán", "en": "Paid"},
            headings=("Ngày thanh toán", "Thời gian thanh toán", "Thời điểm thanh toán", "Ngày giao dịch"),
        ),
        Column(
            "payer",
            people=True,
            labels={"vi": "Người thanh toán", "en": "Payer"},
            headings=("Người thanh toán", "Người nộp tiền", "Tài khoản thanh toán"),
        ),
        Column(
            "channel",
            Kind.CODE,
            values=("online", "counter", "transfer", "post"),
            labels={"vi": "Hình thức thanh toán", "en": "Paid by"},
            headings=("Hình thức thanh toán", "Kênh thanh toán", "Hình thức nộp tiền"),
            words={
                "online": ("Trực tuyến", "Thanh toán trực tuyến", "Cổng DVC quốc gia", "Cổng dịch vụ công quốc gia"),
                "counter": ("Trực tiếp", "Tiền mặt", "Tại quầy", "Tại bộ phận một cửa"),
                "transfer": ("Chuyển khoản", "Chuyển khoản ngân hàng"),
                "post": ("Bưu chính", "Bưu chính công ích", "BCCI"),
            },
        ),
        Column(
            "method",
            Kind.CODE,
            labels={"vi": "Phương thức", "en": "Method"},
            headings=("Phương thức thanh toán", "Phương thức", "Ngân hàng, trung gian thanh toán"),
        ),
    ),
    key=("record_id", "paid_at"),
)
"""One row a payment: a record may have several, of which the newest one says how it was paid."""

NO_FEED = "no payment was delivered of the unit"
NOTHING_OWED = ("new", "refused", "withdrawn")
_DAY = pd.Timedelta(days=1)


@counting(records=("fee", "received_at"), payments=("record_id", "paid_at", "channel"))
def records_paid_by_payment(view: View) -> pd.DataFrame:
    """Records whose newest payment came online among those received in the period that owe a fee.

    Payments come from the feed of payments, and nobody's word in the record is asked.  A unit of which no payment was
    delivered is in neither number.  Decision 766, records paid online.  Not to be mixed with
    ``procedures_paid_by_payment``, which counts procedures.
    """
    rows = _owing(view)
    return tally(rows, where=rows["online"], unreadable={NO_FEED: ~rows["heard"]})


@counting(records=("fee", "procedure", "received_at"), payments=("record_id", "paid_at", "channel"))
def procedures_paid_by_payment(view: View) -> pd.DataFrame:
    """Procedures with a record whose newest payment came online among procedures with a record that owes a fee.

    Each procedure counts once in every unit that received records of it.  Payments come from the feed of payments.
    Decision 766, procedures with online payments.  Not to be mixed with ``records_paid_by_payment``.
    """
    rows = _owing(view)
    known = rows[rows["procedure"].notna()].sort_values(["online", "heard"], ascending=False, kind="stable")
    once = known.drop_duplicates(["unit", "procedure"])  # a record that was paid stands for its procedure, if one was
    return tally(once, where=once["online"], unreadable={NO_FEED: ~once["heard"]})


def _owing(view: View) -> pd.DataFrame:
    """Return records received in the period that owe a fee, with ``online``, and ``heard``: its unit has payments."""
    rows = view.join("records", "payments", latest="paid_at").rows
    rows = rows[within(rows["received_at"], view.period) & (rows["fee"] > 0).fillna(value=False)]
    online = (rows["payments_channel"] == "online").fillna(value=False).astype(bool)
    return rows.assign(online=online, heard=_heard(rows, view) | rows["payments_key"].notna())


def _heard(rows: pd.DataFrame, view: View) -> pd.Series:
    """Return which rows (``bool``) are of a unit of which any payment was delivered."""
    return rows["unit"].astype("str").isin(view.rows("payments")["unit"].astype("str").unique())


@dataclass(frozen=True, kw_only=True)
class PaymentError:
    """Payments that do not fit their record: a question to verify, not a fault of anybody.

    ``error`` says which: ``no_record`` names a record that no feed has; ``before_submitted`` was paid before its record
    was submitted, or received where no submission is known.  A payment of which only the day is known counts as paid at
    the end of it.
    """

    error: Literal["no_record", "before_submitted"]

    reads: ClassVar[Reads] = {"payments": ("record_id", "paid_at"), "records": ("submitted_at?", "received_at?")}
    sentences: ClassVar[Sentences] = {
        "no_record": {
            "vi": "{count}/{of} giao dịch thanh toán không khớp hồ sơ nào: cần kiểm tra",
            "en": "{count} of {of} payments name no record that is known: to verify",
        },
        "before_submitted": {
            "vi": "{count}/{of} giao dịch thanh toán trước khi nộp hồ sơ: cần kiểm tra",
            "en": "{count} of {of} payments were made before the record was submitted: to verify",
        },
    }

    def find(self, view: View) -> Judgement:
        """Count payments by unit."""
        joined = view.join("payments", "records")
        if self.error == "no_record":
            return judge(joined.rows, by=["unit"], where=~joined.matched, template=self.error)
        return self._too_early(joined.only(joined.matched), view)

    def next_change(self, view: View) -> pd.Series:  # noqa: ARG002 - the same for every check
        """Only a delivery, or a time that becomes known, changes it."""
        return never()

    def _too_early(self, joined: Joined, view: View) -> Judgement:
        rows = joined.rows
        begun = rows["records_submitted_at"].fillna(rows["records_received_at"])
        paid = rows["paid_at"].dt.tz_convert(view.calendar.zone)
        latest = paid.where(paid != paid.dt.normalize(), paid + _DAY)
        unreadable = {"time of payment or of submission missing": paid.isna() | begun.isna()}
        return judge(rows, by=["unit"], where=latest < begun, template=self.error, unreadable=unreadable)


@dataclass(frozen=True, kw_only=True)
class FeeUnpaid:
    """Records that owe a fee, of which no payment came ``after`` so much working time since they were received.

    Neither the feed of payments nor the record itself tells of one.  Records refused, withdrawn or only registered owe
    nothing, and a unit of which no payment was ever delivered is not judged.  Facts: ``owed``, the sum of the fees in
    đồng; ``after``.
    """

    after: WorkingTime

    reads: ClassVar[Reads] = {
        "records": ("fee?", "received_at", "field?", "status?", "paid_online?", "paid_at?"),
        "payments": ("record_id", "paid_at"),
    }
    sentences: ClassVar[Sentences] = {
        "found": {
            "vi": "{count}/{of} hồ sơ có phí, lệ phí chưa có giao dịch thanh toán sau {after}, tổng {owed} đồng",
            "en": "{count} of {of} records with a fee show no payment {after} after receipt, {owed} đồng in all",
        }
    }

    def find(self, view: View) -> Judgement:
        """Count records by unit and field."""
        rows = self._owing(view)
        waited = view.calendar.elapsed(rows["received_at"], view.now) >= self.after
        return judge(
            rows,
            by=["unit", "field"],
            where=rows["unpaid"] & waited,
            unreadable={"receipt missing": rows["received_at"].isna()},
            facts={"owed": ("sum", rows["fee"]), "after": ("min", pd.Series(str(self.after), rows.index))},
        )

    def next_change(self, view: View) -> pd.Series:
        """Return when the next unpaid record has waited so long."""
        rows = self._owing(view)
        rows = rows[rows["unpaid"]]
        return view.next_after(view.calendar.add(rows["received_at"], self.after), by=rows["unit"])

    def _owing(self, view: View) -> pd.DataFrame:
        """Return the records that owe a fee, and whether they are ``unpaid``."""
        joined = view.join("records", "payments", latest="paid_at")
        rows = joined.rows.assign(matched=joined.matched)
        owes = (rows["fee"] > 0).fillna(value=False) & ~rows["status"].isin(NOTHING_OWED)
        rows = rows[owes & (_heard(rows, view) | rows["matched"])]
        said = rows["paid_online"].fillna(value=False).astype(bool) | rows["paid_at"].notna()
        return rows.assign(unpaid=~(rows["matched"] | said))


@hookimpl
def reform_schemas() -> Sequence[Schema]:
    """Offer payments as a kind of feed."""
    return [PAYMENTS]


@hookimpl
def reform_counts() -> Sequence[Counting]:
    """Offer the counting functions of this page."""
    return [records_paid_by_payment, procedures_paid_by_payment]


@hookimpl
def reform_checks() -> Sequence[type[Check]]:
    """Offer the checks of this page."""
    return [PaymentError, FeeUnpaid]
