"""Rows of two schemas beside each other: by record, whichever unit answers, never multiplied, woken when due."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from projects import NOW as NOON
from projects import alerts, csv_of, record, take

from reform_tui.engine.cases.proof import part
from reform_tui.engine.cases.rows import case_source
from reform_tui.engine.frames import Frames
from reform_tui.engine.view import Asker, RuleView
from reform_tui.errors import PluginError
from reform_tui.model.period import ALL, Period, period_named
from reform_tui.model.schema import BUILT_IN, Column, Kind, Schema
from reform_tui.sdk import judge, judged

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2025, 3, 31, 17, tzinfo=ZONE)
DAY = timedelta(days=1)
CALLS = Schema(
    "calls",
    (
        Column("call_id"),
        Column("record_id"),
        *(Column(name, Kind.CODE) for name in ("unit", "handling_unit", "result")),
        Column("received_at", Kind.TIME),
        Column("promised_at", Kind.TIME, promise=True),
        Column("caller", people=True),
    ),
    key=("call_id",),
)
SCHEMAS = {**BUILT_IN, "calls": CALLS}
READS = {"records": ("field", "finished_at"), "calls": ("result", "received_at", "promised_at"), "staff": ()}
ONE, TWO = "H14.36-250301-0001", "H14.36-250301-0002"


@pytest.fixture
def look(calendar):
    def look(records, calls, *, now=NOW, period="all", units=None, reads=READS):
        source = case_source({"records": records, "calls": calls}, SCHEMAS, ZONE)
        source = part(source, set(units)) if units else source
        asker = Asker("check probe", reads)
        return RuleView(Frames(source, ZONE), asker, now, period_named(period, ZONE) or Period(ALL), calendar)

    return look


def shown(joined, column="calls_result"):
    values = joined.rows[column]
    return {key: None if pd.isna(value) else value for key, value in zip(joined.rows["key"], values, strict=True)}


def test_rows_lie_beside_those_of_the_same_record_whichever_unit_answers(look):
    view = look(
        [{"record_id": ONE, "unit": "H14.36"}, {"record_id": "7", "unit": "A"}, {"record_id": "7", "unit": "B"}],
        [
            {"record_id": ONE, "unit": "H14.1", "result": "good"},
            {"record_id": "7", "unit": "B", "handling_unit": "A", "result": "bad"},
        ],
    )
    joined = view.join("records", "calls")
    assert shown(joined) == {ONE: "good", "A|7": None, "B|7": "bad"}
    assert joined.matched.to_list() == [True, False, True]
    assert shown(joined, "calls_unit") == {ONE: "H14.1", "A|7": None, "B|7": "A"}
    assert joined.strays.empty
    assert joined.rows.dtypes.astype(str).to_dict() == {
        "unit": "category",
        "key": "str",
        "field": "category",
        "finished_at": "datetime64[us, Asia/Ho_Chi_Minh]",
        "calls_unit": "category",
        "calls_key": "str",
        "calls_result": "category",
        "calls_received_at": "datetime64[us, Asia/Ho_Chi_Minh]",
        "calls_promised_at": "datetime64[us, Asia/Ho_Chi_Minh]",
    }


def test_both_ways_round(look):
    view = look([{"record_id": ONE, "field": "Đất đai"}], [{"record_id": ONE}, {"record_id": ONE}, {"record_id": TWO}])
    joined = view.join("calls", "records")
    assert shown(joined, "records_field") == {"H14.36|1": "Đất đai", "H14.36|2": "Đất đai", "H14.36|3": None}
    assert joined.strays.empty
    assert view.join("records", "calls").strays["key"].to_list() == ["H14.36|3"]


def test_of_several_rows_one_is_taken_the_newest_where_a_time_is_named(look):
    calls = [
        {"record_id": ONE, "call_id": "c", "received_at": NOW - DAY, "result": "newest"},
        {"record_id": ONE, "call_id": "b", "result": "undated"},
        {"record_id": ONE, "call_id": "d", "received_at": NOW - DAY, "result": "as new, later by key"},
        {"record_id": ONE, "call_id": "a", "received_at": NOW - 2 * DAY, "result": "first by key"},
        {"record_id": ONE, "call_id": "0", "received_at": NOW + DAY, "result": "not known yet"},
    ]
    for order in (calls, calls[::-1]):
        view = look([{"record_id": ONE}], order)
        assert shown(view.join("records", "calls")) == {ONE: "first by key"}
        assert shown(view.join("records", "calls", latest="received_at")) == {ONE: "newest"}
        assert len(view.join("records", "calls").rows) == 1


def test_a_row_of_another_period_still_lies_beside_its_record(look):
    records = [{"record_id": ONE, "received_at": NOW}, {"record_id": TWO, "finished_at": NOW - 200 * DAY}]
    calls = [{"record_id": ONE, "received_at": NOW - 120 * DAY, "result": "old"}, {"record_id": TWO}]
    joined = look(records, calls, period="2025-Q1").join("records", "calls")
    assert shown(joined) == {ONE: "old"}
    assert joined.strays.empty, "its record exists, though it was finished before this period"


def test_a_unit_is_woken_when_a_row_of_another_unit_becomes_known(look):
    view = look(
        [{"record_id": ONE, "unit": "H14.36"}, {"record_id": TWO, "unit": "H14.36", "handling_unit": "H14.9"}],
        [
            {"record_id": ONE, "unit": "H14.1", "received_at": NOW + 2 * DAY},
            {"record_id": ONE, "unit": "H14.1", "received_at": NOW + DAY},
            {"record_id": "unknown", "unit": "H14.1", "received_at": NOW + timedelta(hours=1)},
        ],
        units=["H14.36", "H14.9"],
    )
    assert view.next_known().empty
    assert not view.join("records", "calls").matched.any()
    assert view.next_known().to_dict() == {"H14.36": NOW + DAY}


def test_judging_counts_the_matched_and_skips_the_others_by_reason(look):
    records = [{"record_id": str(n), "unit": "A"} for n in range(5)]
    calls = [{"record_id": str(n), "unit": "A", "result": "bad" if n else "good"} for n in (0, 1, 2, 99)]
    calls += [{"record_id": "7", "unit": "B"}]
    joined = look(records, calls).join("records", "calls")
    first = {"the first": joined.rows["key"] == "A|0"}
    judgement = judge(joined, by=["unit"], where=joined.rows["calls_result"] == "bad", unreadable=first)
    [found] = judgement.findings
    assert (found.count, found.of, found.evidence) == (2, 2, ("A|1", "A|2"))
    assert judgement.judged == {"A": 2}
    assert judgement.skipped == {
        "A": {"no row of calls for it": 2, "the first": 1, "calls without records": 1},
        "B": {"calls without records": 1},
    }
    assert judged(joined, unreadable=first) == judgement.__class__((), judgement.judged, judgement.skipped)


@pytest.mark.parametrize(
    ("left", "right", "latest", "said"),
    [
        ("records", "staff", "", "join: staff has no record_id to join by"),
        ("records", "calls", "recieved_at", "latest='recieved_at' is no time among .* did you mean 'received_at'"),
        ("records", "calls", "result", "latest='result' is no time among the columns of calls in reads"),
        ("records", "call", "", "there is no kind of row 'call', did you mean 'calls'"),
        ("records", "targets", "", r'check probe does not declare targets; add "targets": \(…\) to reads'),
    ],
)
def test_what_cannot_be_joined_is_told_in_a_sentence(look, left, right, latest, said):
    with pytest.raises(PluginError, match=said):
        look([{}], [{}]).join(left, right, latest)


def test_a_copy_is_given_each_time(look):
    view = look([{"record_id": ONE}], [{"record_id": ONE}])
    rows = view.join("records", "calls").rows
    rows["more"] = 1
    assert "more" not in view.join("records", "calls").rows


def test_nothing_joined_with_nothing(look):
    joined = look([], []).join("records", "calls")
    assert (len(joined.rows), len(joined.matched), len(joined.strays)) == (0, 0, 0)
    assert judge(joined, by=["unit"], where=joined.matched).judged == {}


def test_units_alone_and_together_are_joined_alike(look):
    random = Random(11)
    units = [f"H14.{n}" for n in range(1, 8)]

    def row(number):
        unit = random.choice(units)
        code = random.choice([f"{unit}-250301-{number % 40:04}", str(number % 40)])
        shared = {"record_id": code, "unit": unit, "received_at": NOW + random.randint(-9, 3) * DAY}
        return shared | ({"handling_unit": random.choice(units)} if random.random() < 0.5 else {})

    records = list({(one["unit"], one["record_id"]): one for one in map(row, range(120))}.values())
    calls = [row(number) | {"call_id": str(number), "result": str(number % 3)} for number in range(150)]

    def said(asked):
        view = look(records, calls, units=asked)
        joined = view.join("records", "calls", latest="received_at")
        judgement = judge(joined, by=["unit", "field"], where=joined.rows["calls_result"] == "1")
        return judgement, view.next_known().to_dict()

    together, woken = said(units)
    assert together.findings
    assert woken
    for _ in range(12):
        asked = random.sample(units, random.randint(1, 4))
        judgement, known = said(asked)
        for unit in asked:
            assert [f for f in judgement.findings if f.unit == unit] == [f for f in together.findings if f.unit == unit]
            assert judgement.judged.get(unit) == together.judged.get(unit)
            assert judgement.skipped.get(unit) == together.skipped.get(unit)
            assert known.get(unit) == woken.get(unit)


PLUGIN = """
from dataclasses import dataclass
from reform_tui.sdk import Column, Kind, Schema, hookimpl, judge

CALLS = Schema("calls", (Column("call_id"), Column("record_id"), Column("unit", Kind.CODE), Column("result", Kind.CODE),
                         Column("received_at", Kind.TIME)), key=("call_id",))

@dataclass(frozen=True, kw_only=True)
class Bad:
    reads = {"records": ("field",), "calls": ("result", "received_at")}

    def find(self, view):
        joined = view.join("records", "calls", latest="received_at")
        return judge(joined, by=["unit"], where=joined.rows["calls_result"] == "bad")

    def next_change(self, view):
        return view.next_after(view.rows("calls")["received_at"], by=view.rows("calls")["unit"])

@hookimpl
def reform_checks():
    return [Bad]

@hookimpl
def reform_schemas():
    return [CALLS]
"""
CALLS_FEED = """
schema = "calls"
folder = "inbox/calls"
files = ["*.csv"]
[columns]
call_id = ["Cuộc gọi"]
record_id = ["Hồ sơ"]
unit = ["Nơi nhận cuộc gọi"]
result = ["Kết quả"]
received_at = ["Ngày gọi"]
"""
CALL_HEADINGS = ("Cuộc gọi", "Hồ sơ", "Nơi nhận cuộc gọi", "Kết quả", "Ngày gọi")


@pytest.fixture
def project(bench):
    bench.write("plugins/bad.py", PLUGIN)
    bench.write("feeds/calls.toml", CALLS_FEED)
    bench.write("rules/late.toml", '[bad]\ncheck = "bad"\nwarning = { count = 1 }\n')
    bench.drop("one.csv", record(1), record(2), (*record(3, unit="H14.2"),))
    return bench


def called(bench, name, *rows):
    bench.write(f"inbox/calls/{name}", csv_of(*rows, headings=CALL_HEADINGS))


def found(engine):
    return {one["unit"]: (one["count"], one["of"]) for one in alerts(engine, "bad")}


def test_what_another_unit_delivers_of_a_record_makes_its_unit_dirty(project):
    with project.running() as engine:
        assert take(engine).units == {"H14.1", "H14.2"}
        assert found(engine) == {}
        called(project, "one.csv", ("1", "H14.1-250301-0001", "H14.9", "bad", "05/03/2025 08:00:00"))
        assert take(engine).units == {"H14.1", "H14.9"}
        assert found(engine) == {"H14.1": (1, 1)}
        later = ("2", "H14.1-250301-0001", "H14.9", "good", "06/03/2025 08:00:00")
        ahead = ("3", "H14.2-250301-0003", "H14.9", "bad", "12/03/2025 08:00:00")
        called(project, "two.csv", later, ahead, ("4", "H14.3-250301-0009", "H14.9", "bad", "06/03/2025 08:00:00"))
        assert take(engine).units == {"H14.1", "H14.2", "H14.9"}
        assert found(engine) == {}
        health = "SELECT unit, judged, skipped FROM health WHERE rule = 'bad'"
        assert {row[0]: (row[1], row[2]) for row in engine.store.connection.execute(health)} == {
            "H14.1": (1, '{"no row of calls for it":1}'),
            "H14.2": (0, '{"no row of calls for it":1}'),
            "H14.9": (0, '{"calls without records":1}'),
        }
        engine.step((), NOON + DAY)  # nothing arrived; a call that was ahead of the clock is known now
        assert found(engine) == {"H14.2": (1, 1)}


def test_a_record_that_comes_after_its_call_is_no_stray_any_more(project):
    called(project, "one.csv", ("1", "H14.5-250301-0001", "H14.9", "bad", "05/03/2025 08:00:00"))
    with project.running() as engine:
        take(engine)
        project.drop("two.csv", record(1, unit="H14.5"))
        assert take(engine).units == {"H14.5", "H14.9"}
        assert found(engine) == {"H14.5": (1, 1)}
        skipped = "SELECT skipped FROM health WHERE rule = 'bad' AND unit = 'H14.9'"
        assert engine.store.connection.execute(skipped).fetchone()[0] == "{}"


def test_a_list_that_drops_a_call_makes_the_unit_of_its_record_dirty(project):
    project.write("feeds/calls.toml", CALLS_FEED.replace("files =", 'mode = "snapshot"\nfiles ='))
    both = [(str(n), f"H14.{n}-250301-000{n}", "H14.9", "bad", "05/03/2025 08:00:00") for n in (1, 2)]
    project.drop("two.csv", record(2, unit="H14.2"))
    called(project, "2025-03-06.csv", *both)
    with project.running() as engine:
        take(engine)
        assert found(engine) == {"H14.1": (1, 1), "H14.2": (1, 1)}
        called(project, "2025-03-07.csv", both[0])
        assert take(engine).units == {"H14.1", "H14.2", "H14.9"}
        assert found(engine) == {"H14.1": (1, 1)}
