"""docs/rules.md: every block of TOML loads and its cases hold, what it names exists, and every key of a rule is in it."""

import argparse
import dataclasses
import re
from pathlib import Path

import pytest

from reform_tui.cli.main import parser
from reform_tui.config.rule import CORE
from reform_tui.config.rule_types import Case, Indicator, Moment, Scope, Threshold
from reform_tui.errors import ConfigError
from reform_tui.proving import proved

PAGE = (Path(__file__).parents[1] / "docs/rules.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
TOML = [text for language, text in BLOCKS if language == "toml"]
[CSV] = [text for language, text in BLOCKS if language == "csv"]


@pytest.fixture
def project(tmp_path):
    (tmp_path / "rules/cases").mkdir(parents=True)
    (tmp_path / "reform.toml").write_text('province = "H14"\n', "utf-8")
    (tmp_path / "rules/cases/late.csv").write_text(CSV, "utf-8")
    return tmp_path


@pytest.mark.parametrize("block", TOML, ids=lambda block: re.search(r"^\[(.+)\]", block, re.MULTILINE)[1])
def test_every_block_is_a_rules_file_whose_cases_hold(project, block):
    (project / "rules/late.toml").write_text(block, "utf-8")
    outcomes = list(proved(project))
    assert {outcome.name: outcome.faults for outcome in outcomes if not outcome.passed} == {}
    assert len(outcomes) == len(re.findall(r"\.case\]\]", block))


def test_the_sentence_about_extends_is_the_one_that_is_told(project):
    text = "[usual]\nextends = 'late-by-field'\n[strict]\nextends = 'usual'\n"
    (project / "rules/late.toml").write_text(text, "utf-8")
    with pytest.raises(ConfigError) as caught:
        list(proved(project))
    assert str(caught.value) in PAGE


def test_a_failure_looks_as_the_page_shows_it(project):
    text = (
        TOML[0]
        .replace("count = 1, severity", "count = 2, severity")
        .replace(
            "due_at = 2025-03-11T17:00:00+07:00 }]\nexpect  = [{",
            "due_at = 2025-03-11T17:00:00+07:00 }, { field = 'x' }]\nexpect  = [{",
        )
    )
    (project / "rules/late.toml").write_text(text, "utf-8")
    [failed] = [outcome for outcome in proved(project) if not outcome.passed]
    for line in failed.faults:
        assert line in PAGE or "Đất đai" not in line
    assert f"alone: reform-tui test-rules {failed.alone.removesuffix(f' {project}')}" in PAGE


def keys(kind, less=()):
    fields = (field for field in dataclasses.fields(kind) if field.name not in less)
    return {str(field.metadata.get("key", field.name)) for field in fields}


def test_every_key_of_a_rule_a_case_and_an_indicator_is_named():
    wanted = set(CORE) | keys(Scope) | keys(Threshold) | keys(Case, {"rows"}) | keys(Moment, {"rows"})
    wanted |= keys(Indicator, {"path", "where"})
    written = {key for block in TOML for key in re.findall(r"(?:^|[{,.\s])([a-z_]+)\s*=", block)}
    written |= {key for block in TOML for key in re.findall(r"\.([a-z]+)[\].]", block)}
    spoken = set(re.findall(r"`([a-z_]+)`", PAGE))
    assert wanted - written - spoken == set()


def test_every_option_that_it_names_exists():
    [commands] = [action for action in parser()._actions if isinstance(action, argparse._SubParsersAction)]
    known = {
        name: {option for action in sub._actions for option in action.option_strings}
        for name, sub in commands.choices.items()
    }
    named = re.findall(r"reform-tui ([a-z-]+)([^`\n]*)", PAGE)
    assert {command for command, _ in named} <= known.keys()
    for command, words in named:
        assert set(re.findall(r"(?<=\s)--[a-z-]+", words)) <= known[command]
    assert {"--watch", "--rule", "--case", "--schema", "--counts", "--indicators"} <= set(
        re.findall(r"--[a-z-]+", PAGE)
    )
