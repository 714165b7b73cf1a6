"""What becomes late soon: against a plain count of working minutes, under each profile, and when it is told anew."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

DUE = datetime.fromisoformat("2025-03-17T10:00:00+07:00")
RECEIVED = datetime.fromisoformat("2025-03-03T08:00:00+07:00")


def soon(asked, rows, now, **keys):
    return asked("due_soon", [{"received_at": RECEIVED, **row} for row in rows], now, **keys)


def left(calendar, now, late_from):
    """Count plainly: one worked minute after the other."""
    moments = (now + timedelta(minutes=n) for n in range((late_from - now) // timedelta(minutes=1)))
    local = (moment.astimezone(calendar.zone) for moment in moments)
    return sum(calendar.is_working_day(m.date()) and any(a <= m.time() < b for a, b in calendar.hours) for m in local)


minutes = st.integers(0, 21 * 24 * 60).map(lambda n: datetime(2025, 1, 13, tzinfo=UTC) + timedelta(minutes=n))


@given(now=minutes, ahead=st.integers(1, 16 * 24 * 60), hours=st.integers(1, 30))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_near_is_what_a_plain_count_calls_near(asked, project, now, ahead, hours):
    """Over lunch, weekends and Tết of 2025."""
    due = now + timedelta(minutes=ahead)
    rows = [{"received_at": datetime(2025, 1, 2, tzinfo=UTC), "due_at": due}]
    answer = asked("due_soon", rows, now.isoformat(), profile="to_the_second", within=f"{hours}wh")
    minutes_left = left(project.calendar, now, due)
    assert bool(answer.judgement.findings) == (minutes_left < 60 * hours)
    if answer.judgement.findings:
        value = answer.judgement.findings[0].value
        steps = [1, 2, 4, *range(8, 400, 8)]
        assert value == next(step for step in steps if minutes_left < 60 * step)


@given(now=minutes, ahead=st.integers(1, 16 * 24 * 60))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_answer_stands_until_the_promised_moment_and_differs_at_it(asked, now, ahead):
    rows = [{"received_at": datetime(2025, 1, 2, tzinfo=UTC), "due_at": now + timedelta(minutes=ahead)}]

    def at(moment):
        return asked("due_soon", rows, moment.isoformat(), profile="to_the_second", within="2wd")

    first = at(now)
    promised = first.next_change["X1"]
    assert at(promised - timedelta(microseconds=1)).judgement.findings == first.judgement.findings
    assert at(promised).judgement.findings != first.judgement.findings


@pytest.mark.parametrize(
    ("profile", "columns", "count"),
    [
        ("province_06a", {"status": "payment"}, 0),
        ("to_the_second", {"status": "payment"}, 0),
        ("report_06", {"finished_at": RECEIVED}, 0),
        ("national_766", {"status": "payment"}, 1),
        ("national_766", {"status": "supplement", "supplement_requested_at": RECEIVED}, 0),
        ("national_766", {"supplements": 2}, 0),  # late already
    ],
)
def test_what_waits_for_its_owner_is_left_out_as_the_profile_says(asked, profile, columns, count):
    answer = soon(asked, [{"due_at": DUE, **columns}], "2025-03-17T07:30:00+07:00", profile=profile)
    assert len(answer.judgement.findings) == count


def test_the_most_urgent_stands_first(asked):
    rows = [
        {"record_id": "a", "due_at": DUE + timedelta(hours=5)},
        {"record_id": "b", "due_at": DUE},
        {"record_id": "c", "due_at": DUE + timedelta(hours=1)},
        {"record_id": "d", "due_at": DUE + timedelta(days=9)},
    ]
    [found] = soon(asked, rows, "2025-03-17T08:30:00+07:00", profile="to_the_second").judgement.findings
    assert (found.evidence, found.count, found.of) == (("X1|b", "X1|c", "X1|a"), 3, 4)
    assert (found.value, found.facts["left"]) == (2.0, "2wh")


def test_without_a_due_date_nothing_is_soon_and_a_unit_is_blind(asked):
    answer = soon(asked, [{}], "2025-03-17T08:30:00+07:00")
    assert answer.judgement.skipped == {"X1": {"due date missing": 1}}
    assert list(answer.blind) == ["X1"]


def test_a_year_that_the_calendar_lacks_is_said(asked):
    rows = [{"received_at": datetime(2030, 12, 2, tzinfo=UTC), "due_at": datetime(2031, 1, 2, 3, tzinfo=UTC)}]
    [found] = asked("due_soon", rows, "2031-01-02T08:00:00+07:00").judgement.findings
    assert (found.template, found.facts["uncertain"]) == ("soon-uncertain", 1)
