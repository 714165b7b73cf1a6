"""Silences as values: when they hold, of what they speak, and what length of time was meant."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from reform_tui.calendars import Calendar
from reform_tui.model.silence import ACT, Silence, end_of, finder, next_turn

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2025, 3, 28, 10, tzinfo=UTC)
"""Friday, 17:00 in the province."""
DAY = timedelta(days=1)
CALENDAR = Calendar(ZONE, days_off=frozenset({date(2025, 3, 31)}))
BROAD = Silence("late", "Lan", "đang chuyển dữ liệu", NOW + DAY)


def local(day: int, month: int = 4) -> datetime:
    return datetime(2025, month, day, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("1d", NOW + DAY),
        ("90m", NOW + timedelta(minutes=90)),
        ("1wd", local(2)),  # the weekend and a day off are not worked
        ("3wd", local(4)),
        ("2025-03-28", local(29, 3)),  # to the end of this very day
        ("2025-04-30", local(1, 5)),
        ("2025-03-28T18:00", datetime(2025, 3, 28, 11, tzinfo=UTC)),
        (" 2025-03-28T18:00:00+00:00 ", datetime(2025, 3, 28, 18, tzinfo=UTC)),
    ],
)
def test_a_silence_ends_after_a_length_a_day_or_at_a_moment(text, until):
    assert end_of(text, NOW, CALENDAR) == until


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "is not a moment such as"),
        ("soon", "'soon' is not a length or a day such as 3d, 2wd or 2025-03-31"),
        ("3wh", "'3wh' is not a length or a day such as 3d, 2wd or 2025-03-31"),
        ("31/03/2025", "is not a moment such as"),
        ("2025-03-27", "'2025-03-27' is over already"),
        ("0d", "'0d' is over already"),
        ("9999999d", "'9999999d' is longer than a hundred years"),
        ("9999-12-31T23:59:59-12:00", "'9999-12-31T23:59:59-' is further than any calendar reaches"),
        ("9999-12-31", "'9999-12-31' is further than any calendar reaches"),
        ("1000wd", "'1000wd' is not a length or a day"),
    ],
)
def test_any_other_text_is_told(text, says):
    with pytest.raises(ValueError, match=says):
        end_of(text, NOW, CALENDAR)


def test_it_holds_from_its_beginning_to_just_before_its_end():
    later = replace(BROAD, since=NOW + timedelta(hours=1))
    moments = (NOW, NOW + timedelta(hours=1), NOW + DAY - timedelta(microseconds=1), NOW + DAY)
    assert [later.state(moment) for moment in moments] == ["not yet", "holds", "holds", "ended"]
    assert [replace(BROAD, ended="undone").state(moment) for moment in moments] == ["undone"] * 4


def test_empty_lists_mean_all_and_tone_marks_make_no_difference():
    assert BROAD.covers("H14.1", "Đất đai")
    one = replace(BROAD, units=("H14.1",), subjects=("Thuận Hoà",))
    assert [one.covers(*about) for about in (("H14.1", "Thuận Hòa"), ("H14.2", "Thuận Hòa"), ("H14.1", "Hòa"))] == [
        True,
        False,
        False,
    ]


def test_of_several_that_hold_the_one_that_lasts_longest_is_found():
    own = Silence("late", "lan", "x", NOW + 2 * DAY, NOW, ("H14.1",), ("Đất đai",), ACT, "warning")
    find = finder([own, BROAD, replace(BROAD, until=NOW)], NOW)
    assert find("late", "H14.1", "Đất đai") == own
    assert find("late", "H14.2", "Đất đai") == BROAD
    assert find("rule.blind", "H14.1", "late") is None
    assert finder([replace(own, until=NOW + timedelta(hours=1)), BROAD], NOW)("late", "H14.1", "Đất đai") == BROAD


def test_the_next_turn_is_the_next_beginning_or_end():
    later = replace(BROAD, since=NOW + timedelta(hours=1))
    assert next_turn([BROAD], NOW) == NOW + DAY
    assert next_turn([BROAD, later], NOW) == later.since
    assert next_turn([replace(BROAD, ended="undone")], NOW) is None
    assert next_turn([BROAD], NOW + DAY) is None
