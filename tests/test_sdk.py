"""All that a plugin's author imports: documented where it stands and on its page, both ways, and the examples run."""

import ast
import inspect
import re
from itertools import pairwise
from pathlib import Path

import pytest

from reform_tui import sdk
from reform_tui.protocols import Check, View
from reform_tui.proving import proved

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs/sdk.md").read_text("utf-8")
FUNCTIONS = [name for name in sdk.__all__ if inspect.isfunction(getattr(sdk, name))]
CONSTANTS = {"Fact", "LATENESS", "PAUSED", "Profile", "Reads", "SDK_VERSION", "Sentences", "hookimpl"}
MEMBERS = [name for name, thing in vars(View).items() if not name.startswith("_") and name != "indicator"]


def table(title):
    """What the first column of a section's table names."""
    [found] = re.findall(rf"^## {title}\n(.*?)(?=^#|\Z)", PAGE, re.MULTILINE | re.DOTALL)
    return re.findall(r"^\| `(\w+)` \|", found, re.MULTILINE)


def documented_assignments():
    """Names that a module of ours assigns and says something of in the line below."""
    for path in (ROOT / "src/reform_tui").glob("**/*.py"):
        if path.stem in {"sdk", "protocols", "finding", "schema"}:
            body = ast.parse(path.read_text("utf-8")).body
            for one, below in pairwise(body):
                if (
                    isinstance(one, ast.Assign)
                    and isinstance(below, ast.Expr)
                    and isinstance(below.value, ast.Constant)
                ):
                    yield one.targets[0].id


def test_the_page_names_what_there_is_and_nothing_else():
    assert sorted(table("Every name")) == sorted(sdk.__all__)
    members = {*MEMBERS, *View.__annotations__}
    assert set(table("The view")) == members


def test_every_constant_is_documented_where_it_stands():
    assert set(sdk.__all__) >= CONSTANTS
    assert set(documented_assignments()) >= CONSTANTS


@pytest.mark.parametrize("name", [name for name in sdk.__all__ if name not in CONSTANTS])
def test_every_name_has_a_docstring_of_its_own(name):
    said = inspect.getdoc(getattr(sdk, name))
    assert said
    assert not said.startswith(name + "("), "a dataclass without words of its own is given its signature"


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_is_typed_and_speaks_of_each_argument(name):
    function = getattr(sdk, name)
    signature = inspect.signature(function)
    assert "return" in function.__annotations__
    for argument in signature.parameters:
        assert argument in function.__annotations__, argument
        assert re.search(rf"\b{argument}\b", function.__doc__), f"{name} says nothing of '{argument}'"


@pytest.mark.parametrize("member", [*(getattr(View, name) for name in MEMBERS), Check.find, Check.next_change])
def test_every_member_of_a_view_and_a_check_speaks_of_each_argument(member):
    function = member.fget if isinstance(member, property) else member
    assert function.__doc__
    for argument in list(inspect.signature(function).parameters)[1:]:
        assert f"``{argument}``" in function.__doc__, f"{function.__name__} says nothing of '{argument}'"


def test_the_kit_is_small():
    assert len(Path(sdk.__file__).read_text("utf-8").splitlines()) <= 250


def test_the_examples_of_the_page_hold(tmp_path):
    for folder in ("plugins", "rules", "inbox"):
        (tmp_path / folder).mkdir()
    (tmp_path / "reform.toml").write_text('province = "H14"\n', "utf-8")
    for kind, place in (("python", "plugins/shown{}.py"), ("toml", "rules/shown{}.toml")):
        for number, shown in enumerate(re.findall(rf"^```{kind}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)):
            (tmp_path / place.format(number)).write_text(shown, "utf-8")
    outcomes = {outcome.name: outcome.faults for outcome in proved(tmp_path)}
    assert outcomes == {"promised for the 7th, moved to the 14th": (), "from all to half": ()}
