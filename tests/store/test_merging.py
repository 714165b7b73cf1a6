"""What the store holds does not depend on the order of files, on duplicates, folds or restarts (P1)."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from store_files import (
    HOUR,
    NAMES,
    START,
    File,
    changed_units,
    expected,
    expected_revisions,
    opened,
    revisions_in,
    rows_in,
    take_file,
)

from reform_tui.store.folding import fold, sweep, waiting_homes
from reform_tui.store.layout import Layout

KEYS = ("H14.1-250301-0001", "H14.1-250301-0002", "H14.2-250301-0001", "H14.2-250301-0002", "Sở Xây dựng|7")
UNITS = (None, "H14.1", "H14.2", "Xã Bảo Lạc")
CELLS = {
    "unit": st.sampled_from(UNITS),
    "handling_unit": st.sampled_from(UNITS),
    "status": st.sampled_from((None, "processing", "done")),
    "due_at": st.sampled_from((None, START, START + HOUR)),
    "finished_at": st.sampled_from((None, START)),
    "applicant_name": st.sampled_from((None, "Ảnh")),
    "fee": st.sampled_from((None, 0, 15000)),
}


@st.composite
def files(draw):
    """Up to six files with columns, authorities and export times of their own; a key may stand twice in one."""
    made = []
    for number in range(draw(st.integers(2, 6))):
        columns = tuple(draw(st.sets(st.sampled_from(sorted(CELLS)))))
        row = st.fixed_dictionaries({"record_id": st.sampled_from(KEYS), **{name: CELLS[name] for name in columns}})
        rows = tuple(draw(st.lists(row, min_size=1, max_size=6)))
        exported = START + draw(st.integers(0, 2)) * HOUR
        made.append(File(f"f{number}", rows, columns, exported, draw(st.integers(0, 1))))
    return made


@st.composite
def histories(draw):
    """Files in some order, some of them again, with folds and restarts between."""
    every = draw(files())
    again = draw(st.lists(st.sampled_from(every), max_size=2))
    order = draw(st.permutations([*every, *again]))
    between = draw(
        st.lists(st.sampled_from(("", "fold", "fold one", "reopen")), min_size=len(order), max_size=len(order))
    )
    return every, list(zip(order, between, strict=True))


@settings(max_examples=40, deadline=None)
@given(histories())
def test_the_store_is_the_same_in_whatever_order_files_come(history):
    every, steps = history
    with tempfile.TemporaryDirectory() as folder:
        layout, seen = Layout(Path(folder) / "state"), []
        for file, what in steps:
            with opened(layout) as store:
                before = expected(seen)
                seen.append(file)
                taken = take_file(store, file)
                after = expected(seen)
                changed, listed = changed_units(before, after), {after[key]["_unit"] for key in file.last()}
                assert changed <= taken.units <= changed | listed
                _in_between(store, what)
        with opened(layout) as store:
            assert rows_in(store) == expected(every)
            assert revisions_in(store) == expected_revisions(every)


@settings(max_examples=40, deadline=None)
@given(histories())
def test_one_session_says_the_same_as_many(history):
    every, steps = history
    with tempfile.TemporaryDirectory() as folder, opened(Layout(Path(folder) / "state")) as store:
        for file, what in steps:
            take_file(store, file)
            _in_between(store, what)
        assert rows_in(store) == expected(every)
        for unit in {row["_unit"] for row in expected(every).values()}:
            assert rows_in(store, (unit,)) == {k: row for k, row in expected(every).items() if row["_unit"] == unit}


def _in_between(store, what):
    if what == "fold":
        for one in waiting_homes(store):
            fold(store, *one)
        sweep(store)
    elif what == "fold one":
        fold(store, *waiting_homes(store)[0])
        sweep(store)
    elif what == "reopen":
        store.homes.clear()


def one(key, **cells):
    return {"record_id": key, **cells}


def test_an_absent_column_never_erases_a_value(store):
    take_file(store, File("full", (one(KEYS[0], unit="H14.1", status="processing", due_at=START),)))
    take_file(store, File("narrow", (one(KEYS[0], status="done"),), ("status",), START + HOUR))
    row = rows_in(store)[KEYS[0]]
    assert (row["status"], row["due_at"]) == ("done", START)
    assert row["_from"]["status"] == ("narrow", 2)
    assert row["_from"]["due_at"] == ("full", 2)


def test_a_present_and_empty_cell_does_erase_one(store):
    take_file(store, File("full", (one(KEYS[0], unit="H14.1", due_at=START),)))
    take_file(store, File("later", (one(KEYS[0], unit="H14.1", due_at=None),), exported=START + HOUR))
    assert rows_in(store)[KEYS[0]]["due_at"] is None


def test_the_higher_authority_wins_over_the_later_export(store):
    take_file(store, File("one-stop", (one(KEYS[0], status="processing"),), ("status",), authority=10))
    late = File("sync", (one(KEYS[0], status="done"),), ("status",), START + HOUR, feed="national")
    assert take_file(store, late).units == frozenset()
    assert rows_in(store)[KEYS[0]]["status"] == "processing"


def test_a_record_that_moves_dirties_both_units_and_is_told(store):
    take_file(store, File("a", tuple(one(key, unit="H14.1") for key in KEYS[:2]), ("unit",)))
    taken = take_file(store, File("b", (one(KEYS[0], unit="Xã Bảo Lạc"),), ("unit",), START + HOUR))
    assert taken.units == {"H14.1", "Xã Bảo Lạc"}
    assert taken.moved == {("H14.1", "Xã Bảo Lạc"): (KEYS[0],)}
    assert rows_in(store, ("Xã Bảo Lạc",)).keys() == {KEYS[0]}
    assert rows_in(store, ("H14.1",)).keys() == {KEYS[1]}


def test_a_file_that_says_nothing_new_dirties_nothing(store):
    rows = tuple(one(key, unit="H14.1", status="done", due_at=START) for key in KEYS[:2])
    assert take_file(store, File("a", rows)).units == {"H14.1"}
    assert take_file(store, File("b", rows, exported=START + HOUR)).units == frozenset()
    assert rows_in(store)[KEYS[0]]["_from"]["status"] == ("b", 2)


def test_a_key_that_stands_twice_counts_as_it_stands_last(store):
    take_file(store, File("a", tuple(one(KEYS[0], unit="H14.1", status=said) for said in ("processing", "done"))))
    row = rows_in(store)[KEYS[0]]
    assert row["status"] == "done"
    assert row["_from"]["status"] == ("a", 3)


def test_a_file_without_a_single_good_row_is_known_and_changes_nothing(store):
    taken = take_file(store, File("empty", ()))
    assert taken.units == frozenset()
    assert rows_in(store) == {}
    assert store.connection.execute("SELECT path, status, rows FROM arrivals").fetchall()[0][:] == ("empty", "taken", 0)


def test_the_schema_of_the_oracle_has_every_name():
    assert {"record_id", *CELLS} <= set(NAMES)
