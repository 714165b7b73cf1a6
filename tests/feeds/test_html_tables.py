"""HTML tables saved as .xls, as a shipped plugin reads them."""

import pytest
from feed_reading import column, local, read, rejected

from reform_tui.config.feed import feed_of
from reform_tui.config.toml import read_document
from reform_tui.errors import FeedError, FileIncompleteError
from reform_tui.feeds.samples import failures
from reform_tui.model.schema import BUILT_IN, RECORDS
from reform_tui.plugins import load_plugins, source_at
from reform_tui.shipped import shipped

READERS = tuple(load_plugins([source_at(shipped("plugins") / "html_tables.py")]).readers.values())
CODES = ["H14.36-250301-0001", "H14.36-250301-0002", "H14.36-250301-0003"]
HEAD = "<tr><td>STT</td><td><b>Mã hồ sơ</b></td><td>Lĩnh vực</td><td>Đơn vị</td></tr>"
TITLE = '<tr><td colspan="4">SỔ THEO DÕI HỒ SƠ</td></tr><tr><td colspan="4">Từ ngày 01/03/2025</td></tr>'


def row(number, code, field="Đất đai", unit="<td>H14.36</td>"):
    return f"<tr><td>{number}</td><td>{code}</td><td>{field}</td>{unit}</tr>"


def page(*parts, start="<html><head></head><body><table>", end="</table></body></html>"):
    return start + "".join(parts) + end


def of(text, **keys):
    return read(text, "so theo doi.xls", readers=READERS, **keys)


GOOD = page(TITLE, HEAD, row(1, CODES[0]), row(2, CODES[1], "Hộ tịch"))


def as_expected(batch):
    assert column(batch, "record_id") == CODES[:2]
    assert column(batch, "field") == ["Đất đai", "Hộ tịch"]
    assert column(batch, "_row") == [4, 5]
    assert rejected(batch) == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_titles_and_headings_in_ordinary_cells(encoding):
    as_expected(of(GOOD.encode(encoding)))


def test_the_shipped_sample_is_read_by_its_feed():
    folder = shipped("sample_feeds") / "html-tables"
    feed = feed_of(read_document(folder / "feeds/one-stop.toml", "one-stop.toml"), BUILT_IN)
    assert failures(feed, RECORDS, "Asia/Ho_Chi_Minh") == ()
    [drop] = (folder / "inbox/one-stop").iterdir()
    batch = read(drop.read_bytes(), drop.name, readers=READERS)
    assert (batch.rows.num_rows, batch.rejected.num_rows, batch.set_aside) == (3, 0, 2)
    assert column(batch, "procedure_name")[2] == "Chứng thực chữ ký & bản sao"
    assert local(batch, "due_at")[0] == "2025-03-10 17:00:00"


def test_a_false_declaration_changes_nothing_and_a_true_one_is_believed():
    head = '<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">'
    as_expected(of(GOOD.replace("<head>", f"<head>{head}")))
    plain = page("<tr><td>MaHoSo</td><td>TenLinhVuc</td></tr>", f"<tr><td>{CODES[0]}</td><td>caf\u00e9</td></tr>")
    assert column(of(plain.replace("<head>", f"<head>{head}").encode("cp1252")), "field") == ["café"]
    with pytest.raises(FeedError, match="not UTF-8"):
        of(plain.encode("cp1252"))


@pytest.mark.parametrize(
    "start",
    ["  \n<TABLE>", "<!-- x --><!DOCTYPE html><html><body><table>", '<?xml version="1.0"?><html><table border=1>'],
)
def test_what_a_page_may_begin_with(start):
    as_expected(of(GOOD.replace("<html><head></head><body><table>", start)))


def test_a_cell_over_several_rows_counts_in_each_of_them():
    joint = '<td rowspan="2">H14.1</td>'
    batch = of(page(HEAD, row(1, CODES[0], unit=joint), row(2, CODES[1], unit=""), row(3, CODES[2])))
    assert column(batch, "unit") == ["H14.1", "H14.1", "H14.36"]


def test_headings_of_two_levels():
    head = (
        '<tr><td rowspan="2">STT</td><td rowspan="2">Mã hồ sơ</td><td colspan="2">Thời gian</td></tr>'
        "<tr><td>Ngày tiếp nhận</td><td>Ngày hẹn trả</td></tr>"
    )
    batch = of(page(head, f"<tr><td>1</td><td>{CODES[0]}</td><td>01/03/2025</td><td>10/03/2025</td></tr>"))
    assert batch.columns == ("record_id", "unit", "received_at", "due_at")


def test_entities_scripts_and_styles_are_text_or_nothing():
    cell = "&lt;script&gt;alert(1)&lt;/script&gt; &amp; Đất&nbsp;đai<script>alert('</td>')</script><!-- <td> -->"
    batch = of(page(HEAD, row(1, CODES[0], cell), row(2, CODES[1], "Đất<br>đai"), row(3, CODES[2], "<b>Đ</b>ất đai")))
    assert column(batch, "field") == ["<script>alert(1)</script> & Đất đai", "Đất đai", "Đất đai"]


def test_a_table_that_goes_on_under_the_same_headings_is_one_and_another_is_not_read_as_it():
    logo = "<tr><td>UBND TỈNH</td><td>CỘNG HÒA</td></tr>"
    signs = "<tr><td>Người lập biểu</td><td>Thủ trưởng</td></tr>"
    between = "</table><table>"
    batch = of(page(logo, between, TITLE, HEAD, row(1, CODES[0]), between, HEAD, row(2, CODES[1]), between, signs))
    assert (column(batch, "record_id"), column(batch, "_row"), batch.set_aside) == (CODES[:2], [5, 7], 1)


def test_a_table_inside_a_table_is_read_once():
    inner = f"<table>{HEAD}{row(1, CODES[0])}</table>"
    assert column(of(page(f"<tr><td>menu</td><td>{inner}</td></tr>")), "record_id") == CODES[:1]


def test_rows_of_another_length_are_told():
    long = row(2, CODES[1]).replace("</tr>", "<td>4</td><td>H14.36-250301-0009</td></tr>")
    batch = of(page(HEAD, row(1, CODES[0]), long, row(3, CODES[2], unit="")))
    assert rejected(batch) == [(3, "", "wrong-field-count"), (4, "", "wrong-field-count")]


@pytest.mark.parametrize(
    "cut", ["</table></body></html>", "</td></tr></table></body></html>", "H14.36</td></tr></table></body></html>"]
)
def test_a_page_without_the_end_of_its_table_waits(cut):
    with pytest.raises(FileIncompleteError, match=r"^so theo doi\.xls: the table has no end"):
        of(GOOD.removesuffix(cut))


def test_every_cut_of_a_page_waits_or_reads_the_same():
    whole = page(
        TITLE, HEAD, row(1, CODES[0]), row(2, CODES[1], "Hộ tịch"), end="</table><p>Người lập</p></body></html>"
    )
    content = whole.encode()
    for length in range(content.index(b"<html") + 6, len(content)):
        try:
            as_expected(of(content[:length]))
        except FileIncompleteError:
            continue


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("<html><body><form>Đăng nhập</form></body></html>", "holds no table"),
        (page("<tr><td>", "<div>" * 400, "x", "</div>" * 400, "</td></tr>"), "too deep"),
        (page("<tr>", "<td>x</td>" * 1001, "</tr>"), "too wide"),
        (page("<tr>", '<td colspan="99999999999999999999">x</td>', '<td colspan="1000">x</td>' * 2, "</tr>"), "too wide"),
        (page("<td>1</td><td>2</td>"), "do not nest"),
        (page(HEAD, *[row(1, CODES[0])] * 4).replace("</tr><tr>", "", 1), "do not nest"),
        ("<html><body><tr><td>1</td></tr></body></html>", "do not nest"),
        (page("<tr><td>", "x" * 11_000_000, "</td></tr>"), "too large"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_gets_a_sentence(text, sentence):
    with pytest.raises(FeedError, match=sentence) as told:
        of(text)
    assert str(told.value).startswith("so theo doi.xls: ")


def test_entities_that_grow_are_never_expanded():
    laughs = "".join(f'<!ENTITY l{n} "{"&l" + str(n - 1) + ";" if n else "ha"}{"x" * 9}">' for n in range(9))
    batch = of(f"<!DOCTYPE html [{laughs}]>" + page(HEAD, row(1, CODES[0], "&l8;")).removeprefix("<html>") + "</html>")
    assert column(batch, "field") == ["&l8;"]


def test_a_cell_that_spans_more_rows_than_there_are_costs_nothing():
    batch = of(page(HEAD, row(1, CODES[0], unit='<td rowspan="999999999">H14.1</td>'), row(2, CODES[1], unit="")))
    assert column(batch, "unit") == ["H14.1", "H14.1"]


@pytest.mark.parametrize("content", [b"PK\x03\x04", b"a,b\n", b'{"a": "<table>"}', b"<?xml version='1.0'?><Workbook>"])
def test_other_files_are_left_to_their_readers(content):
    assert not READERS[0].recognise(content, "a.xls")
