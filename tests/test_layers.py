"""The order of the house: imports point down only, and what is heavy or dangerous stands in one place."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import reform_tui

HOME = Path(reform_tui.__file__).parent
LAYERS = (
    (
        "model",
        "calendars",
        "calendar_days",
        "working_hours",
        "working_moments",
        "errors",
        "times",
        "shipped",
        "language",
        "lean",
    ),
    (
        *("sdk", "protocols", "config", "filing", "judging", "identities", "lateness", "limits", "linking", "scoring"),
        *("sliding", "sentences", "bounds", "stated", "record_lateness", "record_limit"),
    ),
    ("feeds", "store", "plugins", "hookspecs", "acts", "wording"),
    ("engine",),
    (
        *(
            "assemble",
            "board",
        ),
        *("report", "narration", "doctor", "proving", "scenario", "anonymous", "scaffold", "freezing"),
        *(
            "looking",
            "sides",
            "what_if_words",
            "form_06a",
            "exporting",
        ),
    ),
    ("watch",),
    ("console",),
    ("cli",),
)
LAYER = {name: number for number, names in enumerate(LAYERS) for name in names}
ONLY_IN = {"textual": "console", "rich": "console", "watchdog": "watch", "tomli": "config", "tomllib": "config"}
LAZY_IN_CLI = {"console", "watch", "assemble", "report", "proving", "doctor", "scenario", "engine", "store", "plugins"}
LAZY_IN_CLI |= {"looking", "sides", "anonymous", "scaffold", "freezing", "form_06a"}
MODULES = {
    ".".join(path.relative_to(HOME).with_suffix("").parts): ast.parse(path.read_text("utf-8"))
    for path in sorted(HOME.rglob("*.py"))
}


def part_of(module):
    """The package or top-level module that a dotted name below ours belongs to."""
    return module.partition(".")[0]


def imports_of(tree, *, top_only=False):
    """Every absolute name that a module imports: ``from a import b`` gives ``a`` and ``a.b``."""
    nodes = tree.body if top_only else ast.walk(tree)
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield str(node.module)
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def ours(names):
    """Of some imported names, the parts of this package that they reach."""
    below = (name.removeprefix("reform_tui.") for name in names if name.startswith("reform_tui."))
    return {part_of(name) for name in below if part_of(name) in LAYER}


def test_every_module_has_its_layer():
    assert {part_of(module) for module in MODULES} - {"__init__"} == LAYER.keys()


@pytest.mark.parametrize("module", [name for name in MODULES if name != "__init__"])
def test_imports_point_down_only(module):
    here = LAYER[part_of(module)]
    assert {name for name in ours(imports_of(MODULES[module])) if LAYER[name] > here} == set()


@pytest.mark.parametrize(("library", "place"), ONLY_IN.items())
def test_a_library_is_imported_in_one_place_only(library, place):
    importers = {
        module for module, tree in MODULES.items() if any(part_of(name) == library for name in imports_of(tree))
    }
    assert {part_of(module) for module in importers} <= {place}


def test_the_command_line_imports_what_is_heavy_only_inside_a_command():
    eager = {
        module: ours(imports_of(tree, top_only=True)) & LAZY_IN_CLI
        for module, tree in MODULES.items()
        if part_of(module) == "cli"
    }
    assert {module: names for module, names in eager.items() if names} == {}


def clock_readings(tree):
    """Calls that ask what time it is."""
    asked = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today")}
    asked |= {("time", name) for name in ("time", "time_ns", "monotonic", "monotonic_ns", "localtime", "gmtime")}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            owner = node.value
            name = owner.id if isinstance(owner, ast.Name) else owner.attr if isinstance(owner, ast.Attribute) else ""
            if (name, node.attr) in asked:
                yield f"{name}.{node.attr} at line {node.lineno}"


def test_only_times_asks_the_clock():
    found = {module: list(clock_readings(tree)) for module, tree in MODULES.items() if module != "times"}
    assert {module: readings for module, readings in found.items() if readings} == {}


def test_only_the_command_line_prints_and_exits():
    spoken = {
        module: node.lineno
        for module, tree in MODULES.items()
        if part_of(module) != "cli"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"print", "sys.exit", "sys.stdout.write"}
    }
    assert spoken == {}


def loaded_by(module):
    """What a fresh process has loaded after importing one module of ours."""
    code = f"import sys, {module}; print(*sorted({{name.partition('.')[0] for name in sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize(
    ("module", "never"),
    [
        ("reform_tui.console.main", {"pandas", "pyarrow", "numpy", "pluggy", "watchdog", "pebble", "tomli"}),
        ("reform_tui.watch.service", {"textual", "rich"}),
        ("reform_tui.cli.main", {"pandas", "pyarrow", "numpy", "textual", "watchdog", "pebble"}),
    ],
)
def test_a_process_does_not_pay_for_what_it_does_not_need(module, never):
    assert loaded_by(module) & never == set()


def test_the_console_loads_no_plugin_machinery():
    code = (
        "import sys, reform_tui.console.main; print(*(name for name in sys.modules if name.startswith('reform_tui.')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.removeprefix("reform_tui.") for name in done.stdout.split()}
    assert {part_of(name) for name in loaded} & {"plugins", "hookspecs", "sdk", "engine", "watch", "cli"} == set()


def reached_from(module):
    """Every module of ours that importing one of them loads, by what stands at the top of each."""
    reached, waiting = set(), [module]
    while waiting:
        name = waiting.pop()
        if name in MODULES and name not in reached:
            reached.add(name)
            names = imports_of(MODULES[name], top_only=True)
            waiting += [one.removeprefix("reform_tui.") for one in names if one.startswith("reform_tui.")]
            waiting += [f"{name}.__init__"]
    return reached


def test_the_engine_keeps_pandas_out_though_arrow_would_load_it():
    code = """
import sys
from reform_tui.lean import without_pandas
without_pandas()
import pyarrow, reform_tui.watch.service
pyarrow.array([1])
print("pandas" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_nothing_that_the_engine_loads_asks_for_pandas():
    """Not even where it is there: Arrow alone would load it, at the first array that it makes from Python values."""
    importers = {
        module
        for module in reached_from("watch.service")
        if any(part_of(name) == "pandas" for name in imports_of(MODULES[module], top_only=True))
    }
    assert importers == set()
    assert "engine.workers.pool" in reached_from("watch.service")
