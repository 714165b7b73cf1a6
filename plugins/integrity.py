"""Records whose times do not agree with each other or with the rules of receipt: each is a question to verify."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

import pandas as pd

from reform_tui.sdk import (
    Check,
    Judgement,
    Reads,
    Sentences,
    View,
    WorkingTime,
    hookimpl,
    judge,
    never,
    procedure_base,
    within,
)

NEVER_RECEIVED = ("new", "refused")
FINISHED = ("done", "returned")
INFORMATION = ("information", "2", "mức độ 2", "cung cấp thông tin", "dịch vụ công cung cấp thông tin")
ERRORS = {
    "no_receipt": ("không có ngày tiếp nhận", "have no day of receipt"),
    "no_finish": ("đã xong mà không có ngày kết thúc xử lý", "are done and have no day of finish"),
    "received_ahead": ("có ngày tiếp nhận sau hôm nay", "were received after today"),
    "finished_ahead": ("có ngày kết thúc xử lý sau hôm nay", "were finished after today"),
    "finished_before_received": ("kết thúc xử lý trước khi tiếp nhận", "were finished before they were received"),
    "information_online": (
        "nộp trực tuyến vào thủ tục chỉ cung cấp thông tin",
        "were submitted online under a procedure that only gives information",
    ),
}
EIGHT_HOURS = WorkingTime.parse("8wh")
_MOMENT = pd.Timedelta(microseconds=1)


@dataclass(frozen=True, kw_only=True)
class DataError:
    """Records with one ``error`` that spoils a province's own statistics, by field.

    The six are those that one province's system lists as records that cause errors in statistics (HoSoGayLoiThongKe,
    its source of 2025): ``no_receipt``, except of records never received; ``no_finish`` of what is done;
    ``received_ahead`` and ``finished_ahead``, later than today; ``finished_before_received``, where a finish without a
    time of day counts by its day; ``information_online``, a procedure that reference/procedures calls level 2,
    information only, and that nobody can submit to.  Rows are taken as delivered, whatever lies ahead of the clock;
    what was finished before the period began is left out.
    """

    error: Literal[
        "no_receipt",
        "no_finish",
        "received_ahead",
        "finished_ahead",
        "finished_before_received",
        "information_online",
    ]

    reads: ClassVar[Reads] = {
        "records": ("field?", "received_at?", "finished_at?", "status?", "channel?", "procedure?"),
    }
    references: ClassVar[tuple[str, ...]] = ("procedures",)
    sentences: ClassVar[Sentences] = {
        error: {
            "vi": f"{{count}}/{{of}} hồ sơ {vi}, cần kiểm tra",
            "en": f"{{count}} of {{of}} records {en}: to verify",
        }
        for error, (vi, en) in ERRORS.items()
    }

    def find(self, view: View) -> Judgement:
        """Count the records with the error, among those that could have it, by unit and field."""
        rows = self._rows(view)
        among, wrong = self._wrong(rows, view)
        return judge(rows[among], by=["unit", "field"], where=wrong[among], template=self.error)

    def next_change(self, view: View) -> pd.Series:
        """Return when the first day that lies ahead comes: then it is no error any more."""
        if not self.error.endswith("ahead"):
            return never()
        rows = self._rows(view)
        times = rows[f"{self.error.removesuffix('_ahead')}_at"].dt.tz_convert(view.calendar.zone)
        return view.next_after(times.dt.normalize(), by=rows["unit"])

    def _rows(self, view: View) -> pd.DataFrame:
        rows = view.delivered
        start = view.period.start
        return rows if start is None else rows[~(rows["finished_at"] < start)]

    def _wrong(self, rows: pd.DataFrame, view: View) -> tuple[pd.Series, pd.Series]:
        """Return which records could have the error, and which have it (``bool``)."""
        received, finished = (rows[name].dt.tz_convert(view.calendar.zone) for name in ("received_at", "finished_at"))
        tomorrow = pd.Timestamp(view.now).tz_convert(view.calendar.zone).normalize() + pd.DateOffset(days=1)
        if self.error == "no_receipt":
            return ~rows["status"].isin(NEVER_RECEIVED), received.isna()
        if self.error == "no_finish":
            return rows["status"].isin(FINISHED), finished.isna()
        if self.error == "received_ahead":
            return received.notna(), received >= tomorrow
        if self.error == "finished_ahead":
            return finished.notna(), finished >= tomorrow
        if self.error == "finished_before_received":
            day = finished == finished.dt.normalize()
            return received.notna() & finished.notna(), finished < received.where(~day, received.dt.normalize())
        listed = procedure_base(rows["procedure"]).isin(self._information(view))
        return rows["channel"] == "online", listed

    def _information(self, view: View) -> pd.Series:
        table = view.reference("procedures")
        level = table["level"].astype("str").str.strip().str.lower()
        return procedure_base(table["procedure"])[level.isin(INFORMATION)].dropna()


@dataclass(frozen=True, kw_only=True)
class AcceptedLate:
    """Online records accepted later than ``within`` of working time after they were submitted, or not yet, by field.

    Eight working hours are the limit that one province's system sets for itself (HanTiepNhan, its source of 2025); put
    your own and its decision in the rule.  Records submitted in the period count, and those that still wait.  A feed
    that comes through the national sync has the day of submission overwritten with that of receipt: there this rule
    finds nothing.  Facts: ``not_accepted`` of the count are not accepted yet; ``hours_most``, the working hours of the
    longest that was accepted; ``uncertain`` reach into a year that the calendar does not know.
    """

    within: WorkingTime = EIGHT_HOURS

    reads: ClassVar[Reads] = {"records": ("field?", "channel?", "status?", "submitted_at?", "received_at?")}
    sentences: ClassVar[Sentences] = {
        "found": {
            "vi": "{count}/{of} hồ sơ trực tuyến tiếp nhận quá {within} sau khi nộp, {not_accepted} còn chưa tiếp "
            "nhận: cần kiểm tra",
            "en": "{count} of {of} online records accepted more than {within} after they were submitted, "
            "{not_accepted} not yet: to verify",
        }
    }

    def find(self, view: View) -> Judgement:
        """Count what was accepted late, and what waits too long, by unit and field."""
        rows = self._online(view)
        waits = rows["waiting"] & rows["late"]
        hours = view.calendar.elapsed(rows["submitted_at"], rows["received_at"]) // 60
        unsure = view.calendar.uncertain(rows["submitted_at"], rows["received_at"].fillna(rows["until"]))
        return judge(
            rows,
            by=["unit", "field"],
            where=rows["late"],
            unreadable={
                "submission missing": rows["submitted_at"].isna(),
                "receipt missing": rows["received_at"].isna() & ~rows["waiting"],
            },
            facts={
                "not_accepted": ("sum", waits),
                "hours_most": ("max", hours.where(~rows["waiting"])),
                "uncertain": ("sum", unsure),
                "within": ("min", pd.Series(str(self.within), rows.index)),
            },
        )

    def next_change(self, view: View) -> pd.Series:
        """Return when the first record of each unit that is not accepted has waited too long."""
        rows = self._online(view)
        waiting = rows[rows["waiting"] & ~rows["late"]]
        return view.next_after(waiting["until"] + _MOMENT, by=waiting["unit"])

    def _online(self, view: View) -> pd.DataFrame:
        """Return the online records with ``until`` (the last moment in time), ``waiting`` and ``late``."""
        rows = view.records
        rows["waiting"] = rows["received_at"].isna() & ((rows["status"] == "new") | rows["status"].isna())
        submitted = rows["submitted_at"].isna() | within(rows["submitted_at"], view.period) | rows["waiting"]
        rows = rows[(rows["channel"] == "online") & (rows["status"] != "refused") & submitted].copy()
        rows["until"] = view.calendar.add(rows["submitted_at"], self.within)
        rows["late"] = rows["received_at"].where(~rows["waiting"], pd.Timestamp(view.now)) > rows["until"]
        return rows


@dataclass(frozen=True, kw_only=True)
class FinishedAtDue:
    """Records finished at their due moment to the second, by field.

    By hand that hardly happens.  One province's system has a command for its keepers, "Đặt lại hồ sơ quá hạn", that
    sets the finish of overdue records to their due date, one by one or many at once (its source of 2025).  Records
    whose due date or finish has no time of day cannot be judged.  Those finished in the period count.
    """

    reads: ClassVar[Reads] = {"records": ("field?", "due_at", "finished_at")}
    sentences: ClassVar[Sentences] = {
        "found": {
            "vi": "{count}/{of} hồ sơ kết thúc đúng từng giây vào hạn trả ({share}): cần kiểm tra",
            "en": "{count} of {of} records finished at their due moment to the second ({share}): to verify",
        }
    }

    def find(self, view: View) -> Judgement:
        """Count equal moments by unit and field."""
        rows = view.records
        rows = rows[within(rows["finished_at"], view.period) & rows["due_at"].notna()]
        due, finish = (rows[name].dt.tz_convert(view.calendar.zone).dt.floor("s") for name in ("due_at", "finished_at"))
        days = (due == due.dt.normalize()) | (finish == finish.dt.normalize())
        return judge(rows, by=["unit", "field"], where=due == finish, unreadable={"no time of day": days})

    def next_change(self, view: View) -> pd.Series:  # noqa: ARG002 - the kit asks with a view
        """Only another delivery changes it."""
        return never()


@hookimpl
def reform_checks() -> Sequence[type[Check]]:
    """Offer the checks of this page."""
    return [DataError, AcceptedLate, FinishedAtDue]
