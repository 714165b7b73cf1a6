"""Distinct values in sliding windows, against counting them one by one."""

from datetime import timedelta

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from reform_tui.sdk import most_within

START = pd.Timestamp("2025-03-03T08:00:00+07:00")
DAY = {"n": timedelta(days=1)}
ROW = st.tuples(st.sampled_from("ab"), st.integers(0, 20), st.sampled_from("pqrs"))


def table(rows):
    frame = pd.DataFrame(rows, columns=["who", "hour", "owner"]).astype({"who": "str", "owner": "str"})
    frame["at"] = (START + pd.to_timedelta(frame.pop("hour").astype("int64"), unit="h")).dt.as_unit("us")
    return frame


def one_by_one(rows, hours):
    most = {}
    for who, end, _ in rows:
        inside = {o for w, h, o in rows if w == who and end - hours < h <= end}
        most[who] = max(most.get(who, 0), len(inside))
    return most


@settings(max_examples=60, deadline=None)
@given(st.lists(ROW, max_size=25), st.integers(1, 12))
def test_it_counts_what_counting_one_by_one_counts(rows, hours):
    found = most_within(table(rows), by=["who"], distinct="owner", at="at", lengths={"n": timedelta(hours=hours)})["n"]
    assert found.to_dict() == one_by_one(rows, hours)


def test_what_lies_exactly_the_length_apart_is_not_in_one_window():
    lengths = {"day": timedelta(hours=24), "more": timedelta(hours=24, microseconds=1)}
    found = most_within(table([("a", 0, "p"), ("a", 24, "q")]), by=["who"], distinct="owner", at="at", lengths=lengths)
    assert found.to_dict("index") == {"a": {"day": 1, "more": 2}}


def test_rows_without_a_group_a_value_or_a_moment_are_left_out():
    rows = table([("a", 0, "p"), ("a", 1, "q"), ("b", 1, "r")])
    rows.loc[0, "owner"], rows.loc[1, "at"], rows.loc[2, "who"] = np.nan, pd.NaT, np.nan
    assert most_within(rows, by=["who"], distinct="owner", at="at", lengths=DAY).empty


def test_groups_of_two_columns_are_told_apart():
    rows = table([("a", 0, "p"), ("a", 0, "q"), ("a", 1, "r")]).assign(
        unit=pd.Series(["X", "X", "Y"], dtype="category")
    )
    found = most_within(rows, by=["unit", "who"], distinct="owner", at="at", lengths=DAY)["n"]
    assert found.to_dict() == {("X", "a"): 2, ("Y", "a"): 1}
