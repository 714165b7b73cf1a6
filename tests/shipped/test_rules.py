"""Every rule and indicator that is shipped proves itself, and says what it is in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reform_tui.config.build import faults
from reform_tui.engine.cases import run_cases

RULES = Path(__file__).parents[2] / "rules"
HEADING = re.compile(r"^\[\[([\w.-]+)\.case\]\]", re.MULTILINE)


def results(project, plugins):
    found = run_cases(
        project.rules, project.indicators, plugins, project.calendar, project.calendar.zone, project.schemas
    )
    return {(result.rule, result.case): result.faults for result in found}


@pytest.fixture(scope="session")
def told(project, plugins):
    return results(project, plugins)


def test_every_case_holds(told):
    assert {name: wrong for name, wrong in told.items() if wrong} == {}


def test_every_case_in_the_files_was_run(told):
    written = [name for path in RULES.glob("*.toml") for name in HEADING.findall(path.read_text("utf-8"))]
    assert len(told) == len(written) > 0


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
