"""Real files, where REFORM_TUI_DATA names a folder that holds them: an extra, skipped elsewhere."""

import json
import os
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from feed_reading import read

DATA = Path(os.environ.get("REFORM_TUI_DATA") or "nowhere")
BOSTON = {
    "record_id": ("case_enquiry_id",), "unit": ("department",), "field": ("reason",), "procedure": ("type",),
    "channel": ("source",), "status": ("case_status",), "received_at": ("open_dt",),
    "due_at": ("sla_target_dt", "target_dt"), "finished_at": ("closed_dt",),
}  # fmt: skip
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="REFORM_TUI_DATA names no folder")


def boston(path):
    values = {"status": {"Open": "processing", "Closed": "done"}}
    return read(path.read_bytes(), path.name, zone="America/New_York", columns=BOSTON, values=values)


@needs_data
def test_four_years_of_requests_agree_with_their_tally():
    tally = json.loads((DATA / "boston311" / "tally.json").read_text())
    batches = [boston(path) for path in sorted((DATA / "boston311").glob("*.csv"))]
    rows = pa.concat_tables([batch.rows for batch in batches], promote_options="permissive")
    late = pc.greater(rows["finished_at"], rows["due_at"])
    assert sum(batch.read for batch in batches) == rows.num_rows == tally["raw_rows"]
    assert rows["due_at"].null_count == tally["missing"]["due"]
    assert rows["finished_at"].null_count == tally["missing"]["finished"]
    assert pc.sum(late).as_py() == tally["clocks"]["max_timestamp_in_files"]["resolved_overdue"]
    early = pc.less(rows["finished_at"], rows["received_at"])
    assert pc.sum(early).as_py() == tally["odd"]["finished_before_received"]


@needs_data
def test_variants_of_one_file_read_the_same():
    folder = DATA / "boston311-variants"
    plain = boston(folder / "boston311-100.csv").rows
    for other in ("boston311-100.tab", "boston311-dmy-100.csv"):
        assert boston(folder / other).rows.equals(plain), other
    twice = boston(folder / "boston311-100-20dupes-random.csv")
    assert twice.read - len(pc.unique(twice.rows["_key"])) == 20
    assert boston(folder / "boston311-100-notime.csv").read == 100


@needs_data
def test_official_lists_have_their_header_below_a_title():
    for path in (DATA / "vn" / "official-lists").glob("*.xlsx"):
        mapping = {"record_id": ("Mã số",), "procedure_name": ("Tên",)}
        batch = read(path.read_bytes(), path.name, columns=mapping, constants={"unit": "G01"})
        assert batch.rows["_row"][0].as_py() == 3
        assert batch.rejected.num_rows == 0
