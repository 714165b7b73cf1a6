"""What a file repeats and what it was refused for is kept with its arrival, shown, and said again after a rebuild."""

from datetime import UTC, datetime

import pytest
from projects import NOW, files, made, record, take

from reform_tui.board.details import read_quarantine
from reform_tui.board.reading import read_board
from reform_tui.engine.intake.rebuilding import empty_state, replay
from reform_tui.narration import remarks_of
from reform_tui.report import feed_rows

TWICE = [record(1), record(2), record(1), record(3, due="10/03/2025"), record(3), record(1)]


@pytest.fixture
def bench(tmp_path, pool):
    return made(tmp_path, pool)


def remarks(engine):
    return [(r.row, r.remark.kind, r.remark.rows, r.remark.subject, r.remark.columns)
            for r in read_quarantine(engine.store.connection, "one-stop") if r.remark]  # fmt: skip


def test_repeated_codes_are_told_with_their_rows_and_the_counts_balance(bench):
    bench.drop("a.csv", *TWICE, ("", "", "01/03/2025"))
    with bench.running() as engine:
        take(engine)
        assert files(engine) == [("a.csv", "taken", 7, 6, 1)]
        told = [
            (5, "differing", (5, 6), "H14.1-250301-0003", ("due_at",)),
            (2, "repeated", (2, 4, 7), "H14.1-250301-0001", ()),
        ]
        assert remarks(engine) == told
        [feed] = read_board(engine.store.connection, NOW).feeds.values()
        assert (feed.repeated, feed.differing, feed.rows, feed.accepted + feed.rejected) == (2, 1, 7, 7)
        [file] = feed_rows(engine.store.connection)
        assert (file["repeated"], file["differing"]) == (2, 1)
        assert [sentence.partition("; ")[0] for sentence in remarks_of([file])] == [
            "inbox/one-stop/a.csv: code H14.1-250301-0003 stands in rows 5, 6 and differs in due_at",
            "inbox/one-stop/a.csv: code H14.1-250301-0001 stands in rows 2, 4, 7, the same each time",
        ]
    empty_state(bench.root)
    with bench.running() as engine:
        replay(engine, NOW)
        assert remarks(engine) == told


def test_a_refused_file_says_why_in_the_language_of_the_reader(bench):
    bench.drop_text("b.csv", "M\xb7 h\xe5 s\xac,L\xdcnh v\xf9c\n1,\xa7\xcat \xaeai\n".encode("latin-1"))
    with bench.running() as engine:
        take(engine)
        [row] = read_quarantine(engine.store.connection, "one-stop")
        assert row.reason.startswith("b.csv: the text is written for TCVN3 (.VnTime) fonts")
        assert row.said["facts"] == {"where": "b.csv", "font": "TCVN3 (.VnTime)"}
        assert row.said["say"].startswith("{where}: the text is written for {font} fonts")


def test_nine_in_the_morning_and_in_the_evening_under_one_name(bench):
    name, first = "so_2025_03_10_09_15.csv", record(1)
    morning, evening = (datetime(2025, 3, 10, hour, 16, tzinfo=UTC) for hour in (2, 14))
    with bench.running() as engine:
        bench.drop(name, first, at=morning)
        take(engine)
        bench.drop(name, (*first[:4], "10/03/2025 20:00:00"), at=evening)
        take(engine)
        told = [
            (row["status"], row["exported_at"][11:16], row["exported_sure"])
            for row in feed_rows(engine.store.connection)
        ]
        assert told == [("taken", "02:15", True), ("taken", "14:15", True)]
        bench.drop(name, record(2), at=NOW)
        take(engine)
        assert not read_board(engine.store.connection, NOW).feeds["one-stop"].exported_sure
