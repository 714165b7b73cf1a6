"""Projects for the command line."""

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent))

import cli_project


@pytest.fixture
def project(tmp_path):
    return cli_project.make(tmp_path / "project")
