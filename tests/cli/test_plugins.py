"""``plugins`` lists without running any; ``--no-plugins`` and ``--only`` always start."""

from __future__ import annotations

import json

import pytest
from cli_project import AS_OF, drop, row

from reform_tui import __version__
from reform_tui.cli.choosing import choice_words
from reform_tui.cli.main import main, parser
from reform_tui.errors import Exit

PLUGIN = """
__version__ = "0.7"
import pathlib
pathlib.Path({trace!r}).open("a").write("ran\\n")
from reform_tui.sdk import Schema, hookimpl
@hookimpl
def reform_schemas():
    return [Schema("errands", (), ())]
"""


@pytest.fixture
def trace(project):
    """A plugin that leaves a trace wherever it runs."""
    (project / "plugins").mkdir()
    path = project / "trace"
    (project / "plugins/own.py").write_text(PLUGIN.format(trace=str(path)), "utf-8")
    return path


@pytest.fixture
def listed(project, capsys):
    """What ``plugins`` says of each, by name, with its exit code."""

    def listed():
        code = main(["plugins", str(project), "--format", "json"])
        return code, {one["name"]: one for one in json.loads(capsys.readouterr().out)}

    return listed


def test_no_plugin_runs_to_be_listed(trace, listed, project):
    code, found = listed()
    assert code == Exit.CLEAN
    assert (found["own"]["version"], found["own"]["from"], found["own"]["state"]) == ("0.7", "project", "not seen yet")
    assert (found["overdue"]["version"], found["overdue"]["from"]) == (__version__, "shipped")
    assert found["own"]["place"] == str(project / "plugins/own.py")
    assert not trace.exists()


def test_a_plugin_is_told_as_the_engine_last_saw_it(trace, listed, project, capsys):
    (project / "state/archive").mkdir(parents=True)
    main(["rebuild", str(project)])
    assert trace.exists()
    capsys.readouterr()
    code, found = listed()
    assert code == Exit.CLEAN
    assert (found["own"]["state"], found["own"]["hooks"], found["own"]["note"]) == (
        "on", "reform_schemas", "schemas: errands",
    )  # fmt: skip
    assert found["overdue"]["note"].startswith("checks: overdue_by_field")
    with (project / "plugins/own.py").open("a") as file:
        file.write("# more\n")
    assert listed()[1]["own"]["state"] == "changed since"
    (project / "plugins/own.py").chmod(0o666)
    code, found = listed()
    assert (code, found["own"]["state"]) == (Exit.CONFIGURATION, "refused")
    assert "chmod go-w" in found["own"]["note"]


def test_one_that_failed_is_told_with_why_and_exits_2(trace, listed, project, capsys):
    (project / "plugins/own.py").write_text("import nowhere_to_be_found\n", "utf-8")
    (project / "state/archive").mkdir(parents=True)
    main(["rebuild", str(project)])
    capsys.readouterr()
    code, found = listed()
    assert (code, found["own"]["state"]) == (Exit.CONFIGURATION, "failed")
    assert "needs the module 'nowhere_to_be_found', which is not installed here" in found["own"]["note"]


def test_one_that_needs_another_sdk_is_told_before_it_ever_ran(trace, listed, project):
    with (project / "plugins/own.py").open("a") as file:
        file.write('requires_sdk = ">=99"\n')
    code, found = listed()
    assert (code, found["own"]["state"]) == (Exit.CONFIGURATION, "failed")
    assert "needs sdk >=99" in found["own"]["note"]


@pytest.mark.parametrize("form", ["table", "csv", "md"])
def test_every_format_has_a_line_a_plugin(trace, project, capsys, form):
    main(["plugins", str(project), "--format", form])
    assert sum("own" in line for line in capsys.readouterr().out.splitlines()) == 1


@pytest.mark.parametrize("command", ["checks", "test-rules", "check", "doctor"])
def test_a_refused_plugin_is_run_by_no_command(trace, project, capsys, command):
    (project / "plugins/own.py").chmod(0o666)
    main([command, str(project)])
    said = capsys.readouterr()
    assert "chmod go-w" in said.out + said.err
    assert not trace.exists()


def test_without_plugins_check_starts_and_says_what_it_cannot_ask(trace, project, capsys):
    drop(project, "a.csv", row(1))
    (project / "plugins/own.py").write_text("while True: pass\n", "utf-8")
    code = main(["check", str(project), "--as-of", AS_OF, "--no-plugins", "--format", "json"])
    report = json.loads(capsys.readouterr().out)
    assert code == Exit.UNHEALTHY
    assert {one["rule"]: one["reason"] for one in report["rules"]} == {
        "late": "its plugin is out: plugins/overdue.py: left out by --no-plugins",
        "indicator.online": "its plugin is out: plugins/indicators.py: left out by --no-plugins",
    }


def test_with_some_plugins_check_asks_what_they_offer(trace, project, capsys):
    drop(project, "a.csv", row(1))
    main(["check", str(project), "--as-of", AS_OF, "--only", "overdue", "--format", "json"])
    report = json.loads(capsys.readouterr().out)
    assert {one["rule"]: one["health"] for one in report["rules"]} == {"late": "ok", "indicator.online": "ill"}
    assert not trace.exists()


def test_a_name_that_no_plugin_has_is_told(project, capsys):
    assert main(["check", str(project), "--only", "overdu"]) == Exit.CONFIGURATION
    assert "there is no plugin 'overdu', did you mean 'overdue'?" in capsys.readouterr().err


def test_the_cases_of_some_plugins_run_alone(trace, project, capsys):
    (project / "plugins/own.py").write_text("1 / 0\n", "utf-8")
    assert main(["test-rules", str(project), "--only", "overdue"]) == Exit.CLEAN
    assert main(["test-rules", str(project)]) == Exit.CONFIGURATION
    assert "plugins/own.py: line 1: ZeroDivisionError" in capsys.readouterr().err


@pytest.mark.parametrize("words", [[], ["--no-plugins"], ["--only=own", "--only=overdue"]])
def test_the_engine_that_a_console_starts_gets_the_same_options(words):
    options = parser().parse_args(["console", "x", *words])
    assert choice_words(options) == words
    assert choice_words(parser().parse_args(["watch", "x", *choice_words(options)])) == words
