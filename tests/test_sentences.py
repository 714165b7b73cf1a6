"""An alert's sentence from its template and facts."""

from __future__ import annotations

import pytest

from reform_tui.language import Language
from reform_tui.sentences import Told, spoken

TOLD = Told("Đất đai", "Phường Tân Giang", 41, 132, 41 / 132, {"oldest_due": "2025-03-11", "days": 7})


@pytest.mark.parametrize(
    ("template", "language", "said"),
    [
        ({"en": "{count} of {of} late ({share})"}, "en", "Đất đai: 41 of 132 late (31.06%)"),
        ({"vi": "{subject}: {count}/{of} trễ ({share})"}, "vi", "Đất đai: 41/132 trễ (31,06%)"),
        ({"en": "{unit}, {subject}: {days} days"}, "en", "Phường Tân Giang, Đất đai: 7 days"),
        ({"vi": "chỉ có tiếng Việt, {subject}"}, "en", "chỉ có tiếng Việt, Đất đai"),
        ({}, "en", "Đất đai: 41/132"),
    ],
)
def test_a_template_is_filled(template, language, said):
    assert (
        spoken(template, TOLD, Language(language)).replace("\u202f", "").replace("\xa0", "").replace(" %", "%") == said
    )


def test_a_fact_that_is_missing_shows_its_name_and_nothing_fails():
    assert "nothing_here" in spoken({"en": "{subject} {nothing_here}"}, TOLD, Language("en"))


def test_braces_in_a_subject_are_only_text():
    told = Told("{0.__class__}", "H14", 1, 2, 0.5)
    assert spoken({"en": "{subject} in {unit}"}, told, Language("en")) == "{0.__class__} in H14"


def test_without_a_subject_the_sentence_stands_alone():
    assert spoken({"en": "{count} found"}, Told("", "H14", 3, 4, None), Language("en")) == "3 found"
