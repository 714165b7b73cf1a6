"""Records that one officer received in one day, those that staff filed themselves told apart from the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, Literal

import pandas as pd

from reform_tui.sdk import (
    Check,
    Fact,
    Judgement,
    Reads,
    Sentences,
    View,
    bounded,
    comparable,
    filing,
    hookimpl,
    identity,
    judge,
    judged,
    listed,
    never,
    within,
)

KEPT_BY = {"account": "account", "person_id": "account", "phone": "phone", "device": "device"}
"""What the roster may know of a submitter, and the column of a record that it is held against."""
ASSISTED = {
    "vi": "{subject}: {count}/{of} hồ sơ tiếp nhận trong ngày là hồ sơ được hỗ trợ nộp; còn lại {others}",
    "en": "{subject}: {count} of {of} records received that day were filed with assistance; {others} others",
}
OTHERS = {
    "vi": "{subject}: {count}/{of} hồ sơ tiếp nhận trong ngày; được hỗ trợ nộp {assisted}",
    "en": "{subject}: {count} of {of} records received that day; {assisted} with assistance",
}


@dataclass(frozen=True, kw_only=True)
class OfficerDay:
    """Days on which one officer received many records, those filed with assistance and the others counted apart.

    ``which`` says whether ``assisted`` records or the ``others`` are counted; ``by`` whose day it is, that of the
    ``receiver`` or of the ``officer`` who handles.  A day is told from ``least`` records on, so that ordinary days
    fill no list; thresholds are held against ``count``.  ``of`` is everything that the officer received that day.

    Assisted is an online record with an authorisation, one whose submitter received it too, or was on the table
    ``staff`` that day (account, number, phone, device) in one of ``classes``; not what somebody of the roster files as
    its owner.  The day is the working day of ``received_at``: what was received on a day off belongs to the next one.

    The subject is the officer, masked, and the day.  ``value`` is the share.  Facts: ``assisted`` and ``others``.
    """

    which: Literal["assisted", "others"] = "assisted"
    by: Literal["receiver", "officer"] = "receiver"
    least: int = bounded(15, least=1)
    classes: tuple[str, ...] = ("officer", "helper", "digital team")
    placeholders: tuple[str, ...] = ("000000001", "0123456789", "123456789")

    reads: ClassVar[Reads] = {
        "records": (
            "received_at", "receiver?", "officer?", "channel?", "authorised?", "account?", "device?",
            "applicant_phone?", "applicant_id?", "applicant_name?",
        )
    }  # fmt: skip
    references: ClassVar[tuple[str, ...]] = ("staff", "allow", "units")
    sentences: ClassVar[Sentences] = {"assisted": ASSISTED, "others": OTHERS}

    def find(self, view: View) -> Judgement:
        """Count what each officer received on each working day of the period."""
        rows = view.records
        rows = rows[within(rows["received_at"], view.period)]
        unreadable = {f"{self.by} missing": rows[self.by].isna()}
        known = rows[rows[self.by].notna()]
        day = view.calendar.counts_from(known["received_at"].dt.normalize()).dt.strftime("%Y-%m-%d")
        busy = self._of_busy_days(known.assign(day=day))
        found = self._told(busy.assign(assisted=self._assisted(busy, view)))
        return Judgement(found.findings) + judged(rows, unreadable=unreadable)

    def next_change(self, view: View) -> pd.Series:  # noqa: ARG002 - the same for every check
        """Return nothing: the roster is held against the moment of receipt, so only data changes an answer."""
        return never()

    def _of_busy_days(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Return the rows of days with enough records of any kind: only of those the roster need be asked."""
        days = rows.groupby(["unit", self.by, "day"], observed=True)
        return rows[days["key"].transform("size") >= self.least]

    def _told(self, rows: pd.DataFrame) -> Judgement:
        """Judge the days with enough records that count."""
        by = ["unit", self.by, "day"]
        counted = rows["assisted"] == (self.which == "assisted")
        much = counted.groupby([rows[name] for name in by], observed=True).transform("sum") >= self.least
        told = judge(rows[much], by=by, where=counted[much], template=self.which)
        findings = (replace(one, facts=self._parts(one.count, one.of - one.count)) for one in told.findings)
        return Judgement(tuple(findings))

    def _parts(self, counted: int, rest: int) -> dict[str, Fact]:
        return (
            {"assisted": counted, "others": rest} if self.which == "assisted" else {"assisted": rest, "others": counted}
        )

    def _assisted(self, rows: pd.DataFrame, view: View) -> pd.Series:
        """Return which rows somebody of the office helped to file (``bool``)."""
        rows = comparable(rows.rename(columns={"applicant_phone": "phone"}), self.placeholders)
        receives = rows["account"] == identity(rows["receiver"])
        by_staff = rows.index.isin(self._filed_by_staff(rows, view))
        authorised = rows["authorised"].fillna(value=False).astype(bool)
        return (rows["channel"] == "online") & (authorised | receives.fillna(value=False).astype(bool) | by_staff)

    def _filed_by_staff(self, rows: pd.DataFrame, view: View) -> pd.Series:
        """Return the labels of the rows that somebody of the roster filed for somebody else."""
        staff = filing.Lists.of(view, self.placeholders).staff
        entries = listed(
            rows, staff[staff["class"].isin(self.classes)], on=KEPT_BY, at="received_at", since="from", until="to"
        )
        owner = identity(rows["applicant_id"]).reindex(entries["row"]).to_numpy()
        name = identity(rows["applicant_name"]).reindex(entries["row"]).to_numpy()
        himself = (entries["listed_person_id"] == owner) | (entries["listed_name"] == name)
        return entries.loc[~himself, "row"]


@hookimpl
def reform_checks() -> Sequence[type[Check]]:
    """Offer the check of this page."""
    return [OfficerDay]
