"""What the tests of the engine share: the example plugin, its schema, and a moment."""

from __future__ import annotations

import sys
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

sys.path.append(str(Path(__file__).parent))  # pytest's importlib mode adds no folder by itself

import projects

from reform_tui.calendars import Calendar
from reform_tui.engine.workers.pool import Pool
from reform_tui.model.schema import BUILT_IN, RECORDS, Column, Kind
from reform_tui.plugins import load_plugins, source_at

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
PLUGIN = Path(__file__).with_name("stalled.py")
SCHEMAS = {**BUILT_IN, "records": RECORDS.with_extra([Column("touched_at", Kind.TIME)])}


@pytest.fixture(scope="module")
def pool():
    shared = Pool(2, 10.0, 2048)
    yield shared
    shared.close()


@pytest.fixture
def bench(tmp_path, pool):
    return projects.made(tmp_path, pool)


@pytest.fixture
def plugins():
    return load_plugins([source_at(PLUGIN)])


@pytest.fixture
def calendar():
    return Calendar(ZONE)


@pytest.fixture
def zone():
    return ZONE


@pytest.fixture
def schemas():
    return SCHEMAS
