"""Every rule and indicator that is shipped proves itself, and says what it is in both languages."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from reform_tui.config.build import faults
from reform_tui.engine.cases.run import run_cases

RULES = Path(__file__).parents[2] / "rules"
HEADING = re.compile(r"^\[\[([\w.-]+)\.case\]\]", re.MULTILINE)


@pytest.mark.parametrize("path", sorted(RULES.glob("*.toml")), ids=lambda path: path.stem)
def test_every_case_in_the_file_holds(path, project, plugins):
    rules = [rule for rule in project.rules if rule.path.name == path.name]
    indicators = [one if one.path.name == path.name else replace(one, cases=()) for one in project.indicators]
    zone = project.calendar.zone
    results = list(run_cases(rules, indicators, plugins, project.calendar, zone, project.schemas))
    assert {(result.rule, result.case): result.faults for result in results if result.faults} == {}
    assert len(results) == len(HEADING.findall(path.read_text("utf-8"))) > 0


def test_every_rule_and_indicator_has_a_case_and_both_names(project):
    for each in (*project.rules, *project.indicators):
        assert each.cases, each.name
        assert set(each.names) == {"vi", "en"}, each.name


def test_every_rule_fits_its_check(project, plugins):
    assert [
        fault for rule in project.rules for fault in faults(plugins.checks[rule.check], rule.settings, rule.name)
    ] == []


def test_every_shipped_check_and_count_is_used_by_a_rule(project, plugins):
    assert {rule.check for rule in project.rules} == set(plugins.checks)
    assert {indicator.count for indicator in project.indicators} == set(plugins.counts)


def test_no_plugin_is_at_fault(plugins):
    assert plugins.faults == ()


def test_every_check_explains_itself_in_both_languages(plugins):
    for name, check in plugins.checks.items():
        assert check.__doc__, name
        for template, said in check.sentences.items():
            assert set(said) == {"vi", "en"}, f"{name} {template}"
            assert all(said.values()), f"{name} {template}"


def test_no_sentence_calls_anybody_guilty(plugins):
    words = " ".join(
        text for check in plugins.checks.values() for said in check.sentences.values() for text in said.values()
    )
    assert not re.search(r"vi phạm|violat|fraud|gian lận", words, re.IGNORECASE)
