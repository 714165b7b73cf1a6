"""Lists of procedures: the shipped schema, its own headings and words, and the lists of the national portal."""

import csv
import io
import os
from pathlib import Path

import pyarrow as pa
import pytest
import xlsxwriter

from reform_tui.config.feed import feed_of
from reform_tui.config.toml import read_document
from reform_tui.feeds.headings import loose
from reform_tui.feeds.read import read_file
from reform_tui.feeds.samples import failures
from reform_tui.shipped import shipped
from reform_tui.times import now

DATA = Path(os.environ.get("REFORM_TUI_DATA") or "nowhere") / "vn"
SAMPLE = shipped("sample_feeds") / "procedures" / "feeds" / "catalogue.toml"
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="REFORM_TUI_DATA names no folder with vn/")


@pytest.fixture(scope="module")
def schema(plugins):
    return plugins.schemas["catalogue"]


@pytest.fixture(scope="module")
def feed(plugins):
    return feed_of(read_document(SAMPLE, SAMPLE.name), plugins.schemas)


@pytest.fixture(scope="module")
def taken(feed, schema):
    def taken(name, content):
        return read_file(name, content, feed, schema, zone="Asia/Ho_Chi_Minh", first_seen=now())

    return taken


def test_no_heading_has_two_meanings(schema):
    owners = {}
    for column in schema.columns:
        for heading in {loose(column.name), *map(loose, column.headings)}:
            assert owners.setdefault(heading, column.name) == column.name, heading


def test_every_word_leads_to_a_value_of_its_list(schema):
    assert all(set(column.words) == set(column.values) for column in schema.columns)


def test_the_samples_of_the_feed_hold(feed, schema):
    assert len(feed.samples) > 1
    assert failures(feed, schema, "Asia/Ho_Chi_Minh") == ()


def test_a_province_s_list_with_title_groups_and_flags(taken):
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet()
        sheet.merge_range(0, 0, 0, 7, "DANH MỤC THỦ TỤC HÀNH CHÍNH")
        head = [
            "STT",
            "Mã TTHC",
            "Tên thủ tục",
            "Mức độ DVC",
            "Một cửa",
            "Phi địa giới",
            "Số quyết định",
            "Ngày quyết định",
        ]
        sheet.write_row(2, 0, head)
        sheet.merge_range(3, 0, 3, 7, "I. Lĩnh vực Hộ tịch")
        sheet.write_row(4, 0, [1, "1.001193", "Đăng ký khai sinh", "Toàn trình", "x", "x", "12/QĐ-UBND", "03/02/2025"])
        sheet.write_row(5, 0, [2, "1.000894", "Đăng ký kết hôn", "Một phần", "x", "", "12/QĐ-UBND", "03/02/2025"])
        sheet.write_row(6, 1, ["Tổng cộng", 2])
    batch = taken("danh muc.xlsx", stream.getvalue())
    assert (batch.rows.num_rows, batch.rejected.num_rows, batch.set_aside) == (2, 0, 2)
    assert batch.rows["level"].to_pylist() == ["full", "partial"]
    assert batch.rows["non_boundary"].to_pylist() == [True, None]
    assert batch.rows["_key"].to_pylist() == ["H14|1.001193|12/QĐ-UBND", "H14|1.000894|12/QĐ-UBND"]
    assert batch.unmapped == ("STT",)


@needs_data
def test_the_seven_official_lists_are_read_whole_and_agree_with_the_catalogue(taken):
    lists = [taken(path.name, path.read_bytes()) for path in sorted((DATA / "official-lists").glob("*.xlsx"))]
    catalogue = taken("tthc_catalog.csv", (DATA / "tthc_catalog.csv").read_bytes())
    with (DATA / "tthc_catalog.csv").open(encoding="utf-8-sig", newline="") as file:
        expected = list(csv.DictReader(file))
    assert [batch.read for batch in lists] == [339, 706, 271, 525, 261, 537, 3]
    assert all(batch.rejected.num_rows == batch.set_aside == 0 and batch.unmapped == () for batch in lists)
    assert all(batch.rows["_row"][0].as_py() == 3 for batch in lists)
    assert all(
        set(batch.columns) == {"procedure", "procedure_name", "unit", "field", "issuer", "agency"} for batch in lists
    )
    listed = pa.concat_tables(
        [batch.rows.select(["procedure"]).cast(pa.schema([("procedure", "string")])) for batch in lists]
    )
    codes = {row["ma_thu_tuc"] for row in expected}
    assert set(listed["procedure"].to_pylist()) == set(catalogue.rows["procedure"].to_pylist()) == codes
    assert catalogue.read == len(expected) == len(listed)
    assert catalogue.rejected.num_rows == 0
    assert sum(limit is not None for limit in catalogue.rows["limit_online"].to_pylist()) == sum(
        bool(row["truc_tuyen_so"]) for row in expected
    )
    assert catalogue.rows["tiers"].to_pylist() == [row["cap_thuc_hien"] or None for row in expected]
