"""Units as an inspector keeps them: feeds may name them as people do, and learn nothing that the table says otherwise."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from projects import HEADINGS, NOW, take

from reform_tui.feeds.unit_names import UnitNames
from reform_tui.model.unit_name import unit_code, unit_key

HEAD = "unit,name,level,from,to\n"
BY_NAME = (*HEADINGS, "Đơn vị xử lý")
NAMED = (*HEADINGS, "Mã đơn vị", "Tên đơn vị")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("H14.36", "H14.36"), (" h14.36 ", "H14.36"), ("000.17.22.H56", "H56.22.17"), ("000.00.22.H56", "H56.22"),
        ("000.00.00.H56", "H56"), ("Phường Tân Giang", ""), ("H14.36-250301-0001", ""), ("", ""),
    ],
)  # fmt: skip
def test_a_code_in_either_order(text, code):
    assert unit_code(text) == code


def test_names_compare_in_either_tone_style_and_without_their_office():
    assert unit_key("Xã Thuận Hòa") == unit_key("xã  Thuận Hoà") == unit_key("UBND xã Thuận Hòa")
    assert unit_key("Ủy ban nhân dân Phường Thục Phán") == unit_key("Uỷ ban nhân dân phường Thục Phán")
    assert unit_key("Trung tâm Phục vụ hành chính công xã Hàm Yên") == unit_key("Xã Hàm Yên")
    assert unit_key("Văn phòng Ủy ban nhân dân tỉnh") == "văn phòng uỷ ban nhân dân tỉnh"
    assert unit_key("Xã Thuận Hòa") != unit_key("Xã Thuận Hoa")
    assert unit_key("000.00.02.H14") == unit_key("H14.2") == unit_key("H14.02") != unit_key("H14.20")


def record(number, *more):
    return (f"HS-{number}", "Đất đai", "01/03/2025 08:00:00", "11/03/2025 17:00:00", "", "Đang xử lý", *more)


def told(engine):
    rows = engine.store.connection.execute("SELECT kind, subject, count, rows FROM remarks ORDER BY kind, subject")
    return [tuple(row) for row in rows]


def units(engine):
    rows = engine.store.connection.execute("SELECT DISTINCT unit FROM home_units ORDER BY unit")
    return [unit for (unit,) in rows]


def known(engine):
    return {row["unit"]: (row["name"], row["level"]) for row in engine.store.connection.execute("SELECT * FROM units")}


def test_a_feed_that_names_units_is_resolved_and_what_is_doubtful_is_told(bench):
    table = "H14.1,Xã Thuận Hòa,commune,,\nH14.2,Sở Tư pháp,province,,\nH14.3,Xã Thanh Thuỷ,commune,,\nH14.4,Xã Thanh Thủy,commune,,\n"
    bench.write("reference/units.csv", HEAD + table)
    rows = [
        record(1, "Xã Thuận Hoà"), record(2, "UBND xã Thuận Hòa"), record(3, "Sở Tư Pháp"), record(4, "Xã Thanh Thủy"),
        record(5, "Xã Lạ"), record(6, "H14.9"), record(7, "000.00.02.H14"),
    ]  # fmt: skip
    bench.drop("a.csv", *rows, headings=BY_NAME)
    with bench.running() as engine:
        take(engine)
        assert units(engine) == ["H14.1", "H14.2", "H14.9", "Xã Lạ", "Xã Thanh Thủy"]
        assert [one for one in told(engine) if one[0].endswith("-unit")] == [
            ("ambiguous-unit", "Xã Thanh Thủy", 1, "[5]"),
            ("unknown-unit", "Xã Lạ", 1, "[6]"),
        ]


def test_without_a_table_names_stand_as_they_are_and_nothing_is_told(bench):
    bench.drop("a.csv", record(1, "Xã Thuận Hoà"), headings=BY_NAME)
    with bench.running() as engine:
        take(engine)
        assert (units(engine), [one for one in told(engine) if "unit" in one[0]]) == (["Xã Thuận Hoà"], [])


def test_a_name_means_the_unit_that_bore_it_when_the_file_was_exported(bench):
    old, new = "H14.1,Xã Cũ,commune,,30/06/2025\n", "H14.50,Xã Cũ,commune,01/07/2025,\n"
    bench.write("reference/units.csv", HEAD + old + new)
    bench.drop("a.csv", record(1, "Xã Cũ"), headings=BY_NAME, at=datetime(2025, 6, 30, 12, tzinfo=UTC))
    bench.drop("b.csv", record(2, "Xã Cũ"), headings=BY_NAME, at=datetime(2025, 7, 1, 12, tzinfo=UTC))
    with bench.running() as engine:
        take(engine)
        assert units(engine) == ["H14.1", "H14.50"]


def test_a_district_ends_with_its_level_unless_the_table_says_otherwise():
    names = UnitNames((("huyện a", "H14.7", "", "2025-06-30T17:00:00.000000+00:00"),))
    assert names.at(datetime(2025, 6, 30, 12, tzinfo=UTC)) == {"huyện a": {"H14.7"}}
    assert names.at(datetime(2025, 6, 30, 17, tzinfo=UTC)) == {}


def test_districts_are_kept_with_the_day_on_which_their_level_ended(bench):
    bench.write("reference/units.csv", HEAD + "H14.7,Huyện Hà Quảng,district,,\nH14.8,Sở A,province,,\n")
    with bench.running() as engine:
        ends = engine.store.connection.execute("SELECT unit, until FROM unit_entries ORDER BY unit").fetchall()
        assert [tuple(row) for row in ends] == [("H14.7", "2025-06-30T17:00:00.000000Z"), ("H14.8", "")]


def test_an_entry_without_a_code_gives_its_level_to_the_unit_whose_code_a_feed_says(bench):
    bench.write("reference/units.csv", HEAD + ",Xã Hàm Yên,commune,,\n,Xã Thuận Hoà,commune,,\n")
    bench.drop("a.csv", record(1, "H60.12", "Xã Hàm Yên"), headings=NAMED)
    bench.drop("b.csv", record(2, "Xã Thuận Hòa"), headings=BY_NAME)
    with bench.running() as engine:
        take(engine)
        assert units(engine) == ["H60.12", "Xã Thuận Hoà"]
        assert known(engine) == {"H60.12": ("Xã Hàm Yên", "commune"), "Xã Thuận Hoà": ("Xã Thuận Hoà", "commune")}


def test_rows_that_name_their_unit_in_words_alone_belong_to_it(bench):
    bench.write("reference/units.csv", HEAD + "H14.1,Xã Thuận Hòa,commune,,\n")
    bench.drop("a.csv", record(1, "Xã Thuận Hoà"), record(2, "Xã Lạ"), headings=(*HEADINGS, "Tên đơn vị"))
    with bench.running() as engine:
        done = take(engine)
        assert (units(engine), done.taken) == (["H14.1"], 1)
        rejected = engine.store.connection.execute("SELECT row, reason FROM quarantine").fetchall()
        assert [tuple(row) for row in rejected] == [(3, "no-unit")]


def test_a_level_that_a_feed_says_later_is_learned(bench):
    bench.drop("a.csv", record(1, "H14.1", "Xã A"), headings=NAMED)
    with bench.running() as engine:
        take(engine)
        assert known(engine) == {"H14.1": ("Xã A", "")}
        bench.drop("b.csv", record(2, "H14.1", "Xã A", "Cấp xã"), headings=(*NAMED, "Cấp"), at=NOW)
        take(engine)
        assert known(engine) == {"H14.1": ("Xã A", "commune")}
