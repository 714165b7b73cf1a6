"""What decisions did to procedures in a period: new, amended, abolished, and whether each was published in time.

A procedure counts once in each decision that speaks of it.  Figures stand under the unit that publishes.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from reform_tui.sdk import Counting, View, WorkingTime, counting, hookimpl, tally, within

CHANGED = ("procedure", "change", "decision_date", "published_at?")
UPDATE_WITHIN = WorkingTime.parse("5wd")
"""For a province, from the day after signing; a ministry has ten."""
_DAY = pd.DateOffset(days=1)


@counting(catalogue=CHANGED)
def published_new(view: View) -> pd.DataFrame:
    """New procedures among all that decisions of the period made new, amended or abolished: 71 of 305."""
    return _changed(view, "new")


@counting(catalogue=CHANGED)
def published_amended(view: View) -> pd.DataFrame:
    """Amended procedures among all that decisions of the period made new, amended or abolished: 187 of 305."""
    return _changed(view, "amended")


@counting(catalogue=CHANGED)
def published_abolished(view: View) -> pd.DataFrame:
    """Abolished procedures among all that decisions of the period made new, amended or abolished: 47 of 305."""
    return _changed(view, "abolished")


@counting(catalogue=("decision", "decision_date", "change", "published_at"))
def decisions_public(view: View) -> pd.DataFrame:
    """Decisions of the period of which every procedure was made public among all that changed procedures.

    Decisions are told apart by number and day.  Cao Bằng had 34 in the first quarter of 2025.
    """
    rows = view.rows("catalogue")
    rows = rows[_decided(rows, view) & rows["change"].notna() & rows["decision"].notna()]
    number = rows["decision"].astype("str").str.normalize("NFC").str.split().str.join("").str.lower()
    day = _day(rows["decision_date"], view)
    told = rows[["key"]].assign(public=rows["published_at"].notna())
    once = told.groupby([rows["unit"], number, day], observed=True).agg({"key": "first", "public": "all"}).reset_index()
    none = view.rows("catalogue")[["unit"]].drop_duplicates().assign(public=False)
    told = pd.concat([once.assign(told=True), none.assign(told=False)], ignore_index=True)
    return _ahead(tally(told, where=told["public"], of=told["told"]), view)


@counting(catalogue=("procedure", "publish_by", "decision_date", "published_at?"))
def published_on_time(view: View) -> pd.DataFrame:
    """Procedures published by the day set for it among those that had to be published in the period.

    Published is what a decision was signed for, else what was made public.  What is not published and not yet due is in
    neither number.  Decision 766, procedures published on time; by who publishes, mostly the province.
    """
    rows = view.rows("catalogue")
    signed = rows["decision_date"].where(rows["decision_date"] <= view.now)
    done, due = signed.fillna(rows["published_at"]), within(rows["publish_by"], view.period)
    return _in_time(rows[["unit", "key"]], view, of=due, done=done, last=rows["publish_by"])


@counting(catalogue=("procedure", "decision_date", "updated_at"))
def updated_on_time(view: View) -> pd.DataFrame:
    """Procedures put into the national database within five working days of signing among those signed in the period.

    What is not there and not yet due is in neither number.  Decision 766, procedures updated on time, the limit of a
    province; by who publishes, mostly the province.
    """
    rows = view.rows("catalogue")
    last = view.calendar.add(_day(rows["decision_date"], view) + _DAY, UPDATE_WITHIN)
    return _in_time(rows[["unit", "key"]], view, of=_decided(rows, view), done=rows["updated_at"], last=last)


def _changed(view: View, change: str) -> pd.DataFrame:
    """Count one kind of change among all of the period's."""
    rows = view.rows("catalogue")
    decided = _decided(rows, view, rows["decision_date"].fillna(rows["published_at"]))
    known = decided & rows["change"].notna()
    return _ahead(tally(rows, where=rows["change"] == change, of=known), view)


def _decided(rows: pd.DataFrame, view: View, days: pd.Series | None = None) -> pd.Series:
    """Return which entries (``bool``) were decided in the period, by now."""
    days = rows["decision_date"] if days is None else days
    inside: pd.Series = within(days, view.period) & (days <= view.now)
    return inside


def _in_time(rows: pd.DataFrame, view: View, *, of: pd.Series, done: pd.Series, last: pd.Series) -> pd.DataFrame:
    """Count what was done by its ``last`` day among what was done or is due."""
    over = _day(last, view) + _DAY
    figures = tally(rows, where=done < over, of=of & (done.notna() | (over <= view.now)))
    waits = of & done.isna()
    return _ahead(figures, view, view.next_after(over[waits], by=rows["unit"][waits].astype("str")))


def _ahead(figures: pd.DataFrame, view: View, waits: pd.Series | None = None) -> pd.DataFrame:
    """Say when a decision that lies ahead begins to count, or when what ``waits`` becomes late."""
    rows = view.rows("catalogue")
    days = view.next_after(rows["decision_date"], by=rows["unit"].astype("str"))
    both = pd.concat([days] if waits is None else [days, waits])
    return figures.assign(next_change=both.groupby(level=0).min())


def _day(times: pd.Series, view: View) -> pd.Series:
    """Return the beginning of each day."""
    begins: pd.Series = times.dt.tz_convert(view.calendar.zone).dt.normalize()
    return begins


@hookimpl
def reform_counts() -> Sequence[Counting]:
    """Offer the counting functions of this page."""
    return [
        published_new, published_amended, published_abolished, decisions_public, published_on_time, updated_on_time,
    ]  # fmt: skip
