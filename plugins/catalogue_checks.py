"""Procedures beside records and figures: abolished ones that are still used, broken series, time that handling took."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any, ClassVar

import pandas as pd

from reform_tui.sdk import (
    Check,
    Fact,
    Finding,
    Judgement,
    Period,
    Reads,
    Sentences,
    View,
    bounded,
    hookimpl,
    judge,
    judged,
    never,
    period_named,
    procedure_base,
    within,
)


@dataclass(frozen=True, kw_only=True)
class AbolishedProcedure:
    """Records received under a procedure on or after the day on which it was abolished, by unit and procedure.

    The day is ``from`` of the entry that abolishes it, else that of the decision; for one that merely ended, the day
    after ``to``.  Procedures are joined on their national code.  Facts: ``abolished``, the day, and ``decision``.  A
    record whose procedure is no national code is skipped.
    """

    grain: ClassVar[str] = "province"
    reads: ClassVar[Reads] = {
        "records": ("procedure", "received_at"),
        "catalogue": ("procedure", "change?", "from?", "to?", "decision?", "decision_date?", "published_at?"),
    }
    sentences: ClassVar[Sentences] = {
        "found": {
            "vi": "{count}/{of} hồ sơ tiếp nhận theo thủ tục đã bãi bỏ từ {abolished} ({decision})",
            "en": "{count} of {of} records received under a procedure abolished on {abolished} ({decision})",
        }
    }

    def find(self, view: View) -> Judgement:
        """Compare each receipt in the period with the end of its procedure."""
        rows = view.records
        rows = rows[within(rows["received_at"], view.period)]
        base, ended = _bases(rows["procedure"]), _ended(view)
        rows = rows.assign(procedure=base.fillna(""))
        told = ended.reindex(base).set_axis(base.index)  # map would not keep the type where nothing has ended
        since = told["since"].astype(rows["received_at"].dtype)
        day = since.dt.strftime("%Y-%m-%d")
        return judge(
            rows,
            by=["unit", "procedure"],
            where=(rows["received_at"] >= since).fillna(value=False),
            unreadable={"no national code of the procedure": base.isna()},
            facts={"abolished": ("max", day), "decision": ("max", told["decision"].astype("str"))},
        )

    def next_change(self, view: View) -> pd.Series:  # noqa: ARG002 - receipts do not move, and days are compared
        """Only another delivery changes it."""
        return never()


def _bases(codes: pd.Series) -> pd.Series:
    """Return the national part of each code (``str``); there are few codes and many records."""
    few = pd.Series(codes.cat.categories.astype("str"))
    return codes.map(dict(zip(few, procedure_base(few), strict=True))).astype("str")


def _ended(view: View) -> pd.DataFrame:
    """Return ``since`` and ``decision`` of each procedure, by national code, whose newest entry ends it."""
    rows = view.rows("catalogue")
    begins = rows["from"].fillna(rows["decision_date"]).fillna(rows["published_at"])
    over = rows["to"].dt.tz_convert(view.calendar.zone).dt.normalize() + pd.DateOffset(days=1)
    since = begins.where(rows["change"] == "abolished", over)
    decision = rows["decision"].astype("str").fillna("–")
    rows = rows.assign(base=procedure_base(rows["procedure"]), begins=begins, since=since, decision=decision)
    newest = rows.sort_values("begins", na_position="first", kind="stable").drop_duplicates("base", keep="last")
    newest = newest[newest["base"].notna() & newest["since"].notna()]
    return newest.set_index("base")[["since", "decision"]]


@dataclass(frozen=True, kw_only=True)
class SeriesBreak:
    """An ``indicator`` whose part fell by ``by`` or more since the period before while the whole rose, or the reverse.

    Figures that move against each other so far are rarely a change in what is counted, and mostly a change of how: in
    Cao Bằng full-process services went from 978 of 1,559 to 639 of 1,775 in 2025, when they were classified anew.  The
    day belongs under ``breaks`` of the indicator, so that nothing shows the figures as one series; between periods that
    such a day parts nothing is found any more.

    ``value`` is how far the part moved.  Facts: ``was``, ``was_of``, ``now``, ``now_of``, ``before``, the period.
    """

    indicator: str
    by: float = bounded(0.1, least=0)
    least: int = bounded(30, least=0)

    reads: ClassVar[Reads] = {}
    sentences: ClassVar[Sentences] = {
        "found": {
            "vi": "từ {was}/{was_of} ({before}) thành {now}/{now_of}: có thể do đổi cách tính, không vẽ thành chuỗi;"
            " ghi ngày vào breaks của chỉ tiêu",
            "en": "{was} of {was_of} ({before}) became {now} of {now_of}: mostly another definition, not one series;"
            " write the day under the indicator's breaks",
        }
    }

    def find(self, view: View) -> Judgement:
        """Compare with the period before, in the units that had enough to count in both."""
        if view.before is None or self._declared(view, view.before):
            return Judgement()
        both = view.indicators(self.indicator).join(
            view.indicators(self.indicator, "previous").add_suffix("_was"), how="inner"
        )
        both = both[(both["numerator_was"] > 0) & (both["denominator_was"] >= self.least)]
        moved = both["numerator"] / both["numerator_was"] - 1
        against = moved * (both["denominator"] - both["denominator_was"]) < 0
        broken = both.assign(moved=moved.abs())[against & (moved.abs() >= self.by)]
        findings = tuple(self._finding(str(row.Index), row, view.before.name) for row in broken.itertuples())
        return Judgement(findings, {str(unit): int(count) for unit, count in both["denominator"].items()})

    def next_change(self, view: View) -> pd.Series:  # noqa: ARG002 - the same for every check
        """The indicator itself wakes the rule."""
        return never()

    def _declared(self, view: View, before: Period) -> bool:
        """Whether a day that is declared parts the two periods: after the end of one, before that of the other."""
        zone, end = view.calendar.zone, view.period.end
        days = (datetime.combine(day, time(), zone) for day in view.breaks(self.indicator))
        return any(before.end is not None and before.end <= day and (end is None or day < end) for day in days)

    def _finding(self, unit: str, row: Any, before: str) -> Finding:
        facts: dict[str, Fact] = {
            "was": int(row.numerator_was), "was_of": int(row.denominator_was),
            "now": int(row.numerator), "now_of": int(row.denominator), "before": before,
        }  # fmt: skip
        part, whole = int(row.numerator), int(row.denominator)
        return Finding(unit, self.indicator, "found", max(part, 1), whole, float(row.moved), facts)


@dataclass(frozen=True, kw_only=True)
class HandlingTime:
    """Time that handling took, measured from receipt to finish in working hours, against the period before.

    Of records finished in each period: the median and the 90th percentile, by unit and for the province.  Compared with
    the period named ``against``, else with the one before; a unit with fewer than ``least`` such records in either is
    left out.  This is what people waited, and no time limit: limits that were shortened are ``limits_shortened``.

    ``value`` is the share by which the median fell, below 0 where it rose; ``count`` are the records measured.
    Facts: ``median``, ``median_before``, ``p90``, ``p90_before`` in hours, ``cut`` and ``p90_cut`` in percent,
    ``before``, the period.
    """

    against: str = ""
    least: int = bounded(30, least=0)

    grain: ClassVar[str] = "province"
    reads: ClassVar[Reads] = {"records": ("received_at", "finished_at")}
    sentences: ClassVar[Sentences] = {
        "found": {
            "vi": "thời gian giải quyết trung vị {median} giờ làm việc, {before}: {median_before} (giảm {cut} %);"
            " 90 % hồ sơ trong {p90} giờ, {before}: {p90_before}",
            "en": "median handling time {median} working hours, {before}: {median_before} (cut by {cut}%);"
            " 90% within {p90} hours, {before}: {p90_before}",
        }
    }

    def find(self, view: View) -> Judgement:
        """Measure both periods and compare them."""
        rows = view.delivered
        before = _period(self.against, view)
        if before is None:
            return Judgement()
        either = within(rows["finished_at"], view.period) | within(rows["finished_at"], before)
        done = rows[either & (rows["finished_at"] <= view.now)]
        hours = (view.calendar.elapsed(done["received_at"], done["finished_at"]) / 60).astype("Float64")
        done = done.assign(hours=hours.where(hours >= 0), unit=done["unit"].astype("str"))
        now, past = (_measured(done[within(done["finished_at"], one)]) for one in (view.period, before))
        both = now.join(past.add_suffix("_before"), how="inner")
        both = both[(both[["n", "n_before"]] >= self.least).all(axis=1) & (both["median_before"] > 0)]
        findings = tuple(_compared(str(row.Index), row, before.name) for row in both.itertuples())
        inside = done[within(done["finished_at"], view.period)]
        return Judgement(findings) + judged(
            inside, unreadable={"receipt missing or after the finish": inside["hours"].isna()}
        )

    def next_change(self, view: View) -> pd.Series:
        """Return when the next finish that lies ahead is known."""
        rows = view.delivered
        return view.next_after(rows["finished_at"], by=pd.Series("", index=rows.index))


def _period(name: str, view: View) -> Period | None:
    return period_named(name, view.calendar.zone) if name else view.before


def _measured(done: pd.DataFrame) -> pd.DataFrame:
    """Return ``n``, ``median`` and ``p90`` of the hours by unit, and of all under the unit ``""``."""
    known = done[done["hours"].notna()].assign(hours=done["hours"].astype("float64"))
    whole = pd.concat([known, known.assign(unit="")])
    hours = whole.groupby("unit")["hours"]
    return pd.DataFrame({"n": hours.size(), "median": hours.median(), "p90": hours.quantile(0.9)})


def _compared(unit: str, row: Any, before: str) -> Finding:
    """Return the finding of one unit, or of the province."""
    cut = 1 - row.median / row.median_before
    cuts = {"cut": cut, "p90_cut": 1 - row.p90 / row.p90_before}
    hours = {name: round(float(getattr(row, name)), 1) for name in ("median", "median_before", "p90", "p90_before")}
    facts: dict[str, Fact] = {
        **hours,
        **{name: round(100 * share, 1) for name, share in cuts.items()},
        "before": before,
    }
    return Finding(unit, "", "found", int(row.n), int(row.n), float(cut), facts)


@hookimpl
def reform_checks() -> Sequence[type[Check]]:
    """Offer the checks of this page."""
    return [AbolishedProcedure, SeriesBreak, HandlingTime]
