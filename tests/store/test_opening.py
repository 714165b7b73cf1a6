"""The store opened: made, found again, refused with a sentence; a step is whole or was never there."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from store_files import HOUR, START, File, batch_of, opened, rows_in, take_file

from reform_tui.errors import StoreError
from reform_tui.store.database import as_json, check_format, moment_of, open_for_writing, stamp, transaction
from reform_tui.store.layout import FORMAT, Layout, home_folder, written
from reform_tui.store.local import network_file_system
from reform_tui.store.reading import open_store as open_for_reading
from reform_tui.store.taking import Origin, take

ROW = {"record_id": "H14.1-250301-0001", "unit": "H14.1", "status": "processing"}
FIRST = File("first", (ROW,), ("unit", "status"))
SECOND = File("second", ({**ROW, "status": "done"},), ("unit", "status"), START + HOUR)


def set_format(layout, number):
    connection = sqlite3.connect(layout.database)
    connection.execute("UPDATE meta SET value = ? WHERE name = 'format'", (str(number),))
    connection.commit()
    connection.close()


def test_what_was_taken_in_is_there_after_a_restart(layout):
    with opened(layout) as store:
        take_file(store, FIRST)
    with opened(layout) as store:
        assert rows_in(store)[ROW["record_id"]]["status"] == "processing"


def test_a_clean_stop_leaves_no_log_so_that_anybody_can_open_it(layout):
    with opened(layout) as store:
        take_file(store, FIRST)
        assert layout.database.with_name("store.sqlite-wal").exists()
    assert [path.name for path in layout.state.glob("store.sqlite*")] == ["store.sqlite"]
    layout.database.chmod(0o440)
    connection = open_for_reading(layout.database)
    assert connection.execute("SELECT count(*) FROM arrivals").fetchone()[0] == 1
    connection.close()


@pytest.mark.parametrize(
    ("number", "says"), [(FORMAT + 1, "written by a newer version"), (0, "is older than .* run reform-tui rebuild")]
)
def test_another_format_is_refused_by_writer_and_reader(layout, number, says):
    with opened(layout):
        pass
    set_format(layout, number)
    with pytest.raises(StoreError, match=says):
        open_for_writing(layout)
    with pytest.raises(StoreError, match=r"newer version|is older than"):
        open_for_reading(layout.database)


def test_a_damaged_file_is_a_sentence(layout):
    layout.prepare()
    layout.database.write_bytes(b"not a database, but long enough to be looked at" * 100)
    with pytest.raises(StoreError, match=r"store\.sqlite: not a store that can be read .* run reform-tui rebuild"):
        open_for_writing(layout)


@pytest.mark.parametrize("content", [b"", None])
def test_a_file_that_a_killed_engine_left_without_tables_is_filled(layout, content):
    layout.prepare()
    if content is None:
        connection = sqlite3.connect(layout.database)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA user_version = 0")
        connection.close()
    else:
        layout.database.write_bytes(content)
    with opened(layout) as store:
        check_format(store.connection, layout)
        assert store.connection.execute("SELECT count(*) FROM alerts").fetchone()[0] == 0
        assert store.connection.execute("SELECT value FROM meta WHERE name = 'format'").fetchone()[0] == str(FORMAT)


def test_a_state_that_is_no_folder_is_a_sentence(tmp_path):
    (tmp_path / "state").write_text("a file", "utf-8")
    with (
        pytest.raises(StoreError, match=r"state: cannot be written .* check the folder's owner"),
        opened(Layout(tmp_path / "state")),
    ):
        pass


def test_a_step_that_fails_leaves_the_store_as_it_was(store):
    take_file(store, FIRST)
    before = rows_in(store)
    with pytest.raises(KeyError), store.step():
        take_and_fail(store, SECOND)
    assert rows_in(store) == before
    assert list(store.arrivals) == [1]
    assert store.connection.execute("SELECT count(*) FROM coverage").fetchone()[0] == 1
    take_file(store, SECOND)
    assert rows_in(store)[ROW["record_id"]]["_from"]["status"] == ("second", 2)
    assert list(store.arrivals) == [1, 2]


def take_and_fail(store, file):
    store.connection.execute("DELETE FROM coverage")
    take(store, Origin(file.feed, file.name, file.name, "v1", 0, False, START), batch_of(file))
    raise KeyError


def test_a_full_disk_is_a_sentence_and_takes_nothing(store):
    take_file(store, FIRST)
    pages = store.connection.execute("PRAGMA page_count").fetchone()[0]
    store.connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StoreError, match="the store cannot be written"), store.step():
        store.connection.execute("INSERT INTO meta VALUES ('big', ?)", ("x" * 100_000,))
    assert not store.connection.in_transaction
    assert rows_in(store)[ROW["record_id"]]["status"] == "processing"


def test_a_second_writer_is_a_sentence(store, layout):
    other = sqlite3.connect(layout.database, isolation_level=None, timeout=0)
    with transaction(store.connection), pytest.raises(StoreError, match="database is locked"), transaction(other):
        pass
    other.close()


def write_half(path):
    path.write_text("half", "utf-8")
    raise KeyError


def test_a_file_is_whole_or_not_there(tmp_path):
    path = tmp_path / "base" / "one"
    with pytest.raises(KeyError), written(path) as temporary:
        write_half(temporary)
    assert list(path.parent.iterdir()) == []
    with written(path, 0o600) as temporary:
        temporary.write_text("whole", "utf-8")
    assert (path.read_text("utf-8"), path.stat().st_mode & 0o777) == ("whole", 0o600)


def test_moments_keep_their_microseconds_and_their_order():
    moments = [START, START + HOUR / 3, START + HOUR]
    assert [moment_of(stamp(moment)) for moment in moments] == moments
    assert sorted(map(stamp, moments)) == list(map(stamp, moments))
    assert as_json({"b": 1, "a": "Đ"}) == '{"a":"Đ","b":1}'


@pytest.mark.parametrize(
    ("mounts", "kind"),
    [
        ("server:/x /srv nfs4 rw 0 0\n", "nfs4"),
        ("server:/x /srv nfs4 rw 0 0\n/dev/sda /srv/project ext4 rw 0 0\n", ""),
        ("//nas/x /srv/my\\040project cifs rw 0 0\n", ""),
        ("/dev/sda / ext4 rw 0 0\n", ""),
        ("", ""),
    ],
)
def test_a_network_file_system_is_recognised_by_the_nearest_mount(tmp_path, mounts, kind):
    table = tmp_path / "mounts"
    table.write_text(mounts, "utf-8")
    assert network_file_system(Path("/srv/project/state"), table) == kind


HOMES = (
    "H14.36",
    "h14.36",
    ".H14",
    "H14",
    "..",
    ".",
    "",
    "a/b",
    "Sở Xây dựng",
    "_53_",
    "S",
    "Chi nhánh " * 30,
    "Chi nhánh " * 31,
)


def test_every_home_has_a_folder_of_its_own_that_can_be_made(tmp_path):
    folders = [home_folder(home) for home in HOMES]
    assert len(set(folders)) == len(HOMES)
    for folder in folders:
        (tmp_path / folder).mkdir()
    assert home_folder("H14.36.5") == "H14.36.5"


def test_closing_hides_no_error_that_left_a_statement_reading(layout):
    def failing():
        with opened(layout) as store:
            reading = store.connection.execute("SELECT name FROM meta UNION ALL SELECT name FROM meta")
            next(reading)
            raise OverflowError("the cause")

    with pytest.raises(OverflowError, match="the cause"):
        failing()


@pytest.mark.parametrize("format_", [None, 99, 0])
def test_a_store_that_is_refused_is_not_held_open(layout, format_):
    layout.prepare()
    connection = sqlite3.connect(layout.database)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("CREATE TABLE other (x)" if format_ is None else "CREATE TABLE meta (name, value)")
    connection.execute("CREATE TABLE more (x)")
    if format_ is not None:
        connection.execute("INSERT INTO meta VALUES ('format', ?)", (format_,))
    connection.commit()
    with pytest.raises(StoreError) as refused:
        open_for_reading(layout.database)
    connection.close()
    assert str(refused.value)
    assert [path.name for path in layout.state.glob("store.sqlite*")] == ["store.sqlite"], "nobody else held it open"
