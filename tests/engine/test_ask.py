"""A rule asked: its answer, when to ask again, where it is blind, and nonsense refused with a sentence."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest

from reform_tui.engine.ask import ask, count_indicator
from reform_tui.engine.cases.rows import CaseSource, case_source
from reform_tui.engine.job import Blind, Count, IndicatorTask, RuleTask
from reform_tui.engine.workers.answers import encode
from reform_tui.errors import ConfigError, PluginError
from reform_tui.model.period import Period, period_named
from reform_tui.sdk import Counting, Finding, Judgement, counting, judge, masked

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2025, 3, 31, 17, tzinfo=ZONE)
DAY = timedelta(days=1)
ALL = Period("all")
NOTHING = Judgement()
NEVER = pd.Series(dtype="datetime64[us, UTC]")


@dataclass(frozen=True, kw_only=True)
class Probe:
    """Gives back what a test wants."""

    reads: ClassVar = {"records": ("field", "due_at", "status?")}
    sentences: ClassVar = {"late": {"en": "{count} late"}}
    gives: ClassVar[Any] = Judgement()
    then: ClassVar[Any] = NEVER
    days: int = 0

    def find(self, view):
        return self.gives(view) if callable(self.gives) else self.gives

    def next_change(self, view):
        return self.then(view) if callable(self.then) else self.then


@dataclass(frozen=True)
class Lacking(CaseSource):
    """A case's rows, from feeds that lack columns."""

    lacks: Any = None

    def missing(self, schema):
        return self.lacks if schema == "records" else {}


@pytest.fixture
def asked(schemas, calendar):
    def asked(records=({},), *, gives=NOTHING, then=NEVER, period=ALL, settings=None, lacks=None, now=NOW, **klass):
        check = type(
            "Probe", (Probe,), {"gives": staticmethod(gives) if callable(gives) else gives, "then": then, **klass}
        )
        source = case_source({"records": records}, schemas, ZONE)
        task = RuleTask("late", "probe", settings or {}, period)
        source = Lacking(source.schemas, source.tables, lacks=lacks or {})
        return ask(task, check, source, now=now, zone=ZONE, calendar=calendar, indicators={})

    return asked


def test_an_officer_is_the_subject_of_an_alert_only_masked(asked):
    def gives(view):
        rows = view.records
        return judge(rows, by=["unit", "officer"], where=rows["field"] == "x", template="late")

    rows = [{"officer": "Nông Thị Hoa", "field": "x"}, {"officer": "Lý An", "field": "y"}]
    answer = asked(rows, gives=gives, reads={"records": ("field", "officer")})
    [found] = answer.judgement.findings
    assert found.subject == masked("cb", "Nông Thị Hoa")
    assert "Nông" not in repr(answer)


def one(**changed: Any) -> Judgement:
    return Judgement(
        (replace(Finding("X1", "Đất đai", "late", 1, 2, 0.5, {"due": "2025-03-11"}, ("X1|1",)), **changed),)
    )


def test_an_answer_comes_back_whole_and_plain(asked):
    [finding] = asked(gives=one(count=np.int64(1), value=np.float64(0.5), facts={"n": np.int32(3)})).judgement.findings
    assert finding == replace(one().findings[0], facts={"n": 3})
    assert [type(number) for number in (finding.count, finding.value, finding.facts["n"])] == [int, float, int]
    assert encode(asked(gives=one(), then=pd.Series([NOW + DAY], index=["X1"])))


@pytest.mark.parametrize(
    ("gives", "says"),
    [
        (None, "find gave a NoneType, not a Judgement"),
        (Judgement(("late",)), "find gave a str among its findings"),
        (one(unit="X9"), "a unit that is not in the view"),
        (one(unit=None), "a unit that is not in the view"),
        (one(subject=3), "a subject that is not text"),
        (one(template="found"), "a template that is none of its sentences (late)"),
        (one(count=-1, evidence=()), "a count or 'of' that is not a whole number"),
        (one(of=2.5), "a count or 'of' that is not a whole number"),
        (one(count=True), "a count or 'of' that is not a whole number"),
        (one(value=float("nan")), "a value that is not a finite number"),
        (one(value="0.5"), "a value that is not a finite number"),
        (one(evidence=["X1|1"]), "evidence that is not a tuple of keys"),
        (one(evidence=(1,)), "evidence that is not a tuple of keys"),
        (one(evidence=("a", "b")), "as evidence another number of keys than it counts"),
        (one(facts={"due": NOW}), "a fact that is not text"),
        (one(facts={"share": float("inf")}), "a fact that is not text"),
        (one(facts={"rows": pd.Series([1])}), "a fact that is not text"),
        (one(facts=None), "a fact that is not text"),
        (one() + one(), "find gave 2 findings for one subject of unit X1"),
        (Judgement((), {"X9": 1}), "find judged a unit that is not in the view"),
        (Judgement((), {}, {"X9": {"why": 1}}), "find judged a unit that is not in the view"),
        (Judgement((), {"X1": 1.5}), "'judged' that does not map text to whole numbers"),
        (Judgement((), {}, {"X1": {"why": -1}}), "'skipped' that does not map text to whole numbers"),
    ],
)
def test_a_judgement_that_is_nonsense_is_refused(asked, gives, says):
    with pytest.raises(PluginError) as caught:
        asked(gives=gives)
    assert str(caught.value).startswith("rule late (check probe): find ")
    assert says in str(caught.value)


def test_a_finding_that_counts_no_rows_needs_no_evidence(asked):
    assert asked(gives=one(evidence=(), count=7, of=0, value=None)).judgement.findings[0].count == 7


@pytest.mark.parametrize(
    ("then", "says"),
    [
        (None, "next_change gave a NoneType, not a Series"),
        (NOW + DAY, "next_change gave a datetime, not a Series"),
        (pd.Series([NOW], index=["X1"]), "a moment that is not after now"),
        (pd.Series([NOW + DAY], index=["X9"]), "a unit that is not in the view"),
        (pd.Series([NOW + DAY]), "a unit that is not in the view"),
        (pd.Series([NOW + DAY] * 2, index=["X1", "X1"]), "more than one moment for a unit"),
        (pd.Series([datetime(2026, 1, 1)], index=["X1"]), "values that are not moments with a zone"),  # noqa: DTZ001 - the point
        (pd.Series([3.5], index=["X1"]), "values that are not moments with a zone"),
    ],
)
def test_a_promise_that_is_nonsense_is_refused(asked, then, says):
    with pytest.raises(PluginError, match=r"^rule late .check probe.: next_change") as caught:
        asked(then=then)
    assert says in str(caught.value)


def test_the_next_moment_is_the_earliest_of_the_promise_and_what_becomes_known(asked):
    rows = [
        {"unit": "A", "received_at": NOW + DAY},
        {"unit": "B", "received_at": NOW + 3 * DAY},
        {"unit": "C", "received_at": NOW},
    ]
    promised = pd.Series([NOW + 2 * DAY, NOW + 2 * DAY, None], index=["A", "B", "C"])
    answer = asked(rows, then=promised)
    assert answer.next_change == {"A": NOW + DAY, "B": NOW + 2 * DAY}
    assert answer.next_change["A"].tzinfo is UTC


def test_a_period_that_is_over_needs_no_appointment(asked):
    rows = [{"received_at": NOW - DAY, "finished_at": NOW + 3 * DAY}]
    period = period_named("2025-Q1", ZONE)
    assert asked(rows, period=period).next_change == {}
    after = period.end + DAY
    then = lambda view: pd.Series([view.now + DAY], index=["X1"])  # noqa: E731 - one line says it
    assert asked(rows, period=period, now=after, then=staticmethod(then)).next_change == {}
    assert asked(rows, period=period, now=NOW - DAY, then=staticmethod(then)).next_change == {"X1": NOW}


def test_a_unit_is_blind_without_a_needed_column_or_a_row_that_can_be_judged(asked):
    def find(view):
        rows = view.records
        return judge(
            rows,
            by=["unit"],
            where=rows["due_at"] < view.now,
            template="late",
            unreadable={"no due": rows["due_at"].isna()},
        )

    rows = [
        {"unit": "A", "due_at": NOW},
        {"unit": "A"},
        {"unit": "B"},
        {"unit": "B"},
        {"unit": "C", "due_at": NOW},
        {"unit": "D", "due_at": NOW},
    ]
    answer = asked(rows, gives=find, lacks={"C": ("due_at", "fee"), "D": ("status", "fee"), "E": ("due_at",)})
    assert answer.blind == {
        "B": Blind(skipped={"no due": 2}),
        "C": Blind({"records": ("due_at",)}),
    }
    assert answer.judgement.judged == {"A": 1, "B": 0, "C": 1, "D": 1}


@pytest.mark.parametrize(
    ("find", "says"),
    [
        (lambda view: view.records["fee"], 'records.fee is not declared; add "fee" to reads["records"]'),
        (lambda view: view.records[["field", "fee"]], 'records.fee is not declared; add "fee" to reads["records"]'),
        (lambda view: view.rows("tasks"), "there is no kind of row 'tasks'"),
        (lambda view: view.rows("staff"), 'check probe does not declare staff; add "staff": (…) to reads'),
        (lambda _view: {}["0123456789"], "raised KeyError for something that is no column of what it reads"),
        (lambda view: judge(view.records, by=["field"], where=view.records["field"].isna()), "must begin with 'unit'"),
    ],
)
def test_a_mistake_in_using_the_kit_is_explained(asked, find, says):
    with pytest.raises(PluginError) as caught:
        asked(gives=find)
    assert str(caught.value) == f"rule late (check probe): {says}" or says in str(caught.value)


def test_what_a_check_reads_must_exist(asked):
    with pytest.raises(PluginError, match=r"^rule late .check probe.: reads records.feild, .* did you mean 'field'"):
        asked(reads={"records": ("feild",)})


def test_settings_that_do_not_fit_are_told(asked):
    assert asked(settings={"days": 3}).judgement == Judgement()
    with pytest.raises(ConfigError, match="unknown key 'day', did you mean 'days'"):
        asked(settings={"day": 3})


def test_what_a_check_raises_is_left_to_the_pool(asked):
    with pytest.raises(ZeroDivisionError):
        asked(gives=lambda _view: 1 // 0)


def test_a_check_of_the_province_may_name_the_units_above(asked):
    rows = [{"unit": "H14.36.5"}]
    for unit in ("H14", "H14.36", "H14.36.5"):
        assert asked(rows, gives=one(unit=unit), grain="province").judgement.findings
    with pytest.raises(PluginError, match="a unit that is not in the view"):
        asked(rows, gives=one(unit="H15"), grain="province")
    with pytest.raises(PluginError, match="a unit that is not in the view"):
        asked(rows, gives=one(unit="H14"))


@pytest.fixture
def counted(schemas, calendar):
    def counted(counting: Counting, records, lacks=None):
        source = case_source({"records": records}, schemas, ZONE)
        source = Lacking(source.schemas, source.tables, lacks=lacks or {})
        task = IndicatorTask("online", counting.name, ALL, 0.7)
        return count_indicator(task, counting, source, now=NOW, zone=ZONE, calendar=calendar, indicators={})

    return counted


def test_an_indicator_is_counted_by_unit(plugins, counted):
    rows = [{"unit": "B"}, {"unit": "B", "finished_at": NOW}, {"unit": "A"}, {"unit": "C", "received_at": NOW + DAY}]
    answer = counted(plugins.counts["finished"], rows)
    assert answer.counts == (Count("online", "A", "all", 0, 1), Count("online", "B", "all", 1, 2))
    assert answer.next_change == {"C": NOW + DAY}
    assert answer.blind == {}


def test_figures_may_say_when_time_alone_changes_them(counted):
    @counting(records=())
    def aging(view):
        """Count nothing until tomorrow."""
        return pd.DataFrame({"numerator": 0, "denominator": 1, "next_change": view.now + DAY}, index=["X1"])

    assert counted(aging, [{}]).next_change == {"X1": NOW + DAY}


@pytest.mark.parametrize(
    ("figures", "says"),
    [
        (None, "gave no frame with numerator and denominator"),
        (pd.DataFrame({"numerator": [1]}, index=["X1"]), "gave no frame with numerator and denominator"),
        (pd.DataFrame({"numerator": [1.0], "denominator": [2]}, index=["X1"]), "not whole numbers"),
        (pd.DataFrame({"numerator": [-1], "denominator": [2]}, index=["X1"]), "not whole numbers"),
        (pd.DataFrame({"numerator": [1], "denominator": [2]}, index=["X9"]), "not in the view"),
        (pd.DataFrame({"numerator": [1, 1], "denominator": [2, 2]}, index=["X1", "X1"]), "a unit twice"),
        (pd.DataFrame({"numerator": 1, "denominator": 2, "next_change": NOW}, index=["X1"]), "not after now"),
    ],
)
def test_figures_that_are_nonsense_are_refused(counted, figures, says):
    @counting(records=("channel",))
    def odd(view):
        """Give back what the test wants."""
        return figures

    with pytest.raises(PluginError, match=r"^indicator online .count odd.: (gave|next_change gave)") as caught:
        counted(odd, [{}])
    assert says in str(caught.value)


def test_an_indicator_is_blind_without_its_columns(counted):
    @counting(records=("channel",))
    def none(view):
        """Count nothing."""
        return pd.DataFrame({"numerator": [0], "denominator": [0]}, index=["X1"])

    assert counted(none, [{}], {"X1": ("channel",)}).blind == {"X1": Blind({"records": ("channel",)})}
