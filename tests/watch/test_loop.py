"""The engine's loop, turned by hand: files, acts and time in; changes, and a store that any reader can open, out."""

from __future__ import annotations

import os
from contextlib import closing, contextmanager
from datetime import timedelta

import pytest
from small import Small, late_rows
from waiting import until

from reform_tui import times
from reform_tui.acts import write_act
from reform_tui.assemble import assembled, running
from reform_tui.store.reading import open_store
from reform_tui.watch.folders import Hints
from reform_tui.watch.locks import engine_lock
from reform_tui.watch.loop import FOLD_FROM, GONE, Loop, folders_of
from reform_tui.watch.service import rebuild

DAY = timedelta(days=1)


@pytest.fixture
def small(tmp_path):
    return Small(tmp_path / "project").make()


@contextmanager
def loop_on(root):
    with assembled(root) as parts, running(parts, root / "state", times.now()) as engine:
        hints = Hints(folders_of(engine))
        try:
            with engine_lock(engine.store.layout.lock) as lock:
                yield Loop(engine, lock, hints, lambda: False)
        finally:
            hints.close()


def count(loop, table, where="1"):
    return loop.engine.store.connection.execute(f"SELECT count(*) FROM {table} WHERE {where}").fetchone()[0]


def state_of(loop):
    [row] = loop.engine.store.connection.execute("SELECT state FROM alerts WHERE rule = 'late'")
    return row[0]


def test_a_file_is_taken_once_it_is_quiet(small):
    with loop_on(small.root) as loop:
        loop.begin()
        small.drop("a.csv", *late_rows(1))
        loop.turn(hinted=True)
        assert count(loop, "waiting", "reason = 'still growing'") == 1
        assert until(lambda: loop.turn(hinted=True) and count(loop, "arrivals"))
        assert state_of(loop) == "firing"
        loop.turn(hinted=True)
        assert count(loop, "waiting") == 0


def test_history_fires_once_and_a_restart_adds_nothing(small):
    small.drop("a.csv", *late_rows(1), old=True)
    small.drop("b.csv", *late_rows(1, 2), old=True)
    for _ in range(2):
        with loop_on(small.root) as loop:
            loop.begin()
            assert count(loop, "changes", "kind != 'configuration'") == 1
            assert (count(loop, "arrivals"), state_of(loop)) == (2, "firing")


def test_a_mended_mapping_reads_again_what_was_quarantined(small):
    small.drop_bytes("a.csv", b"Ky hieu;Han\nH14.1-250301-0001;11/03/2025 17:00:00\n", old=True)
    with loop_on(small.root) as loop:
        loop.begin()
        assert count(loop, "arrivals", "status = 'quarantined'") == 1
    (small.root / "inbox/one-stop/a.csv").unlink()
    feed = small.root / "feeds/one-stop.toml"
    feed.write_text(feed.read_text("utf-8") + '[columns]\nrecord_id = ["Ky hieu"]\ndue_at = ["Han"]\n', "utf-8")
    with loop_on(small.root) as loop:
        loop.begin()
        assert count(loop, "arrivals", "status = 'taken'") == 1
        assert count(loop, "health", "rule = 'late'") == 1


def test_acts_written_while_no_engine_ran_are_applied_after_the_first_look(small):
    small.drop("a.csv", *late_rows(1), old=True)
    with loop_on(small.root) as loop:
        loop.begin()
        [row] = loop.engine.store.connection.execute("SELECT id FROM alerts")
    write_act(small.root, "acknowledge", {"alert": row["id"]})
    for name in ("store.sqlite",):
        (small.root / "state" / name).unlink()
    with loop_on(small.root) as loop:
        loop.begin()
        assert state_of(loop) == "firing"
        loop.turn(hinted=False)
        assert state_of(loop) == "acknowledged"


def test_a_stop_leaves_a_store_that_a_reader_without_rights_can_open(small):
    small.drop("a.csv", *late_rows(1), old=True)
    with loop_on(small.root) as loop:
        loop.begin()
    assert sorted(path.name for path in (small.root / "state").glob("store.sqlite*")) == ["store.sqlite"]
    connection = open_store(small.root / "state" / "store.sqlite")
    assert connection.execute("SELECT count(*) FROM alerts").fetchone()[0] == 1
    connection.close()


def test_what_waits_is_told_and_keeps_its_time(small):
    small.drop_bytes("a.xlsx", b"PK\x03\x04 half", old=True)
    with loop_on(small.root) as loop:
        loop.begin()
        [before] = loop.engine.store.connection.execute("SELECT * FROM waiting")
        assert before["path"] == "inbox/one-stop/a.xlsx"
        small.drop_bytes("b.csv.part", b"x")
        small.drop_bytes("c.xlsx", b"PK\x03\x04 half too", old=True)
        loop.turn(hinted=True)
        rows = {row["path"]: row for row in loop.engine.store.connection.execute("SELECT * FROM waiting")}
        assert len(rows) == 2
        assert rows["inbox/one-stop/a.xlsx"]["since"] == before["since"]
        assert count(loop, "ignored") == 1
        (small.root / "inbox/one-stop/a.xlsx").unlink()
        loop.turn(hinted=True)
        assert count(loop, "waiting") == 1


def test_a_folder_that_is_gone_is_told_until_it_is_back(small):
    folder = small.root / "inbox/one-stop"
    with loop_on(small.root) as loop:
        loop.begin()
        assert count(loop, "waiting") == 0
        folder.rename(folder.with_name("elsewhere"))
        loop.turn(hinted=True)
        assert (
            count(loop, "waiting", f"path = 'inbox/one-stop' AND feed = 'one-stop' AND reason = '{quoted(GONE)}'") == 1
        )
        folder.mkdir()
        loop.turn(hinted=True)
        assert count(loop, "waiting") == 0


def quoted(text):
    return text.replace("'", "''")


def test_many_segments_of_a_home_are_folded_when_nothing_else_waits(small):
    with loop_on(small.root) as loop:
        loop.begin()
        for number in range(FOLD_FROM):
            small.drop(f"{number}.csv", *late_rows(number), old=True)
            loop.turn(hinted=True)
        assert until(lambda: not loop.turn(hinted=False))
        assert (count(loop, "segments"), count(loop, "homes")) == (0, 1)
        assert list((small.root / "state/segments").iterdir()) == []
        small.drop("last.csv", *late_rows(100), old=True)
        loop.turn(hinted=True)
        [row] = loop.engine.store.connection.execute("SELECT count FROM alerts WHERE rule = 'late'")
        assert row[0] == FOLD_FROM + 1


def test_a_folder_that_is_deleted_and_made_again_is_seen(small):
    small.drop("a.csv", *late_rows(1), old=True)
    inbox = small.root / "inbox/one-stop"
    with loop_on(small.root) as loop:
        loop.begin()
        (inbox / "a.csv").unlink()
        inbox.rmdir()
        loop.turn(hinted=True)
        inbox.mkdir()
        loop.turn(hinted=True)
        small.drop("b.csv", *late_rows(2), old=True)
        loop.turn(hinted=True)
        assert count(loop, "arrivals") == 2


def test_a_file_that_grew_after_it_was_taken_counts_whole(small):
    whole = small.text(*late_rows(1, 2, 3))
    small.drop_bytes("a.csv", whole[: whole.rindex(b"H14.1") + 9], old=True)
    with loop_on(small.root) as loop:
        loop.begin()
        small.drop_bytes("a.csv", whole, old=True)
        loop.turn(hinted=True)
        [row] = loop.engine.store.connection.execute("SELECT count FROM alerts WHERE rule = 'late'")
        assert row[0] == 3
        assert count(loop, "arrivals", "status = 'taken'") == 1


def test_the_same_clock_without_news_writes_nothing(small):
    small.drop("a.csv", *late_rows(1), old=True)
    with loop_on(small.root) as loop:
        loop.begin()
        until(lambda: not loop.turn(hinted=True))
        before = loop.engine.store.connection.total_changes
        for _ in range(5):
            assert not loop.turn(hinted=True)
        assert loop.engine.store.connection.total_changes == before


def test_an_appointment_in_the_past_does_not_come_again_and_again(small):
    small.drop("a.csv", *late_rows(1), old=True)
    with loop_on(small.root) as loop:
        loop.begin()
        loop.engine.store.connection.execute(
            "INSERT INTO agenda VALUES ('late', 'H14.1', '2020-01-01T00:00:00.000000Z')"
        )
        loop.turn(hinted=False)
        appointment = loop.engine.next_appointment()
        assert appointment is None or appointment > times.now() - DAY


def test_the_heartbeat_beats_while_it_runs(small):
    turns = []
    with loop_on(small.root) as loop:
        os.utime(loop.lock.path, (1, 1))
        loop.stop = lambda: len(turns) > 1 or turns.append(1)
        loop.run()
        assert loop.lock.path.stat().st_mtime > 1_000_000


def test_a_what_if_is_answered_and_a_rebuild_asks_it_no_more(small):
    with loop_on(small.root) as loop:
        loop.begin()
        small.drop("a.csv", *late_rows(1, 2), old=True)
        assert until(lambda: loop.turn(hinted=True) and count(loop, "arrivals"))
        write_act(small.root, "what-if", {"rule": "late", "set": "warning.count=5"})
        loop.turn(hinted=True)
        assert count(loop, "what_if", "units LIKE '%\"lost\":1%'") == 1
        assert state_of(loop) == "firing"
    rebuild(small.root)
    with closing(open_store(small.root / "state/store.sqlite")) as store:
        assert store.execute("SELECT count(*) FROM what_if").fetchone()[0] == 0
        assert store.execute("SELECT kind, refused FROM acts").fetchone()[:] == ("what-if", None)
