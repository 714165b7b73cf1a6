"""What is read of one unit: its own entries, and the units that name it."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from reform_tui.board.unit_details import offices, read_entries, read_unit
from reform_tui.model.schema import BUILT_IN
from reform_tui.store.database import transaction
from reform_tui.store.layout import Layout
from reform_tui.store.store import open_store
from reform_tui.store.unit_entries import write_entries

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
BLANK = dict.fromkeys(
    ("unit", "name", "level", "parent", "predecessors", "successors", "offices", "contact", "reason", "source", "from", "to")
)  # fmt: skip


@pytest.fixture
def connection(tmp_path):
    layout = Layout(tmp_path / "state")
    store = open_store(layout, BUILT_IN)
    layout.work.mkdir(exist_ok=True)
    rows = [
        {"unit": "H60.1", "name": "Xã Thuận Hòa", "parent": "000.00.00.H60", "offices": "A; B"},
        {"unit": "H60.1", "name": "Xã Thuận Hoà", "offices": "B\nC", "to": datetime(2024, 12, 31, tzinfo=ZONE)},
        {"unit": "H60", "name": "Tuyên Quang", "level": "province"},
        {"unit": "H60.2", "name": "Xã Cũ", "successors": "UBND xã Thuận Hoà"},
        {"name": "Xã không mã", "parent": "H60"},
    ]
    with transaction(store.connection):
        store.connection.execute("INSERT INTO units (unit, name, level) VALUES ('H60.9', 'Xã Lạ', '')")
        write_entries(store.connection, layout.work, [BLANK | row for row in rows], ZONE)
    yield store.connection
    store.close()


def test_codes_and_names_are_found_in_either_order_and_spelling(connection):
    detail = read_unit(connection, "H60.1")
    assert [entry.name for entry in detail.entries] == ["Xã Thuận Hòa", "Xã Thuận Hoà"]
    assert detail.above == ("H60 Tuyên Quang",)
    assert detail.before == ("H60.2 Xã Cũ",)
    assert offices(detail.entries) == ("A", "B", "C")


def test_units_below_and_units_without_a_code(connection):
    assert read_unit(connection, "H60").below == ("H60.1 Xã Thuận Hòa", "Xã không mã")
    assert [entry.parent for entry in read_unit(connection, "Xã không mã").entries] == ["H60"]


def test_what_became_of_a_unit(connection):
    assert read_unit(connection, "H60.2").after == ("H60.1 Xã Thuận Hòa",)


def test_every_unit_is_listed_those_that_only_feeds_name_too(connection):
    listed = [(entry.unit, entry.name) for entry in read_entries(connection)]
    assert listed == [
        ("H60", "Tuyên Quang"), ("H60.1", "Xã Thuận Hòa"), ("H60.1", "Xã Thuận Hoà"), ("H60.2", "Xã Cũ"),
        ("H60.9", "Xã Lạ"), ("Xã không mã", "Xã không mã"),
    ]  # fmt: skip


def test_a_unit_that_nobody_knows_has_nothing(connection):
    detail = read_unit(connection, "H60.77")
    assert (detail.entries, detail.above, detail.below, detail.before, detail.after) == ((), (), (), (), ())
