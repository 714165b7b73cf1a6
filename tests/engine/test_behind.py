"""The rows behind a figure: as many as it says, else none."""

from __future__ import annotations

import pandas as pd

from reform_tui.engine.behind import with_rows
from reform_tui.engine.job import Count
from reform_tui.judging import keeping_tallied, tally_rows

ROWS = pd.DataFrame({"unit": ["A", "A", "B", "A"], "key": ["a2", "a1", "b1", "a3"], "yes": [True, False, True, True]})


def tallied(*frames, **more):
    with keeping_tallied(**more) as kept:
        for frame in frames:
            tally_rows(frame, frame["yes"], None, {})
    return kept


def count(numerator, denominator, unit="A"):
    return Count("online", unit, "2025-Q1", numerator, denominator)


def test_keys_of_the_unit_alone_in_order():
    [one] = with_rows([count(2, 3)], tallied(ROWS))
    assert (one.counted, one.missing) == (("a2", "a3"), ("a1",))


def test_the_province_has_the_rows_of_all_units():
    [one] = with_rows([count(3, 4, unit="")], tallied(ROWS))
    assert (one.counted, one.missing) == (("a2", "a3", "b1"), ("a1",))


def test_a_figure_of_several_tallies_has_the_rows_of_all():
    [one] = with_rows([count(2, 3)], tallied(ROWS.iloc[:1], ROWS.iloc[1:]))
    assert (one.counted, one.missing) == (("a2", "a3"), ("a1",))


def test_a_sum_of_stated_numbers_has_none():
    [one] = with_rows([count(1632, 2720)], tallied(ROWS))
    assert (one.counted, one.missing) == ((), ())


def test_rows_without_a_key_and_rows_that_nobody_wants_are_not_kept():
    assert tallied(ROWS.drop(columns="key")) == []
    assert tallied(ROWS, wanted=False) == []
