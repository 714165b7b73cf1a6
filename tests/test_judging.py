"""Counting what is wrong: by unit and subject, judged and skipped, with evidence as long as its count."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from reform_tui.errors import PluginError
from reform_tui.identities import people_in
from reform_tui.model.finding import Finding
from reform_tui.model.schema import BUILT_IN, Column, Schema
from reform_tui.sdk import Judgement, judge, judged, masked, tally


@pytest.fixture
def rows() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "unit": pd.Categorical(["B", "A", "A", "A", "B", "C"], categories=["C", "B", "A", "unused"]),
            "field": pd.Categorical(["land", "land", None, "land", "land", "land"]),
            "key": ["b1", "a3", "a2", "a1", "b2", "c1"],
            "days": pd.array([1, 2, 3, None, 5, 6], dtype="Int64"),
            "late": pd.array([True, True, True, True, None, False], dtype="boolean"),
        }
    )


def test_findings_count_judgeable_rows_by_unit_and_subject(rows):
    judgement = judge(rows, by=["unit", "field"], where=rows["late"])
    assert judgement.findings == (
        Finding("A", "land", "found", 2, 2, 1.0, {}, ("a1", "a3")),
        Finding("A", "—", "found", 1, 1, 1.0, {}, ("a2",)),
        Finding("B", "land", "found", 1, 2, 0.5, {}, ("b1",)),
    )
    assert judgement.judged == {"A": 3, "B": 2, "C": 1}
    assert judgement.skipped == {}


def test_a_row_is_skipped_for_its_first_reason_and_a_unit_with_none_judged_says_so(rows):
    no_days, of_c = rows["days"].isna(), rows["unit"] == "C"
    judgement = judge(
        rows, by=["unit"], where=rows["late"], unreadable={"no days": no_days, "of C": of_c | no_days}, template="late"
    )
    assert judgement.judged == {"A": 2, "B": 2, "C": 0}
    assert judgement.skipped == {"A": {"no days": 1}, "C": {"of C": 1}}
    assert [(f.unit, f.subject, f.template, f.count, f.of) for f in judgement.findings] == [
        ("A", "", "late", 2, 2),
        ("B", "", "late", 1, 2),
    ]


def test_facts_are_plain_values_over_the_rows_found(rows):
    due = pd.Series(pd.to_datetime(["2025-03-01"] * 6, utc=True)).dt.tz_convert("Asia/Ho_Chi_Minh")
    facts = {"days": ("sum", rows["days"]), "most": ("max", rows["days"]), "due": ("min", due)}
    found = judge(rows, by=["unit", "field"], where=rows["late"], facts=facts).findings
    assert found[0].facts == {"days": 2, "most": 2, "due": "2025-03-01T07:00:00+07:00"}
    assert type(found[0].facts["days"]) is int
    only_missing = judge(rows, by=["unit"], where=rows["key"] == "a1", facts={"most": ("max", rows["days"])}).findings
    assert only_missing[0].facts == {"most": None}


def test_several_subject_columns_are_joined(rows):
    rows["channel"] = "online"
    assert judge(rows, by=["unit", "field", "channel"], where=rows["key"] == "a2").findings[0].subject == "— · online"


def test_nothing_found_and_no_rows(rows):
    assert judge(rows, by=["unit"], where=rows["key"] == "x").findings == ()
    empty = judge(rows[:0], by=["unit"], where=rows["late"][:0])
    assert (empty.findings, empty.judged, empty.skipped) == ((), {}, {})


def test_the_result_is_the_same_whatever_the_order_of_rows_and_the_other_units(rows):
    together = judge(rows, by=["unit", "field"], where=rows["late"])
    shuffled = rows.sample(frac=1, random_state=3)
    assert judge(shuffled, by=["unit", "field"], where=shuffled["late"]) == together
    alone = [judge(part, by=["unit", "field"], where=part["late"]) for _, part in rows.groupby("unit", observed=True)]
    assert sorted((f for one in alone for f in one.findings), key=lambda f: (f.unit, f.subject)) == [*together.findings]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"by": ["field"]}, "must begin with 'unit'"),
        ({"where": pd.Series([True])}, "'where' has 1 values for other rows than the 6"),
        ({"facts": {"x": ("mean", pd.Series(np.ones(6)))}}, "'x' asks for 'mean'"),
        ({"facts": {"x": ("sum", pd.Series([1]))}}, "'x' has 1 values"),
    ],
)
def test_a_mistake_of_the_check_is_a_sentence(rows, wrong, says):
    with pytest.raises(PluginError, match=says):
        judge(rows, **{"by": ["unit"], "where": rows["late"], **wrong})


def test_a_person_stands_masked_as_a_subject(rows):
    rows["officer"] = pd.Categorical(["Nông Thị Hoa", "Lý An", "Lý An", "Lý An", None, "Nông Thị Hoa"])
    found = judge(rows, by=["unit", "field", "officer"], where=rows["key"] != "a3").findings
    subjects = [(one.unit, one.subject, one.count) for one in found]
    an, hoa = masked("cb", "Lý An"), masked("cb", "Nông Thị Hoa")
    assert subjects == [("A", f"land · {an}", 1), ("A", f"— · {an}", 1), ("B", f"land · {hoa}", 1), ("B", "land · —", 1),
                        ("C", f"land · {hoa}", 1)]  # fmt: skip
    assert an.startswith("cb…An#")
    assert "Lý" not in repr(found)
    assert "Nông" not in repr(found)


def test_which_columns_are_people_is_what_the_check_reads(rows):
    rows["name"] = ["x", "Lý An", "Lý An", "Lý An", "y", "z"]
    rows["tasks_name"] = rows["officer"] = rows["name"]

    def subjects(column, reads, references=()):
        tasks = Schema("tasks", (Column("name", people=True),), ("name",))
        with people_in(reads, references, {**BUILT_IN, "tasks": tasks}):
            return {one.subject for one in judge(rows, by=["unit", column], where=rows["unit"] == "A").findings}

    assert subjects("name", ("records",)) == {"Lý An"}, "the name of nobody: no schema that is read has people there"
    assert subjects("name", ("records",), ("staff",)) == {masked("name", "Lý An")}
    assert subjects("name", ("tasks",)) == {masked("name", "Lý An")}
    assert subjects("tasks_name", ("records", "tasks")) == {masked("tasks_name", "Lý An")}
    assert subjects("officer", ("tasks",)) == {"Lý An"}


def test_a_person_is_counted_as_a_fact_and_never_told(rows):
    rows["officer"] = ["a", "b", "b", "c", "a", "a"]
    found = judge(rows, by=["unit"], where=rows["late"], facts={"officers": ("nunique", rows["officer"])}).findings
    assert found[0].facts == {"officers": 2}
    for measure in ("max", "sum"):
        with pytest.raises(PluginError, match="fact 'who' would tell a person's 'officer'; count people with nunique"):
            judge(rows, by=["unit"], where=rows["late"], facts={"who": (measure, rows["officer"])})


def test_what_could_be_judged_is_counted_without_findings(rows):
    reasons = {"no days": rows["days"].isna()}
    both = judge(rows, by=["unit"], where=rows["late"], unreadable=reasons)
    assert judged(rows, unreadable=reasons) == Judgement((), both.judged, both.skipped)
    assert judged(rows).judged == {"A": 3, "B": 2, "C": 1}
    assert judged(rows[:0]) == Judgement()


def test_tally_counts_among_the_rows_asked(rows):
    whole = tally(rows, where=rows["late"])
    assert whole.to_dict("index") == {
        "A": {"numerator": 3, "denominator": 3},
        "B": {"numerator": 1, "denominator": 2},
        "C": {"numerator": 0, "denominator": 1},
    }
    part = tally(rows, where=rows["late"], of=rows["days"] > 2)
    assert part.loc["A"].to_list() == [1, 1]
    assert part.loc["C"].to_list() == [0, 1]
    assert tally(rows[:0], where=rows["late"][:0]).empty
