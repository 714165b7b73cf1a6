"""What ``new`` writes is complete, proved, and never written over anything."""

import ast
import os
import re

import pytest

from reform_tui.config.key import keys_of
from reform_tui.errors import ConfigError
from reform_tui.plugins import plugins_of
from reform_tui.proving import proved
from reform_tui.scaffold.check import new_check, new_rule
from reform_tui.scaffold.project import new_project
from reform_tui.shipped import shipped

TABLE = re.compile(r"\[(indicator\.)?[\w-]+\]")
"""The heading of a rule or an indicator, not of a table inside one."""
PLACEHOLDER = "wrong = pd.Series(False, index=open_records.index)"
WRITTEN = "wrong = view.calendar.elapsed(received, view.now) >= self.after"


def outcomes(root, only=None):
    return {outcome.name: outcome.faults for outcome in proved(root, only)}


def fault_of(make, *words):
    with pytest.raises(ConfigError) as raised:
        make(*words)
    return str(raised.value)


def test_a_new_project_is_proved_and_keeps_the_shipped_rules(project):
    assert outcomes(project) == {"1 sample": ()}
    text = (project / "rules/shipped.toml").read_text("utf-8")
    names = [line for path in sorted(shipped("rules").glob("*.toml")) for line in path.read_text("utf-8").splitlines()]
    assert {name for name in names if TABLE.fullmatch(name)} <= set(text.splitlines())
    assert (project / "inbox/one-stop").is_dir()


def test_a_folder_that_holds_anything_is_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("x")
    assert "is not an empty folder; nothing was written" in fault_of(new_project, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_the_case_of_a_new_check_fails_readably_and_is_green_after_one_line(project):
    before = os.umask(0o002)
    try:
        written = new_check("waits_long", project)
    finally:
        os.umask(before)
    assert [path.name for path in written.files] == ["waits_long.py", "waits_long.toml"]
    [faults] = outcomes(project, "waits-long").values()
    assert '- { subject = "Đất đai", count = 1, of = 2, severity = "warning" }' in faults
    page = project / "plugins/waits_long.py"
    text = page.read_text("utf-8")
    assert text.count(PLACEHOLDER) == text.count(f"#     {WRITTEN}") == 1
    page.write_text(text.replace(PLACEHOLDER, WRITTEN), "utf-8")
    assert list(outcomes(project, "waits-long").values()) == [()]


def test_a_new_check_is_documented_python_on_the_sdk(project):
    new_check("waits_long", project)
    tree = ast.parse((project / "plugins/waits_long.py").read_text("utf-8"))
    ours = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and "reform" in node.module}
    assert ours == {"reform_tui.sdk"}
    defined = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    assert all(ast.get_docstring(node) for node in defined)


def test_the_first_rule_of_its_own_leaves_a_project_the_shipped_ones(project):
    (project / "rules/shipped.toml").unlink()
    written = new_check("waits_long", project)
    assert project / "rules/shipped.toml" in written.files
    assert "late-by-field" in (project / "rules/shipped.toml").read_text("utf-8")


@pytest.mark.parametrize("check", ["overdue_by_field", "proxy_submission", "target_gap", "target_gap_province"])
def test_a_new_rule_names_every_key_and_its_case_holds(project, check):
    new_rule("mine", check, project)
    text = (project / "rules/mine.toml").read_text("utf-8")
    keys = keys_of(plugins_of(project).checks[check])
    assert keys
    assert [key.name for key in keys if f"{key.name} = {key.written}" not in text and not key.required] == []
    assert list(outcomes(project, "mine").values()) == [()]


def test_the_help_below_a_field_stands_above_its_key(project):
    new_check("waits_long", project)
    new_rule("patient", "waits_long", project)
    text = (project / "rules/patient.toml").read_text("utf-8")
    assert '# How long a record may wait, in working time: 8wh, 5wd.\n# after = "5wd"    # a working time' in text


@pytest.mark.parametrize(
    ("make", "words", "told"),
    [
        (new_check, ["Chờ lâu"], "try 'cho_lau'"),
        (new_check, ["WaitsLong"], "try 'waits_long'"),
        (new_check, ["class"], "try 'check_class'"),
        (new_check, ["../escape"], "try 'escape'"),
        (new_check, ["overdue_by_field"], "is offered by plugins/overdue.py already"),
        (new_check, ["late_by_field"], "the rule 'late-by-field' is there already (rules/shipped.toml"),
        (new_rule, ["hồ sơ trễ", "overdue_by_field"], "try 'ho-so-tre'"),
        (new_rule, ["indicator", "overdue_by_field"], "cannot name a rule"),
        (new_rule, ["mine", "overdue_by_feild"], "did you mean 'overdue_by_field'?"),
    ],
)
def test_a_name_that_will_not_do_is_told_the_nearest(project, make, words, told):
    before = sorted(project.rglob("*"))
    assert told in fault_of(make, *words, project)
    assert sorted(project.rglob("*")) == before


def test_nothing_is_written_over(project):
    (project / "rules/waits_long.toml").write_text("# mine\n")
    assert "rules/waits_long.toml: is there already; nothing was written" in fault_of(new_check, "waits_long", project)
    assert not (project / "plugins/waits_long.py").exists()
    assert (project / "rules/waits_long.toml").read_text() == "# mine\n"
