"""Three ways in, one path after: files of the product, installed packages, files of the project."""

from __future__ import annotations

import sys
from pathlib import Path
from textwrap import dedent

import pytest

from reform_tui.plugins import Origin, load_plugins, source_at, source_of
from reform_tui.plugins.found import sources_of
from reform_tui.shipped import shipped

MODULE = """
from reform_tui.sdk import Schema, hookimpl

@hookimpl
def reform_schemas():
    return [Schema("{name}", (), key=())]
"""


@pytest.fixture
def site(tmp_path, monkeypatch):
    """A folder of installed packages; what tests import from it is forgotten again."""
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(folder)
    before = set(sys.modules)
    yield folder
    for name in set(sys.modules) - before:
        if name.startswith("someones_"):
            del sys.modules[name]


def install(site: Path, place: str, text: str, *, name: str = "theirs", version: str = "1.2") -> Path:
    """Install one module as a package's only content, as an installer would leave it."""
    module = place.partition(":")[0]
    file = site / (module.replace(".", "/") + ".py")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(dedent(text), "utf-8")
    info = site / f"someones-{version}.dist-info"
    info.mkdir(exist_ok=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: someones\nVersion: {version}\n", "utf-8")
    (info / "entry_points.txt").write_text(f"[reform_tui]\n{name} = {place}\n", "utf-8")
    return file


def test_the_shipped_come_first_then_the_installed_then_the_projects(tmp_path, site):
    install(site, "someones_rules", MODULE.format(name="a"))
    (tmp_path / "plugins").mkdir()
    for name in ("b.py", "a.py", "_part.py", ".#a.py", "notes.txt"):
        (tmp_path / "plugins" / name).write_text("", "utf-8")
    found = sources_of(tmp_path)
    names = sorted(path.stem for path in shipped("plugins").glob("*.py"))
    assert [one.name for one in found if one.origin is Origin.SHIPPED] == names
    assert [(one.name, one.origin.value) for one in found[len(names) :]] == [
        ("theirs", "installed"), ("a", "project"), ("b", "project"),
    ]  # fmt: skip


def test_in_a_checkout_of_the_product_each_plugin_is_there_once():
    names = [one.name for one in sources_of(shipped("plugins").parent)]
    assert len(names) == len(set(names))


def test_a_source_crosses_as_plain_text_and_is_the_same_again(tmp_path, site):
    install(site, "someones_rules", MODULE.format(name="a"))
    (tmp_path / "plugins").mkdir()
    (tmp_path / "plugins/own.py").write_text("", "utf-8")
    found = sources_of(tmp_path)
    assert tuple(source_of(one.text) for one in found) == found


def test_a_project_of_a_relative_path_has_plugins_of_an_absolute_one(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert source_at(Path("plugins/own.py")).file == tmp_path / "plugins/own.py"


def test_the_file_of_an_installed_plugin_is_found_without_importing_it(tmp_path, site):
    file = install(site, "someones_pack.inner.rules", "raise SystemExit")
    [theirs] = [one for one in sources_of(tmp_path) if one.origin is Origin.INSTALLED]
    assert theirs.file == file
    assert (theirs.label, theirs.distribution) == ("installed plugin theirs", "someones 1.2")
    assert not [name for name in sys.modules if name.startswith("someones_pack")]


def test_a_new_version_or_a_changed_file_is_another_fingerprint(tmp_path, site):
    def seen():
        return [one.fingerprint for one in sources_of(tmp_path) if one.origin is Origin.INSTALLED]

    install(site, "someones_rules", MODULE.format(name="a"))
    [first] = seen()
    install(site, "someones_rules", MODULE.format(name="abc"))
    [second] = seen()
    (site / "someones-1.2.dist-info").rename(site / "someones-1.3.dist-info")
    install(site, "someones_rules", MODULE.format(name="abc"), version="1.3")
    [third] = seen()
    assert len({first, second, third}) == 3


def test_an_installed_package_offers_what_a_file_does_and_is_loaded_anew_when_it_changed(tmp_path, site):
    def offered():
        return load_plugins(one for one in sources_of(tmp_path) if one.origin is Origin.INSTALLED)

    install(site, "someones_rules", MODULE.format(name="early"))
    assert list(offered().schemas) == ["early"]
    install(site, "someones_rules", MODULE.format(name="later_on"))
    plugins = offered()
    assert (list(plugins.schemas), plugins.origins) == (["later_on"], {"schema later_on": "installed plugin theirs"})


def test_an_entry_point_that_names_nothing_is_told(tmp_path, site):
    install(site, "someones_rules", MODULE.format(name="a"), name="absent")
    (site / "someones-1.2.dist-info/entry_points.txt").write_text("[reform_tui]\nabsent = someones_absent\n", "utf-8")
    plugins = load_plugins(one for one in sources_of(tmp_path) if one.origin is Origin.INSTALLED)
    assert plugins.faults == (
        "installed plugin absent: needs the module 'someones_absent', which is not installed here",
    )
