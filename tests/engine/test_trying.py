"""An act ``what-if`` is answered by the engine's own workers, kept a while, and refused with a sentence."""

from __future__ import annotations

import json
import os

import pytest
from projects import DAY, LATE, NOW, alerts, changes, record, take

from reform_tui.acts import write_act
from reform_tui.board.what_if import read_what_if
from reform_tui.config.draft import with_settings
from reform_tui.engine import trying
from reform_tui.engine.acts import apply_acts
from reform_tui.engine.trying import answer_what_ifs
from reform_tui.errors import ConfigError

LATER = NOW + DAY


@pytest.fixture
def engine(bench):
    bench.drop("a.csv", *(record(number) for number in range(1, 5)))
    with bench.running(LATER) as running:
        take(running, LATER)
        yield running


@pytest.fixture
def attempt(bench, engine):
    """What became of an act: its answer, and why it was refused."""

    def attempt(**body):
        name = write_act(bench.root, "what-if", body).name
        project = engine.project
        done = apply_acts(engine.store, project.settings.groups, project.calendar, LATER)
        answer_what_ifs(engine, done.what_ifs, LATER)
        [refused] = engine.store.connection.execute("SELECT refused FROM acts WHERE name = ?", (name,)).fetchone()
        return read_what_if(engine.store.connection, name), refused

    return attempt


def test_a_key_of_a_rule_is_tried_and_nothing_else_changes(engine, attempt):
    before = (alerts(engine), changes(engine))
    answer, refused = attempt(rule="late", set="critical.count=5")
    assert refused is None
    assert (answer.rule, answer.asked) == ("late", "critical.count=5")
    assert answer.data["counts"]["milder"] == 1
    [alert] = answer.of_unit("H14.1")
    assert alert["evidence"] == [f"H14.1-250301-{number:04}" for number in range(1, 5)]
    assert answer.keep == {"file": "rules/late.toml", "table": "late", "lines": ["critical.count = 5"], "own": True}
    assert answer.data["sentences"]["late"]
    assert (alerts(engine), changes(engine)) == before


def test_a_draft_of_the_project_is_tried(bench, attempt):
    bench.write("drafts/late.toml", LATE.replace("count = 3", "count = 9"))
    answer, refused = attempt(rule="late", file="drafts/late.toml")
    assert refused is None
    assert answer.data["counts"]["milder"] == 1
    assert answer.keep == {"file": "rules/late.toml", "draft": "drafts/late.toml"}


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"rule": "late", "set": "profil=x"}, "unknown key 'profil', did you mean 'profile'?"),
        ({"rule": "late", "set": "critical.count=0"}, "0 is below 1"),
        ({"rule": "late", "set": "more"}, "is not KEY=VALUE"),
        ({"rule": "feed.late", "set": "warning.count=2"}, "there is no rule 'feed.late'"),
        ({"rule": "late", "file": "drafts/none.toml"}, "drafts/none.toml: cannot be read"),
        ({"rule": "late", "file": "../outside.toml"}, "no .toml file inside the project"),
        ({"rule": "late", "file": "reform.csv"}, "no .toml file inside the project"),
        ({"rule": "late", "file": "a\0.toml"}, "no .toml file inside the project"),
        ({"rule": "late", "file": f"{'x' * 5000}.toml"}, "no .toml file inside the project"),
        ({"rule": "late", "file": "pipe.toml"}, "no .toml file inside the project"),
        ({"rule": "late", "set": f"critical.count={'9' * 5000}"}, "critical"),
        ({"rule": "late", "set": f"{'a.' * 3000}b=1"}, "is not KEY=VALUE"),
        ({"rule": "late", "set": f"name={'[' * 3000}{']' * 3000}"}, "name"),
        ({}, "there is no rule ''"),
    ],
)
def test_what_cannot_be_tried_is_refused_with_a_sentence(bench, engine, attempt, body, said):
    os.mkfifo(bench.root / "pipe.toml")
    answer, refused = attempt(**body)
    assert answer is None
    assert said in refused
    [detail] = engine.store.connection.execute("SELECT detail FROM changes WHERE kind = 'refused'").fetchone()
    assert json.loads(detail)["why"] == refused


def test_the_newest_answers_stay(engine, attempt, monkeypatch):
    monkeypatch.setattr(trying, "NEWEST", 2)
    asked = [f"critical.count={count}" for count in (5, 6, 7)]
    for text in asked:
        attempt(rule="late", set=text)
    kept = engine.store.connection.execute("SELECT asked FROM what_if ORDER BY act").fetchall()
    assert [row["asked"] for row in kept] == asked[1:]


@pytest.mark.parametrize("value", ["1", "x", "[]", "{}", "[1]", "{a=1}", "2025-01-01", "nan", "''", "'999999999999d'"])
@pytest.mark.parametrize("deep", ["", ".a"])
def test_no_setting_gets_further_than_a_sentence(bench, value, deep):
    """The engine itself reads them: whatever a person types must not end it."""
    keys = ("check", "was", "scope", "period", "hold", "warning", "name", "message", "case", "silence", "overrides")
    project = bench.parts().project
    for key in (*keys, "extends", "enabled", "profile"):
        assert _drafted_or_told(project, f"{key}{deep}={value}"), key


def _drafted_or_told(project, text):
    """Return whether the draft is the project with another rule, or each fault is a sentence."""
    try:
        return with_settings(project, "late", text).feeds == project.feeds
    except ConfigError as error:
        return bool(error.faults) and all(len(fault.split()) > 2 for fault in error.faults)
