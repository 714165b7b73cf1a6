"""Files in: every one ends as taken, duplicate, quarantined or waiting, and every row as accepted or rejected (P2, P3)."""

from __future__ import annotations

import os
import random
from itertools import count

import pytest
from projects import DAY, FEED, HEADINGS, NOW, alerts, csv_of, files, made, record, take

from reform_tui.assemble import take_files
from reform_tui.engine.intake.inbox import look
from reform_tui.engine.intake.rebuilding import catch_up, replay
from reform_tui.feeds import pieces
from reform_tui.store import grouping
from reform_tui.store.archive import sha256_of
from reform_tui.store.coverage import missing_columns
from reform_tui.store.folding import fold, sweep, waiting_homes
from reform_tui.store.places import SchemaRows
from reform_tui.store.rows import read_revisions, read_rows, where_rows_lie


def test_a_file_is_taken_and_its_rows_balance(bench):
    bench.drop("a.csv", record(1), record(2), ("", "no code"))
    with bench.running() as engine:
        done = take(engine)
        assert (done.taken, done.units) == (1, {"H14.1"})
        assert files(engine) == [("a.csv", "taken", 3, 2, 1)]
        assert [tuple(row)[1:] for row in engine.store.connection.execute("SELECT * FROM quarantine")] == [
            (4, "record_id", "no-identity")
        ]


def test_the_same_content_under_another_name_is_a_duplicate_told_once(bench):
    for name in ("a.csv", "b.csv"):
        bench.drop(name, record(1))
    with bench.running() as engine:
        first = take(engine)
        assert (first.taken, first.duplicates) == (1, 1)
        assert sorted(row[1] for row in files(engine)) == ["duplicate", "taken"]
        bench.drop("b.csv", record(1), at=NOW)
        take(engine)
        take(engine)
        assert len(files(engine)) == 2
        bench.drop("c.csv", record(1))
        take(engine)
        assert files(engine)[-1][:2] == ("c.csv", "duplicate")


def test_a_twin_of_a_file_without_its_end_waits_as_well(bench):
    for name in ("a.xlsx", "b.xlsx", "c.xlsx"):
        bench.drop_text(name, b"PK\x03\x04 half a workbook")
    with bench.running() as engine:
        done = take(engine)
        assert set(done.waiting) == {f"inbox/one-stop/{name}.xlsx" for name in "abc"}
        assert (done.duplicates, files(engine)) == (0, [])


def test_a_file_that_cannot_be_read_is_quarantined_with_a_sentence_and_kept(bench):
    bench.drop_text("a.csv", "no header that anybody knows\n1;2\n")
    with bench.running() as engine:
        assert take(engine).quarantined == 1
        [row] = engine.store.connection.execute("SELECT * FROM arrivals")
        assert row["status"] == "quarantined"
        assert "a.csv" in row["reason"]
        assert engine.store.layout.archived(row["sha256"]).exists()
        assert take(engine).quarantined == 0


def test_what_was_quarantined_is_read_again_once_the_mapping_is_mended(bench):
    code, *rest = record(1)
    bench.drop_text("a.csv", csv_of((code, *rest), headings=("Ký hiệu riêng", "x1", "x2", "x3", "x4", "x5")))
    with bench.running() as engine:
        assert take(engine).quarantined == 1
    (bench.root / "inbox/one-stop/a.csv").unlink()
    bench.write("feeds/one-stop.toml", FEED + '[columns]\nrecord_id = ["Ký hiệu riêng"]\nfield = ["x1"]\n')
    with bench.running() as engine:
        assert catch_up(engine, NOW).units == {"H14.1"}
        assert [row[1:] for row in files(engine)] == [("superseded", 0, 0, 0), ("taken", 1, 1, 0)]
        assert catch_up(engine, NOW).taken == 0


def test_a_mapping_that_is_still_wrong_leaves_one_line(bench):
    bench.drop_text("a.csv", "nothing;known\n1;2\n")
    with bench.running() as engine:
        take(engine)
    bench.write("feeds/one-stop.toml", FEED + '[columns]\nfield = ["x1"]\n')
    with bench.running() as engine:
        assert catch_up(engine, NOW).quarantined == 1
        assert [row[1] for row in files(engine)] == ["superseded", "quarantined"]
        assert catch_up(engine, NOW).quarantined == 0
        assert take(engine).quarantined == 0


LINES = csv_of(record(1), record(2), record(3, due="20/03/2025 17:00:00"))
CUTS = {
    "between lines": LINES.index("H14.1-250301-0003"),
    "in a line": LINES.index("20/03/2025"),
    "in a code": LINES.index("-0003") + 3,
    "in the last cell": len(LINES) - 5,
}


@pytest.mark.parametrize("cut", CUTS.values(), ids=CUTS.keys())
@pytest.mark.parametrize("folded", [False, True], ids=["in segments", "folded"])
def test_a_file_that_grew_leaves_the_store_as_if_only_the_whole_had_come(bench, tmp_path, pool, cut, folded):
    whole = made(tmp_path / "other", pool)
    whole.drop_text("a.csv", LINES, NOW)
    with whole.running() as engine:
        take(engine)
        expected = everything(engine)
    bench.drop_text("a.csv", LINES.encode()[: len(LINES[:cut].encode())], NOW - DAY)
    with bench.running() as engine:
        take(engine)
        if folded:
            fold_all(engine)
        bench.drop_text("a.csv", LINES, NOW)
        done = take(engine)
        if done.outgrown:
            replay(engine, NOW)
        assert everything(engine) == expected
        assert ("a.csv", "taken", 3, 3, 0) in files(engine)
    with bench.running() as engine:
        assert everything(engine) == expected
        assert take(engine).taken == 0


def fold_all(engine):
    for home in waiting_homes(engine.store):
        fold(engine.store, *home)
    sweep(engine.store)


def everything(engine):
    """Rows and revisions of the whole store, and what its files speak for."""
    job = engine.questions._rows("records", (), frozenset({"records"}))
    names = engine.project.schemas["records"].names()
    rows = read_rows(job, (*names, "_row"), ()).to_pylist()
    revisions = read_revisions(job, ()).to_pylist()
    return {
        "rows": sorted(rows, key=lambda row: row["_key"]),
        "revisions": sorted(map(repr, revisions)),
        "missing": missing_columns(engine.store, "records", ()),
    }


def test_a_file_that_was_replaced_by_another_one_keeps_what_it_said(bench):
    bench.drop("a.csv", record(1))
    with bench.running() as engine:
        take(engine)
        bench.drop("a.csv", record(2), at=NOW)
        done = take(engine)
        assert (done.taken, done.outgrown) == (1, False)
        assert [row[1] for row in files(engine)] == ["taken", "taken"]
        assert len(everything(engine)["rows"]) == 2


def test_a_file_known_from_before_a_restart_is_not_taken_again(bench):
    bench.drop("a.csv", record(1))
    with bench.running() as engine:
        take(engine)
    with bench.running() as engine:
        done = take(engine)
        assert (done.taken, done.duplicates, len(files(engine))) == (0, 1, 1)


def test_what_may_not_be_read_waits_and_says_whose_it_is(bench, monkeypatch):
    bench.drop("a.csv", record(1))
    monkeypatch.setattr("os.access", lambda *_: False)  # a test that runs as root may read everything
    with bench.running() as engine:
        done = take(engine)
        [reason] = done.waiting.values()
        assert reason.startswith("no permission, owner ")
        assert files(engine) == []


def test_a_file_that_vanished_meanwhile_waits(bench):
    path = bench.drop("a.csv", record(1))
    with bench.running() as engine:
        seen = look(bench.root, engine.project.feeds).files
        path.unlink()
        assert take_files(engine, seen, NOW).waiting == {
            "inbox/one-stop/a.csv": "cannot be read: No such file or directory"
        }


def test_temporary_names_are_ignored_and_counted_and_other_names_too(bench):
    for name in ("~$a.xlsx", ".hidden.csv", "a.csv.part", "b.filepart", "c.tmp", "d.crdownload", "notes.pdf"):
        bench.drop_text(name, "x")
    bench.drop("a.CSV", record(1))
    with bench.running() as engine:
        found = look(bench.root, engine.project.feeds)
        assert [seen.name for seen in found.files] == ["a.CSV"]
        assert len(found.ignored) == 7


def test_links_that_lead_nowhere_wait_and_folders_are_ignored(bench):
    bench.drop("a.csv", record(1))
    folder = bench.root / "inbox/one-stop"
    (folder / "gone.csv").symlink_to("nowhere")
    (folder / "loop.csv").symlink_to("loop.csv")
    (folder / "also.csv").symlink_to("a.csv")
    (folder / "folder.csv").mkdir()
    os.mkfifo(folder / "pipe.csv")
    with bench.running() as engine:
        found = look(bench.root, engine.project.feeds)
    assert {seen.name: bool(seen.blocked) for seen in found.files} == {
        "a.csv": False, "also.csv": False, "gone.csv": True, "loop.csv": True,
    }  # fmt: skip
    assert found.ignored == (("one-stop", "inbox/one-stop/folder.csv"),)


def test_a_folder_that_is_not_there_is_told(bench):
    with bench.running() as engine:
        assert look(bench.root, engine.project.feeds).absent == ("one-stop",)
        assert take(engine).taken == 0


def test_a_name_that_is_no_text_waits_and_says_so(bench):
    bench.drop("a.csv", record(1))
    bench.drop(os.fsdecode(b"B\xe1o c\xe1o.csv"), record(2))
    with bench.running() as engine:
        done = take(engine)
        assert done.taken == 1
        [(path, reason)] = done.waiting.items()
        assert "rename" in reason
        path.encode()


def test_a_file_without_a_single_good_row_is_taken_and_balances(bench):
    bench.drop("a.csv", ("", "x"), ("", "y"))
    with bench.running() as engine:
        done = take(engine)
        assert (done.taken, done.units) == (1, set())
        assert files(engine) == [("a.csv", "taken", 2, 0, 2)]


def test_an_archive_says_the_same_again(bench):
    bench.drop("a.csv", record(1), record(2))
    bench.drop("b.csv", record(2, finished="10/03/2025 09:00:00"), at=NOW)
    bench.drop("c.csv", record(2, finished="10/03/2025 09:00:00"), at=NOW)
    bench.drop_text("d.csv", "nothing known\n")
    with bench.running(NOW + DAY) as engine:
        take(engine, NOW + DAY)
        before, stands = everything(engine), alerts(engine)
        assert stands
        engine.step(replay(engine, NOW + DAY), NOW + DAY)
        assert everything(engine) == before
        assert alerts(engine) == stands


def test_an_archive_that_the_store_has_lost_is_taken_in_again(bench):
    bench.drop("a.csv", record(1))
    with bench.running() as engine:
        take(engine)
        before = everything(engine)
    (bench.root / "inbox/one-stop/a.csv").unlink()
    (bench.root / "state/store.sqlite").unlink()
    with bench.running() as engine:
        assert catch_up(engine, NOW).units == {"H14.1"}
        assert everything(engine) == before


def test_a_disk_that_is_full_lets_the_file_wait(bench):
    with bench.running() as engine:
        archive = bench.root / "state/archive"
        for number in count(1):  # configuration lies in the archive already, maybe in the folder that is to be blocked
            blocked = archive / sha256_of(bench.drop("a.csv", record(number)).read_bytes())[:2]
            if not blocked.exists():
                break
        blocked.write_text("no folder", "utf-8")
        done = take(engine)
        [reason] = done.waiting.values()
        assert reason.startswith("cannot be kept: ")
        assert files(engine) == []
        blocked.unlink()
        assert take(engine).taken == 1


READER = """
import os
from reform_tui.sdk import Reader, hookimpl


def read(content, name):
    os._exit(7)


@hookimpl
def reform_readers():
    return [Reader("deadly", lambda head, name: name.endswith(".csv"), read)]
"""


def test_a_reader_that_takes_its_worker_down_leaves_the_file_quarantined_and_kept(bench):
    bench.write("plugins/deadly.py", READER)
    bench.drop("a.csv", record(1))
    with bench.running() as engine:
        assert take(engine).quarantined == 1
        [row] = engine.store.connection.execute("SELECT * FROM arrivals")
        assert "exit code 7" in row["reason"]
        assert engine.store.layout.archived(row["sha256"]).exists()


ODD = [
    "",
    " ",
    "\x00",
    "\u202e",
    "'",
    '"',
    ";",
    "\n",
    "=1+1",
    "9" * 400,
    "31/02/2025",
    "-1",
    "NaN",
    "é",
    "𠜎",
    "|",
    "\\",
]


def hostile(rng, number):
    """A row that somebody might send: odd in one place or two."""
    row = [
        f"H14.{rng.randrange(4)}-250301-{number:04}",
        "Đất đai",
        "01/03/2025",
        "11/03/2025 17:00:00",
        "",
        "Đang xử lý",
    ]
    for _ in range(rng.randrange(3)):
        row[rng.randrange(len(row))] = "".join(rng.choice(ODD) for _ in range(rng.randrange(1, 3)))
    return row


def test_whatever_is_sent_is_accounted_for(bench):
    rng = random.Random(7)
    for number in range(60):
        rows = [hostile(rng, rng.randrange(40)) for _ in range(rng.randrange(6))]
        text = "\n".join(";".join(row) for row in [list(HEADINGS), *rows])
        content = text.encode() if number % 3 else text.encode("utf-16")[: rng.randrange(1, 400)]
        bench.drop_text(f"{number}.{rng.choice(('csv', 'jsonl', 'xlsx'))}", content)
    with bench.running() as engine:
        done = take(engine)
        told = {name for name, *_ in files(engine)} | {path.rpartition("/")[2] for path in done.waiting}
        assert told == {path.name for path in (bench.root / "inbox/one-stop").iterdir()}
        assert all(rows == accepted + rejected for _, _, rows, accepted, rejected in files(engine))
        assert sum(accepted for *_, accepted, _ in files(engine)) > 20
        engine.step(engine.units(), NOW + DAY)
        before = everything(engine)
        replay(engine, NOW + DAY)
        assert everything(engine) == before


def test_the_content_of_a_partial_file_may_come_again_as_a_file_of_its_own(bench):
    half = LINES[: LINES.index("H14.1-250301-0003")]
    bench.drop_text("a.csv", half)
    with bench.running() as engine:
        take(engine)
        twin = bench.drop_text("b.csv", half)
        take(engine)
        twin.unlink()
        bench.drop_text("a.csv", LINES, NOW)
        take(engine)
        bench.drop_text("c.csv", half)
        take(engine)
        assert [row[:2] for row in files(engine)] == [
            ("a.csv", "superseded"),
            ("b.csv", "duplicate"),
            ("a.csv", "taken"),
            ("c.csv", "taken"),
        ]


@pytest.mark.parametrize("quoted", [False, True])
def test_a_large_file_read_in_pieces_is_taken_like_a_small_one(bench, monkeypatch, quoted):
    rows = [record(number, unit=f"H14.{number % 9 + 1}") for number in range(1200)]
    rows[700] = (*rows[700][:5], '"Đang xử lý\n' + ";\n" * 4000 + '"') if quoted else rows[700]
    bench.drop("whole.csv", *rows, rows[3])
    with bench.running() as engine:
        take(engine)
        expected = stored(engine)
        assert files(engine) == [("whole.csv", "taken", 1201, 1201, 0)]
    monkeypatch.setattr(pieces, "LARGE", 1000)
    monkeypatch.setattr(pieces, "SIZE", 8000)
    monkeypatch.setattr(grouping, "GROUP", 300)
    other = made(bench.root / "other", bench.pool)
    other.drop("whole.csv", *rows, rows[3])
    with other.running() as engine:
        take(engine)
        assert files(engine) == [("whole.csv", "taken", 1201, 1201, 0)]
        assert stored(engine) == expected
        assert not list(engine.store.layout.work.glob("read-*"))


def stored(engine):
    """Key, place and field of every row."""
    connection, layout, schema = engine.store.connection, engine.store.layout, engine.store.schemas["records"]
    homes = [home for (home,) in connection.execute("SELECT DISTINCT home FROM home_units")]
    table = read_rows(SchemaRows(schema, where_rows_lie(connection, layout, schema, homes)), ("_row", "field"), ())
    return sorted(map(str, table.to_pylist()))
