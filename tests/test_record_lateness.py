"""One record without pandas and columns of records with it: the same word, the same moments, under every profile."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from reform_tui.calendars import Calendar
from reform_tui.engine.cases.rows import case_source
from reform_tui.engine.frames import Frames
from reform_tui.engine.view import Asker, RuleView
from reform_tui.model.period import period_named
from reform_tui.model.schema import BUILT_IN, STATUSES
from reform_tui.record_lateness import counted
from reform_tui.record_limit import Limit, base_of, due_by
from reform_tui.sdk import LATENESS, lateness
from reform_tui.times import zone_of
from reform_tui.working_moments import add_days, after, counts_from, days_not_worked, worked

PROFILES = ("province_06a", "report_06", "to_the_second", "national_766")
NOW = datetime(2025, 5, 6, 3, 30, 0, 1, tzinfo=UTC)
ZONE = zone_of("Asia/Ho_Chi_Minh")
CALENDAR = Calendar(ZONE, days_off=frozenset({date(2025, 4, 7), date(2025, 4, 30), date(2025, 5, 1)}),
                    made_up=frozenset({date(2025, 4, 26)}))  # fmt: skip
ALIKE = {
    "apart": "apart", "excused": "on time", "on time": "on time", "open": "open", "assumed": "assumed",
    "finished late": "finished late", "pending late": "pending late",
    "no limit": "due date missing, and no limit of its procedure known", "no finish": "finished, on a day that is missing",
    "no return": "finished, but the day of return is missing",
    "no pause": "late unless a supplement whose dates are missing excuses it",
}  # fmt: skip

# Around the moment at which they are judged, on few different hours, so that moments often meet.
moments = st.builds(
    lambda days, minutes, seconds: datetime(2025, 5, 6, tzinfo=ZONE) + timedelta(days, seconds, minutes=minutes),
    st.integers(-40, 12),
    st.sampled_from([0, 7 * 60, 10 * 60 + 30, 12 * 60, 17 * 60, 18 * 60 + 5]),
    st.sampled_from([0, 0, 0, 1]),
)
TIMES = ("received_at", "due_at", "finished_at", "returned_at", "supplement_requested_at", "supplemented_at")
records = st.fixed_dictionaries(
    {"status": st.sampled_from(STATUSES)},
    optional={
        **dict.fromkeys(TIMES, moments),
        "supplements": st.integers(0, 3),
        "procedure": st.sampled_from(["1.000001", "1.000001.H14", "2.000002.000.00.00.H14", "sở tự đặt"]),
        "channel": st.sampled_from(["online", "counter"]),
    },
)
limits = st.builds(
    Limit,
    st.sampled_from(["1.000001", "2.000002.H14", "sở tự đặt"]),
    st.sampled_from([None, 0, 0.5, 3, 15]),
    st.sampled_from([None, 1, 5]),
    st.sampled_from(["hours", "Working days ", "ngày", "giờ làm việc", "tuần"]),
    st.none() | moments,
    st.none() | moments,
)


def told(rows, table):
    """What ``sdk.lateness`` makes of the same records: profile to a line a record."""
    entries = [
        {"procedure": one.procedure, "limit": one.limit, "limit_online": one.online, "counted": one.counted,
         "from": one.since, "to": one.until} for one in table
    ]  # fmt: skip
    tables = {"records": [{"record_id": f"H14.1-250301-{n:04}", **row} for n, row in enumerate(rows)]}
    frames = Frames(case_source({**tables, "reference.procedures": entries}, BUILT_IN, ZONE), ZONE)
    asker = Asker("test", {"records": LATENESS}, ("procedures",))
    for profile in PROFILES:
        late = lateness(RuleView(frames, asker, NOW, period_named("all", ZONE), CALENDAR), profile)
        yield profile, late


def word(one, skipped):
    if skipped:
        return skipped[0]
    if one["apart"]:
        return "apart"
    if one["late"]:
        return "finished late" if one["finished_late"] else "pending late"
    return "assumed" if one["assumed"] else "open" if one["open"] else "on time"


def same(moment, pandas):
    return moment == (None if pandas is pd.NaT else pandas.to_pydatetime())


@given(rows=st.lists(records, min_size=1, max_size=25), table=st.lists(limits, max_size=4))
@settings(max_examples=30, deadline=None)
def test_one_record_is_told_as_columns_of_records_are(rows, table):
    late = dict(told(rows, table))
    for n, row in enumerate(rows):
        known = {name: cell for name, cell in row.items() if name == "due_at" or name not in TIMES or cell <= NOW}
        base = base_of(row.get("procedure", ""))
        limit = due_by(known, [one for one in table if base_of(one.procedure) == base], CALENDAR)
        single = counted(row, limit, NOW, CALENDAR)
        for profile in PROFILES:
            found = late[profile]
            at = next((i for i, key in found.rows["key"].items() if key.endswith(f"-{n:04}")), None)
            if at is None:  # received in time to come: nobody knows of it yet
                continue
            one = found.rows.loc[at]
            skipped = [why for why, mask in found.unreadable.items() if mask.loc[at]]
            expected = word(one, skipped)
            said = single[profile]
            alike = "assumed" if said.word == "excused" and said.due is None else ALIKE[said.word]
            assert alike == expected, (profile, row)
            assert same(said.due, one["due"]), (profile, row)
            assert same(said.finish, one["finish"]), (profile, row)


@given(start=moments, end=moments, length=st.integers(1, 5000), days=st.sampled_from([0, 1, 2.5, 30]))
@settings(max_examples=30, deadline=None)
def test_moments_are_counted_as_columns_are(start, end, length, days):
    one = pd.Series([start], dtype=f"datetime64[us, {ZONE.key}]")
    [minutes] = CALENDAR.elapsed(one, end)
    assert worked(CALENDAR, start, end) // timedelta(minutes=1) == max(minutes, 0)
    assert same(after(CALENDAR, start, timedelta(minutes=length)), CALENDAR.add(one, pd.Series([length]))[0])
    assert same(counts_from(CALENDAR, start), CALENDAR.counts_from(one)[0])
    assert same(add_days(CALENDAR, start, days), CALENDAR.add_days(one, pd.Series([days]))[0])


def test_days_off_are_told_without_weekends():
    start, end = datetime(2025, 4, 5, tzinfo=ZONE), datetime(2025, 4, 30, 23, tzinfo=ZONE)
    assert days_not_worked(CALENDAR, start, end) == (date(2025, 4, 7), date(2025, 4, 30))
    weekend = replace(CALENDAR, days_off=frozenset({date(2025, 4, 6)}))
    assert days_not_worked(weekend, start, end) == ()


def test_a_moment_beyond_the_calendars_is_not_known():
    assert after(CALENDAR, datetime(2199, 12, 1, tzinfo=ZONE), timedelta(days=4000)) is None
    assert add_days(CALENDAR, NOW, 200_000) is None
    assert counts_from(CALENDAR, datetime(1800, 1, 1, tzinfo=UTC)) is None
