"""What a printed figure stands for."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from reform_tui.stated import HAIR, ranges, spoken


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
