"""What plugins print lies where it is theirs, whatever they do when."""

from __future__ import annotations

import pytest
from projects import made, record, take

from reform_tui.engine.workers.pool import Pool
from reform_tui.engine.workers.prints import log_of

READER = """
from reform_tui.sdk import Reader, hookimpl

print("loaded")


def read(content, name):
    print("đọc", name)
    raise ValueError(name)


@hookimpl
def reform_readers():
    print("asked for readers")
    return [Reader("loud", lambda head, name: name.endswith(".csv"), read)]
"""


def test_a_plugin_that_reads_files_prints_to_its_log_too(tmp_path):
    pool = Pool(1, 10, 1024, tmp_path / "log")
    (tmp_path / "log").mkdir()
    bench = made(tmp_path / "project", pool)
    bench.write("plugins/loud.py", READER)
    bench.drop("a.csv", record(1))
    with bench.running() as engine:
        assert take(engine).quarantined == 1
    pool.close()
    said = (tmp_path / "log/plugins/loud.log").read_text("utf-8").splitlines()
    assert {"loaded", "asked for readers", "đọc a.csv"} == set(said)
    assert (tmp_path / "log/workers.log").read_text("utf-8") == ""


@pytest.mark.parametrize(
    ("name", "log"),
    [("late", "plugins/late.log"), ("../x", "plugins/.._x.log"), ("a b/ç", "plugins/a_b_ç.log")],
)
def test_a_log_stays_inside_its_folder(name, log):
    assert log_of(name) == log
