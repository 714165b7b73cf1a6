"""The index set of Decision 766 as it is shipped, and what its check says where the rules' cases do not reach."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from reform_tui.config.build import build
from reform_tui.engine.cases.rows import CaseSource, case_source
from reform_tui.model.schema import BUILT_IN
from reform_tui.scoring import in_force, items_of

MARCH = datetime.fromisoformat("2025-03-03T08:00:00+07:00")
NOW = "2025-03-20T08:00:00+07:00"
WORDS = {"vi": "a", "en": "a"}


@pytest.fixture(scope="module")
def shipped(project, plugins):
    [rule] = [rule for rule in project.rules if rule.name == "index-766"]
    return rule, build(plugins.checks["index_score"], rule.settings, "index-766")


def small(**version):
    items = {"A": {"group": "G", "name": WORDS, "points": 100, "indicator": "online"}}
    return {
        "groups": {"G": WORDS},
        "version": [{"name": "v", "from": MARCH.date().replace(day=1), "source": WORDS, "items": items} | version],
    }


@pytest.mark.parametrize("variant", ["", "docx", "list-2026"])
def test_every_version_gives_a_hundred_points_in_groups_of_18_20_12_10_18_and_22(shipped, variant):
    _, check = shipped
    items = items_of(in_force(check.version, MARCH.date(), variant), check.version)
    sums = {name: sum(item.points for item in items.values() if item.group == name) for name in check.groups}
    assert sums == {"CKMB": 18, "TDGQ": 20, "CLGQ": 12, "TTTT": 10, "MDHL": 18, "MDSH": 22}


def test_the_portal_and_the_working_paper_disagree_on_digitisation_alone(shipped):
    _, check = shipped
    portal, paper = (
        items_of(in_force(check.version, MARCH.date(), name), check.version) for name in ("portal", "docx")
    )
    assert [code for code in portal if portal[code] != paper[code]] == ["SO_HOA_GIAY_TO_GIAI_QUYET"]
    assert (portal["SO_HOA_GIAY_TO_GIAI_QUYET"].full_at, paper["SO_HOA_GIAY_TO_GIAI_QUYET"].full_at) == (1.0, 0.8)


def test_every_item_names_an_indicator_that_is_shipped_or_says_what_is_missing(shipped, project):
    _, check = shipped
    known = {indicator.name for indicator in project.indicators}
    for version in check.version:
        for code, item in version.items.items():
            assert (item.indicator in known) != bool(set(item.missing) == {"vi", "en"}), code
            assert set(item.name) == {"vi", "en"}, code


def test_a_variant_scores_otherwise(asked, shipped):
    rule, _ = shipped
    given = [
        {"received_at": MARCH, "finished_at": MARCH, "components": 1, "components_digitised": n, "result_digital": True}
        for n in (1, 1, 1, 1, 0)
    ]
    scored = {}
    for variant in ("portal", "docx"):
        found = asked("index_score", given, NOW, period="2025-Q1", **{**rule.settings, "variant": variant})
        scored[variant] = found.judgement.findings[0].facts["SO_HOA_GIAY_TO_GIAI_QUYET"]
    assert scored == {"portal": 3.2, "docx": 4.0}


def test_before_the_first_day_of_a_version_nothing_is_scored_and_it_says_so(asked):
    given = [{"unit": "X1", "channel": "online", "received_at": MARCH}]
    answer = asked("index_score", given, NOW, period="2025-Q1", **small(**{"from": date(2025, 3, 21)}))
    assert answer.judgement.findings == ()
    assert answer.judgement.skipped == {"X1": {"no version of the index in force": 1}}
    assert min(answer.next_change.values()) == datetime.fromisoformat("2025-03-21T00:00:00+07:00")


def test_without_a_period_before_there_are_no_moves(asked):
    given = [{"unit": "X1", "channel": "online", "received_at": MARCH}]
    findings = asked("index_score", given, NOW, period="all", **small()).judgement.findings
    assert [(found.unit, found.value, found.template) for found in findings] == [
        ("", None, "all_alone"),
        ("X1", 100.0, "all_ranked"),
    ]


class Lacking(CaseSource):
    """Rows of a feed that has no channel in one unit."""

    def missing(self, schema):
        return {"X1": ("channel",)} if schema == "records" else {}


def test_a_feed_that_lacks_a_column_makes_an_item_unknown_and_a_sum_that_of_the_others(asked, project):
    rows = [{"unit": unit, "received_at": MARCH, "channel": "online"} for unit in ("X1", "X2")]
    plain = case_source({"records": rows}, BUILT_IN, project.calendar.zone)
    answer = asked("index_score", Lacking(plain.schemas, plain.tables), NOW, period="2025-Q1", **small())
    whole, lacking, other = answer.judgement.findings
    assert (lacking.unit, lacking.value, lacking.facts["left_out"]) == ("X1", None, 1)
    assert lacking.facts["not_computed_en"] == "A: no feed has records.channel"
    assert (other.unit, other.value, other.facts["rank"], other.facts["ranked"]) == ("X2", 100.0, 1, 1)
    assert (whole.unit, whole.facts["points"]) == ("", 100.0)
    assert set(answer.blind) == {"X1"}
    assert answer.judgement.skipped["X1"] == {"no feed has records.channel": 1}


@pytest.mark.parametrize(
    ("more", "points", "why"),
    [
        ([], None, "A: no feed has anything to count"),
        ([{"unit": "X2", "received_at": MARCH, "fee": 1000, "procedure": "1.001193"}], 100.0, ""),
    ],
)
def test_what_is_full_where_nothing_happened_is_unknown_where_nobody_could_tell(asked, more, points, why):
    item = {"group": "G", "name": WORDS, "points": 100, "none": "full", "indicator": "payment-procedures"}
    given = [{"unit": "X1", "received_at": MARCH}, *more]
    answer = asked("index_score", given, NOW, period="2025-Q1", **small(items={"A": item}))
    found = {one.unit: one for one in answer.judgement.findings}["X1"]
    assert (found.value, found.facts["G"], found.facts["not_computed_en"]) == (points, points, why)
    assert ("X1" in answer.blind) == (points is None)


def test_units_whose_level_nobody_said_are_held_against_the_thresholds_too(asked):
    given = [
        {"unit": unit, "level": level, "channel": "online", "received_at": MARCH}
        for unit, level in (("X1", "commune"), ("X2", "province"), ("X3", None))
    ]
    answer = asked("index_score", given, NOW, period="2025-Q1", levels=["commune"], **small())
    held = [found.unit for found in answer.judgement.findings if found.value is not None]
    assert held == ["X1", "X3"]
    levels = {found.unit: found.facts["level"] for found in answer.judgement.findings if found.unit}
    assert levels == {"X1": "commune", "X2": "province", "X3": None}


def test_what_an_inspector_says_of_a_level_goes_before_what_records_say(project, asked):
    given = {
        "records": [{"unit": "X1", "level": "commune", "channel": "online", "received_at": MARCH}],
        "reference.units": [{"unit": "X1", "level": "district"}],
    }
    answer = asked("index_score", case_source(given, BUILT_IN, project.calendar.zone), NOW, period="2025-Q1", **small())
    assert [found.subject for found in answer.judgement.findings] == ["766", "766 district", "766"]
