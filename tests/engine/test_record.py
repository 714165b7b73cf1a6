"""A record whole, out of a real store: what each export said, who held it, its limit, and each profile's word."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from projects import NOW, alerts, record, take

from reform_tui.board.details import read_alert, read_evidence
from reform_tui.board.reading import read_board
from reform_tui.board.record import read_record
from reform_tui.console.look import Look
from reform_tui.console.paint import Ink
from reform_tui.console.screens.evidence import columns_of, evidence_line
from reform_tui.console.screens.timeline import timeline
from reform_tui.language import Language
from reform_tui.store.folding import fold, waiting_homes
from reform_tui.store.places import SchemaRows
from reform_tui.store.rows import read_rows, where_rows_lie
from reform_tui.times import zone_of

KEY = "H14.1-250301-0001"
STEPS = (
    "Mã hồ sơ,Bước xử lý,Đơn vị xử lý bước,Cán bộ xử lý,Ngày bắt đầu,Ngày kết thúc,Hạn xử lý bước\n"
    f"{KEY},Tiếp nhận,Một cửa,Lê Thị Thử,01/03/2025 08:00:00,03/03/2025 08:00:00,\n"
    f"{KEY},Thẩm định,Địa chính,Trần Văn Mẫu,03/03/2025 08:00:00,,\n"
)
LATER = datetime(2025, 3, 14, 3, tzinfo=UTC)


@pytest.fixture
def engine(bench):
    """A record whose due date an export moved, then finished late; steps of it; a day off; a limit."""
    bench.write("feeds/steps.toml", 'schema = "steps"\nfolder = "inbox/steps"\nfiles = ["*.csv"]\n')
    bench.write("inbox/steps/buoc.csv", STEPS)
    bench.write("calendar.toml", 'hours = [[07:00:00, 11:30:00], [13:30:00, 17:00:00]]\n[2025]\nsource = "thử"\n'
                'days_off = [2025-03-04, 2025-03-05]\n')  # fmt: skip
    bench.write("reference/procedures.csv", "procedure,limit,counted\n1.000001,3,working days\n")
    bench.drop("a.csv", record(1), at=NOW - timedelta(days=6))
    bench.drop(
        "b.csv", record(1, due="10/03/2025 17:00:00", finished="12/03/2025 09:00:00"), at=NOW + timedelta(days=1)
    )
    with bench.running(LATER) as running:
        take(running, LATER)
        yield running


@pytest.fixture
def look():
    return Look(Language("en"), zone_of("Asia/Ho_Chi_Minh"), LATER, Ink())


def test_a_record_is_told_with_what_each_export_said(engine):
    detail = read_record(engine.store.connection, engine.project.root, KEY.lower(), LATER)
    assert [(one.path.rpartition("/")[2], one.row, one.cells["due_at"].day) for one in detail.said] == [
        ("a.csv", 2, 11), ("b.csv", 2, 10)
    ]  # fmt: skip
    assert [str(day) for day in detail.days_off] == ["2025-03-04", "2025-03-05"]
    assert [(step.holder, step.step, step.officer) for step in detail.held_at(detail.cells["due_at"])] == [
        ("Địa chính", "Thẩm định", "******ẫu")
    ]
    words = {profile: one.word for profile, one in detail.counted.items()}
    assert words == {
        "province_06a": "finished late", "report_06": "no return", "to_the_second": "finished late",
        "national_766": "finished late",
    }  # fmt: skip


def deliveries(engine, key=KEY):
    """File and row of each export of a record, oldest first."""
    said = read_record(engine.store.connection, engine.project.root, key, LATER).said
    return [(one.path.rpartition("/")[2], one.row) for one in said]


def test_each_export_is_told_with_its_own_file_and_row_or_with_none(bench):
    """Two files of one moment; the newest export comes first; folding forgets the rows of older ones."""
    then = NOW - timedelta(days=1)
    bench.drop("new.csv", record(9), record(8), record(1, finished="11/03/2025 09:00:00"), at=NOW)
    with bench.running() as engine:
        take(engine)
        bench.drop("old-1.csv", record(7), record(1, due="10/03/2025 17:00:00"), at=then)
        bench.drop("old-2.csv", record(5, due="10/03/2025 17:00:00"), at=then)
        take(engine)
        assert deliveries(engine) == [("", 0), ("new.csv", 4)]
        assert deliveries(engine, "H14.1-250301-0005") == [("old-2.csv", 2)]
        assert deliveries(engine, "H14.1-250301-0007") == [("old-1.csv", 2)]
        for home in waiting_homes(engine.store):
            fold(engine.store, *home)
        assert deliveries(engine) == [("", 0), ("new.csv", 4)]
        assert deliveries(engine, "H14.1-250301-0007") == [("old-1.csv", 2)]


def test_the_timeline_says_all_of_it_in_words_and_masks_the_officer(engine, look):
    detail = read_record(engine.store.connection, engine.project.root, KEY, LATER)
    lines = [f"{name}|{text}" for name, text in timeline(detail, read_board(engine.store.connection, LATER), look)]
    for line in (
        "10/03/2025 17:00|DUE",
        "04/03/2025 00:00|day off, not counted: 04/03–05/03",
        "held when due|Địa chính · Thẩm định · ******ẫu",
        "to_the_second|LATE, finished late · by 40 h · due 10/03/2025 17:00 · finished 12/03/2025 09:00",
        "report_06|cannot be said: finished, and the day of return is missing · due 10/03/2025 17:00",
    ):
        assert line in lines
    assert any("due at 10/03/2025 17:00" in line and "b.csv row 2" in line for line in lines)


def test_rows_of_other_kinds_show_their_first_columns_with_people_masked(engine, look):
    keys = [key for key in _keys(engine) if KEY in key]
    rows = read_evidence(engine.store.connection, engine.project.root, keys)
    names = columns_of(rows)
    assert names == ("record_id", "step", "officer")
    [line] = [evidence_line(row, look, names).cells[0] for row in rows if row.cell("step") == "Thẩm định"]
    assert line.split() == [KEY, "Thẩm", "định", "******ẫu", "3", "·", "buoc.csv"]


def test_a_list_is_as_long_as_its_number(engine):
    [alert] = [one for one in alerts(engine) if one["rule"] == "late"] or [None]
    detail = read_alert(engine.store.connection, engine.project.root, alert["id"])
    assert len(detail.every) == alert["count"] == 1


def test_what_nothing_is_called_has_no_row(engine):
    detail = read_record(engine.store.connection, engine.project.root, "H14.1-250301-7777", LATER)
    assert (detail.row.path, detail.counted) == ("", {})


def _keys(engine):
    """Store keys of the rows of steps."""
    homes = where_rows_lie(engine.store.connection, engine.store.layout, engine.project.schemas["steps"], ["H14.1"])
    rows = read_rows(SchemaRows(engine.project.schemas["steps"], homes), (), ())
    return rows.column("_key").to_pylist()
