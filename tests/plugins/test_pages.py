"""The pages on hooks and on stability, held both ways; every example is run."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from reform_tui import hookspecs, sdk
from reform_tui.config.types import Feed
from reform_tui.feeds.read import read_file
from reform_tui.feeds.readers import sheets_of
from reform_tui.plugins import load_plugins, source_at
from reform_tui.plugins.declared import declared_in, fault_in_requirement
from reform_tui.plugins.hooks import names_of
from reform_tui.proving import proved
from reform_tui.sdk import Column, Kind

ROOT = Path(__file__).parents[2]
HOOKS = (ROOT / "docs/hooks.md").read_text("utf-8")
STABILITY = (ROOT / "docs/sdk-stability.md").read_text("utf-8")
CASES = """
[alone]
check = "unassigned"
field = "Đất đai"

[[alone.case]]
name = "one of two waits"
now = 2025-03-06T08:00:00+07:00
records = [
    { field = "Đất đai", received_at = 2025-03-03T08:00:00+07:00 },
    { field = "Đất đai", officer = "cb.a", received_at = 2025-03-03T08:00:00+07:00 },
]
expect = [{ count = 1, of = 2 }]

[indicator.handled]
count = "with_an_officer"

[[indicator.handled.case]]
name = "half of them"
now = 2025-03-06T08:00:00+07:00
records = [
    { received_at = 2025-03-03T08:00:00+07:00 },
    { officer = "cb.a", received_at = 2025-03-03T08:00:00+07:00 },
]
expect = [{ numerator = 1, denominator = 2 }]
"""


CALLS = """
from reform_tui.sdk import Column, Kind, Schema, counting, hookimpl, tally

TIMES = ("received_at", "finished_at", "heard_at")
CALLS = Schema(
    "calls",
    (*(Column(name, Kind.TIME) for name in TIMES), Column("number", Kind.CODE), Column("due_at", Kind.TIME, promise=True)),
    key=("number",),
)
NOTES = Schema("notes", (Column("number", Kind.CODE), Column("heard_at", Kind.TIME)), key=("number",))


@counting(calls=("heard_at", "due_at"))
def told_of_due(view):
    \"\"\"Calls with a due date that is shown, among calls that were not heard yet.\"\"\"
    rows = view.rows("calls")
    return tally(rows, where=rows["due_at"].notna(), of=rows["heard_at"].isna())


@counting(notes=("heard_at",))
def noted(view):
    \"\"\"All notes.\"\"\"
    rows = view.rows("notes")
    return tally(rows, where=rows["unit"].notna() & rows["key"].notna())


@hookimpl
def reform_schemas():
    return [CALLS, NOTES]


@hookimpl
def reform_counts():
    return [told_of_due, noted]
"""
OF_A_SCHEMA = """
[indicator.calls]
count = "told_of_due"

[[indicator.calls.case]]
name = "one is due, one comes later, one after the period, one was over before it; hearing ahead of the clock is unknown"
now = 2025-03-06T08:00:00+07:00
calls = [
    { number = "1", received_at = 2025-03-03T08:00:00+07:00, due_at = 2025-03-20, heard_at = 2025-03-07 },
    { number = "2", received_at = 2025-03-06T09:00:00+07:00, due_at = 2025-03-20 },
    { number = "3", received_at = 2024-12-03T09:00:00+07:00, due_at = 2025-03-20, finished_at = 2024-12-30 },
]
expect = [{ numerator = 1, denominator = 1 }]

[[indicator.calls.case]]
name = "of a period that is over, what came after it is left out"
now = 2025-05-06T08:00:00+07:00
period = "2025-Q1"
calls = [
    { number = "1", received_at = 2025-03-03T08:00:00+07:00 },
    { number = "2", received_at = 2025-04-03T08:00:00+07:00 },
]
expect = [{ numerator = 0, denominator = 1 }]

[indicator.notes]
count = "noted"

[[indicator.notes.case]]
name = "a schema that says of no row when it came shows them all"
now = 2025-03-06T08:00:00+07:00
notes = [{ number = "1", heard_at = 2023-03-03T08:00:00+07:00 }, { number = "2", heard_at = 2025-04-03 }]
expect = [{ numerator = 2, denominator = 2 }]
"""


def examples():
    """The example of each hook: the code below its heading."""
    return dict(re.findall(r"^## `(reform_\w+)`\n.*?^```python\n(.*?)^```", HOOKS, re.MULTILINE | re.DOTALL))


@pytest.fixture
def project(tmp_path):
    """A project with every example of the page as a plugin of its own."""
    for folder in ("plugins", "rules"):
        (tmp_path / folder).mkdir()
    (tmp_path / "reform.toml").write_text('province = "H14"\n', "utf-8")
    (tmp_path / "rules/own.toml").write_text(CASES, "utf-8")
    for name, text in examples().items():
        (tmp_path / f"plugins/{name}.py").write_text(text, "utf-8")
    return tmp_path


def test_every_hook_is_on_the_page_and_every_hook_of_the_page_exists():
    assert set(re.findall(r"\breform_(?!tui)\w+", HOOKS)) == set(names_of())
    assert tuple(examples()) == names_of()


def test_the_page_says_of_each_hook_what_its_docstring_says():
    for name in names_of():
        sentence = " ".join(getattr(hookspecs, name).__doc__.split())
        assert sentence in " ".join(HOOKS.split())


def test_every_example_can_be_loaded_and_offers_what_it_shows(project):
    plugins = load_plugins([source_at(path) for path in sorted((project / "plugins").glob("*.py"))])
    assert plugins.faults == ()
    assert set(plugins.origins) == {"check unassigned", "count with_an_officer", "schema visits", "reader pipe"}
    readers, content = tuple(plugins.readers.values()), "Số|Việc\n1|A\n".encode()
    [sheet] = sheets_of("a.pipe", content, Feed("visits", Path(), "visits", "inbox"), readers).values()
    assert sheet.to_pydict() == {"0": ["Số", "1"], "1": ["Việc", "A"], "row": [1, 2]}


def test_the_examples_of_a_check_and_a_counting_function_hold_in_cases(project):
    assert {one.name: one.faults for one in proved(project)} == {"one of two waits": (), "half of them": ()}


def test_rows_of_a_schema_come_and_go_as_the_page_says(project):
    (project / "plugins/calls.py").write_text(CALLS, "utf-8")
    (project / "rules/own.toml").write_text(OF_A_SCHEMA, "utf-8")
    assert [one.faults for one in proved(project)] == [(), (), ()]


def test_a_row_without_a_unit_is_set_aside_unless_the_schema_has_one(tmp_path):
    (tmp_path / "calls.py").write_text(CALLS, "utf-8")
    schema = load_plugins([source_at(tmp_path / "calls.py")]).schemas["notes"]
    with_unit = replace(schema, columns=(*schema.columns, Column("unit", Kind.CODE)))
    feed = Feed("notes", Path(), "notes", "inbox", columns={"number": ("no",)})
    content, when = b"no;x\n1;2\n", datetime(2025, 3, 6, tzinfo=UTC)
    read = partial(read_file, "a.csv", content, zone="Asia/Ho_Chi_Minh", first_seen=when)
    assert read(feed, schema).rejected["reason"].to_pylist() == ["no-unit"]
    taken = read(replace(feed, constants={"unit": "H14.36"}), with_unit)
    assert (taken.rejected.num_rows, taken.rows["_home"].to_pylist()) == (0, ["H14.36"])


def test_what_a_module_may_declare_is_read_from_the_page(tmp_path):
    [shown] = re.findall(r"^```python\n(__version__.*?)^```", HOOKS, re.MULTILINE | re.DOTALL)
    (tmp_path / "own.py").write_text(shown, "utf-8")
    said = declared_in(tmp_path / "own.py")
    assert said.version
    assert fault_in_requirement(said.requires_sdk) == ""


def test_the_page_on_stability_speaks_of_this_sdk():
    import pandas as pd  # noqa: PLC0415 - only this test

    assert f"sdk {sdk.SDK_VERSION.partition('.')[0]} has\npandas {pd.__version__.partition('.')[0]}" in STABILITY
    [required] = re.findall(r'^requires_sdk = "(.*)"$', STABILITY, re.MULTILINE)
    assert fault_in_requirement(required) == ""
