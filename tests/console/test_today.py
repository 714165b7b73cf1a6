"""The first screen: whom to call, Enter to the unit, and the ways to all units and back."""

from datetime import timedelta

import pytest
import synthetic
from terminal import Terminal
from test_screens import SHAPES, STATUS, same_as_golden

from reform_tui.model.schema import BUILT_IN
from reform_tui.store.database import transaction
from reform_tui.store.layout import Layout
from reform_tui.store.store import open_store


@pytest.fixture
def project(project):
    """One with a contact, and with an alert of this hour."""
    store = open_store(Layout(project / "state"), BUILT_IN)
    with transaction(store.connection):
        store.connection.execute("UPDATE units SET contact = 'Một cửa 0912.345.678' WHERE unit = 'H14.40'")
        moment = synthetic.NOW - timedelta(hours=1)
        synthetic.alert(store, "late-by-field", "H14.40", "Hộ tịch", "critical", 9, 10, since=moment)
    store.close()
    synthetic.beat(project)
    return project


@pytest.mark.parametrize(("language", "size", "prefix"), SHAPES)
def test_screens(project, language, size, prefix):
    with Terminal(project, language=language, **size, first="") as terminal:
        same_as_golden(f"{prefix}-today", terminal.until(STATUS[language]).text)


def test_enter_opens_the_unit_and_esc_leads_back_and_no_further(project):
    with Terminal(project, first="") as terminal:
        terminal.until("engine running").press("\r").until("H14.40 Xã Nguyễn Huệ").press("\x1b").until("Today")
        terminal.press("\x1b").until("this is the first screen")


def test_a_unit_is_found_by_what_its_alerts_are_about(project):
    with Terminal(project, first="") as terminal:
        terminal.until("engine running").press("/ho tich").until("1–2/2").press("\r\r").until("H14.40 Xã Nguyễn Huệ")


def test_all_units_are_one_key_away_and_so_is_the_way_back(project):
    with Terminal(project, first="") as terminal:
        terminal.until("engine running").press("t").until("Xã Đàm Thủy").press("t").until("Today")
        terminal.press("G\r").until("Xã Đàm Thủy").press("\x1b").until("Today").press(":units\r").until("Xã Đàm Thủy")
        terminal.press(":today\r").until("Today")


def test_with_nobody_to_call_it_says_so(tmp_path):
    synthetic.make_empty(tmp_path)
    store = open_store(Layout(tmp_path / "state"), BUILT_IN)
    with transaction(store.connection):
        store.connection.execute("INSERT INTO units (unit, name, level) VALUES ('H14.36', 'Thục Phán', 'commune')")
    store.close()
    synthetic.beat(tmp_path)
    with Terminal(tmp_path, first="") as terminal:
        terminal.until("nobody to call")


def test_what_it_costs_on_the_line(project):
    with Terminal(project, language="vi", first="") as terminal:
        assert terminal.until("17:00").count <= 12 * 1024
        assert 0 < terminal.press("j").changed().count <= 400
