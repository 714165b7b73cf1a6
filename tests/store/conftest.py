"""Lets the tests of this folder import what they share, and gives them a store of their own."""

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent))

import store_files


@pytest.fixture
def layout(tmp_path):
    return store_files.Layout(tmp_path / "state")


@pytest.fixture
def store(layout):
    with store_files.opened(layout) as opened:
        yield opened
