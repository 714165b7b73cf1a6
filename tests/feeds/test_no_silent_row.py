"""Of every format: each row counts once, a file that lost its end is never taken for the whole, nor a page for others."""

import pytest
from feed_reading import read
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_html_tables import READERS
from test_malformed import GOOD, HEAD, MAKERS

from reform_tui.errors import FeedError

QUICK = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
FORMS = [form for form in MAKERS if form != "sync.json"]
WITH_END = ["json", "xlsx", "xls", "html.xls"]
FILES = {form: MAKERS[form]([HEAD, *GOOD]) for form in FORMS}
TEXT = st.text(alphabet="aăâbcdđeêghiklmnoôơuưxyÀẰẦẺỄÍỌỔỜÚỰỲ<>&;:,.|-+=/()'\"\\0123456789 IVX\t{}[]%#", max_size=9)
CELLS = TEXT | st.sampled_from([
    "", " ", "\u00a0", "\u200b", "H14.36-250301-0001", "31/02/2025", "01/03/2025", "9", "x", 'a"b', "a,b;c", "<td>", "</table>",
    "1.0", "9.12E+08", "99999999999", "#N/A", "#####", "😀", "Mã hồ sơ", "Tổng cộng", "I", "I. Sở", "Người lập biểu", "(2)", "&amp;",
])  # fmt: skip
ROWS = st.lists(st.lists(CELLS, min_size=len(HEAD), max_size=len(HEAD)), max_size=6)


def became(form, content):
    """What a file became, a batch or a sentence."""
    try:
        return read(content, f"a.{form}", readers=READERS)
    except FeedError as error:
        return error


@pytest.mark.parametrize("form", FORMS)
@QUICK
@given(rows=ROWS)
def test_random_rows_each_count_once(form, rows):
    batch = became(form, MAKERS[form]([HEAD, GOOD[0], *rows, GOOD[1]]))
    assert batch.read + batch.set_aside == len(rows) + 2
    assert {GOOD[0][0], GOOD[1][0]} <= set(batch.rows["record_id"].to_pylist())


@pytest.mark.parametrize("form", WITH_END)
@QUICK
@given(data=st.data())
def test_a_file_that_was_cut_is_never_taken_for_the_whole(form, data):
    batch = became(form, FILES[form][: data.draw(st.integers(0, len(FILES[form]) - 1))])
    assert isinstance(batch, FeedError) or batch.rows.num_rows == len(GOOD)


@pytest.mark.parametrize("form", FORMS)
@QUICK
@given(data=st.data())
def test_a_piece_lost_or_doubled_is_no_traceback(form, data):
    content = FILES[form]
    start = data.draw(st.integers(0, len(content) - 1))
    stop = data.draw(st.integers(start, min(start + 400, len(content))))
    became(form, content[:start] + content[start:stop] * data.draw(st.sampled_from([0, 2])) + content[stop:])


TAGS = st.sampled_from(["<tr>", "</tr>", "<td>", "</td>", "<table>", "</table>", "<!--", '<td rowspan="3">', "<p>", ""])


@settings(QUICK, max_examples=80)
@given(st.data())
def test_a_page_whose_tags_do_not_nest_tells_what_it_lost(data):
    text = FILES["html.xls"].decode()
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.sampled_from([at for at, letter in enumerate(text) if letter == "<"]))
        behind = data.draw(st.sampled_from([at, text.find(">", at) + 1]))
        text = text[:at] + data.draw(TAGS) + text[max(at, behind) :]
    batch = became("html.xls", text.encode())
    if not isinstance(batch, FeedError):
        assert batch.read + batch.set_aside >= len(GOOD) or batch.rejected.num_rows or batch.set_aside
