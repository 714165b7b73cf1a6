"""Cases run: what is expected, the promise of next_change, and units that stay apart."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from reform_tui.config.case import cases_of
from reform_tui.config.types import Indicator, Rule, Threshold
from reform_tui.engine.cases import run_cases
from reform_tui.plugins import load_plugins

CASES = """
[[case]]
name    = "fires after eight working hours without a touch"
now     = 2025-03-12T16:00:00+07:00
records = [
  { record_id = "H14.36-250301-0001", field = "Đất đai", touched_at = 2025-03-11T15:00:00+07:00 },
  { field = "Đất đai", touched_at = 2025-03-12T08:00:00+07:00 },
  { field = "Hộ tịch", touched_at = 2025-03-01T08:00:00+07:00, finished_at = 2025-03-10T08:00:00+07:00 },
]
expect  = [{ subject = "Đất đai", count = 1, of = 2, unit = "X1", value = 0.5, evidence = ["H14.36-250301-0001"], severity = "warning", template = "found" }]

[[case]]
name    = "is quiet before"
now     = 2025-03-12T15:29:59+07:00
records = [
  { touched_at = 2025-03-11T16:00:00+07:00, field = "Đất đai" },
  { unit = "X2", touched_at = 2025-03-11T16:30:00+07:00, field = "Hộ tịch" },
  { unit = "X3", touched_at = 2025-03-13T16:30:00+07:00, field = "Hộ tịch" },
]
expect  = []
"""


@pytest.fixture
def rule(schemas, zone):
    cases, faults = cases_of(tomllib.loads(CASES)["case"], schemas, zone)
    assert faults == []
    return Rule(
        "stalled", Path("rules/stalled.toml"), "stalled", {"after": "8wh"}, "all", warning=Threshold(1), cases=cases
    )


@pytest.fixture
def run(plugins, calendar, zone, schemas):
    def run(*rules, indicators=(), using=plugins):
        return [result.faults for result in run_cases(rules, indicators, using, calendar, zone, schemas)]

    return run


def test_the_cases_of_a_good_check_hold(rule, run):
    assert run(rule) == [(), ()]


def test_what_differs_is_said_key_by_key(rule, run):
    wrong = [{"subject": "Đất đai", "count": 2, "of": 2}, {"subject": "Hộ tịch"}]
    assert run(replace(rule, cases=(replace(rule.cases[0], expect=tuple(wrong)),))) == [
        ("X1 Đất đai: count is 1, expected 2", "expected subject 'Hộ tịch'; found nothing like it")
    ]
    assert run(replace(rule, cases=(replace(rule.cases[0], expect=()),))) == [
        ("found X1 Đất đai: 1 of 2, which is not expected",)
    ]


def test_rows_that_could_not_be_judged_are_told_with_a_difference(rule, run):
    case = replace(rule.cases[0], rows={"records": ({"field": "Đất đai"},)})
    assert run(replace(rule, cases=(case,)))[0][-1] == "X1: 1 rows could not be judged: last touch missing"
