"""The wheel, and the bundle for a server without a network, each installed in an environment of its own."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent / "console"))
from terminal import Terminal

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "docs/examples/reform-tui-tickets"
CARRIED = ("plugins", "rules", "sample_feeds")
NO_INDEX = {"PIP_NO_INDEX": "1", "PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_CONFIG_FILE": os.devnull}


def ran(*command, folder, **environment):
    """Run a command as a person would, from elsewhere and without this process's own paths."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run(
        [*map(str, command)], cwd=folder, env=kept | environment, capture_output=True, text=True, check=False
    )


def wheel_of(source, folder):
    """The wheel of a source tree, built without a network."""
    build = (sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", folder, source)
    done = ran(*build, folder=folder, **NO_INDEX)
    assert done.returncode == 0, done.stderr
    [made] = folder.glob("*.whl")
    return made


def environment_with(home, *wheels):
    """An environment with these wheels alone; their dependencies are read from this one, so that nothing is fetched."""
    venv.create(home, symlinks=True)
    pip = (sys.executable, "-m", "pip", "--python", home / "bin" / "python", "install", "--quiet", "--no-deps")
    done = ran(*pip, *wheels, folder=home, **NO_INDEX)
    assert done.returncode == 0, done.stderr
    [packages] = home.glob("lib/python*/site-packages")
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    return home


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    return wheel_of(ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    return environment_with(tmp_path_factory.mktemp("installed") / "env", wheel)


def files_below(folder):
    """What a checkout has, less what Python leaves behind."""
    found = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(ROOT).as_posix() for path in found}


@pytest.mark.parametrize("name", CARRIED)
def test_the_wheel_carries_what_is_shipped(wheel, name):
    with zipfile.ZipFile(wheel) as archive:
        held = {one.removeprefix("reform_tui/shipped/") for one in archive.namelist()}
    wanted = files_below(ROOT / name)
    assert wanted
    assert wanted <= held


def test_the_wheel_carries_data_beside_the_code(wheel):
    with zipfile.ZipFile(wheel) as archive:
        held = set(archive.namelist())
    data = (path for path in (ROOT / "src").rglob("*") if path.suffix in {".sql", ".toml", ".mo"})
    assert {path.relative_to(ROOT / "src").as_posix() for path in data} <= held


def test_an_installed_wheel_makes_the_demo_from_its_own_files(installed, tmp_path):
    where = ran(
        installed / "bin" / "python", "-c", "import reform_tui; print(reform_tui.__file__)", folder=tmp_path
    ).stdout
    assert Path(where.strip()).is_relative_to(installed)
    done = ran(installed / "bin" / "reform-tui", "demo", "--no-console", "--into", tmp_path / "demo", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert str(tmp_path / "demo") in done.stderr
    assert (tmp_path / "demo" / "reform.toml").is_file()
    proved = ran(installed / "bin" / "reform-tui", "test-rules", tmp_path / "demo", folder=tmp_path)
    assert proved.returncode == 0, proved.stdout
    assert " passed, 0 failed" in proved.stderr


def test_a_plugin_that_is_a_package_works_beside_an_installed_wheel(wheel, tmp_path):
    """Its schema, reader, counting function and joining check, from the command line to the screen."""
    (tmp_path / "built").mkdir()
    home = environment_with(tmp_path / "env", wheel, wheel_of(EXAMPLE, tmp_path / "built"))
    project = shutil.copytree(EXAMPLE / "project", tmp_path / "project")

    def said(*words):
        done = ran(home / "bin" / "reform-tui", *words, folder=tmp_path)
        assert done.returncode == 0, done.stdout + done.stderr
        return done

    assert " passed, 0 failed" in said("test-rules", project).stderr
    [plugin] = [
        one for one in json.loads(said("plugins", project, "--format", "json").stdout) if one["name"] == "tickets"
    ]
    assert plugin["version"] == "1.0.0"
    tested = ran(
        home / "bin/python", "-m", "pytest", "-q", "-p", "no:cacheprovider", EXAMPLE / "tests", folder=tmp_path
    )
    assert tested.returncode == 0, tested.stdout
    told = json.loads(said("check", project, "--as-of", "2025-03-05T17:30", "--format", "json").stdout)
    assert [(one["subject"], one["count"], one["of"]) for one in told["alerts"]] == [
        ("Hộ tịch", 1, 1),
        ("Đất đai", 1, 2),
    ]
    assert {one["health"] for one in told["rules"]} == {"ok"}
    assert [(one["unit"], one["numerator"], one["denominator"]) for one in told["indicators"]][-1] == ("H14.36", 2, 4)
    words = [str(home / "bin" / "python"), str(home / "bin" / "reform-tui"), "console", str(project)]
    with Terminal(tmp_path, words=words, PYTHONPATH="") as screen:
        screen.until("H14.36").press("\r").until("Hộ tịch: 1 of 1 counter rec")
        assert "Đất đai: 1 of 2 counter rec" in screen.text
        screen.press("q")
        assert screen.ended() == 0


@pytest.fixture(scope="module")
def bundle(tmp_path_factory):
    """The folder that ``make bundle`` writes; pip may fetch the locked wheels here, and nowhere else in the suite."""
    folder = tmp_path_factory.mktemp("bundle") / "bundle"
    done = ran("sh", ROOT / ".ci/bundle/make.sh", folder, folder=ROOT, PYTHON=sys.executable, PIP_RETRIES="2")
    if done.returncode != 0 and "No matching distribution" in done.stderr:
        pytest.skip(f"the locked wheels cannot be had here: {done.stderr.strip().splitlines()[-1]}")
    assert done.returncode == 0, done.stderr
    return folder


def test_the_bundle_installs_with_no_index_reachable_and_runs(bundle, tmp_path):
    target = tmp_path / "place with spaces"
    done = ran("sh", bundle / "install.sh", target, folder="/", PYTHON=sys.executable, **NO_INDEX)
    assert done.returncode == 0, done.stderr
    command = target / "bin" / "reform-tui"
    assert ran(command, "--version", folder=tmp_path).stdout.startswith("reform-tui ")
    assert ran(command, "demo", "--no-console", "--into", tmp_path / "demo", folder=tmp_path).returncode == 0
    drop = next((ROOT / "sample_feeds/demo/inbox/one-stop").glob("02*.csv"))
    shutil.copy(drop, tmp_path / "demo/inbox/one-stop")
    done = ran(command, "check", tmp_path / "demo", "--as-of", "2025-03-31", "--format", "csv", folder=tmp_path)
    assert done.returncode in {0, 1, 3}, done.stderr
    assert "Đất đai" in done.stdout


def test_a_bundle_refuses_a_python_that_its_wheels_are_not_for(bundle, tmp_path):
    copy = tmp_path / "bundle"
    shutil.copytree(bundle, copy, copy_function=os.link)
    (copy / "pythons.txt").unlink()
    (copy / "pythons.txt").write_text("3.99\n", "utf-8")
    done = ran("sh", copy / "install.sh", tmp_path / "target", folder=tmp_path, PYTHON=sys.executable)
    assert done.returncode == 2
    assert "these wheels are for 3.99" in done.stderr


def test_a_damaged_bundle_is_not_installed(bundle, tmp_path):
    copy = tmp_path / "bundle"
    shutil.copytree(bundle, copy, copy_function=os.link)
    wheel = next(copy.glob("wheels/reform_tui-*.whl"))
    content = wheel.read_bytes()
    wheel.unlink()
    wheel.write_bytes(content[:-1])
    done = ran("sh", copy / "install.sh", tmp_path / "target", folder=tmp_path, PYTHON=sys.executable)
    assert done.returncode == 2
    assert "the bundle is damaged; copy it again" in done.stderr
