"""What the documents name exists, and what exists is named."""

import argparse
import dataclasses
import re
import subprocess
from pathlib import Path

import pytest

import reform_tui
from reform_tui import hookspecs
from reform_tui.acts import KINDS
from reform_tui.cli.main import COMMANDS, parser
from reform_tui.config import calendar
from reform_tui.config.rule import CORE
from reform_tui.config.rule_types import Case, Indicator, Moment, Scope, Threshold
from reform_tui.config.silence import SilenceTable
from reform_tui.config.types import ExtraColumn, Feed, Sample, Settings, TimeMapping
from reform_tui.engine.own_rules import OWN
from reform_tui.errors import Exit
from reform_tui.feeds.reasons import REASONS
from reform_tui.feeds.remarks import REMARKS
from reform_tui.model.schema import BUILT_IN
from reform_tui.model.verdict import Cause
from reform_tui.plugins import load_plugins
from reform_tui.plugins.found import files_in
from reform_tui.shipped import shipped

ROOT = Path(__file__).parents[1]
SOURCE = Path(reform_tui.__file__).parent
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
REFERENCE = (ROOT / "docs/reference.md").read_text("utf-8")
CODE = re.compile(r"`([^`\n]+)`")


def section(title):
    """The text below one heading of the reference, up to the next of any level."""
    found = re.search(rf"^#+ {re.escape(title)}\n(.*?)(?=^#|\Z)", REFERENCE, re.MULTILINE | re.DOTALL)
    assert found, f"docs/reference.md has no section '{title}'"
    return found[1]


def tables(title):
    """Each table of a section as its rows, each row as its cells."""
    blocks = re.findall(r"(?:^\|.*\n)+", section(title), re.MULTILINE)
    return [
        [[cell.strip() for cell in line.strip("|\n").split("|")] for line in block.splitlines()[2:]] for block in blocks
    ]


def named(title, number=0):
    """What the first column of a section's table names, each once."""
    names = [CODE.findall(row[0])[0] if "`" in row[0] else row[0] for row in tables(title)[number]]
    assert len(names) == len(set(names))
    return set(names)


def keys(kind, *, less=(), prefix=""):
    """The TOML keys that a dataclass of the configuration understands."""
    fields = (field for field in dataclasses.fields(kind) if field.name not in less)
    return {prefix + str(field.metadata.get("key", field.name)) for field in fields}


def options():
    """Command to its options, as argparse knows them; those that a person is not told are left out."""
    [commands] = [action for action in parser()._actions if isinstance(action, argparse._SubParsersAction)]
    return {
        name: {
            action.option_strings[-1]
            for action in sub._actions
            if action.option_strings and action.dest != "help" and action.help != argparse.SUPPRESS
        }
        for name, sub in commands.choices.items()
    }


def test_every_command_is_named_with_its_options():
    rows = tables("Commands")[0]
    told = {CODE.findall(row[0])[0]: set(re.findall(r"--[a-z-]+", row[1])) for row in rows}
    assert told == options()
    assert told.keys() == COMMANDS.keys()


def test_the_readme_lists_the_commands_in_their_own_words():
    readme = (ROOT / "README.md").read_text("utf-8")
    rows = re.findall(r"^\| `reform-tui (?:\[PROJECT\]|([a-z-]+))` \| ([^|]+) \|$", readme, re.MULTILINE)
    told = {name or "console": summary.strip() for name, summary in rows}
    assert told.pop("console").startswith("open the console on a project")
    assert told == {name: summary for name, summary in COMMANDS.items() if name != "console"}


def test_every_exit_code_is_named():
    assert named("Exit codes") == {str(int(code)) for code in Exit}
    used = {int(code) for row in tables("Commands")[0] for code in row[2].split(",")}
    assert used == {int(code) for code in Exit}


def test_every_setting_is_named():
    nested = {"limits", "groups", "keep"}
    wanted = keys(Settings, less={*nested, "causes"}) | keys(Cause, prefix="causes.NAME.")
    for name in nested:
        wanted |= keys(type(getattr(Settings(), name)), prefix=f"{name}.")
    assert named("reform.toml") == wanted


def test_every_key_of_a_feed_is_named():
    wanted = keys(Feed, less={"name", "path", "extra", "version", "time", "samples"})
    wanted |= keys(TimeMapping, prefix="time.") | keys(Sample, prefix="sample.")
    wanted |= keys(ExtraColumn, prefix="columns.extra.NAME.")
    assert named("Feeds") == wanted


def test_every_key_of_a_rule_is_named():
    assert named("Rules", 0) == (CORE - {"scope"}) | keys(Scope, prefix="scope.")
    assert named("Rules", 1) == keys(Threshold)
    assert named("Rules", 2) == keys(Case, less={"rows"})
    assert named("Rules", 3) == keys(Moment, less={"rows"})
    assert named("Indicators") == keys(Indicator, less={"path", "where"})


def test_every_key_of_a_silence_and_every_act_is_named():
    assert named("Silences") == keys(SilenceTable)
    assert named("Acts") == set(KINDS)


def test_every_key_of_the_calendar_is_named():
    assert named("calendar.toml") == keys(calendar.Hours) | keys(calendar.Year, prefix="YEAR.")


def test_every_reason_rule_and_hook_is_named():
    assert named("Why a row is set in quarantine") == REASONS.keys()
    assert named("What is told of rows that were taken in") == REMARKS.keys()
    assert named("The engine's own rules") == OWN.keys()
    assert named("Plugins") == {name for name in vars(hookspecs) if name.startswith("reform_")}


def test_every_shipped_check_and_counting_function_is_named():
    plugins = load_plugins(files_in([shipped("plugins")]))
    assert plugins.faults == ()
    assert named("Shipped checks") == plugins.checks.keys()
    assert named("Shipped counting functions") == plugins.counts.keys()
    for check, grain, words in tables("Shipped checks")[0]:
        offered = plugins.checks[check.strip("`")]
        told = {word for word in CODE.findall(words) if word in keys(offered)}
        inherited = keys(offered.__mro__[1]) if words.startswith("the same") else set()
        assert told | inherited == keys(offered)
        assert grain == getattr(offered, "grain", "unit")


@pytest.mark.parametrize("name", BUILT_IN)
def test_every_column_is_named_with_its_kind(name):
    schema = BUILT_IN[name]
    title = f"reference/{name}" if schema.reference else name
    told = [(CODE.findall(row[0])[0], row[1]) for row in tables(title)[0]]
    marks = {"people": "people", "revised": "revised"}
    wanted = [
        (column.name, ", ".join([column.kind.value, *(word for mark, word in marks.items() if getattr(column, mark))]))
        for column in schema.columns
    ]
    assert told == wanted


def test_every_value_of_a_closed_list_is_named():
    for name, schema in BUILT_IN.items():
        title = f"reference/{name}" if schema.reference else name
        rows = {CODE.findall(row[0])[0]: set(CODE.findall(row[2])) for row in tables(title)[0]}
        for column in schema.columns:
            assert set(column.values) <= rows[column.name] or not column.values, (name, column.name)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_what_a_page_names_exists(page):
    text = page.read_text("utf-8")
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", text)
    assert [link for link in links if not (page.parent / link).exists()] == []
    code = " \n ".join([*CODE.findall(text), *re.findall(r"^\s*```\w*\n(.*?)^\s*```", text, re.MULTILINE | re.DOTALL)])
    commands = set(re.findall(r"reform-tui ([a-z][a-z-]*)\b", code))
    assert commands - COMMANDS.keys() == set()
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert set(re.findall(r"\bmake ([a-z]+)", code)) <= set(targets)


@pytest.mark.parametrize("page", ["ARCHITECTURE.md", "CONTRIBUTING.md"])
def test_every_file_of_ours_that_a_page_names_exists(page):
    words = CODE.findall((ROOT / page).read_text("utf-8"))
    files = {word for word in words if re.fullmatch(r"[\w./-]+\.(py|sql|toml|md|sh|txt)", word) and "/" in word}
    assert files
    assert {file for file in files if not ((SOURCE / file).exists() or (ROOT / file).exists())} == set()


def tracked():
    """The files of the checkout; of a copy without git, all that is not made by tools."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode == 0:
        return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file()]
    made = {".venv", ".git", "dist", "build", "__pycache__", ".hypothesis"}
    return [path for path in ROOT.rglob("*") if path.is_file() and not made & set(path.relative_to(ROOT).parts)]


def test_no_file_names_this_machine_or_a_package_index():
    never = [
        "python" + "hosted.org",
        "py" + "pi.org",
        "crates" + ".io",
        "npm" + "js.",
        "--index" + "-url",
        "--trusted" + "-host",
    ]
    never += [str(place) for place in (ROOT, Path.home()) if len(place.parts) > 2]
    found = {
        f"{path.relative_to(ROOT)}: {word}"
        for path in tracked()
        for word in never
        if word.encode() in path.read_bytes()
    }
    assert found == set()
