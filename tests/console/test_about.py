"""What a unit is, on a screen: its level, its validity, what it was and became, its offices and whom to telephone."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from terminal import Terminal
from test_screens import SHAPES, STATUS, same_as_golden

from reform_tui.model.schema import BUILT_IN
from reform_tui.store.database import transaction
from reform_tui.store.layout import Layout
from reform_tui.store.store import open_store
from reform_tui.store.unit_entries import write_entries

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
COLUMNS = ("unit", "name", "level", "parent", "predecessors", "successors", "offices", "contact", "reason", "source")
JULY = datetime(2025, 7, 1, tzinfo=ZONE)
ENTRIES = [
    {"unit": "H14", "name": "Tỉnh Cao Bằng", "level": "province"},
    {"unit": "H14.36", "name": "Phường Thục Phán", "level": "commune", "parent": "H14",
     "predecessors": "Phường Sông Bằng; Phường Tân Giang", "offices": "Trụ sở chính; Điểm tiếp nhận số 2",
     "contact": "Một cửa 0206.385.1234; zalo 0912.345.678", "reason": "sắp xếp đơn vị hành chính",
     "source": "Nghị quyết 1657/NQ-UBTVQH15", "from": JULY},
    {"unit": "H14.70", "name": "Phường Sông Bằng", "level": "commune", "parent": "H14.90", "to": datetime(2025, 6, 30, tzinfo=ZONE)},
    {"unit": "H14.90", "name": "Thành phố Cao Bằng", "level": "district", "parent": "H14"},
]  # fmt: skip


@pytest.fixture
def project(project):
    """One whose table of units knows four of them."""
    store = open_store(Layout(project / "state"), BUILT_IN)
    blank = dict.fromkeys((*COLUMNS, "from", "to"))
    store.layout.work.mkdir(exist_ok=True)
    with transaction(store.connection):
        write_entries(store.connection, store.layout.work, [blank | entry for entry in ENTRIES], ZONE)
    store.close()
    return project


@pytest.mark.parametrize(("language", "size", "prefix"), SHAPES)
def test_what_a_unit_is_at_one_key(project, language, size, prefix):
    with Terminal(project, language=language, **size) as terminal:
        terminal.until(STATUS[language]).press("ji").until("1657")
        same_as_golden(f"{prefix}-about", terminal.text)


def test_from_its_alerts_and_back_again(project):
    with Terminal(project) as terminal:
        terminal.until("engine running").press(":unit H14.36\r").until("Severity").press("i").until("0206.385.1234")
        terminal.press("\x1b").until("Severity")


def test_by_a_command_a_unit_that_was_and_what_became_of_it(project):
    with Terminal(project) as terminal:
        terminal.until("engine running").press(":about sông bằng\r").until("About H14.70 Phường Sông Bằng")
        assert "to 30/06/2025" in terminal.text
        assert "H14.90 Thành phố Cao Bằng" in terminal.text
        assert "H14.36 Phường Thục Phán" in terminal.text  # which names it among its predecessors


def test_of_a_unit_without_an_entry_it_is_said_what_feeds_say(project):
    with Terminal(project) as terminal:
        terminal.until("engine running").press(":about H14.40\r").until("reference/units says nothing of it")
        assert "Xã Nguyễn Huệ" in terminal.text


def test_where_there_is_no_unit_the_key_says_so(project):
    with Terminal(project) as terminal:
        terminal.until("engine running").press(":feeds\ri").until("put the cursor on a unit")
