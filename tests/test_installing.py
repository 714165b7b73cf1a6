"""The wheel, and the bundle for a server without a network, each installed in an environment of its own."""

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CARRIED = ("plugins", "rules", "sample_feeds")
NO_INDEX = {"PIP_NO_INDEX": "1", "PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_CONFIG_FILE": os.devnull}


def ran(*command, folder, **environment):
    """Run a command as a person would, from elsewhere and without this process's own paths."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run(
        [*map(str, command)], cwd=folder, env=kept | environment, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    build = (sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", folder, ROOT)
    done = ran(*build, folder=folder, **NO_INDEX)
    assert done.returncode == 0, done.stderr
    [made] = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """An environment with the wheel alone; its dependencies are read from this one, so that nothing is fetched."""
    home = tmp_path_factory.mktemp("installed") / "env"
    venv.create(home, symlinks=True)
    python = home / "bin" / "python"
    pip = (sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps")
    done = ran(*pip, wheel, folder=home, **NO_INDEX)
    assert done.returncode == 0, done.stderr
    [packages] = home.glob("lib/python*/site-packages")
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    return home


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
    drop = next((ROOT / "sample_feeds/demo/drops").glob("02*.csv"))
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
