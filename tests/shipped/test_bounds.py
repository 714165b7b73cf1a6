"""Nonsense in a rule is refused for every shipped check that goes by a number."""

import dataclasses

import pytest

from reform_tui.config.build import faults, hints_of

FREE = {("tasks_behind", "pace")}
"""A check of its own says what is wrong with these."""


def numbers(check):
    """Fields of a check that are numbers: name to a value that makes no sense."""
    hints = hints_of(check)
    return [one.name for one in dataclasses.fields(check) if hints[one.name] in {int, float, float | None}]


def test_no_shipped_check_takes_a_negative_number(plugins):
    taken = {
        (name, field)
        for name, check in plugins.checks.items()
        for field in numbers(check)
        if not any(f"{field}: -1" in fault for fault in faults(check, {field: -1}, "x"))
    }
    assert taken - FREE == set()
    assert sum(len(numbers(check)) for check in plugins.checks.values()) > 40


@pytest.mark.parametrize(
    ("check", "table", "fault"),
    [
        ("proxy_submission", {"flagged_share": 1.5}, "flagged_share: 1.5 is above 1"),
        ("index_below", {"index": ["SIPAS"], "target": 85}, "target: 85.0 is above 1"),
        ("due_soon", {"within": "-2wd"}, "within: '-2wd' is not a working time such as 90wm, 8wh or 3wd"),
    ],
)
def test_the_key_and_the_bound_are_told(plugins, check, table, fault):
    assert faults(plugins.checks[check], table, "rules/a.toml [x]") == [f"rules/a.toml [x]: {fault}"]


def test_a_meaning_whose_bounds_are_exchanged_is_refused(plugins):
    meaning = {"topic": "a", "says": "high", "reading": {"vi": "a", "en": "a"}, "at_least": 90, "at_most": 10}
    [fault] = faults(plugins.checks["claim_statement"], {"meaning": [meaning]}, "x")
    assert "at_least: 90 is above at_most (10)" in fault
