"""One engine a project; an engine that a console started may end when nobody looks any more."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from reform_tui.errors import StoreError
from reform_tui.watch.locks import engine_lock, looking, nobody_looks

HOLD = """
import sys
from pathlib import Path
from reform_tui.watch.locks import engine_lock, looking
with {lock}(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def held(tmp_path):
    """Start another process that holds a lock until it is told to let go."""
    started = []

    def hold(lock, path):
        process = subprocess.Popen(
            [sys.executable, "-c", HOLD.format(lock=lock), str(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        started.append(process)
        assert process.stdout.readline() == b"held\n"
        return process

    yield hold
    for process in started:
        process.kill()
        process.communicate()


def test_a_second_engine_is_refused_with_a_sentence(tmp_path, held):
    path = tmp_path / "state" / "engine.lock"
    other = held("engine_lock", path)
    with pytest.raises(StoreError, match="another engine runs on this project; stop it first"), engine_lock(path):
        pass
    other.communicate()
    with engine_lock(path) as lock:
        assert lock.path == path


def test_an_engine_that_was_killed_leaves_no_lock(tmp_path, held):
    path = tmp_path / "engine.lock"
    other = held("engine_lock", path)
    other.kill()
    other.wait()
    with engine_lock(path):
        pass


def test_the_heartbeat_is_the_time_of_change(tmp_path):
    path = tmp_path / "engine.lock"
    with engine_lock(path) as lock:
        os.utime(path, (1, 1))
        lock.beat()
        assert path.stat().st_mtime > 1_000_000


def test_somebody_looks_as_long_as_one_console_is_open(tmp_path, held):
    path = tmp_path / "consoles.lock"
    assert nobody_looks(path)
    first, second = held("looking", path), held("looking", path)
    assert not nobody_looks(path)
    first.communicate()
    assert not nobody_looks(path)
    second.communicate()
    assert nobody_looks(path)


def test_looking_twice_in_one_process_is_two_consoles(tmp_path):
    path = tmp_path / "consoles.lock"
    with looking(path):
        with looking(path):
            assert not nobody_looks(path)
        assert not nobody_looks(path)
    assert nobody_looks(path)
