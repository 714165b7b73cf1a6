"""Cases run: what is expected, the promise of next_change, and units that stay apart."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import ClassVar
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from reform_tui.config.case import Place, cases_of
from reform_tui.config.rule_types import Case, Indicator, Rule, Scope, Threshold
from reform_tui.engine.cases.rows import case_source
from reform_tui.engine.cases.run import run_cases
from reform_tui.errors import ConfigError
from reform_tui.sdk import Judgement, judge

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2025, 3, 12, 16, tzinfo=ZONE)
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
def rule(schemas):
    cases, faults = cases_of(tomllib.loads(CASES)["case"], Place(Path("rules/x.toml"), schemas, ZONE))
    assert faults == []
    return Rule("stalled", Path("rules/x.toml"), "stalled", {"after": "8wh"}, "all", warning=Threshold(1), cases=cases)


@pytest.fixture
def run(plugins, calendar, schemas):
    def run(*rules, indicators=(), checks=None):
        using = replace(plugins, checks={**plugins.checks, **(checks or {})})
        return [_short(result.faults) for result in run_cases(rules, indicators, using, calendar, ZONE, schemas)]

    return run


def _short(faults):
    """The lines without the two that begin a difference: the moment, and which of its lists differs."""
    return tuple(line for line in faults if not line.startswith(("now = ", "expect (")))


@pytest.fixture
def run_one(run):
    """Run one case of a check class made for the test."""

    def run_one(check, records, *expect, cases=(), **changed):
        tables = {"records": tuple(records), **changed.pop("tables", {})}
        case = Case("one", changed.pop("now", NOW), tables, expect, changed.pop("period", ""))
        rule = Rule("odd", Path("rules/odd.toml"), "odd", {}, "all", cases=(case, *cases))
        return run(replace(rule, **changed), checks={"odd": check})[0]

    return run_one


@dataclass(frozen=True)
class Due:
    """Records that are past their due date, by field."""

    reads: ClassVar = {"records": ("field", "due_at", "finished_at")}

    def find(self, view):
        rows = view.records
        late = rows["finished_at"].isna() & (rows["due_at"] < view.now)
        return judge(rows, by=["unit", "field"], where=late, facts={"due": ("min", rows["due_at"])})

    def next_change(self, view):
        rows = view.records
        return view.next_after(rows["due_at"] + pd.Timedelta(1, "us"), rows["unit"])


LATE = {"field": "Đất đai", "due_at": NOW - timedelta(days=1)}
SOON = {"field": "Đất đai", "due_at": NOW + timedelta(days=1)}


def test_the_cases_of_a_good_check_hold(rule, run):
    assert run(rule) == [(), ()]


def test_what_differs_is_said_key_by_key(rule, run):
    wrong = ({"subject": "Đất đai", "count": 2, "of": 2}, {"subject": "Hộ tịch"})
    assert run(replace(rule, cases=(replace(rule.cases[0], expect=wrong),))) == [
        (
            '- {              subject = "Đất đai", count = 2 }',
            '+ { unit = "X1", subject = "Đất đai", count = 1 }',
            '- {              subject = "Hộ tịch" }',
        )
    ]
    assert run(replace(rule, cases=(replace(rule.cases[0], expect=()),))) == [
        ('+ { unit = "X1", subject = "Đất đai", severity = "warning", count = 1, of = 2 }',)
    ]


def test_rows_that_could_not_be_judged_are_told_with_a_difference(rule, run):
    case = replace(rule.cases[0], rows={"records": ({"field": "Đất đai"},)})
    assert run(replace(rule, cases=(case,)))[0][-1] == "X1: 1 rows could not be judged: last touch missing"


@pytest.mark.parametrize(
    ("expect", "fault"),
    [
        ({"due": LATE["due_at"], "facts": {"due": LATE["due_at"]}, "share": 1, "value": 1.0}, ()),
        (
            {"due": date(2025, 3, 11)},
            (
                "- {                                   due = 2025-03-11 }",
                '+ { unit = "X1", subject = "Đất đai", due = "2025-03-11T16:00:00+07:00" }',
            ),
        ),
        (
            {"unit": "X1", "severity": "critical"},
            (
                '- { unit = "X1",                      severity = "critical" }',
                '+ { unit = "X1", subject = "Đất đai", severity = "warning" }',
            ),
        ),
        (
            {"subject": "Đất đai", "dew": 3},
            (
                '- {              subject = "Đất đai", dew = 3 }',
                '+ { unit = "X1", subject = "Đất đai", dew = absent }',
            ),
        ),
        (
            {"count": 1, "evidence": ["X1|1", "X1|2"]},
            (
                '- {                                   evidence = ["X1|1", "X1|2"] }',
                '+ { unit = "X1", subject = "Đất đai", evidence = ["X1|1"] }',
            ),
        ),
    ],
)
def test_any_key_of_a_finding_may_be_expected(run_one, expect, fault):
    assert run_one(Due, [LATE], expect) == fault


def test_how_bad_it_is_follows_the_rule(run_one):
    bounds = {"warning": Threshold(1), "critical": Threshold(share=0.5, of_at_least=2)}
    assert run_one(Due, [LATE], {"severity": "warning"}, **bounds) == ()
    assert run_one(Due, [LATE, LATE], {"severity": "critical"}, **bounds) == ()
    milder = {"overrides": {"X1": {"critical": Threshold(9)}}}
    assert run_one(Due, [LATE, LATE], {"severity": "warning"}, **bounds, **milder) == ()


def test_a_promise_that_comes_too_late_is_caught(run_one):
    class Careless(Due):
        def next_change(self, view):
            return super().next_change(view) + pd.Timedelta(2, "s")

    class Silent(Due):
        def next_change(self, view):
            return super().next_change(view)[:0]

    [late] = run_one(dataclass(frozen=True)(Careless), [SOON])
    assert late.startswith("next_change says that X1 changes not before 2025-03-13T16:00:02.000001+07:00, but at ")
    assert late.endswith("find gives Đất đai 1 of 1 instead of nothing (1 judged)")
    [never] = run_one(dataclass(frozen=True)(Silent), [SOON])
    assert never.startswith("next_change says that X1 changes never, but at 2025-03-13T16:00:01+07:00")
    assert run_one(Due, [SOON]) == ()


def test_a_promise_is_kept_by_each_unit_on_its_own(run_one):
    rows = [SOON, {**SOON, "unit": "X2", "due_at": NOW + timedelta(days=9)}]
    assert run_one(Due, rows) == ()

    class Swapped(Due):
        def next_change(self, view):
            right = super().next_change(view)
            return right[::-1].set_axis(right.index)

    [fault] = run_one(dataclass(frozen=True)(Swapped), rows)
    assert "says that X1 changes not before 2025-03-21" in fault


def test_a_promise_of_the_province_is_one_for_all(run_one):
    @dataclass(frozen=True)
    class Whole(Due):
        """Late records of all units together."""

        grain: ClassVar = "province"

        def find(self, view):
            return super().find(Together(view))

        def next_change(self, view):
            soonest = super().next_change(view).min()
            return pd.Series([soonest], index=[""]) if pd.notna(soonest) else super().next_change(view)

    class Forgetful(Whole):
        def next_change(self, view):
            return super().next_change(view)[:0]

    rows = [LATE, {**SOON, "unit": "X2"}, {**LATE, "unit": "X3"}]
    assert run_one(Whole, rows, {"count": 2, "of": 3, "unit": ""}) == ()
    [fault] = run_one(dataclass(frozen=True)(Forgetful), rows, {"count": 2})
    assert fault.startswith("next_change says that the province changes never, but at 2025-03-13T16:00:01+07:00 find")


class Together:
    """The same view with every row under the whole province."""

    def __init__(self, view) -> None:
        self.now, self.records = view.now, view.records.assign(unit="")


def test_a_row_that_only_appears_later_is_no_broken_promise(run_one):
    rows = [{**LATE, "received_at": NOW + timedelta(days=2)}, {**SOON, "finished_at": NOW + timedelta(hours=1)}]
    assert run_one(Due, rows) == ()


def test_a_check_whose_units_are_not_apart_is_caught(run_one):
    @dataclass(frozen=True)
    class Ranked(Due):
        """The share among all units of the view."""

        def find(self, view):
            found = super().find(view)
            return Judgement(
                tuple(replace(f, value=f.count / len(view.records)) for f in found.findings),
                found.judged,
                found.skipped,
            )

    other = Case("other", NOW, {"records": (SOON, SOON)}, ())
    message = "the answer for X1 depends on which other units share the view; group by unit"
    assert run_one(Ranked, [LATE], {"value": 1.0}, cases=(other,)) == (message,)
    assert run_one(Ranked, [LATE, {**SOON, "unit": "X2"}], {"value": 0.5}) == (message,)
    assert run_one(Due, [LATE, {**SOON, "unit": "X2"}], {"value": 1.0}, cases=(other,)) == ()

    @dataclass(frozen=True)
    class Whole(Ranked):
        grain: ClassVar = "province"

    assert run_one(Whole, [LATE], {"value": 1.0}, cases=(other,)) == ()


def test_an_unknown_check_or_function_is_told_with_the_nearest(rule, run, plugins):
    assert run(replace(rule, check="staled")) == [("no plugin offers the check 'staled', did you mean 'stalled'?",)] * 2
    indicator = Indicator("done", Path("rules/x.toml"), "finish", cases=rule.cases[:1])
    assert run(indicators=[indicator]) == [
        ("no plugin offers the counting function 'finish', did you mean 'finished'?",)
    ]
    assert run(replace(rule, check="staled", cases=())) == []


def test_a_check_that_raises_fails_its_case_and_no_other(rule, run):
    class Broken(Due):
        def find(self, view):
            raise ZeroDivisionError("no rows")

    broken = replace(rule, name="odd", check="odd", settings={})
    line = Broken.find.__code__.co_firstlineno + 1
    says = f"the plugin failed: ZeroDivisionError: no rows; see line {line} of test_cases.py"
    assert run(broken, rule, checks={"odd": dataclass(frozen=True)(Broken)}) == [
        (says,),
        (says,),
        (),
        (),
    ]
    [first, _] = run(replace(rule, settings={"afer": "8wh"}))
    assert "unknown key 'afer', did you mean 'after'" in first[0]


def test_the_cases_of_an_indicator_hold_its_figures(run):
    rows = ({"finished_at": NOW}, {}, {"received_at": NOW + timedelta(days=1)})
    good = Case("half", NOW, {"records": rows}, ({"numerator": 1, "denominator": 2, "value": 0.5, "gap": -0.25},))
    bad = replace(good, expect=({"unit": "X1", "numerator": 2},))
    indicator = Indicator("done", Path("rules/x.toml"), "finished", 0.75, cases=(good, bad, replace(good, expect=())))
    assert run(indicators=[indicator]) == [
        (),
        ('- { unit = "X1", numerator = 2 }', '+ { unit = "X1", numerator = 1 }'),
        ('+ { unit = "X1", numerator = 1, denominator = 2 }',),
    ]


@pytest.mark.parametrize(
    ("period", "count"),
    [("all", 3), ("quarter", 2), ("2025-Q1", 2), ("2024", 1), ("sáu tháng", 1)],
)
def test_a_case_counts_in_its_period(run, period, count):
    at = [datetime(2024, 7, 1, tzinfo=ZONE), datetime(2025, 1, 1, tzinfo=ZONE), datetime(2025, 3, 12, tzinfo=ZONE)]
    rows = tuple({"received_at": moment, "finished_at": moment} for moment in at)
    periods = ({"name": "sáu tháng", "start": date(2024, 7, 1), "end": date(2024, 12, 31)},)
    case = Case("in time", NOW, {"records": rows, "reference.periods": periods}, ({"denominator": count},), period)
    indicator = Indicator("done", Path("rules/x.toml"), "finished", cases=(case, replace(case, period="quartr")))
    held, unknown = run(indicators=[indicator])
    assert held == ()
    assert unknown == ("'quartr' is no period, did you mean 'quarter'?",)


def test_a_scope_holds_in_a_case(run_one):
    rows = [LATE, {**LATE, "field": "Hộ tịch"}]
    assert run_one(Due, rows, {"subject": "Hộ tịch"}, scope=Scope(fields=("Hộ tịch",))) == ()


def test_a_case_may_bring_reference_tables_and_revisions(run_one):
    @dataclass(frozen=True)
    class Moved(Due):
        """Records whose due date was moved, where the list allows nobody to."""

        references: ClassVar = ("allow",)

        def find(self, view):
            rows = view.records
            due = view.revisions.groupby("key")["due_at"]
            moved = due.min() < due.max()
            free = view.reference("allow").empty
            return judge(rows, by=["unit"], where=rows["key"].isin(moved.index[moved]) & free)

    said = [
        {"record_id": "7", "exported_at": NOW, "due_at": NOW},
        {"record_id": "7", "exported_at": NOW, "due_at": date(2025, 3, 1)},
    ]
    records = [{"record_id": "7"}, {"record_id": "8", "unit": "X2"}]
    assert run_one(Moved, records, {"unit": "X1", "count": 1}, tables={"revisions": tuple(said)}) == ()
    assert run_one(Moved, records, tables={"revisions": tuple(said), "reference.allow": ({"account": "a"},)}) == ()


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ({"record": [{}]}, "'record' is no kind of row, did you mean 'records'?"),
        (
            {"staff": [{}]},
            "'staff' is no kind of row (known: records, reference.allow, reference.periods, reference.procedures, reference.staff, reference.targets, reference.units)",
        ),
        ({"records": [{}, {"feild": 1}]}, "records: row 2: unknown column 'feild', did you mean 'field'?"),
        ({"records": [{"due_at": "11/03/2025"}]}, "records: row 1: 'due_at' is no time"),
        ({"records": [{"fee": 1.5}]}, "records: row 1: 'fee' is no amount"),
        ({"records": [{"paid_online": "yes"}]}, "records: row 1: 'paid_online' is no flag"),
    ],
)
def test_rows_that_do_not_fit_are_told(schemas, rows, says):
    with pytest.raises(ConfigError) as caught:
        case_source(rows, schemas, ZONE)
    assert str(caught.value) == says


def test_rows_take_their_unit_key_and_zone(schemas):
    rows = [
        {"due_at": date(2025, 3, 11)},
        {"due_at": datetime(2025, 3, 11)},  # noqa: DTZ001 - as TOML gives a local date-time
        {"handling_unit": "A", "unit": "B", "record_id": "x"},
        {"record_id": "H14.36-250301-0001", "receiving_unit": "C"},
    ]
    table = case_source({"records": rows}, schemas, ZONE).table("records", ["due_at", "record_id"])
    assert table["_unit"].to_pylist() == ["X1", "X1", "A", "X1"]
    assert table["_key"].to_pylist() == ["X1|1", "X1|2", "B|x", "H14.36-250301-0001"]
    midnight = datetime(2025, 3, 11, tzinfo=ZONE)
    assert table["due_at"].to_pylist()[:2] == [midnight, midnight]
