"""What a printed figure stands for."""

from __future__ import annotations

import math
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from reform_tui.stated import HAIR, below, claims_of, periods_of, ranges, spoken


def of(value, wording=None, *, percent=True, decimals=None):
    row = {"value": [value], "wording": [wording], "percent": [percent], "decimals": [decimals]}
    [found] = ranges(pd.DataFrame(row)).to_dict("records")
    return round(found["low"], 6), round(found["high"], 6)


@pytest.mark.parametrize(
    ("value", "wording", "low", "high"),
    [
        (98.4, None, 98.35, 98.45),
        (46, None, 45.5, 46.5),
        (99.5, "nearly", 99.4, 99.5),
        (8, "nearly", 7, 8),
        (70, "over", 70, 80),
        (95.2, "over", 95.2, 95.3),
        (90, "over", 90, 100),
        (60, "at_least", 60, 100),
        (80, "under", 0, 80),
        (31, "about", 30, 32),
    ],
)
def test_a_share_by_its_words_and_digits(value, wording, low, high):
    assert of(value, wording) == (low, high)


@pytest.mark.parametrize(
    ("value", "wording", "low", "high"),
    [(994, None, 994, 994), (1700, "over", 1700, 1800), (2000, "nearly", 1000, 2000), (15, "at_least", 15, math.inf)],
)
def test_a_count_is_not_rounded(value, wording, low, high):
    assert of(value, wording, percent=False) == (low, high)


def test_a_zero_that_was_printed_counts_when_it_is_told():
    assert of(98.0) == (97.5, 98.5)
    assert of(98.0, decimals=1) == (97.95, 98.05)


def test_thirty_eight_of_a_hundred_and_twenty_four_is_30_6_and_30_65_but_not_30_7():
    exact = 100 * 38 / 124
    fits = {value: low - HAIR <= exact < high for value in (30.6, 30.65, 30.7) for low, high in [of(value)]}
    assert fits == {30.6: True, 30.65: True, 30.7: False}


def test_a_missing_figure_has_no_range():
    assert all(map(math.isnan, of(None)))


@pytest.mark.parametrize(
    ("claim", "vi", "en"),
    [((99.5, 1, "nearly", True), "gần 99,5 %", "nearly 99.5%"), ((34530, 0, None, False), "34.530", "34,530")],
)
def test_it_is_spoken_as_it_was_printed(claim, vi, en):
    claim = dict(zip(("value", "places", "wording", "percent"), claim, strict=True))
    assert spoken(claim) == {"vi": vi, "en": en}
    assert spoken(claim, {"en": "on time"}) == {"vi": vi, "en": f"{en} on time"}


@pytest.mark.parametrize(
    ("printed", "measure", "value", "places", "percent"),
    [
        ("34.530", "number", 34530, 0, False),
        ("34,530", None, 34530, 0, False),
        ("1.234,5", "number", 1234.5, 1, False),
        ("98,40", "percent", 98.4, 2, True),
        ("98.4 %", None, 98.4, 1, True),
        ("31.481", "percent", 31.481, 3, True),
        ("7", "number", 7, 0, False),
    ],
)
def test_a_figure_is_read_as_it_is_printed(printed, measure, value, places, percent):
    [found] = claims_of(claims(value=printed, measure=measure), "figure").to_dict("records")
    assert (found["value"], found["places"], found["percent"], found["unread"]) == (value, places, percent, False)


def test_what_is_no_number_is_told_and_what_is_missing_is_not():
    rows = pd.concat([claims(value="many"), claims(value=None)], ignore_index=True)
    assert list(claims_of(rows, "figure")["unread"]) == [True, False]


def test_a_claim_is_filled_with_what_it_leaves_out():
    day = pd.Timestamp("2025-04-12", tz="Asia/Ho_Chi_Minh")
    [found] = claims_of(claims(indicator="online", source="Lao Động", published_at=day), "figure").to_dict("records")
    assert (found["kind"], found["topic"], found["told"]) == ("figure", "online", "Lao Động 12/04/2025")
    assert len(claims_of(claims(kind="target"), "figure")) == 0


def claims(**given):
    texts = ("value", "kind", "topic", "indicator", "level", "period", "measure", "wording", "share_of", "says")
    row = pd.DataFrame({name: pd.Series([None], dtype="str") for name in ("unit", "source", *texts)})
    times = pd.Series([pd.NaT], dtype="datetime64[us, Asia/Ho_Chi_Minh]")
    return row.assign(published_at=times).assign(**{name: pd.Series([value]) for name, value in given.items()})


def test_periods_of_the_table_go_before_those_of_the_calendar():
    zone = ZoneInfo("Asia/Ho_Chi_Minh")
    days = pd.to_datetime(["2025-07-01", "2025-08-01"]).tz_localize(zone)
    table = pd.DataFrame({
        "name": ["launch", "2025-Q1"], "start": days, "end": days + pd.DateOffset(days=31),
        "cut_off": [days[0] + pd.DateOffset(days=14), pd.NaT],
    })  # fmt: skip
    known = periods_of(pd.DataFrame({"period": ["launch", "2025-Q1", "2025-Q2", "some day", ""]}), table, zone)
    assert list(known) == ["launch", "2025-Q1", "2025-Q2"]
    assert known["launch"].end == days[0] + pd.DateOffset(days=15)
    assert known["2025-Q1"].start == days[1]


def test_a_unit_has_below_it_what_its_code_begins():
    units = pd.Series(["H14", "H14.1", "H140", "H15"])
    assert list(below(units, pd.Series(["H14"] * 4))) == [True, True, False, False]
