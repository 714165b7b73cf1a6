"""No file is lost in a burst, with events or without: each is taken, a duplicate, quarantined or waiting (P2)."""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[1] / "bench"))
from burst import EVERY, dropped, expected, file_of
from project import INBOX, make_project

from reform_tui.store.reading import open_store

FILES = 600
IN_MEMORY = Path("/dev/shm")  # noqa: S108 - thousands of files need not wait for a disk


@pytest.fixture
def project():
    with tempfile.TemporaryDirectory(dir=IN_MEMORY if IN_MEMORY.is_dir() else None) as folder:
        root = make_project(Path(folder))
        settings = (root / "reform.toml").read_text("utf-8").replace('scan = "2s"', 'scan = "1s"')
        (root / "reform.toml").write_text(settings, "utf-8")
        yield root


@pytest.mark.parametrize("events", [False, True], ids=["events off", "events on"])
def test_every_file_of_a_burst_is_accounted_for(project, events):
    found, _, _ = dropped(project, FILES, events=events)
    assert found.keys() == {f"{INBOX}/{file_of(number)[0]}" for number in range(FILES)}
    assert Counter(found.values()) == expected(FILES)
    with closing(open_store(project / "state/store.sqlite")) as store:
        [sums] = store.execute("SELECT sum(rows), sum(accepted), sum(rejected) FROM arrivals WHERE status = 'taken'")
        [records] = store.execute("SELECT sum(count), sum(of) FROM alerts WHERE rule = 'late' AND state = 'firing'")
    taken = expected(FILES)["taken"]
    assert tuple(sums) == (2 * taken, taken, taken)
    assert tuple(records) == (taken, taken)


def test_the_burst_is_what_it_says():
    names = [file_of(number)[0] for number in range(2 * EVERY)]
    assert len(set(names)) == 2 * EVERY
    assert [n for n in range(2 * EVERY) if file_of(n)[1] in {file_of(m)[1] for m in range(n)}] == [3, EVERY + 3]
