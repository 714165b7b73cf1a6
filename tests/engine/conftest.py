"""What the tests of the engine share: the example plugin, its schema, and a moment."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from reform_tui.calendars import Calendar
from reform_tui.model.schema import BUILT_IN, RECORDS, Column, Kind
from reform_tui.plugins import load_plugins

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
PLUGIN = Path(__file__).with_name("stalled.py")
SCHEMAS = {**BUILT_IN, "records": RECORDS.with_extra([Column("touched_at", Kind.TIME)])}


@pytest.fixture
def plugins():
    return load_plugins([PLUGIN])


@pytest.fixture
def calendar():
    return Calendar(ZONE)


@pytest.fixture
def zone():
    return ZONE


@pytest.fixture
def schemas():
    return SCHEMAS
