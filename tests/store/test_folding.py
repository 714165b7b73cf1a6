"""Segments folded into bases, old files swept, and rows read while both happens."""

from __future__ import annotations

import pytest
from store_files import HOUR, SCHEMA, START, File, places, revisions_in, rows_in, take_file

from reform_tui.errors import StoreFileGoneError
from reform_tui.store import rows
from reform_tui.store.folding import fold, sweep, waiting_homes
from reform_tui.store.rows import find_rows, read_rows

KEYS = [f"H14.1-250301-{number:04}" for number in range(1, 6)]
OTHER = "H14.2-250301-0001"
HOME = ("records", "H14.1")


def a_file(name, *keys, hours=0, status="processing"):
    rows = tuple({"record_id": key, "status": status, "due_at": START} for key in keys)
    return File(name, rows, ("status", "due_at"), START + hours * HOUR)


def on_disk(store):
    return {
        folder: sorted(
            str(path.relative_to(store.layout.state / folder))
            for path in (store.layout.state / folder).rglob("*.arrow")
        )
        for folder in ("base", "segments")
    }


def test_the_homes_with_most_segments_are_folded_first(store):
    take_file(store, a_file("a", KEYS[0], OTHER))
    take_file(store, a_file("b", KEYS[1]))
    assert waiting_homes(store) == [("records", "H14.1"), ("records", "H14.2")]
    assert waiting_homes(store, 2) == [("records", "H14.1")]
    fold(store, *HOME)
    assert waiting_homes(store) == [("records", "H14.2")]


def test_folding_changes_nothing_that_is_read(store):
    for number, key in enumerate(KEYS):
        take_file(store, a_file(f"f{number}", key, KEYS[0], hours=number, status=("processing", "done")[number % 2]))
    before = rows_in(store), revisions_in(store)
    fold(store, *HOME)
    assert (rows_in(store), revisions_in(store)) == before
    take_file(store, a_file("later", KEYS[1], hours=9, status="done"))
    assert rows_in(store)[KEYS[1]]["status"] == "done"
    fold(store, *HOME)
    assert rows_in(store)[KEYS[1]]["_from"]["status"] == ("later", 2)
    assert len(revisions_in(store)) == len(before[1]) + 1


def test_a_sweep_removes_only_what_nobody_names(store):
    take_file(store, a_file("a", KEYS[0], OTHER))
    take_file(store, a_file("b", KEYS[1]))
    fold(store, *HOME)
    files = on_disk(store)
    assert len(files["segments"]) == 4
    sweep(store)
    assert len(on_disk(store)["segments"]) == 2  # the first file still holds the other home's rows
    assert on_disk(store)["base"] == files["base"]
    take_file(store, a_file("c", KEYS[2]))
    fold(store, *HOME)
    fold(store, "records", "H14.2")
    sweep(store)
    after = on_disk(store)
    assert after["segments"] == []
    assert {path.rpartition("/")[2][:6] for path in after["base"] if path.startswith("records/H14.1/")} == {"000002"}
    assert len(rows_in(store)) == 4


def test_a_sweep_removes_what_a_killed_engine_left_behind(store, layout):
    take_file(store, a_file("a", KEYS[0]))
    for path in (
        layout.state / "segments" / "000000099-000.main.arrow",
        layout.state / "segments" / ".000000099-000.main.arrow.77",
    ):
        path.write_bytes(b"half")
    half = layout.base("records", "H14.1", 7).with_name("000007.main.arrow")
    half.parent.mkdir(parents=True)
    half.write_bytes(b"half")
    sweep(store)
    assert not half.exists()
    assert on_disk(store)["segments"] == ["000000001-000.main.arrow", "000000001-000.people.arrow"]
    assert list(rows_in(store)) == [KEYS[0]]


def test_a_kill_between_writing_a_base_and_pointing_to_it_is_harmless(store, monkeypatch):
    take_file(store, a_file("a", KEYS[0]))
    with monkeypatch.context() as patch:
        patch.setattr("reform_tui.store.folding.transaction", lambda _connection: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            fold(store, *HOME)
    assert list(rows_in(store)) == [KEYS[0]]
    fold(store, *HOME)
    sweep(store)
    store.forget()
    assert list(rows_in(store)) == [KEYS[0]]


def test_rows_mapped_before_a_sweep_can_still_be_read(store):
    take_file(store, a_file("a", *KEYS))
    fold(store, *HOME)
    held = read_rows(places(store), ("status",), ())
    take_file(store, a_file("b", *KEYS, hours=1, status="done"))
    fold(store, *HOME)
    sweep(store)
    assert set(held.column("status").to_pylist()) == {"processing"}
    assert {row["status"] for row in rows_in(store).values()} == {"done"}


def test_rows_are_found_by_their_keys_in_base_and_segments(store):
    take_file(store, a_file("a", *KEYS[:3], OTHER))
    fold(store, *HOME)
    take_file(store, a_file("b", KEYS[0], KEYS[3], hours=1, status="done"))
    keys = [KEYS[0], KEYS[2], OTHER, "H14.9-250301-0009", "Sở Xây dựng|7"]
    found = find_rows(store.connection, store.layout, SCHEMA, keys, ("status",))
    assert {row["_key"]: (row["status"], row["_arrival"], row["_row"]) for row in found.to_pylist()} == {
        KEYS[0]: ("done", 2, 2),
        KEYS[2]: ("processing", 1, 4),
        OTHER: ("processing", 1, 5),
    }


def test_a_reader_that_finds_its_files_gone_looks_again(store, monkeypatch):
    take_file(store, a_file("a", KEYS[0]))
    real, calls = rows.read_rows, []

    def once_gone(*arguments):
        calls.append(arguments)
        if len(calls) == 1:
            fold(store, *HOME)
            sweep(store)
        return real(*arguments)

    monkeypatch.setattr(rows, "read_rows", once_gone)
    assert find_rows(store.connection, store.layout, SCHEMA, [KEYS[0]], ("status",)).num_rows == 1
    assert len(calls) == 2


def test_only_the_columns_and_units_asked_for_are_read(store):
    take_file(store, a_file("a", *KEYS, OTHER))
    found = read_rows(places(store, ("H14.2",)), ("status",), ("H14.2",))
    assert found.column_names == ["status", "_key", "_unit"]
    assert found.column("_key").to_pylist() == [OTHER]
    nothing = read_rows(places(store, ("H14.9",)), ("status", "fee"), ("H14.9",))
    assert (nothing.num_rows, nothing.column_names) == (0, ["status", "fee", "_key", "_unit"])


def test_a_base_file_that_somebody_removed_is_told_with_what_to_do(store):
    take_file(store, a_file("a", KEYS[0]))
    fold(store, *HOME)
    for path in (store.layout.state / "base").rglob("*.main.arrow"):
        path.unlink()
    store.forget()
    with pytest.raises(StoreFileGoneError, match=r"a file of the store is gone.*reform-tui rebuild"):
        take_file(store, a_file("b", KEYS[0], hours=1))
