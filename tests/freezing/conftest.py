"""A project with a live store, and the pool that evaluates it."""

import shutil
import sys
from contextlib import closing
from pathlib import Path

import pytest

sys.path += [
    str(Path(__file__).parent),
    str(Path(__file__).parents[1] / "engine"),
]  # pytest's importlib mode adds no folder by itself

import lives
import projects

from reform_tui.engine.workers.pool import Pool


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Make projects whose alerts are alive: the records to the folder."""
    with closing(Pool(1, 10.0, 2048)) as pool:
        yield lambda records: lives.live(projects.made(tmp_path_factory.mktemp("live"), pool), *records)


@pytest.fixture(scope="module")
def six(made):
    """Six late online records of one account, two at the counter, one of another unit; not to be written into."""
    counter = [lives.record(n, field="Hộ tịch", channel="Trực tiếp", account="") for n in (7, 8)]
    return made([*(lives.record(n) for n in range(1, 7)), *counter, lives.record(9, "H14.2")])


@pytest.fixture
def own(six, tmp_path):
    """A copy of the same that may be written into."""
    return lives.Live(Path(shutil.copytree(six.root, tmp_path / "own")), six.ids)
