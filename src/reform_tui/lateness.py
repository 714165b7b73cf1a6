"""What counts as late: the named profiles behind ``sdk.lateness``, each as its source counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd

from reform_tui.limits import due_by_limit
from reform_tui.model.schema import PAUSED
from reform_tui.protocols import Lateness, Profile, View

LEFT = ("withdrawn", "refused")
ENDED = ("refused", "withdrawn", "stopped", "done", "returned")
_NOTHING = pd.Timedelta(0)
_MOMENT = pd.Timedelta(microseconds=1)

NO_DUE, NO_LIMIT = "due date missing", "due date missing, and no limit of its procedure known"
NO_FINISH = "finished, on a day that is missing"
NO_RETURN = "finished, but the day of return is missing"
NO_PAUSE = "late unless a supplement whose dates are missing excuses it"


@dataclass(frozen=True)
class Told:
    """When each record is due and finished under a profile, and which ones are late for another reason."""

    due: pd.Series
    finish: pd.Series
    apart: pd.Series
    """Neither late nor in the share."""
    excused: pd.Series
    """Counted, and never late."""
    ended: pd.Series
    """Not open, whether or not the day is known."""
    again: pd.Series
    """Late by a second request for supplements."""


def lateness(view: View, profile: Profile) -> Lateness:
    """Return what ``sdk.lateness`` promises."""
    rows, zone = view.records, view.calendar.zone
    told = _TOLD[profile](view, rows)
    rows["due"], rows["finish"] = told.due.dt.tz_convert(zone), told.finish.dt.tz_convert(zone)
    rows["apart"], rows["again"] = told.apart, told.again
    counted = ~(told.apart | told.excused)
    rows["open"] = counted & rows["finish"].isna() & ~told.ended
    rows["finished_late"] = counted & (_finished_late(rows, profile) | (told.again & rows["finish"].notna()))
    rows["pending_late"] = rows["open"] & (_pending_late(view, rows, profile) | told.again)
    rows["late"] = rows["finished_late"] | rows["pending_late"]
    rows["late_from"] = _late_from(rows, profile)
    rows["assumed"] = rows["due"].isna() & ~rows["apart"] & (profile != "national_766")
    return Lateness(rows, _unreadable(rows, told, profile))


def _finished_late(rows: pd.DataFrame, profile: str) -> pd.Series:
    if profile == "province_06a":
        return rows["finish"].dt.normalize() > rows["due"].dt.normalize()
    return rows["finish"] > rows["due"]


def _pending_late(view: View, rows: pd.DataFrame, profile: str) -> pd.Series:
    """What is open counts by days, at the last day of a period that is over; to the second, at the moment."""
    now = pd.Timestamp(view.now).tz_convert(view.calendar.zone)
    if profile == "to_the_second":
        return rows["due"] < now
    return rows["due"] < (now - _MOMENT if view.period.end == view.now else now).normalize()


def _late_from(rows: pd.DataFrame, profile: str) -> pd.Series:
    """Return from when a record that is open and not late will be."""
    due = rows["due"].where(rows["open"] & ~rows["pending_late"])
    return due + _MOMENT if profile == "to_the_second" else _next_midnight(due)


def _next_midnight(moments: pd.Series) -> pd.Series:
    """Return the beginning of the day after, also where that day begins an hour later."""
    following: pd.Series = moments.dt.tz_localize(None).dt.normalize() + pd.Timedelta(days=1)
    return following.dt.tz_localize(moments.dt.tz, ambiguous="NaT", nonexistent="shift_forward")


def _province_06a(_: View, rows: pd.DataFrame) -> Told:
    no = pd.Series(False, rows.index)
    excused = rows["status"].isin([*PAUSED, *LEFT])
    return Told(rows["due_at"], rows["finished_at"], no, excused, no, no)


def _to_the_second(_: View, rows: pd.DataFrame) -> Told:
    no = pd.Series(False, rows.index)
    return Told(rows["due_at"], rows["finished_at"], rows["status"].isin([*PAUSED, *LEFT]), no, no, no)


def _report_06(_: View, rows: pd.DataFrame) -> Told:
    no = pd.Series(False, rows.index)
    ended = rows["finished_at"].notna() | rows["status"].isin(["done", "returned"])
    return Told(rows["due_at"], rows["returned_at"], rows["status"].isin([*PAUSED, *LEFT]), no, ended, no)


def _national_766(view: View, rows: pd.DataFrame) -> Told:
    requested, supplied = rows["supplement_requested_at"], rows["supplemented_at"]
    waiting = rows["status"] == "supplement"
    due = rows["due_at"] + (supplied - requested).clip(lower=_NOTHING).fillna(_NOTHING)
    finish = rows["finished_at"].fillna(rows["returned_at"]).fillna(requested.where(waiting))
    never_received = rows["received_at"].isna() & rows["status"].isin(["new", *LEFT])
    again = rows["supplements"].fillna(0) > 1
    no = pd.Series(False, rows.index)
    ended = rows["status"].isin(ENDED)
    return Told(due.fillna(due_by_limit(view, rows)), finish, never_received, no, ended, again.astype(bool))


_TOLD: Mapping[Profile, Callable[[View, pd.DataFrame], Told]] = {
    "province_06a": _province_06a,
    "report_06": _report_06,
    "to_the_second": _to_the_second,
    "national_766": _national_766,
}


def _unreadable(rows: pd.DataFrame, told: Told, profile: str) -> dict[str, pd.Series]:
    """Return for each reason the records of which nobody can say whether they are late; the profile decides."""
    ended_some_day = told.ended & rows["finish"].isna() & ~rows["apart"]
    if profile == "report_06":
        return {NO_RETURN: ended_some_day}
    if profile != "national_766":
        return {}
    requested, supplied = rows["supplement_requested_at"], rows["supplemented_at"]
    waiting = rows["status"] == "supplement"
    unknown = (waiting & requested.isna()) | (~waiting & requested.notna() & supplied.isna())
    judgeable = ~rows["apart"] & ~rows["again"]
    return {
        NO_LIMIT: judgeable & rows["due"].isna(),
        NO_FINISH: judgeable & ended_some_day,
        NO_PAUSE: judgeable & unknown & rows["late"],
    }
