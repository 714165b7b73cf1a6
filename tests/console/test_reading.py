"""From a store to boards and details, beside a running engine and after a stopped one."""

import os
import sqlite3
from contextlib import closing

import pytest
import synthetic
from synthetic import NOW

from reform_tui.board.board import Board
from reform_tui.board.details import read_alert, read_health, read_quarantine
from reform_tui.board.reading import read_board
from reform_tui.console.main import first_board
from reform_tui.console.watcher import read_newer
from reform_tui.errors import StoreError
from reform_tui.model.alert import alert_id
from reform_tui.model.schema import BUILT_IN
from reform_tui.store.database import transaction
from reform_tui.store.layout import Layout
from reform_tui.store.reading import Watched, open_store
from reform_tui.store.store import open_store as open_for_writing

LAND = alert_id("late-by-field", "H14.36", "Đất đai", "2025-Q1")


def store_of(root):
    return Layout(root / "state").database


@pytest.fixture
def writer(project):
    store = open_for_writing(Layout(project / "state"), BUILT_IN)
    yield store
    store.close()


@pytest.fixture
def board(made):
    with closing(open_store(store_of(made))) as connection:
        return read_board(connection, NOW)


def test_a_board_holds_what_is_live(board):
    assert board.project == "Cao Bằng"
    assert len(board.alerts) == 5
    assert board.units["H14.36"].overdue == 44
    assert board.units["H14.36"].online == (24_558, 34_530)
    assert board.units["H14.12"].severity == "blind"
    assert board.profiles == ("province_06a",)
    assert board.rules["late-by-field"].skipped == {"due date missing": 210}
    assert (board.rules["late-by-field"].health, board.rules["proxy-online"].health) == ("blind", "ill")


def test_rows_are_accepted_and_rejected_on_every_feed(board):
    feed = board.feeds["one-stop"]
    assert (feed.rows, feed.accepted, feed.rejected) == (34_532, 34_530, 2)
    assert (feed.taken, feed.duplicates, feed.quarantined, feed.waiting) == (2, 1, 1, 1)
    assert board.feeds["national"].rows == 0


def test_a_second_board_reads_only_what_is_newer(project, writer):
    with closing(open_store(store_of(project))) as connection:
        first = read_board(connection, NOW)
        with transaction(writer.connection):
            synthetic.alert(writer, "late-by-field", "H14.36", "Đất đai", "critical", 42, 132)
            synthetic.alert(writer, "late-by-field", "H14.40", "Đất đai", "warning", 2, 40, state="resolved")
        second = read_board(connection, NOW, first)
        assert second == read_board(connection, NOW)
    kept = [key for key in second.alerts if second.alerts[key] is first.alerts.get(key)]
    assert len(kept) == 3
    assert second.alerts[LAND].count == 42
    assert len(second.alerts) == 4


def test_another_store_is_read_anew(board, project):
    with closing(open_store(store_of(project))) as connection:
        other = read_board(connection, NOW, Board(started="then", seq=10_000, alerts={"old": board.alerts[LAND]}))
    assert other == board


def test_a_board_while_the_engine_writes_is_the_one_before(project, writer):
    writer.connection.execute("BEGIN IMMEDIATE")
    synthetic.alert(writer, "late-by-field", "H14.60", "Đất đai", "critical", 9, 10)
    with closing(open_store(store_of(project))) as connection:
        assert "H14.60" not in {alert.unit for alert in read_board(connection, NOW).alerts.values()}
    writer.connection.execute("ROLLBACK")


def test_evidence_leads_to_file_sheet_and_row_and_masks_people(made):
    with closing(open_store(store_of(made))) as connection:
        detail = read_alert(connection, made, LAND)
    first, second, gone = detail.evidence
    assert (first.path, first.sheet, first.row) == ("inbox/one-stop/ho-so_2025_03_31.xlsx", "Sheet1", 5)
    assert (first.cell("applicant_id"), second.cell("applicant_name")) == ("******01", "******hử")
    assert not {"012345678901", "Nguyễn Văn Mẫu"} & {value for _, value in first.cells}
    assert (gone.key, gone.path) == (synthetic.KEYS[2], "")
    assert len(detail.every) == 3
    assert [(step.kind, step.detail) for step in detail.trail] == [("found", (("count", 41),))]


def test_people_stay_closed_to_those_who_may_not_read_them(project):
    for path in (project / "state").rglob("*.people.arrow"):
        path.unlink()
    with closing(open_store(store_of(project))) as connection:
        first, *_ = read_alert(connection, project, LAND).evidence
    assert (first.row, first.cell("due_at")) != (0, "")
    assert first.cell("applicant_id") == ""


def test_quarantine_names_waiting_files_then_files_then_rows(made):
    with closing(open_store(store_of(made))) as connection:
        kinds = [(row.kind, row.row, row.reason) for row in read_quarantine(connection, "one-stop")]
    assert kinds == [
        ("waiting", 0, "still growing"),
        ("file", 0, "no header row was found"),
        ("row", 17, "no-such-date"),
        ("row", 4021, "no-identity"),
    ]


def test_health_of_a_rule_names_the_silent_units_first(made):
    with closing(open_store(store_of(made))) as connection:
        assert [row.health for row in read_health(connection, "late-by-field")] == ["blind", "ok"]


def test_a_missing_store_is_a_sentence(tmp_path):
    with pytest.raises(StoreError, match="reform-tui watch"):
        open_store(tmp_path / "store.sqlite")


@pytest.mark.parametrize(("number", "told"), [(99, "newer version"), (0, "rebuild")])
def test_another_format_is_a_sentence(project, number, told):
    with closing(sqlite3.connect(store_of(project))) as connection, connection:
        connection.execute("UPDATE meta SET value = ? WHERE name = 'format'", (str(number),))
    with pytest.raises(StoreError, match=told):
        open_store(store_of(project))


def test_a_file_that_is_no_store_is_a_sentence(tmp_path):
    path = tmp_path / "store.sqlite"
    path.write_bytes(b"nothing of the kind" * 100)
    with pytest.raises(StoreError, match=r"is damaged .*run reform-tui rebuild"):
        open_store(path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_stopped_store_opens_where_nothing_may_be_written(project):
    folder = store_of(project).parent
    folder.chmod(0o555)
    try:
        with closing(open_store(store_of(project))) as connection:
            assert read_board(connection, NOW).alerts
    finally:
        folder.chmod(0o755)


def test_a_stopped_store_is_read_without_a_trace(project):
    before = set(store_of(project).parent.iterdir())
    with closing(open_store(store_of(project))) as connection:
        read_board(connection, NOW)
    assert set(store_of(project).parent.iterdir()) == before


def test_a_store_is_opened_anew_when_an_engine_starts_and_after_it_stops(project):
    with Watched(store_of(project)) as watched:
        assert watched.changed() is not None
        assert watched.changed() is None
        store = open_for_writing(Layout(project / "state"), BUILT_IN)
        assert watched.changed() is not None
        with transaction(store.connection):
            synthetic.alert(store, "late-by-field", "H14.60", "Đất đai", "critical", 9, 10)
        connection = watched.changed()
        assert connection is not None
        assert len(read_board(connection, NOW).alerts) == 6
        store.close()
        connection = watched.changed()
        assert connection is None or len(read_board(connection, NOW).alerts) == 6


def test_the_last_board_stays_when_the_store_goes(project, board):
    with Watched(store_of(project)) as watched:
        first = read_newer(watched, project, Board())
        assert len(first.alerts) == 5
        store_of(project).unlink()
        later = read_newer(watched, project, first)
        assert later.alerts == first.alerts
        assert "no store" in later.trouble
        assert read_newer(watched, project, later) is later


def test_a_rebuilt_store_is_read_from_its_beginning(project):
    with Watched(store_of(project)) as watched:
        first = read_newer(watched, project, Board())
        store_of(project).unlink()
        synthetic.make_empty(project)
        store = open_for_writing(Layout(project / "state"), BUILT_IN)
        with transaction(store.connection):
            for _ in range(10):
                synthetic.alert(store, "late-by-field", "H14.60", "Đất đai", "critical", 9, 10)
        assert [alert.unit for alert in read_newer(watched, project, first).alerts.values()] == ["H14.60"]
        store.close()


def test_of_many_alerts_only_those_that_changed_are_read_again(project):
    with Watched(store_of(project)) as watched:
        first = first_board(project, watched)
        assert read_newer(watched, project, first) is first
        store = open_for_writing(Layout(project / "state"), BUILT_IN)
        with transaction(store.connection):
            changed = synthetic.alert(store, "late-by-field", "H14.36", "Hộ tịch", "critical", 90, 210)
        later = read_newer(watched, project, first)
        assert [key for key, one in later.alerts.items() if one is not first.alerts.get(key)] == [changed]
        assert later.worst_first[0].count == 978
        store.close()


def test_why_an_engine_ended_is_told_until_another_turns(project):
    said, lock = project / "state/log/start.log", project / "state/engine.lock"
    said.parent.mkdir(exist_ok=True)
    said.write_text("reform-tui: watching it; Ctrl-C stops it\n", "utf-8")
    with Watched(store_of(project)) as watched:
        first = read_newer(watched, project, Board())
        assert first.ended == ""
        said.write_text("reform-tui: watching it\nreform-tui: rules/a.toml, line 1: is not TOML\n", "utf-8")
        os.utime(lock, ns=(said.stat().st_mtime_ns - 1, said.stat().st_mtime_ns - 1))
        ended = read_newer(watched, project, first)
        assert (ended.engine, ended.ended) == ("stopped", "rules/a.toml, line 1: is not TOML")
        assert read_newer(watched, project, ended) is ended
        os.utime(lock, ns=(said.stat().st_mtime_ns + 10**9, said.stat().st_mtime_ns + 10**9))
        assert read_newer(watched, project, ended).ended == ""
