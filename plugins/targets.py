"""How far each unit, and the province, is from the target of an indicator."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar, Literal

import pandas as pd

from reform_tui.sdk import Check, Fact, Finding, Judgement, Reads, Sentences, View, bounded, hookimpl

# Binary fractions are not decimal ones: 0.7 * 30 is a hair above 21, and no 22nd record is needed.
HAIR = 1e-9

SENTENCES: Sentences = {
    "short": {
        "vi": "{rate_percent} % ({numerator}/{denominator}), mục tiêu {target_percent} %: còn thiếu {to_close} hồ sơ",
        "en": "{rate_percent}% ({numerator} of {denominator}), target {target_percent}%: short by {to_close} records",
    },
    "short_with_time": {
        "vi": "{rate_percent} % ({numerator}/{denominator}), mục tiêu {target_percent} %: còn thiếu {to_close} hồ sơ, "
        "mỗi ngày làm việc {pace} trong {days_left} ngày còn lại",
        "en": "{rate_percent}% ({numerator} of {denominator}), target {target_percent}%: short by {to_close} records, "
        "{pace} a working day for the {days_left} left",
    },
    "over": {
        "vi": "{rate_percent} % ({numerator}/{denominator}), giới hạn {target_percent} %: vượt {to_close} hồ sơ",
        "en": "{rate_percent}% ({numerator} of {denominator}), limit {target_percent}%: over by {to_close} records",
    },
}


@dataclass(frozen=True, kw_only=True)
class TargetGap:
    """Units that are short of an indicator's target in the period.

    ``indicator`` names it; a unit with fewer than ``least`` records in the denominator says nothing; ``better`` says on
    which side of the target a unit should be.

    ``value`` is the gap, positive when short.  ``count`` of ``of`` is how many records would close it.  Facts:
    ``rate``, ``target``, ``gap``, ``numerator``, ``denominator``, ``to_close`` and, while the period runs, ``pace``:
    records a working day until its end, and ``days_left``, the whole working days after today.
    """

    indicator: str
    least: int = bounded(30, least=0)
    better: Literal["higher", "lower"] = "higher"

    reads: ClassVar[Reads] = {}
    sentences: ClassVar[Sentences] = SENTENCES

    def find(self, view: View) -> Judgement:
        """Compare each unit's rate with its target."""
        return _compared(self, view, view.indicators(self.indicator))

    def next_change(self, view: View) -> pd.Series:
        """Return the next midnight for every unit: working days run out, and open records become late."""
        return _next_midnight(view, view.indicators(self.indicator).index)


@dataclass(frozen=True, kw_only=True)
class TargetGapProvince:
    """The province as a whole when it is short of an indicator's target: the sum of its units.

    Fields and facts are those of ``target_gap``.  Where units have targets of their own, the province's is their mean,
    each weighed by its records.
    """

    indicator: str
    least: int = bounded(30, least=0)
    better: Literal["higher", "lower"] = "higher"

    grain: ClassVar[str] = "province"
    reads: ClassVar[Reads] = {}
    sentences: ClassVar[Sentences] = SENTENCES

    def find(self, view: View) -> Judgement:
        """Compare the sum of all units with the target."""
        return _compared(self, view, _summed(view.indicators(self.indicator)))

    def next_change(self, view: View) -> pd.Series:
        """Return the next midnight, while there is anything to count."""
        return _next_midnight(view, _summed(view.indicators(self.indicator)).index)


def _compared(check: TargetGap | TargetGapProvince, view: View, figures: pd.DataFrame) -> Judgement:
    """Return a finding for every row of ``figures`` that is on the wrong side of its target."""
    days_left = _days_left(view)
    rows = [(str(unit), *figure) for unit, figure in zip(figures.index, _figures(figures), strict=True)]
    findings = (_finding(check, days_left, row) for row in rows if not math.isnan(row[3]))
    return Judgement(
        tuple(finding for finding in findings if finding is not None),
        {unit: 0 if math.isnan(target) else denominator for unit, _, denominator, target in rows},
        {unit: {"target missing": n} for unit, _, n, target in rows if math.isnan(target) and n},
    )


def _figures(figures: pd.DataFrame) -> Iterable[tuple[int, int, float]]:
    """Return (numerator, denominator, target or NaN) a row."""
    target = figures["target"].astype("Float64").to_numpy(float, na_value=math.nan)
    counts = (figures[name].astype(int).tolist() for name in ("numerator", "denominator"))
    return zip(*counts, target.tolist(), strict=True)


def _finding(
    check: TargetGap | TargetGapProvince,
    days_left: int | None,
    figures: tuple[str, int, int, float],
) -> Finding | None:
    """Return what to say of one (unit, numerator, denominator, target), if it is on the wrong side."""
    unit, numerator, denominator, target = figures
    side = 1 if check.better == "higher" else -1
    if denominator < max(check.least, 1) or side * (target - numerator / denominator) <= 0:
        return None
    gap = side * (target - numerator / denominator)
    to_close = min(denominator, max(1, math.ceil(side * (target * denominator - numerator) - HAIR)))
    facts: dict[str, Fact] = {
        "rate": numerator / denominator,
        "rate_percent": 100 * numerator / denominator,
        "target_percent": 100 * target,
        "target": target,
        "gap": gap,
        "numerator": numerator,
        "denominator": denominator,
        "to_close": to_close,
        "days_left": days_left,
        "pace": math.ceil(10 * to_close / days_left) / 10 if days_left else None,
    }
    template = "over" if side < 0 else "short_with_time" if days_left else "short"
    return Finding(unit, check.indicator, template, to_close, denominator, gap, facts)


def _summed(figures: pd.DataFrame) -> pd.DataFrame:
    """Return the units as one row under the unit ``""``; targets are weighed by what they apply to."""
    if not int(figures["denominator"].sum()):
        return figures.iloc[:0]
    judged = figures[figures["target"].notna() & (figures["denominator"] > 0)]
    targets = judged["target"].astype(float)
    target = math.nan
    if len(targets):
        weighed = (targets * judged["denominator"]).sum() / judged["denominator"].sum()
        target = targets.iloc[0] if targets.min() == targets.max() else weighed
    sums = {name: int(figures[name].sum()) for name in ("numerator", "denominator")}
    return pd.DataFrame([{**sums, "target": target}], index=pd.Index([""], name="unit"))


def _days_left(view: View) -> int | None:
    """Return the whole working days after today until the period's end; ``None`` for a period without one."""
    if view.period.end is None:
        return None
    today = view.now.astimezone(view.calendar.zone).date()
    last = (view.period.end.astimezone(view.calendar.zone) - timedelta(microseconds=1)).date()
    days = (today + timedelta(days=n) for n in range(1, (last - today).days + 1))
    return sum(view.calendar.is_working_day(day) for day in days)


def _next_midnight(view: View, units: pd.Index) -> pd.Series:
    """Return the coming midnight for each unit; nothing once the period is over."""
    midnight = pd.Timestamp(view.now).tz_convert(view.calendar.zone).normalize() + pd.DateOffset(days=1)
    over = view.period.end is not None and midnight > view.period.end
    return pd.Series(midnight, index=units[:0] if over else units, dtype=f"datetime64[us, {view.calendar.zone.key}]")


@hookimpl
def reform_checks() -> Sequence[type[Check]]:
    """Offer the checks of this page."""
    return [TargetGap, TargetGapProvince]
