"""The JSON Schema of rules: it is one, all that we ship fits it, and what the builder refuses does not."""

from __future__ import annotations

import json
from datetime import date, time
from pathlib import Path

import pytest
import tomli
from jsonschema import Draft202012Validator

from reform_tui.config.rule import CORE
from reform_tui.config.rules_schema import rules_schema
from reform_tui.model.schema import BUILT_IN
from reform_tui.plugins import load_plugins
from reform_tui.plugins.found import files_in
from reform_tui.shipped import shipped

ROOT = Path(__file__).parents[2]
SHIPPED = [*sorted((ROOT / "rules").glob("*.toml")), *sorted((ROOT / "sample_feeds").rglob("rules/*.toml"))]


@pytest.fixture(scope="module")
def schema():
    plugins = load_plugins(files_in([shipped("plugins")]))
    known = {**BUILT_IN, **plugins.schemas}
    return rules_schema(plugins.checks, {name: one.help for name, one in plugins.counts.items()}, known)


@pytest.fixture(scope="module")
def faults(schema):
    validator = Draft202012Validator(schema)

    def faults(text):
        return [error.message for error in validator.iter_errors(plain(tomli.loads(text)))]

    return faults


def plain(value):
    """TOML as an editor's checker sees it: moments are the text that stands there."""
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [plain(one) for one in value]
    return value.isoformat() if isinstance(value, (date, time)) else value


def test_it_is_a_schema_and_json(schema):
    Draft202012Validator.check_schema(schema)
    assert json.loads(json.dumps(schema)) == schema


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_whatever_is_shipped_fits(path, faults):
    assert faults(path.read_text("utf-8")) == []


def test_it_has_every_key_of_the_core_and_of_each_check(schema):
    rule = schema["$defs"]["rule"]
    assert rule["properties"].keys() == CORE
    own = {one["if"]["properties"]["check"]["const"]: one["then"] for one in rule["allOf"]}
    assert set(own["overdue_by_field"]["properties"]) - CORE == {"profile", "by", "near", "which"}
    near = own["overdue_by_field"]["properties"]["near"]
    assert (near["default"], own["target_gap"]["then"]) == ("1wd", {"required": ["indicator"]})
    assert own["overdue_by_field"]["properties"]["by"]["enum"] == ["field", "procedure"]
    assert "Records that are late" in own["overdue_by_field"]["description"]


GOOD = "[a]\ncheck = 'overdue_by_field'\n"
CASE = "[[a.case]]\nname = 'x'\n"


@pytest.mark.parametrize(
    "text",
    [
        "profile = 'to_the_second'\nnear = '3wh'\nwarning.count = 1\nhold = '90m'",
        "scope = { levels = 'commune', units = ['H14.1'] }\noverrides.'H14.1'.critical.share = 0.2\nname = 'x'",
        f"{CASE}now = 2025-03-12T08:00:00\nexpect = []\nrecords = 'cases/x.csv'\nreference.staff = [{{ class = 'officer' }}]",
        f"{CASE}records = [{{ due_at = 2025-03-12, fee = 5 }}]\n[[a.case.at]]\nnow = 2025-03-12T08:00:00Z\nalerts = []",
        "[b]\nextends = 'a'\nprofile = 'to_the_second'",
        "[[a.silence]]\nauthor = 'An'\nreason = 'flood'\nuntil = 2025-03-31",
        "[indicator.x]\ncount = 'online_submission'\ntarget = 0.7\nname = { vi = 'x' }",
    ],
)
def test_what_the_builder_takes_fits(text, faults):
    assert faults(GOOD + text) == []


@pytest.mark.parametrize(
    "text",
    [
        "profil = 'x'",
        "profile = 'x'",
        "near = '3d'",
        "near = 3",
        "hold = 'soon'",
        "warning = {}",
        "warning = { cuont = 1 }",
        "critical = { share = 5 }",
        "warning = { count = 0 }",
        "scope = { unit = 'x' }",
        "scope = { levels = 'village' }",
        "name = { fr = 'x' }",
        "overrides.H14.crit.count = 1",
        "enabled = 'no'",
        "case = 5",
        "[b]\nwarning.count = 1",
        "[b]\ncheck = 'overdue'",
        "[b]\ncheck = 'target_gap'",
        "[b]\nextends = 'a'\nprofil = 'x'",
        f"{CASE}now = 2025-03-12T08:00:00Z",
        f"{CASE}now = 'noon'\nexpect = []",
        f"{CASE}expect = []",
        f"{CASE}now = 2025-03-12T08:00:00Z\nexpect = []\nrecord = []",
        f"{CASE}now = 2025-03-12T08:00:00Z\nexpect = []\nrecords = [{{ feild = 'x' }}]",
        f"{CASE}now = 2025-03-12T08:00:00Z\nexpect = []\nrecords = [{{ channel = 'onlien' }}]",
        f"{CASE}now = 2025-03-12T08:00:00Z\nexpect = []\n[[a.case.at]]\nnow = 2025-03-13T08:00:00Z\nexpect = []",
        f"{CASE}[[a.case.at]]\nnow = 2025-03-13T08:00:00Z",
        f"{CASE}at = []",
        "[[a.silence]]\nreason = 'x'\nuntil = 2025-03-31",
        "[indicator.x]\ncount = 'online'",
        "[indicator.x]\ntarget = 0.7",
        "[indicator.x]\ncount = 'online_submission'\ntraget = 0.7",
    ],
)
def test_what_the_builder_refuses_does_not_fit(text, faults):
    assert faults(GOOD + text) != []
