"""Whatever bytes come: a batch in which every row is in exactly one place, or a sentence."""

import csv
import io
import json

import pytest
from feed_reading import read, workbook
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from reform_tui.errors import FeedError
from reform_tui.feeds.reasons import REASONS

HEAD = ["Mã hồ sơ", "Đơn vị", "Trạng thái", "Ngày tiếp nhận", "Lệ phí", "Ủy quyền", "Số lần bổ sung", "Địa chỉ"]
BOOK = workbook(HEAD, ["H14.36-250301-0001", "H14.36", "4", "01/03/2025", 1, "x", 1, "a"])
CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["", " ", "\u00a0", "H14.36-250301-0001", "H14.36", "31/02/2025", "01/03/2025", "9", "x", '"', 'a"b', "a\nb", "a,b", "1.0", "99999999999", "\x00", "\ud7ff", "😀", "Mã hồ sơ", "2025-01-01T00:00:00+99:99", "0001-01-01", "9999-12-31", "1e5"]),
)  # fmt: skip
ROWS = st.lists(st.lists(CELLS, max_size=10), max_size=8)
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def judged(content, name="a.csv"):
    """Read, and hold what is always true; a sentence is fine too."""
    try:
        batch = read(content, name)
    except FeedError as error:
        sentence = str(error)
        batch = None
    if batch is None:
        assert sentence.startswith(f"{name}: ")
        return None
    rows = batch.rows["_row"].to_pylist() + batch.rejected["row"].to_pylist()
    assert len(rows) == len(set(rows)) == batch.read
    assert set(batch.rejected["reason"].to_pylist()) <= set(REASONS)
    assert batch.rows["_key"].null_count == batch.rows["_home"].null_count == 0
    return batch


def written(rows):
    stream = io.StringIO()
    csv.writer(stream).writerows([HEAD, *rows])
    return stream.getvalue()


@QUICK
@given(ROWS)
@example([["H14.36-250301-0001", "H14.36", "4", "01/03/2025", "1", "x", "1", "a"], ["", "", "", "", "", "", "", ""]])
def test_rows_of_any_cells(rows):
    text = written(rows)
    batch = judged(text.encode())
    if batch is not None and "\x00" not in text and "\r" not in "".join(cell for row in rows for cell in row):
        assert batch.read + batch.set_aside == len(rows)


@QUICK
@given(st.binary(max_size=300))
def test_any_bytes(content):
    judged(content)


@QUICK
@given(st.sampled_from(["csv", "xlsx", "json"]), st.data())
def test_a_good_file_with_some_bytes_changed_or_cut(kind, data):
    good = {
        "xlsx": BOOK,
        "csv": written([["H14.36-250301-0001", "H14.36", "4", "01/03/2025", "1", "x", "1", '"']] * 3).encode(),
        "json": json.dumps([dict.fromkeys(HEAD, "1")] * 3).encode(),
    }[kind]
    content = bytearray(good[: data.draw(st.integers(0, len(good)))])
    for at in data.draw(st.lists(st.integers(0, max(len(content) - 1, 0)), max_size=5)) if content else ():
        content[at] = data.draw(st.integers(0, 255))
    judged(bytes(content))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | CELLS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(HEAD), inner, max_size=4),
    max_leaves=8,
)


@QUICK
@given(st.lists(st.dictionaries(st.sampled_from(HEAD), JSON, max_size=8) | JSON, max_size=6), st.booleans())
def test_any_json(documents, lines):
    judged("\n".join(map(json.dumps, documents)).encode() if lines else json.dumps(documents).encode(), "a.json")


@pytest.mark.parametrize(
    "text", ['{"MaHoSo": "\\ud800", "\\ud800": 1}', "[" * 100_000, '{"a":' * 100_000, "[1, 2]", '[{"MaHoSo": 1e400}]']
)
def test_json_that_is_hard_on_a_parser(text):
    judged(text.encode(), "a.json")
