"""Records past their due date and records that soon will be, by field, under a named way of counting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any, ClassVar, Literal

import pandas as pd

from reform_tui.sdk import (
    LATENESS,
    Check,
    Fact,
    Finding,
    Judgement,
    Lateness,
    Profile,
    Reads,
    Sentences,
    View,
    WorkingTime,
    hookimpl,
    judge,
    judged,
    lateness,
)

UNNAMED = "—"
WORKING_DAY = WorkingTime.parse("1wd")
READS: Reads = {"records": (*LATENESS, "field?")}
WHAT = {
    "all": {
        "vi": "{count}/{of} hồ sơ quá hạn ({share}), trong đó {just_late} trễ chưa tới {near}",
        "en": "{count} of {of} records late ({share}), of which {just_late} by less than {near}",
    },
    "near": {
        "vi": "{count}/{of} hồ sơ quá hạn chưa tới {near} ({share})",
        "en": "{count} of {of} records late by less than {near} ({share})",
    },
    "beyond": {
        "vi": "{count}/{of} hồ sơ quá hạn từ {near} trở lên ({share})",
        "en": "{count} of {of} records late by {near} or more ({share})",
    },
}
HOW = {
    "open": {
        "vi": ": {finished_late} đã giải quyết, {pending_late} đang giải quyết, hạn trả cũ nhất {oldest_due}",
        "en": ": {finished_late} finished late, {pending_late} still open, the oldest due {oldest_due}",
    },
    "finished": {
        "vi": ": đều đã giải quyết, trễ nhiều nhất {days_late_max} ngày",
        "en": ": all of them finished, by {days_late_max} days at most",
    },
}
BESIDES = {
    "again": {
        "vi": "; {again} hồ sơ yêu cầu bổ sung từ lần hai, tính là quá hạn",
        "en": "; {again} asked for supplements more than once, which counts as late",
    },
    "assumed": {
        "vi": "; {assumed} hồ sơ không có hạn trả, tính là đúng hạn",
        "en": "; {assumed} without a due date counted on time",
    },
    "uncertain": {
        "vi": "; lịch làm việc không có năm của {uncertain} hồ sơ",
        "en": "; for {uncertain} the calendar lacks a year",
    },
}
PROFILE = {"vi": " (cách tính {profile})", "en": " (profile {profile})"}


def _said(*parts: dict[str, str]) -> dict[str, str]:
    return {code: "".join(part[code] for part in parts) for code in ("vi", "en")}


def _worded() -> Sentences:
    """Return a sentence for each thing that may be said, named by its parts: ``all-open-assumed``."""
    besides = [[(), (name,)] for name in BESIDES]
    chosen = [tuple(name for part in some for name in part) for some in product(*besides)]
    return {
        "-".join((what, how, *some)): _said(WHAT[what], HOW[how], *(BESIDES[name] for name in some), PROFILE)
        for what, how, some in product(WHAT, HOW, chosen)
    }


@dataclass(frozen=True, kw_only=True)
class OverdueByField:
    """Records that are late, by field (or by procedure), as a share of all records that the profile counts.

    ``profile`` says what late means; every finding names it, and docs/rules.md has where each comes from.

    ``province_06a``, the provincial report form: calendar dates are compared, so a record is late from the day after
    its due date.  Paused, withdrawn and refused records count as within time.

    ``report_06``, the builder of report 06: the moment of return counts, so that a record finished in time and returned
    late is late; one whose return is missing is not judged.  ``to_the_second``, OpenCPS: the moment of the finish
    counts.  In both, paused, withdrawn and refused records are set apart: neither late nor in the share.

    ``national_766``, the national score: the moment of the finish counts, less the time of a supplement; a request for
    supplements stands for the finish while the record waits, and a second one makes it late.  A record without a due
    date is judged by its procedure's limit in reference/procedures.

    The first three count a record without a due date as on time.  It stays in ``of``, so that a share agrees with the
    province's own table, but it was assumed and not judged: the fact ``assumed`` and the skipped rows say how many.

    ``which`` counts ``all`` that are late, or only those late by less than ``near`` of working time (``near``: often
    no more than a record closed late in the software), or only the others (``beyond``).

    Facts: ``finished_late`` and ``pending_late`` add up to the count; ``just_late`` of both are late by less than
    ``near``; ``days_late_max`` and ``days_late_median`` are calendar days of the finished ones; ``oldest_due`` is the
    earliest due date of the open ones, from which a reader sees their age; ``again`` are late by a second request for
    supplements; ``uncertain`` lie in a year whose days off the calendar does not know.
    """

    profile: Profile = "province_06a"
    by: Literal["field", "procedure"] = "field"
    near: WorkingTime = WORKING_DAY
    which: Literal["all", "near", "beyond"] = "all"

    reads: ClassVar[Reads] = READS
    references: ClassVar[tuple[str, ...]] = ("procedures",)
    sentences: ClassVar[Sentences] = _worded()

    def find(self, view: View) -> Judgement:
        """Count late records by unit and field."""
        told, rows = self._told(view)
        counted = rows[~rows["apart"] & ~_any(told)]
        found = judge(counted, by=["unit", self.by], where=counted["counts"])
        facts = self._facts(counted, view)
        findings = tuple(_with_facts(finding, facts[finding.unit, finding.subject]) for finding in found.findings)
        findings = tuple(replace(each, template=f"{self.which}-{each.template}") for each in findings)
        return Judgement(findings) + judged(rows, unreadable={**told.unreadable, "due date missing": rows["assumed"]})

    def next_change(self, view: View) -> pd.Series:
        """Return when the first open record of each unit becomes late, or later than ``near``."""
        _, rows = self._told(view)
        rows["later"] = view.calendar.add(rows["due"].where(rows["pending_late"] & rows["just"]), self.near)
        return view.next_after(rows[["late_from", "later"]], by=rows["unit"])

    def _told(self, view: View) -> tuple[Lateness, pd.DataFrame]:
        """Return the records with ``just`` (late by less than ``near``) and ``counts`` (``bool``) beside the others."""
        told = lateness(view, self.profile)
        rows = told.rows
        rows[self.by] = rows[self.by].astype("str").fillna(UNNAMED)
        late = rows[rows["late"]]
        end = late["finish"].fillna(pd.Timestamp(view.now))
        by = view.calendar.elapsed(late["due"], end)
        just = (by < self.near) & ~late["again"]
        rows["just"] = just.reindex(rows.index).fillna(value=False).astype(bool)
        # Working time matters up to ``near`` alone, so no year after that makes anything uncertain.
        until = view.calendar.add(late["due"], self.near)
        until = late["finish"].where(late["finish"] < until, until)
        rows["uncertain"] = view.calendar.uncertain(late["due"], until).reindex(rows.index, fill_value=False)
        kept = {"all": True, "near": rows["just"], "beyond": ~rows["just"]}[self.which]
        rows["counts"] = rows["late"] & kept
        return told, rows

    def _facts(self, rows: pd.DataFrame, view: View) -> dict[tuple[str, str], dict[str, Fact]]:
        """Return the facts of each (unit, field) with a late record."""
        late = rows[rows["counts"]].copy()
        finish = late["finish"].where(late["finished_late"])
        late["days"] = (finish.dt.normalize() - late["due"].dt.normalize()).dt.days
        late["waiting"] = late["due"].where(late["pending_late"]).dt.tz_convert(view.calendar.zone)
        table = late.groupby(["unit", self.by], observed=True).agg(
            finished_late=("finished_late", "sum"),
            pending_late=("pending_late", "sum"),
            just_late=("just", "sum"),
            days_late_max=("days", "max"),
            days_late_median=("days", "median"),
            oldest_due=("waiting", "min"),
            again=("again", "sum"),
            uncertain=("uncertain", "sum"),
        )
        table["assumed"] = rows.groupby(["unit", self.by], observed=True)["assumed"].sum()
        shared: dict[str, Fact] = {"profile": self.profile, "near": str(self.near)}
        return {
            (str(unit), str(subject)): {**{str(name): _plain(value) for name, value in row.items()}, **shared}
            for (unit, subject), row in zip(table.index, table.to_dict("records"), strict=True)
        }


def _any(told: Lateness) -> pd.Series:
    """Return which records cannot be judged for any reason."""
    return pd.DataFrame(told.unreadable, index=told.rows.index, dtype=bool).any(axis=1)


def _plain(value: Any) -> Fact:
    """Return a whole number, a half, a date as ISO text, or ``None`` for a missing value."""
    if pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return str(value.date())
    number = float(value)
    return int(number) if number.is_integer() else number


def _with_facts(finding: Finding, facts: dict[str, Fact]) -> Finding:
    besides = [name for name in BESIDES if facts[name]]
    how = "open" if facts["pending_late"] else "finished"
    return replace(finding, template="-".join((how, *besides)), facts=facts)


@hookimpl
def reform_checks() -> Sequence[type[Check]]:
    """Offer the check of this page."""
    return [OverdueByField]
