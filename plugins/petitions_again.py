"""Petitions that come again, and what petitions are about: a procedure, the conduct of officials, one record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from reform_tui.sdk import (
    Check,
    Counting,
    Judgement,
    Reads,
    Sentences,
    View,
    counting,
    hookimpl,
    judge,
    never,
    tally,
    within,
)

COLUMNS = ("received_at", "repeated?", "about_record?")
NO_DAY = "its day of receipt is missing"
NO_KIND = "nobody said what it is about"


@dataclass(frozen=True, kw_only=True)
class PetitionRepeated:
    """Petitions received in the period that come again, by field: an answer that did not settle the matter.

    Again is what is ticked so, and what is about a record that an earlier petition of the unit, of whatever period, was
    about.  Facts: ``records``, how many records those found are about, and ``ticked``, how many were ticked.
    """

    reads: ClassVar[Reads] = {"petitions": (*COLUMNS, "field?")}
    sentences: ClassVar[Sentences] = {
        "found": {
            "vi": "{count}/{of} phản ánh, kiến nghị gửi lại ({share}), về {records} hồ sơ; {ticked} được đánh dấu",
            "en": "{count} of {of} petitions come again ({share}), about {records} records; {ticked} are ticked so",
        }
    }

    def find(self, view: View) -> Judgement:
        """Count petitions that come again, by unit and field."""
        rows = _received(view)
        return judge(
            rows,
            by=["unit", "field"],
            where=rows["again"],
            unreadable={NO_DAY: rows["received_at"].isna()},
            facts={"records": ("nunique", rows["about_record"].astype("str")), "ticked": ("sum", rows["ticked"])},
        )

    def next_change(self, view: View) -> pd.Series:  # noqa: ARG002 - the same for every check
        """Only another delivery changes it."""
        return never()


@counting(petitions=COLUMNS)
def petitions_repeated(view: View) -> pd.DataFrame:
    """Petitions that come again among those received in the period.

    Again is what is ticked so, and what is about a record that an earlier petition of the unit was about.
    """
    rows = _received(view)
    return tally(rows, where=rows["again"], unreadable={NO_DAY: rows["received_at"].isna()})


@counting(petitions=("received_at", "about_record"))
def petitions_on_records(view: View) -> pd.DataFrame:
    """Petitions about one record among those received in the period: the others are about a rule or a practice."""
    rows = view.rows("petitions")
    return tally(rows, where=rows["about_record"].notna(), of=within(rows["received_at"], view.period))


@counting(petitions=("received_at", "about"))
def petitions_on_procedures(view: View) -> pd.DataFrame:
    """Petitions about administrative procedures among those received in the period of which somebody said their kind.

    The national portal follows petitions by kind and gives no points for it (Decision 766, satisfaction).
    """
    return _of_kind(view, "procedure")


@counting(petitions=("received_at", "about"))
def petitions_on_conduct(view: View) -> pd.DataFrame:
    """Petitions about the conduct of officials among those received in the period of which somebody said their kind.

    The national portal follows petitions by kind and gives no points for it (Decision 766, satisfaction).
    """
    return _of_kind(view, "conduct")


def _of_kind(view: View, kind: str) -> pd.DataFrame:
    rows = view.rows("petitions")
    rows = rows[within(rows["received_at"], view.period)]
    where = (rows["about"] == kind).fillna(value=False).astype(bool)
    return tally(rows, where=where, unreadable={NO_KIND: rows["about"].isna()})


def _received(view: View) -> pd.DataFrame:
    """Return petitions received in the period, or on no known day, with ``ticked`` and ``again`` (``bool``)."""
    rows = view.rows("petitions")
    named = rows[rows["about_record"].notna()].sort_values("received_at", kind="stable")
    later = named.groupby(["unit", "about_record"], observed=True).cumcount() > 0
    ticked = rows["repeated"].fillna(value=False).astype(bool)
    rows = rows.assign(ticked=ticked, again=ticked | later.reindex(rows.index, fill_value=False))
    return rows[rows["received_at"].isna() | within(rows["received_at"], view.period)]


@hookimpl
def reform_checks() -> Sequence[type[Check]]:
    """Offer the check of this page."""
    return [PetitionRepeated]


@hookimpl
def reform_counts() -> Sequence[Counting]:
    """Offer the shares of this page."""
    return [petitions_repeated, petitions_on_records, petitions_on_procedures, petitions_on_conduct]
