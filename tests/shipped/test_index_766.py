"""Counting functions for Decision 766: figures that sound alike are counted apart."""

from __future__ import annotations

from datetime import datetime

import pytest

NOW = "2025-03-20T08:00:00+07:00"
MARCH = datetime.fromisoformat("2025-03-03T08:00:00+07:00")
FAMILY = ("digitised", "digitised_with_result", "electronic_results", "reused", "personal_storage")


def record(**said):
    ended = {"received_at": MARCH, "finished_at": MARCH, "status": "done", "components": 2}
    return {**ended, "components_digitised": 0, "components_reused": 0, "components_from_store": 0, **said}


@pytest.mark.parametrize(
    ("said", "counted_by"),
    [
        ({}, set()),
        ({"components_digitised": 2}, {"digitised"}),
        ({"components_digitised": 1, "result_digital": True}, {"electronic_results"}),
        (
            {"components_digitised": 2, "result_digital": True},
            {"digitised", "digitised_with_result", "electronic_results"},
        ),
        ({"components_reused": 1}, {"reused"}),
        ({"components_from_store": 1}, {"personal_storage"}),
    ],
)
def test_digitised_with_a_result_electronic_reused_and_from_the_store_are_five_figures(counted, said, counted_by):
    figures = {name: counted(name, [record(**said)], NOW).counts[0] for name in FAMILY}
    assert {name for name, one in figures.items() if one.numerator} == counted_by
    assert {one.denominator for one in figures.values()} == {1}


def test_the_figures_of_one_family_have_targets_and_sources_of_their_own(project):
    known = {one.name: one for one in project.indicators}
    assert (known["reused"].target, known["reused-province"].target) == (0.8, 0.6)
    family = [known[name] for name in ("digitised", "digitised-with-result", "electronic-results", "reused")]
    family += [known[name] for name in ("reused-province", "personal-storage")]
    assert len({one.names["vi"] for one in family}) == len({one.source["vi"] for one in family}) == len(family)
    assert all(one.dated for one in family)
