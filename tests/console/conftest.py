"""What the tests of the console share: a synthetic store, copied for each test that changes it."""

import shutil
import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent))

import synthetic


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """One project's folder, not to be written to."""
    root = tmp_path_factory.mktemp("project")
    synthetic.make(root)
    return root


@pytest.fixture
def project(made, tmp_path):
    """A project's folder of one's own."""
    root = tmp_path / "project"
    shutil.copytree(made, root)
    synthetic.beat(root)
    return root
