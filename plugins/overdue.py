"""Records past their due date, by field: finished late and still open told apart, under a named way of counting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Literal

import pandas as pd

from reform_tui.sdk import (
    PAUSED,
    Check,
    Fact,
    Finding,
    Judgement,
    Reads,
    Sentences,
    View,
    WorkingTime,
    hookimpl,
    judge,
    judged,
)

LEFT = ("withdrawn", "refused")
UNNAMED = "—"
WORKING_DAY = WorkingTime.parse("1wd")
LATE = {
    "late": {
        "vi": "{count}/{of} hồ sơ quá hạn ({share}): {finished_late} đã giải quyết quá hạn, {pending_late} đang giải "
        "quyết quá hạn, hạn trả cũ nhất {oldest_due}",
        "en": "{count} of {of} records late ({share}): {finished_late} finished late, {pending_late} still open, "
        "the oldest due {oldest_due}",
    },
    "finished_late": {
        "vi": "{count}/{of} hồ sơ đã giải quyết quá hạn ({share}), trễ nhiều nhất {days_late_max} ngày, {just_late} hồ "
        "sơ trễ chưa tới {near}",
        "en": "{count} of {of} records finished late ({share}), by {days_late_max} days at most, {just_late} by less "
        "than {near}",
    },
}
SOME_ASSUMED = {
    "vi": "; {assumed} hồ sơ không có hạn trả, tính là đúng hạn",
    "en": "; {assumed} without a due date counted on time",
}
PROFILE = {"vi": " (cách tính {profile})", "en": " (profile {profile})"}


@dataclass(frozen=True, kw_only=True)
class OverdueByField:
    """Records that are late, by field (or by procedure), as a share of all records that the profile counts.

    ``profile`` says what late means; every finding names it.

    ``province_06a``, the provincial report form: calendar dates are compared, so a record is late from the day after
    its due date.  Paused, withdrawn and refused records count as within time.

    ``to_the_second``: date-times are compared.  Paused, withdrawn and refused records are set apart: neither late nor
    in the share.

    Both count a record without a due date as on time.  It stays in ``of``, so that a share agrees with the province's
    own table, but it was assumed and not judged: the fact ``assumed`` and the skipped rows say how many.

    Facts: ``finished_late`` and ``pending_late`` add up to the count; ``just_late`` of the finished ones were late by
    less than ``near`` of working time; ``days_late_max`` and ``days_late_median`` are calendar days of the finished
    ones; ``oldest_due`` is the earliest due date of the open ones, from which a reader sees their age.
    """

    profile: Literal["province_06a", "to_the_second"] = "province_06a"
    by: Literal["field", "procedure"] = "field"
    near: WorkingTime = WORKING_DAY

    reads: ClassVar[Reads] = {"records": ("due_at", "finished_at", "field?", "procedure?", "status?")}
    sentences: ClassVar[Sentences] = {
        **{name: {code: said[code] + PROFILE[code] for code in said} for name, said in LATE.items()},
        **{
            f"{name}_assumed": {code: said[code] + SOME_ASSUMED[code] + PROFILE[code] for code in said}
            for name, said in LATE.items()
        },
    }

    def find(self, view: View) -> Judgement:
        """Count late records by unit and field."""
        rows = self._told_apart(view)
        counted = rows[~rows["apart"]]
        found = judge(counted, by=["unit", self.by], where=counted["finished_late"] | counted["pending_late"])
        facts = self._facts(counted, view)
        findings = tuple(_with_facts(finding, facts[finding.unit, finding.subject]) for finding in found.findings)
        return Judgement(findings) + judged(rows, unreadable={"due date missing": rows["assumed"]})

    def next_change(self, view: View) -> pd.Series:
        """Return when the first open record of each unit becomes late."""
        rows = self._told_apart(view)
        waiting = rows[rows["open"] & ~rows["pending_late"]]
        if self.profile == "to_the_second":
            return view.next_after(waiting["due_at"] + pd.Timedelta(microseconds=1), by=waiting["unit"])
        first = waiting.groupby("unit", observed=True)["due_at"].min().dropna()
        following: pd.Series = first.dt.normalize() + pd.DateOffset(days=1)
        return following

    def _told_apart(self, view: View) -> pd.DataFrame:
        """Return the records with ``open``, ``finished_late``, ``pending_late``, ``apart`` and ``assumed`` (bool)."""
        rows, zone = view.records, view.calendar.zone
        now = pd.Timestamp(view.now).tz_convert(zone)
        due = rows["due_at"] = rows["due_at"].dt.tz_convert(zone)
        finish = rows["finished_at"] = rows["finished_at"].dt.tz_convert(zone)
        rows[self.by] = rows[self.by].astype("str").fillna(UNNAMED)
        excused = rows["status"].isin([*PAUSED, *LEFT])
        finished_late, limit = finish > due, now
        if self.profile == "province_06a":
            finished_late, limit = finish.dt.normalize() > due.dt.normalize(), now.normalize()
        rows["apart"] = excused & (self.profile == "to_the_second")
        rows["open"] = finish.isna() & ~excused
        rows["finished_late"] = finished_late & ~excused
        rows["pending_late"] = rows["open"] & (due < limit)
        rows["assumed"] = due.isna() & ~rows["apart"]
        return rows

    def _facts(self, rows: pd.DataFrame, view: View) -> dict[tuple[str, str], dict[str, Fact]]:
        """Return the facts of each (unit, field) with a late record."""
        late = rows[rows["finished_late"] | rows["pending_late"]].copy()
        finish = late["finished_at"].where(late["finished_late"])
        late["days"] = (finish.dt.normalize() - late["due_at"].dt.normalize()).dt.days
        late["just"] = view.calendar.elapsed(late["due_at"], finish) < self.near
        late["waiting"] = late["due_at"].where(late["pending_late"])
        table = late.groupby(["unit", self.by], observed=True).agg(
            finished_late=("finished_late", "sum"),
            pending_late=("pending_late", "sum"),
            just_late=("just", "sum"),
            days_late_max=("days", "max"),
            days_late_median=("days", "median"),
            oldest_due=("waiting", "min"),
        )
        table["assumed"] = rows.groupby(["unit", self.by], observed=True)["assumed"].sum()
        shared: dict[str, Fact] = {"profile": self.profile, "near": str(self.near)}
        return {
            (str(unit), str(subject)): {**{str(name): _plain(value) for name, value in row.items()}, **shared}
            for (unit, subject), row in zip(table.index, table.to_dict("records"), strict=True)
        }


def _plain(value: Any) -> Fact:
    """Return a whole number, a half, a date as ISO text, or ``None`` for a missing value."""
    if pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return str(value.date())
    number = float(value)
    return int(number) if number.is_integer() else number


def _with_facts(finding: Finding, facts: dict[str, Fact]) -> Finding:
    template = "late" if facts["pending_late"] else "finished_late"
    return replace(finding, template=f"{template}_assumed" if facts["assumed"] else template, facts=facts)


@hookimpl
def reform_checks() -> Sequence[type[Check]]:
    """Offer the check of this page."""
    return [OverdueByField]
