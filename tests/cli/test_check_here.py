"""``check --rule --unit --here``: one rule over one unit, in a process that a debugger can follow."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from cli_project import AS_OF, drop, row

from reform_tui.cli.main import main
from reform_tui.errors import Exit

PLUGIN = '''"""Counts open records, and does one thing more."""

import sys
from dataclasses import dataclass
from typing import ClassVar

from reform_tui.sdk import hookimpl, judge


@dataclass(frozen=True, kw_only=True)
class Mine:
    """Counts open records."""

    reads: ClassVar = {"records": ("field", "finished_at")}

    def find(self, view):
        DOES
        return judge(view.records, by=["unit", "field"], where=view.records["finished_at"].isna())

    def next_change(self, view):
        return view.next_after(view.records["finished_at"], by=view.records["unit"])


@hookimpl
def reform_checks():
    return [Mine]
'''


@pytest.fixture
def author(project):
    """A project of somebody who writes a check that ``does`` something."""

    def author(does: str = "pass") -> Path:
        (project / "plugins").mkdir(exist_ok=True)
        (project / "plugins/mine.py").write_text(PLUGIN.replace("DOES", does), "utf-8")
        (project / "rules/mine.toml").write_text('[mine]\ncheck = "mine"\n', "utf-8")
        drop(project, "a.csv", *(row(number) for number in range(1, 5)), row(9, "H14.2"))
        return project

    return author


@pytest.fixture
def check(capfd):
    def check(root, *words):
        code = main(["check", str(root), "--as-of", AS_OF, "--format", "json", *words])
        said = capfd.readouterr()
        return code, json.loads(said.out) if said.out else None, said.err

    return check


def debugged(root: Path, typed: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own with a person who types."""
    command = [sys.executable, "-m", "reform_tui.cli.main", "check", str(root), "--as-of", AS_OF, *words]
    env = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(command, input=typed, capture_output=True, text=True, encoding="utf-8", env=env, check=False)


@pytest.mark.parametrize("here", [(), ("--here",)])
def test_only_what_is_named_is_asked(author, check, here):
    code, report, _ = check(author(), "--rule", "mine", "--unit", "H14.1", *here)
    assert code == Exit.CLEAN
    assert [(one["rule"], one["unit"], one["count"]) for one in report["alerts"]] == [("mine", "H14.1", 4)]
    assert [(one["rule"], one["health"]) for one in report["rules"]] == [("mine", "ok")]
    assert report["indicators"] == []


def test_both_may_be_repeated(author, check):
    words = ("--rule", "mine", "--rule", "online", "--unit", "H14.1", "--unit", "H14.2", "--here")
    _, report, _ = check(author(), *words)
    assert {(one["rule"], one["unit"]) for one in report["alerts"]} == {("mine", "H14.1"), ("mine", "H14.2")}
    assert {one["unit"] for one in report["indicators"]} >= {"H14.1", "H14.2"}


def test_here_says_what_workers_say(author, check):
    root = author()
    assert check(root)[:2] == check(root, "--here")[:2]


def test_what_there_is_not_is_told_with_the_nearest(author, check):
    code, report, err = check(author(), "--rule", "mime", "--unit", "H14.22")
    assert (code, report) == (Exit.CONFIGURATION, None)
    assert "there is no rule or indicator 'mime', did you mean 'mine'?" in err
    assert "no row belongs to a unit 'H14.22', did you mean 'H14.2'?" in err


def test_what_a_plugin_raises_is_shown_as_python_shows_it(author, check):
    code, report, err = check(author('{}["gone"].strip()'), "--here", "--rule", "mine")
    assert (code, report) == (Exit.UNHEALTHY, None)
    assert "Traceback (most recent call last):" in err
    assert f'plugins/mine.py", line {PLUGIN[: PLUGIN.index("DOES")].count(chr(10)) + 1}, in find' in err
    assert "KeyError: 'gone'" in err
    assert err.splitlines()[-1].startswith("reform-tui: rule mine (check mine): raised KeyError")


def test_what_a_plugin_raises_at_import_is_shown_too(author, check):
    root = author()
    (root / "plugins/mine.py").write_text("1 / 0\n", "utf-8")
    _, _, err = check(root, "--here", "--rule", "mine")
    assert "ZeroDivisionError: division by zero" in err
    assert "ConfigError" not in err
    assert "'mine' cannot be asked: its plugin is out: plugins/mine.py: line 1: ZeroDivisionError" in err


def test_what_a_plugin_prints_is_narration(author):
    does = 'print("said"); import os; os.write(1, b"in C\\n"); sys.stdout.flush()'
    said = debugged(author(does), "", "--here", "--rule", "mine", "--format", "json")
    assert json.loads(said.stdout)["alerts"]
    assert {"said", "in C"} <= set(said.stderr.splitlines())


def test_a_breakpoint_stops_and_goes_on(author):
    said = debugged(author("breakpoint()"), "p len(view.records)\nc\n", "--here", "--rule", "mine", "--format", "json")
    assert said.returncode == Exit.CLEAN
    assert "(Pdb) 5" in said.stderr
    assert len(json.loads(said.stdout)["alerts"]) == 2


def test_leaving_the_debugger_is_an_interruption(author):
    said = debugged(author("breakpoint()"), "q\n", "--here", "--rule", "mine")
    assert (said.returncode, said.stdout) == (Exit.INTERRUPTED, "")
    assert said.stderr.splitlines()[-1].endswith("reform-tui: interrupted")


def test_no_worker_runs_and_no_limit_holds(author, check):
    does = "import multiprocessing as m, os; os.write(2, f'in {os.getpid()} {m.current_process().daemon}'.encode())"
    _, _, err = check(author(does), "--here", "--rule", "mine")
    assert f"in {os.getpid()} False" in err


def test_what_is_wrong_elsewhere_does_not_concern_the_rule_that_is_asked(author, check):
    root = author()
    (root / "plugins/broken.py").write_text("1 / 0\n", "utf-8")
    (root / "rules/broken.toml").write_text('[broken]\ncheck = "broken"\n', "utf-8")
    code, report, _ = check(root, "--rule", "mine")
    assert (code, {one["rule"] for one in report["alerts"]}) == (Exit.CLEAN, {"mine"})
    assert check(root)[0] == Exit.UNHEALTHY
