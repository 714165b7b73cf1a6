"""A feed that lists everything each time: what it drops is gone, unless so much is missing that a person must say so."""

from __future__ import annotations

import pytest
from store_files import HOUR, SCHEMA, START, File, places, take_file

from reform_tui.store.coverage import accept_list, listed, missing_columns, shrunken
from reform_tui.store.places import SchemaRows
from reform_tui.store.rows import read_rows

SHARES = {"lists": 0.5}
KEYS = [f"H14.1-250301-{number:04}" for number in range(1, 9)]
OTHER = "H14.2-250301-0001"


def a_list(name, hours, *keys, columns=("unit", "status", "finished_at"), **cells):
    rows = tuple({"record_id": key, "unit": key.partition("-")[0], "status": "processing", **cells} for key in keys)
    return File(name, rows, columns, START + hours * HOUR, feed="lists", snapshot=True)


def shown(store):
    found = places(store)
    rows = SchemaRows(SCHEMA, found.homes, {}, listed(store, "records", SHARES))
    return sorted(read_rows(rows, (), ()).column("_key").to_pylist())


def told(store):
    return {(one.unit, one.before, one.open) for one in shrunken(store, "records", "lists", 0.5)}


def test_what_a_list_no_longer_shows_is_gone_and_its_unit_is_judged_again(store):
    take_file(store, a_list("one", 0, *KEYS[:4]))
    assert take_file(store, a_list("two", 1, *KEYS[:3])).units == {"H14.1"}
    assert shown(store) == KEYS[:3]
    assert told(store) == set()


def test_what_comes_back_is_there_again(store):
    take_file(store, a_list("one", 0, *KEYS[:4]))
    take_file(store, a_list("two", 1, *KEYS[:3]))
    take_file(store, a_list("three", 2, *KEYS[:4]))
    assert shown(store) == KEYS[:4]


def test_an_older_list_that_comes_late_removes_nothing(store):
    take_file(store, a_list("two", 1, *KEYS[:4]))
    take_file(store, a_list("one", 0, *KEYS[:2]))
    assert shown(store) == KEYS[:4]


def test_lists_say_the_same_in_whatever_order_they_come(store, tmp_path):
    lists = [a_list("one", 0, *KEYS[:4]), a_list("two", 1, *KEYS[:3]), a_list("three", 2, *KEYS[1:4], OTHER)]
    for one in reversed(lists):
        take_file(store, one)
    assert shown(store) == [*KEYS[1:4], OTHER]


def test_a_list_that_shows_far_fewer_removes_nothing_until_it_is_accepted(store):
    take_file(store, a_list("one", 0, *KEYS))
    taken = take_file(store, a_list("two", 1, *KEYS[:3]))
    assert shown(store) == KEYS
    assert told(store) == {("H14.1", 8, 3)}
    assert accept_list(store, taken.arrival, "H14.1", "lan")
    assert shown(store) == KEYS[:3]
    assert told(store) == set()


def test_finished_records_that_leave_a_list_do_not_make_it_shrink(store):
    take_file(store, a_list("one", 0, *KEYS[:6], finished_at=START))
    take_file(store, a_list("two", 1, *KEYS[6:]))
    assert shown(store) == KEYS[6:]
    assert told(store) == set()


def test_the_lists_after_a_shrunken_one_are_measured_by_the_one_that_held(store):
    take_file(store, a_list("one", 0, *KEYS))
    take_file(store, a_list("two", 1, *KEYS[:3]))
    take_file(store, a_list("three", 2, *KEYS[:2]))
    assert told(store) == {("H14.1", 8, 2)}
    take_file(store, a_list("four", 3, *KEYS[:5]))
    assert told(store) == set()
    assert shown(store) == KEYS[:5]


def test_a_list_that_lacks_a_unit_altogether_is_told_and_can_be_accepted(store):
    take_file(store, a_list("one", 0, *KEYS[:2], OTHER))
    taken = take_file(store, a_list("two", 1, *KEYS[:2]))
    assert shown(store) == [*KEYS[:2], OTHER]
    assert told(store) == {("H14.2", 1, 0)}
    assert accept_list(store, taken.arrival, "H14.2", "lan")
    assert shown(store) == KEYS[:2]
    assert told(store) == set()


def test_a_list_of_nothing_removes_nothing_and_is_told(store):
    take_file(store, a_list("one", 0, *KEYS[:2]))
    take_file(store, a_list("two", 1))
    assert shown(store) == KEYS[:2]
    assert told(store) == {("H14.1", 2, 0)}


@pytest.mark.parametrize(("arrival", "unit"), [(99, "H14.1"), (1, "H14.9"), (2, "H14.1")])
def test_only_a_list_that_is_there_can_be_accepted(store, arrival, unit):
    take_file(store, a_list("one", 0, *KEYS[:2]))
    take_file(store, File("changes", ({"record_id": OTHER, "unit": "H14.2"},), ("unit",)))
    assert not accept_list(store, arrival, unit, "lan")


def test_rows_of_another_feed_are_not_removed_by_a_list(store):
    take_file(store, File("changes", ({"record_id": KEYS[5], "unit": "H14.1"},), ("unit",)))
    take_file(store, a_list("one", 0, *KEYS[:2]))
    take_file(store, a_list("two", 1, *KEYS[:2]))
    assert shown(store) == [*KEYS[:2], KEYS[5]]


def test_columns_that_no_newest_file_speaks_for_are_missing_unit_by_unit(store):
    take_file(store, File("one", ({"record_id": KEYS[0], "unit": "H14.1"}, {"record_id": OTHER}), ("unit", "due_at")))
    assert set(missing_columns(store, "records", ())) == {"H14.1", "H14.2"}
    assert "due_at" not in missing_columns(store, "records", ("H14.1",))["H14.1"]
    assert "fee" in missing_columns(store, "records", ("H14.1",))["H14.1"]


def test_a_heading_renamed_dirties_the_unit_though_no_cell_changed(store):
    rows = ({"record_id": KEYS[0], "unit": "H14.1", "due_at": START},)
    take_file(store, File("one", rows, ("unit", "due_at")))
    taken = take_file(store, File("two", rows, ("unit",), START + HOUR))
    assert taken.units == {"H14.1"}
    assert "due_at" in missing_columns(store, "records", ("H14.1",))["H14.1"]


def test_an_older_file_with_fewer_columns_blinds_nobody(store):
    rows = ({"record_id": KEYS[0], "unit": "H14.1", "due_at": START},)
    take_file(store, File("two", rows, ("unit", "due_at"), START + HOUR))
    assert take_file(store, File("one", rows, ("unit",))).units == frozenset()
    assert "due_at" not in missing_columns(store, "records", ("H14.1",))["H14.1"]
