"""``silences`` lists them, ``check`` leaves silenced alerts out of its exit code, ``doctor`` names those that are over."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime

import pytest
from cli_project import AS_OF, FILES, drop, row

from reform_tui import times
from reform_tui.assemble import assembled, running
from reform_tui.cli.main import main
from reform_tui.doctor import examine
from reform_tui.errors import Exit
from reform_tui.model.silence import ACT, Silence
from reform_tui.store.silences import write_by_act

NOW = datetime.fromisoformat(AS_OF)
ENDS = datetime.fromisoformat("2025-04-01T00:00:00+07:00")
BESIDE = '[[late.silence]]\nunits = ["H14.1"]\nauthor = "Lan"\nreason = "chuyển dữ liệu"\nuntil = 2025-03-31\n'


def beside(project, text=BESIDE):
    rules = FILES["rules/late.toml"].replace("[indicator.online]", f"{text}[indicator.online]")
    (project / "rules/late.toml").write_text(rules, "utf-8")


@pytest.fixture
def check(project, capsys):
    def check(*words, as_of=AS_OF):
        code = main(["check", str(project), "--as-of", as_of, *words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return check


def test_check_says_what_is_silenced_and_does_not_fail_on_it(project, check):
    beside(project)
    drop(project, "a.csv", *(row(number) for number in range(1, 5)), row(1, "H14.2"))
    code, out, _ = check("--format", "json")
    alerts = json.loads(out)["alerts"]
    assert code == Exit.CLEAN
    assert [(alert["unit"], alert["severity"], alert["silenced"]) for alert in alerts] == [
        ("H14.2", "warning", None),
        ("H14.1", "critical", {"author": "Lan", "reason": "chuyển dữ liệu", "until": "2025-04-01T00:00:00+07:00"}),
    ]
    assert check("--fail-on", "warning")[0] == Exit.ALERTS  # the other unit


@pytest.mark.parametrize(
    ("as_of", "code"), [("2025-03-31T23:59:59+07:00", Exit.CLEAN), ("2025-04-01T00:00:00+07:00", Exit.ALERTS)]
)
def test_at_its_end_check_fails_again(project, check, as_of, code):
    beside(project)
    drop(project, "a.csv", *(row(number) for number in range(1, 5)))
    (project / "reform.toml").write_text(FILES["reform.toml"].replace("quarter", "all"), "utf-8")
    assert check(as_of=as_of)[0] == code


def test_other_forms_have_a_column_for_it_and_the_narration_a_count(project, check):
    beside(project)
    drop(project, "a.csv", *(row(number) for number in range(1, 5)), row(1, "H14.2"))
    _, out, err = check("--format", "csv")
    assert [line["silenced"] for line in csv.DictReader(io.StringIO(out))] == ["", "2025-04-01T00:00:00+07:00"]
    assert err.splitlines()[-1] == "reform-tui: 2 alerts: 0 critical, 1 warning, 1 silenced"


def test_silences_lists_all_of_them(project, capsys, monkeypatch):
    beside(project)
    monkeypatch.setattr(times, "now", lambda: NOW)
    assert main(["silences", str(project)]) == Exit.CONFIGURATION
    assert "there is no store yet" in capsys.readouterr().err
    act = Silence("late", "lan", "=họp", ENDS, NOW, ("H14.2",), ("Đất đai",), ACT, "warning", "undone")
    with assembled(project) as parts, running(parts, project / "state", NOW) as engine:
        write_by_act(engine.store.connection, act)
        write_by_act(engine.store.connection, Silence("gone", "lan", "x", ENDS, NOW, ("H14",), ("",), ACT, "warning"))
    assert main(["silences", str(project), "--format", "json"]) == Exit.CLEAN
    gone, first, second = json.loads(capsys.readouterr().out)
    assert first == {
        "rule": "late", "unit": "H14.1", "subject": "", "author": "Lan", "reason": "chuyển dữ liệu", "from": "",
        "until": "2025-04-01T00:00+07:00", "origin": "rule", "state": "holds",
    }  # fmt: skip
    assert (second["from"], second["origin"], second["state"]) == ("2025-03-31T17:00+07:00", "act", "undone")
    assert gone["state"] == "no such rule"
    main(["silences", str(project), "--format", "csv"])
    assert "'=họp" in capsys.readouterr().out


def test_doctor_names_a_silence_that_is_over(project):
    beside(project)
    told = [one for one in examine(project) if one.what == "silences"]
    assert [(one.state, one.found) for one in told] == [
        ("warn", "rules/late.toml [late]: the silence of Lan ended 2025-04-01T00:00+07:00")
    ]
    assert "may be removed" in told[0].remedy
    beside(project, BESIDE.replace("2025-03-31", "2199-01-01"))
    assert [one for one in examine(project) if one.what == "silences"] == []
