"""Plugins are found, loaded and classified one by one; what is wrong with one is a sentence and hides no other."""

from __future__ import annotations

import pickle
import sys
from textwrap import dedent
from types import ModuleType

import pluggy
import pytest

from reform_tui import sdk
from reform_tui.plugins import Source, check_name, grain_of, load_plugins, references_of, sentences_of, source_at

GOOD = '''
from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from reform_tui.sdk import Check, Column, Counting, Judgement, Reader, Schema, View, counting, hookimpl, tally


@dataclass(frozen=True, kw_only=True)
class SlowHTTPAnswer:
    """Answers that are slow."""

    limit: int = 3
    reads: ClassVar = {"records": ("field", "due_at?")}

    def find(self, view: View) -> Judgement:
        return Judgement()

    def next_change(self, view: View) -> pd.Series:
        return pd.Series(dtype="datetime64[us, UTC]")


@counting(records=("channel",))
def online(view: View) -> pd.DataFrame:
    """Submitted online among all."""
    return tally(view.records, where=view.records["channel"] == "online")


@hookimpl
def reform_checks() -> list[type[Check]]:
    return [SlowHTTPAnswer]


@hookimpl
def reform_counts() -> list[Counting]:
    return [online]


@hookimpl
def reform_schemas() -> list[Schema]:
    return [Schema("tasks", (Column("task_id"),), key=("task_id",))]


@hookimpl
def reform_readers() -> list[Reader]:
    return [Reader("dbf", lambda head, name: name.endswith(".dbf"), lambda data, name: {})]
'''


@pytest.fixture
def write(tmp_path):
    def write(name: str, text: str) -> Source:
        path = tmp_path / "plugins" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(dedent(text), encoding="utf-8")
        return source_at(path)

    return write


def test_one_plugin_offers_all_four_kinds(write):
    plugins = load_plugins([write("good.py", GOOD)])
    assert plugins.faults == ()
    assert (*plugins.checks, *plugins.counts, *plugins.schemas, *plugins.readers) == (
        "slow_http_answer",
        "online",
        "tasks",
        "dbf",
    )
    assert plugins.origins["check slow_http_answer"] == "plugins/good.py"
    check = plugins.checks["slow_http_answer"]
    assert pickle.loads(pickle.dumps(check(limit=5))) == check(limit=5)  # noqa: S301 - our own; its module is known by name


def test_defaults_of_a_check_that_says_little(write):
    check = load_plugins([write("good.py", GOOD)]).checks["slow_http_answer"]
    assert (check_name(check), grain_of(check), references_of(check)) == ("slow_http_answer", "unit", ())
    assert set(sentences_of(check)) == {"found"}


CLASS = """
from dataclasses import dataclass
from typing import ClassVar
from reform_tui.sdk import hookimpl
{decorator}
class Late:
    reads: ClassVar = {reads}
    {extra}
    {find} = {next} = lambda self, view: None
@hookimpl
def reform_checks(): return [{offer}]
"""
PARTS = {
    "decorator": "@dataclass(frozen=True)",
    "reads": '{"records": ("field",)}',
    "find": "find",
    "next": "next_change",
    "extra": "pass",
    "offer": "Late",
}


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"decorator": "@dataclass"}, "Late: is not a frozen dataclass"),
        ({"decorator": ""}, "Late: is not a frozen dataclass"),
        ({"find": "look"}, "Late: has no method find"),
        ({"next": "then"}, "Late: has no method next_change"),
        ({"reads": '{"records": "field"}'}, "Late: reads must be such as"),
        ({"reads": "None"}, "Late: reads must be such as"),
        ({"extra": 'grain = "commune"'}, "Late: grain 'commune' is neither"),
        ({"extra": 'sentences = {"found": "Late"}'}, "Late: sentences must be such as"),
        ({"offer": "Late()"}, "is not a class; return the class itself"),
        ({"offer": "print"}, "is not a class"),
    ],
)
def test_a_class_that_is_no_check_is_told(write, changed, says):
    plugins = load_plugins([write("odd.py", CLASS.format(**{**PARTS, **changed})), write("good.py", GOOD)])
    [fault] = plugins.faults
    assert fault.startswith("plugins/odd.py: reform_checks: ")
    assert says in fault
    assert list(plugins.checks) == ["slow_http_answer"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("import nowhere_to_be_found", "needs the module 'nowhere_to_be_found', which is not installed"),
        ("x = 1\n1 / 0", "line 2: ZeroDivisionError: division by zero"),
        ("def (", "line 1: invalid syntax"),
        ("raise SystemExit(3)", "ends the process while it is loaded"),
        ("x = 1", "offers nothing: it has none of reform_checks, reform_counts, reform_schemas, reform_readers"),
        ("def reform_checks(): return []", "'reform_checks' is not marked with @hookimpl"),
        (
            "from reform_tui.sdk import hookimpl\n@hookimpl\ndef reform_check(): return []",
            "'reform_check' is not a hook, did you mean 'reform_checks'?",
        ),
        ("from reform_tui.sdk import hookimpl\n@hookimpl\ndef reform_checks(project): return []", "project"),
        (
            "from reform_tui.sdk import hookimpl\n@hookimpl\ndef reform_checks(): return [][1]",
            "reform_checks: line 3: IndexError",
        ),
        ("from reform_tui.sdk import hookimpl\n@hookimpl\ndef reform_counts(): return [len]", "is not a counting"),
        ("from reform_tui.sdk import hookimpl\n@hookimpl\ndef reform_readers(): return [3]", "3 is not a Reader"),
    ],
)
def test_a_plugin_that_cannot_be_loaded_is_told_and_stops_no_other(write, text, says):
    plugins = load_plugins([write("broken.py", text), write("good.py", GOOD)])
    [fault] = plugins.faults
    assert fault.startswith("plugins/broken.py: ")
    assert says in fault
    assert "slow_http_answer" in plugins.checks


def test_a_file_that_is_gone_is_told(tmp_path):
    assert (
        load_plugins([source_at(tmp_path / "gone.py")])
        .faults[0]
        .endswith("gone.py: cannot be read: No such file or directory")
    )


def test_a_file_that_was_opened_to_everybody_since_somebody_looked_is_not_run(write):
    source = write("good.py", GOOD)
    source.file.chmod(0o646)
    [fault] = load_plugins([source]).faults
    assert "everybody may write it" in fault
    source.file.chmod(0o644)
    source.file.parent.chmod(0o757)
    assert load_plugins([source]).checks == {}
    source.file.parent.chmod(0o755)
    assert load_plugins([source]).faults == ()


def test_the_first_of_two_with_one_name_stays(write):
    plugins = load_plugins([write("a.py", GOOD), write("b.py", GOOD)])
    assert plugins.checks["slow_http_answer"].__module__.startswith("reform_plugin_a_")
    assert "plugins/b.py: check 'slow_http_answer' is already offered by plugins/a.py; rename one" in plugins.faults
    assert len(plugins.faults) == 4


def test_a_file_loads_anew_only_when_its_bytes_change(write):
    path = write("good.py", GOOD)
    first = load_plugins([path]).checks["slow_http_answer"]
    assert load_plugins([path]).checks["slow_http_answer"] is first
    write("good.py", GOOD.replace("limit: int = 3", "limit: int = 4"))  # same size, same second
    second = load_plugins([path]).checks["slow_http_answer"]
    assert (first().limit, second().limit) == (3, 4)
    assert sys.modules[second.__module__].SlowHTTPAnswer is second
    assert not (path.file.parent / "__pycache__").exists()


def test_an_unmarked_function_that_looks_like_a_hook_is_told_the_nearest(write):
    [fault] = load_plugins([write("odd.py", "def reform_check(): return []")]).faults
    assert fault == "plugins/odd.py: 'reform_check' is not a hook, did you mean 'reform_checks'?"


def test_a_name_taken_over_from_another_module_is_no_hook(write):
    text = GOOD + "\nfrom textwrap import dedent as reform_text\n"
    assert load_plugins([write("good.py", text)]).faults == ()


def test_an_old_plugin_keeps_working_when_a_hook_gains_an_argument(write):
    grown = ModuleType("grown")
    marker = pluggy.HookspecMarker("reform_tui")
    exec("def reform_schemas(province): ...\ndef reform_readers(): ...", vars(grown))  # noqa: S102 - a later sdk's hooks
    for name in ("reform_schemas", "reform_readers"):
        marker(getattr(grown, name))
    head = "from reform_tui.sdk import Schema, hookimpl\n@hookimpl\n"
    old = write("old.py", head + "def reform_schemas(): return [Schema('old', (), ())]")
    new = write("new.py", head + "def reform_schemas(province): return [Schema(province, (), ())]")
    plugins = load_plugins([old, new], grown, {"province": "H14"})
    assert (list(plugins.schemas), plugins.faults) == (["old", "H14"], ())


def test_the_hooks_of_each_plugin_are_told(write):
    source = write("good.py", GOOD)
    assert load_plugins([source]).hooks == {
        "plugins/good.py": ("reform_checks", "reform_counts", "reform_schemas", "reform_readers")
    }


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('requires_sdk = ">=99"', "plugins/good.py: needs sdk >=99, and this is sdk "),
        ('requires_sdk: str = "<1.0"', "needs sdk <1.0"),
        ('requires_sdk = "about 1"', "requires_sdk 'about 1' is not such as \">=1.0,<2\""),
        ("requires_sdk = 1.0", "requires_sdk 1.0 is not such as"),
        ('requires_sdk = ">" + "98"', "needs sdk >98"),
    ],
)
def test_a_plugin_for_another_sdk_is_told_and_offers_nothing(write, line, says):
    plugins = load_plugins([write("good.py", f"{line}\n{GOOD.replace('from __future__ import annotations', '')}")])
    [fault] = plugins.faults
    assert says in fault
    assert plugins.origins == {}


def test_what_a_plugin_requires_is_told_before_what_it_misses(write):
    text = 'requires_sdk = ">=99"\nfrom reform_tui.sdk import something_of_later\n'
    [fault] = load_plugins([write("later.py", text)]).faults
    assert "needs sdk >=99" in fault


def test_an_old_name_works_and_becomes_a_note(write, monkeypatch):
    monkeypatch.setattr(sdk, "_DEPRECATED", {"count_of": ("tally", "1.1", "2.0")})
    plugins = load_plugins([write("old.py", GOOD.replace("tally\n", "count_of\n").replace("tally(", "count_of("))])
    assert plugins.notes == (
        "plugins/old.py: sdk.count_of is called sdk.tally since sdk 1.1; the old name goes away in sdk 2.0",
    )
    assert (plugins.faults, list(plugins.counts)) == ((), ["online"])


def test_other_warnings_of_a_plugin_go_their_way(write):
    with pytest.warns(UserWarning, match="look out"):
        plugins = load_plugins([write("loud.py", "import warnings\nwarnings.warn('look out')\n")])
    assert plugins.notes == ()


def test_every_old_name_of_the_sdk_leads_to_one_that_exists():
    assert {new for new, _, _ in sdk._DEPRECATED.values()} <= set(sdk.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing_of_ours'"):
        _ = sdk.nothing_of_ours
