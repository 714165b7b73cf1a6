"""Late counts of 22,078 real requests against a tally made with plain csv; skipped where the files are not at hand."""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from pyarrow import csv

from reform_tui.engine.cases.rows import CaseSource
from reform_tui.feeds.types import arrow_type
from reform_tui.model.schema import BUILT_IN, RECORDS, Kind

HERE = Path(__file__).parents[3] / "shared" / "data"
DATA = Path(os.environ.get("REFORM_TUI_DATA", HERE)) / "boston311"
ZONE = ZoneInfo("America/New_York")
THEIRS = {"case_enquiry_id": "record_id", "department": "_unit", "reason": "field", "type": "procedure",
          "open_dt": "received_at", "sla_target_dt": "due_at", "closed_dt": "finished_at"}  # fmt: skip
CLOCKS = ("max_timestamp_in_files", "2015-07-01T00:00:00", "2016-12-31T23:59:59")

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason=f"no real requests at {DATA}")


@pytest.fixture(scope="module")
def requests():
    read = csv.ConvertOptions(
        include_columns=list(THEIRS),
        column_types={name: pa.timestamp("us") if name.endswith("_dt") else pa.string() for name in THEIRS},
        strings_can_be_null=True,
    )
    files = [csv.read_csv(path, convert_options=read) for path in sorted(DATA.glob("filtered_*.csv"))]
    table = pa.concat_tables(files).rename_columns(list(THEIRS.values()))
    columns = {column.name: _typed(table, column.name, column.kind) for column in RECORDS.columns}
    units = table["_unit"].dictionary_encode()
    return CaseSource(BUILT_IN, {"records": pa.table(columns | {"_key": table["record_id"], "_unit": units})})


def _typed(table, name, kind):
    if name not in table.column_names:
        return pa.nulls(table.num_rows, arrow_type(kind))
    if kind is Kind.TIME:
        naive = table[name]
        moments = pc.assume_timezone(naive, ZONE.key, ambiguous="earliest", nonexistent="latest")
        return moments.cast(arrow_type(kind))
    return table[name].cast(arrow_type(kind))


@pytest.fixture(scope="module")
def tally():
    return json.loads((DATA / "tally.json").read_text("utf-8"))["clocks"]


def late(asked, requests, tally, clock, **settings):
    moment = f"{tally[clock]['clock'].replace(' ', 'T')}"
    now = f"{moment}-04:00" if "-07-" in moment or "-09-" in moment else f"{moment}-05:00"
    return asked("overdue_by_field", requests, now, zone=ZONE, **settings).judgement.findings


def total(findings, fact):
    return sum(found.facts[fact] for found in findings)


@pytest.mark.parametrize("clock", CLOCKS)
def test_to_the_second(asked, requests, tally, clock):
    found = late(asked, requests, tally, clock, profile="to_the_second")
    said = tally[clock]
    assert total(found, "finished_late") == said["resolved_overdue"]
    assert total(found, "pending_late") == said["pending_overdue"]
    by_field, by_unit = Counter(), Counter()
    for each in found:
        by_field[each.subject] += each.count
        by_unit[each.unit] += each.count
    assert dict(by_field) == {name: count for name, count, *_ in said["top_field_by_overdue"] if count}
    assert dict(by_unit) == {name: count for name, count, *_ in said["top_unit_by_overdue"] if count}


@pytest.mark.parametrize("clock", CLOCKS)
def test_by_date(asked, requests, tally, clock):
    found = late(asked, requests, tally, clock, profile="province_06a")
    assert total(found, "finished_late") == tally[clock]["resolved_overdue_by_date"]
    assert total(found, "pending_late") == tally[clock]["pending_overdue_by_date"]


@pytest.mark.parametrize("fact", ["finished_late", "pending_late"])
def test_each_half_by_procedure(asked, requests, tally, fact):
    found = late(asked, requests, tally, CLOCKS[0], profile="to_the_second", by="procedure")
    counts = Counter()
    for each in found:
        counts[each.subject] += each.facts[fact]
    key = {"finished_late": "top_procedure_by_resolved_overdue", "pending_late": "top_procedure_by_pending_overdue"}[
        fact
    ]
    assert {name: count for name, count in counts.items() if count} == {
        name: count for name, count, *_ in tally[CLOCKS[0]][key]
    }


def test_what_is_counted_is_every_request_of_the_unit_and_field(asked, requests, tally):
    found = late(asked, requests, tally, CLOCKS[0], profile="to_the_second")
    table = requests.tables["records"]
    rows = Counter(zip(table["_unit"].to_pylist(), table["field"].to_pylist(), strict=True))
    assert {(each.unit, each.subject): each.of for each in found} == {
        (each.unit, each.subject): rows[each.unit, each.subject] for each in found
    }
