"""Which jobs a step needs: pure."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reform_tui.engine.planning import Batch, plan, shares

GRAINS = {"late": "unit", "proxy": "unit", "across": "province"}


@given(st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.integers(0, 1000), max_size=12), st.integers(1, 4))
def test_shares_hold_every_unit_once_and_are_about_equal(weights, parts):
    split = shares(list(weights), weights, parts)
    assert sorted(unit for share in split for unit in share) == sorted(weights)
    assert len(split) == min(parts, len(weights))
    assert all(split)
    loads = [sum(weights[unit] + 1 for unit in share) for share in split]
    assert not loads or max(loads) - min(loads) <= max(weights.values()) + 1


def test_dirty_units_are_asked_everything_and_counted():
    batches = plan({"a", "b"}, {}, GRAINS, {"a": 10, "b": 10}, 2)
    assert batches == [
        Batch(("a",), ("late", "proxy"), counting=True),
        Batch(("b",), ("late", "proxy"), counting=True),
        Batch((), ("across",), counting=False),
    ]


def test_a_unit_whose_appointment_came_is_asked_only_that():
    assert plan((), {"a": {"late"}}, GRAINS, {}, 2) == [Batch(("a",), ("late",), counting=False)]
    assert plan({"a"}, {"a": {"late"}}, {"late": "unit", "proxy": "unit"}, {}, 2) == [
        Batch(("a",), ("late", "proxy"), counting=True)
    ]


def test_an_indicator_may_have_an_appointment_too():
    assert plan((), {"a": {"indicator.online"}}, GRAINS, {}, 2) == [Batch(("a",), (), counting=True)]


def test_the_province_is_asked_when_anything_is_dirty_or_its_own_appointment_came():
    assert plan((), {"": {"across"}}, GRAINS, {}, 2) == [Batch((), ("across",), counting=False)]
    assert plan((), {"a": {"late"}}, GRAINS, {}, 2)[-1].units == ("a",)


def test_nothing_is_asked_of_rules_that_are_no_more():
    assert plan((), {"a": {"gone"}, "": {"feed.late"}}, GRAINS, {}, 2) == []
    assert plan((), {}, GRAINS, {}, 2) == []


def test_units_with_the_same_appointments_share_a_job():
    due = {"a": {"late"}, "b": {"late"}, "c": {"proxy"}}
    assert [batch.units for batch in plan((), due, GRAINS, {}, 1)] == [("a", "b"), ("c",)]
