"""``test-rules`` and ``checks`` as a person at a terminal meets them."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
from contextlib import contextmanager

import pytest
from cli_project import FILES

from reform_tui.cli.main import main
from reform_tui.errors import Exit

CASES = """
[[late.case]]
name    = "one late record"
now     = 2025-03-12T00:00:00+07:00
records = [{ field = "Đất đai", received_at = 2025-03-01T08:00:00+07:00, due_at = 2025-03-11T17:00:00+07:00 }]
expect  = [{ subject = "Đất đai", count = COUNT }]

[[late.case]]
name    = "rows in a file"
now     = 2025-03-12T00:00:00+07:00
records = "cases/late.csv"
expect  = [{ subject = "Đất đai", count = 1 }]
"""
ROWS = "field,due_at\nĐất đai,11/03/2025 17:00\n"


def write(project, count=1, rows=ROWS):
    (project / "rules/cases").mkdir(exist_ok=True)
    (project / "rules/cases/late.csv").write_text(rows, "utf-8")
    (project / "rules/late.toml").write_text(FILES["rules/late.toml"] + CASES.replace("COUNT", str(count)), "utf-8")


@pytest.fixture
def told(capsys):
    def told(*words):
        code = main([str(word) for word in words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return told


def test_a_failed_case_says_what_how_and_how_to_run_it_alone(project, told):
    write(project, 2)
    code, out, err = told("test-rules", project, "--rule", "late")
    assert (code, err) == (Exit.CASE_FAILED, "reform-tui: 1 passed, 1 failed\n")
    assert out == (
        "FAIL late.toml [late]: one late record\n"
        "     now = 2025-03-12T00:00:00+07:00, period 2025-Q1\n"
        "     expect (- expected, + found)\n"
        '     - {              subject = "Đất đai", count = 2 }\n'
        '     + { unit = "X1", subject = "Đất đai", count = 1 }\n'
        f"     alone: reform-tui test-rules --rule late --case 'one late record' {project}\n"
        "ok   late.toml [late]: rows in a file\n"
    )


@pytest.mark.parametrize("words", [("checks", "--schema"), ("checks",), ("test-rules", "--rule", "late")])
def test_what_a_plugin_prints_is_no_data(project, told, words):
    write(project)
    loud = 'from reform_tui.sdk import hookimpl\n\nprint("loud")\n\n\n@hookimpl\ndef reform_checks():\n    return []\n'
    (project / "plugins").mkdir(exist_ok=True)
    (project / "plugins/loud.py").write_text(loud, "utf-8")
    code, out, err = told(words[0], project, *words[1:])
    assert (code, "loud" in out, "loud" in err) == (Exit.CLEAN, False, True)


def test_a_case_whose_name_would_move_the_cursor_is_told_without(project, told):
    write(project, 2)
    rules = project / "rules/late.toml"
    rules.write_text(rules.read_text("utf-8").replace('"one late record"', '"one\\u001b[2J"'), "utf-8")
    _, out, _ = told("test-rules", project, "--rule", "late")
    assert ("\x1b" in out, out.count("one\ufffd[2J")) == (False, 2)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[b]\ncheck = "overdue_by_feild"\n', "[b]: no plugin offers the check 'overdue_by_feild', did you mean"),
        ('[b]\ncheck = "overdue_by_field"\nwarnign = 1\n', "[b]: unknown key 'warnign'"),
        ('[b]\ncheck = "overdue_by_field"\nperiod = "quater"\n', "[b]: period 'quater' is neither all,"),
        ('[indicator.b]\ncount = "onlin"\n', "[indicator.b]: no plugin offers the counting function 'onlin'"),
    ],
)
def test_a_rule_without_cases_is_refused_where_the_engine_would(project, told, text, says):
    (project / "rules/b.toml").write_text(text, "utf-8")
    code, out, err = told("test-rules", project)
    assert (code, out) == (Exit.CONFIGURATION, "")
    assert err.startswith(f"reform-tui: rules/b.toml {says}")


def test_one_case_can_be_run_alone(project, told):
    write(project, 2)
    code, out, err = told("test-rules", project, "--case", "rows in a file")
    assert (code, out, err) == (
        Exit.CLEAN,
        "ok   late.toml [late]: rows in a file\n",
        "reform-tui: 1 passed, 0 failed\n",
    )
    code, _, err = told("test-rules", project, "--case", "rows in a fill")
    assert (code, "did you mean 'rows in a file'?" in err) == (Exit.CONFIGURATION, True)


@pytest.mark.parametrize(("plain", "coloured"), [("", True), ("1", False)])
def test_a_difference_is_coloured_on_a_terminal_alone(project, plain, coloured):
    write(project, 2)
    here, there = pty.openpty()
    command = [sys.executable, "-m", "reform_tui.cli.main", "test-rules", str(project), "--case", "one late record"]
    surroundings = {**os.environ, "NO_COLOR": plain}
    done = subprocess.run(command, stdout=there, stderr=subprocess.DEVNULL, env=surroundings, check=False)
    os.close(there)
    out = os.read(here, 4096).decode()
    os.close(here)
    assert done.returncode == Exit.CASE_FAILED
    assert ("\x1b[31m- {" in out, "\x1b[32m+ {" in out, "\x1b" in out) == (coloured,) * 3


@contextmanager
def watching(project):
    command = [
        sys.executable,
        "-u",
        "-m",
        "reform_tui.cli.main",
        "test-rules",
        str(project),
        "--rule",
        "late",
        "--watch",
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        try:
            yield process
        finally:
            if process.poll() is None:
                process.kill()


def run_of(process):
    """The lines of the next run, up to its sum or to the sentence that says why there is none."""
    lines = []
    for line in process.stdout:
        lines.append(line.rstrip())
        if line.startswith("reform-tui: "):
            return lines
    return lines


def test_watching_runs_again_at_every_change_and_survives_a_fault(project):
    write(project)
    plugin = project / "plugins/own.py"
    with watching(project) as process:
        first = run_of(process)
        assert first[0].startswith("--- ")
        assert first[1:] == ["reform-tui: 2 passed, 0 failed"]
        write(project, rows=ROWS.replace("11/03", "21/03"))
        changed = run_of(process)
        assert [line for line in changed if "FAIL" in line] == ["FAIL late.toml [late]: rows in a file"]
        assert changed[-1] == "reform-tui: 1 passed, 1 failed"
        (project / "rules/late.toml").write_text("[late\n", "utf-8")
        assert "rules/late.toml, line 1" in run_of(process)[-1]
        plugin.parent.mkdir(exist_ok=True)
        plugin.write_text("import nothing_of_this_name\n", "utf-8")
        write(project)
        assert "needs the module 'nothing_of_this_name'" in run_of(process)[-1]
        plugin.unlink()
        assert run_of(process)[-1] == "reform-tui: 2 passed, 0 failed"
        process.send_signal(signal.SIGINT)
        assert process.stdout.read().endswith("reform-tui: interrupted\n")
        assert process.wait(10) == Exit.INTERRUPTED


def test_checks_are_printed_for_a_person(project, told):
    code, out, _ = told("checks", project)
    assert code == Exit.CLEAN
    paragraph = out[out.index("overdue_by_field (unit)") : out.index("proxy_across_units")]
    assert "\n    Records that are late, by field (or by procedure), as a share" in paragraph
    assert '\n    near: a working time such as 90wm, 8wh or 3wd (default "1wd")\n' in paragraph
    assert "\n    indicator: text (required)\n" in out
    assert max(map(len, paragraph.splitlines())) <= 88


DOCUMENTED = '''
from dataclasses import dataclass
from typing import ClassVar
from reform_tui.sdk import WorkingTime, hookimpl

@dataclass(frozen=True, kw_only=True)
class Waits:
    """Waits \x1b[31mred."""
    after: WorkingTime
    """How long
    it may wait."""
    reads: ClassVar = {}
    def find(self, view): ...
    def next_change(self, view): ...

@hookimpl
def reform_checks():
    return [Waits]
'''


def test_a_key_says_what_stands_below_it_and_no_plugin_paints_the_terminal(project, told):
    (project / "plugins").mkdir(exist_ok=True)
    (project / "plugins/waits.py").write_text(DOCUMENTED, "utf-8")
    _, out, _ = told("checks", project)
    assert "waits (unit)\n    Waits \ufffd[31mred.\n\n    after: a working time" in out
    assert "(required)\n        How long it may wait.\n" in out
    schema = json.loads(told("checks", project, "--schema")[1])
    assert "waits" in schema["$defs"]["rule"]["properties"]["check"]["enum"]


def test_counting_functions_and_indicators_are_listed_with_their_definitions(project, told):
    assert (
        "online_submission (reads records: channel, received_at)\n    Records submitted"
        in told("checks", project, "--counts")[1]
    )
    rows = json.loads(told("checks", project, "--counts", "--format", "json")[1])
    assert rows[0].keys() == {"count", "reads", "help"}
    text = "[indicator.a]\ncount = 'reused'\nname = { vi = 'Một', en = 'One' }\n[indicator.b]\ncount = 'reused'\ntarget = 0.5\ndefinition = 'Own'\nsource = 'Decision'\n"
    (project / "rules/own.toml").write_text(text, "utf-8")
    out = told("checks", project, "--indicators")[1]
    assert "a (reused, no target)\n    Một / One\n    Records with at least one component" in out
    assert "b (reused, target 0.5)\n    Own\n    source: Decision\n" in out
    rows = {one["indicator"]: one for one in json.loads(told("checks", project, "--indicators", "--format", "json")[1])}
    assert rows["b"]["definition"] == {"vi": "Own", "en": "Own"}


def test_a_schema_is_given_while_a_rule_is_faulty(project, told):
    (project / "rules/late.toml").write_text("[late]\n", "utf-8")
    code, out, err = told("checks", project, "--schema")
    assert (code, json.loads(out)["type"]) == (Exit.CLEAN, "object")
    assert "without columns of the feeds' own" in err


STUCK = """
from dataclasses import dataclass
from typing import ClassVar

from reform_tui.sdk import hookimpl, never


@dataclass(frozen=True, kw_only=True)
class Stuck:
    \"\"\"Stands still until somebody interrupts it.\"\"\"

    reads: ClassVar = {"records": ("field",)}

    def find(self, view):
        raise KeyboardInterrupt

    def next_change(self, view):
        return never()


@hookimpl
def reform_checks():
    return [Stuck]
"""


def test_interrupted_it_says_in_which_case_and_where_it_stood(project, told):
    (project / "plugins").mkdir(exist_ok=True)
    (project / "plugins/stuck.py").write_text(STUCK, "utf-8")
    case = '[[stuck.case]]\nname = "first"\nnow = 2025-03-12T00:00:00+07:00\nrecords = [{}]\nexpect = []\n'
    (project / "rules/stuck.toml").write_text(f'[stuck]\ncheck = "stuck"\n{case}', "utf-8")
    code, _, err = told("test-rules", project, "--rule", "stuck")
    line = STUCK[: STUCK.index("raise Key")].count("\n") + 1
    says = f"reform-tui: interrupted while the case 'first' of stuck was asked; see line {line} of stuck.py\n"
    assert (code, err) == (Exit.INTERRUPTED, says)
