"""Reference tables and periods as an inspector keeps them, and what the plugins say of themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest
from projects import LATE, NOW, record, take

from reform_tui.board.reading import read_board
from reform_tui.engine.counting import Targets
from reform_tui.engine.describing import describe
from reform_tui.engine.faces import unknown_names
from reform_tui.engine.periods import Periods, period_faults, period_for
from reform_tui.engine.references import lay_out, periods_in, read_references
from reform_tui.errors import ConfigError
from reform_tui.model.period import Period
from reform_tui.model.schema import BUILT_IN
from reform_tui.plugins import source_at

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NO_HEADINGS = (
    "the first 15 rows held no headings of staff; the fullest row says 'what', 'is'. Write headings such as 'Mã cán bộ' /"
    " 'Họ và tên' / 'Tài khoản' / 'Số điện thoại' / 'Thiết bị' into one row above the others"
)
NO_SHARE = "is no number from 0 to 1; write a share such as 0.85 or 85 %"
BROKEN = b"PK\x03\x04 damaged PK\x05\x06" + bytes(18)
"""A zip file with an end and nothing in it that could be opened."""


def test_a_table_is_read_typed_and_laid_out_for_workers(bench, tmp_path):
    bench.write(
        "reference/staff.csv", "person_id,name,class,unit,account,from\n1,Ông A,officer,H14.1,cb.a,2025-01-01\n"
    )
    found = read_references(bench.root, BUILT_IN, "Asia/Ho_Chi_Minh")
    assert list(found.tables) == ["staff"]
    assert list(found.hashes) == ["reference/staff.csv"]
    paths = lay_out(found, tmp_path)
    with pa.memory_map(paths["staff"]) as source:
        [row] = pa.ipc.open_file(source).read_all().to_pylist()
    assert (row["name"], row["class"], row["from"]) == ("Ông A", "officer", datetime(2025, 1, 1, tzinfo=ZONE))


def test_without_files_there_are_no_tables(bench):
    found = read_references(bench.root, BUILT_IN, "Asia/Ho_Chi_Minh")
    assert (found.tables, found.rows("units")) == ({}, [])


def test_all_faults_of_all_tables_are_told(bench):
    bench.write("reference/staff.csv", "what,is\nthis,?\n")
    bench.write("reference/units.csv", "")
    (bench.root / "reference/allow.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    (bench.root / "reference/procedures.xlsx").write_bytes(b"no workbook at all")
    bench.write("reference/targets.csv", "indicator,target\nonline,-3\npaid,0.6\n")
    found = read_references(bench.root, BUILT_IN, "Asia/Ho_Chi_Minh")
    told = [fault.removeprefix("reference/").split(": ", 1) for fault in found.faults]
    assert {file: why.removesuffix("; until then the project has no such table") for file, why in told} == {
        "staff.csv": f"cannot be read: {NO_HEADINGS}",
        "allow.xlsx": "cannot be read: the file has no end; copy it here once more",
        "units.csv": "cannot be read: the file is empty; copy it here once more",
        "procedures.xlsx": "cannot be read: this is no workbook, whatever its name says; save it again as xlsx",
        "targets.csv": f"row 2, target: -3 {NO_SHARE}; the row is left out",
    }
    assert list(found.tables) == ["targets"]


def test_a_table_that_cannot_be_read_any_more_stays_as_it_was(bench):
    bench.write("reference/targets.csv", "indicator,target\nonline,0.7\n")
    with bench.running() as engine:
        assert engine.targets.said == {("online", "", ""): 0.7}
    (bench.root / "reference/targets.csv").unlink()
    broken = bench.write("reference/targets.xlsx", "")
    broken.write_bytes(BROKEN)
    with bench.running() as engine:
        assert engine.targets.said == {("online", "", ""): 0.7}
        [told] = read_board(engine.store.connection, NOW).left_out
        lines = engine.store.connection.execute("SELECT count(*) FROM changes WHERE kind = 'reference'").fetchone()[0]
    assert told == (
        "reference/targets.xlsx: cannot be read: the workbook is damaged or locked with a password; open it and save it"
        " again as xlsx; until then the table of before counts"
    )
    assert lines == 1
    broken.unlink()
    with bench.running() as engine:
        assert engine.targets.said == {}


def test_periods_of_the_table_have_their_names_and_local_bounds(bench):
    bench.write(
        "reference/periods.csv", "name,start,end,cut_off,source\nspring,2025-02-01,2025-05-01,,QĐ 1\nopen,,,,\n"
    )
    periods = periods_in(read_references(bench.root, BUILT_IN, "Asia/Ho_Chi_Minh")).at(NOW, ZONE)
    assert periods["spring"] == Period(
        "spring", datetime(2025, 2, 1, tzinfo=ZONE), datetime(2025, 5, 1, tzinfo=ZONE), None, "QĐ 1"
    )
    assert periods["open"] == Period("open")


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("all", "all"),
        ("quarter", "2025-Q1"),
        ("month", "2025-03"),
        ("year", "2025"),
        ("2024-Q4", "2024-Q4"),
        ("spring", "spring"),
    ],
)
def test_a_period_is_the_current_one_or_a_named_one(name, found):
    assert period_for(name, NOW, ZONE, {"spring": Period("spring")}).name == found


def test_the_table_may_bend_a_quarter():
    bent = Period("2025-Q1", None, datetime(2025, 3, 15, tzinfo=ZONE))
    assert period_for("quarter", NOW, ZONE, {"2025-Q1": bent}) is bent


def test_a_period_that_nobody_knows_is_a_sentence():
    with pytest.raises(ConfigError, match=r"period 'fall' is neither .* nor in reference/periods"):
        period_for("fall", NOW, ZONE, {})


def test_an_entry_that_is_over_stays_where_the_calendar_knows_no_other():
    day = datetime(2025, 1, 1, tzinfo=ZONE)
    row = {"start": day, "end": None, "cut_off": None, "source": "", "from": day, "to": day}
    periods = Periods([{"name": "spring", **row}, {"name": "2025-Q1", **row}])
    assert set(periods.at(day, ZONE)) == {"spring", "2025-Q1"}
    assert set(periods.at(NOW, ZONE)) == {"spring"}
    assert period_for("spring", NOW, ZONE, periods.at(NOW, ZONE)).start == day


def test_a_period_that_is_listed_but_over_is_known(bench):
    project = bench.parts().project
    rules = tuple(replace(rule, period="spring") for rule in project.rules)
    [fault, *_] = period_faults(replace(project, rules=rules), Periods())
    assert fault == f"{rules[0].where}: period 'spring' is neither {fault.partition('neither ')[2]}"
    assert period_faults(replace(project, rules=rules), Periods([{"name": "spring"}])) == []


def test_plugins_describe_themselves_without_being_loaded_here(bench, pool):
    parts = bench.parts()
    face = parts.faces.checks["overdue_by_field"]
    assert (face.grain, face.plugin.rpartition("/")[2]) == ("unit", "overdue.py")
    assert set(face.reads["records"]) >= {"due_at", "finished_at"}
    assert all(set(said) == {"vi", "en"} for said in face.sentences.values())
    assert face.help.startswith("Records that are late")
    assert parts.faces.faults == ()
    bench.write("plugins/broken.py", "import no_such_module\n")
    [fault] = describe(pool, (*parts.plugins, source_at(bench.root / "plugins/broken.py"))).faults
    assert "no_such_module" in fault


def test_a_plugin_that_ends_its_process_costs_only_itself(bench):
    bench.write("plugins/deadly.py", "import os\nos._exit(3)\n")
    faces = bench.parts().faces
    assert "overdue_by_field" in faces.checks
    [fault] = faces.faults
    assert "plugins/deadly.py" in fault


def test_names_that_no_plugin_offers_are_told_with_the_nearest(bench, pool):
    bench.write("rules/late.toml", LATE.replace("overdue_by_field", "overdue_by_feild"))
    with pytest.raises(ConfigError, match="did you mean 'overdue_by_field'"):
        bench.parts()
    assert unknown_names(describe(pool, ()), (), ()) == []


def test_a_rule_reads_the_staff_table(bench):
    bench.write("rules/late.toml", '[proxy]\ncheck = "proxy_submission"\n')
    bench.write("reference/staff.csv", "person_id,name,class,unit,account\n1,Ông A,officer,H14.1,cb.a\n")
    bench.drop("a.csv", record(1))
    with bench.running() as engine:
        take(engine)
        assert engine.questions.references["staff"].endswith("reference-staff.arrow")
        healths = {row[0] for row in engine.store.connection.execute("SELECT health FROM health")}
        assert healths <= {"ok", "blind"}


def test_an_entry_outside_its_days_does_not_count(bench):
    head = "indicator,unit,period,target,from,to\n"
    entries = "online,,,0.5,,28/02/2025\nonline,,,0.7,01/03/2025,\nonline,H14.1,,0.9,01/04/2025,\n"
    bench.write("reference/targets.csv", head + entries)
    bench.write("reference/periods.csv", "name,start,end,cut_off,to\n2025-Q1,2025-02-01,2025-05-01,,10/03/2025\n")
    found = read_references(bench.root, BUILT_IN, "Asia/Ho_Chi_Minh")
    rows = found.rows("targets")
    assert Targets.of(rows, NOW, ZONE).said == {("online", "", ""): 0.7}
    assert Targets.of(rows, datetime(2025, 2, 28, 23, tzinfo=ZONE), ZONE).said == {("online", "", ""): 0.5}
    assert periods_in(found).at(NOW, ZONE) == {}
    assert list(periods_in(found).at(datetime(2025, 3, 10, 23, tzinfo=ZONE), ZONE)) == ["2025-Q1"]
    turns = [datetime(2025, *day, tzinfo=ZONE) for day in ((3, 1), (3, 11), (4, 1))]
    assert list(found.turns(ZONE)) == turns


def test_a_row_that_is_wrong_is_left_out_and_told_where_people_look(bench):
    bench.write("reference/targets.csv", "indicator,target\nonline,much\npaid,0.6\n")
    with bench.running() as engine:
        assert engine.targets.said == {("paid", "", ""): 0.6}
        [told] = read_board(engine.store.connection, NOW).left_out
    assert told.startswith("reference/targets.csv: row 2, target: a number is not one")
