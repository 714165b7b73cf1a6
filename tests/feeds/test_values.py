"""Text to codes, flags and numbers."""

import unicodedata
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest
from feed_reading import column, read, rejected

from reform_tui.errors import FeedError
from reform_tui.feeds.remarks import Remark
from reform_tui.feeds.types import arrow_type
from reform_tui.feeds.values import typed
from reform_tui.feeds.words import CLOSED
from reform_tui.model.period import Period
from reform_tui.model.schema import CHANNELS, LEVELS, RECORDS, STAFF_CLASSES, STATUSES, Column, Kind, Schema

CODE = "H14.36-250301-0001"


def values_of(kind, *texts, name="c", values=None, closed=()):
    one = typed(pa.array(texts, pa.string()), Column(name, kind, values=closed), ZoneInfo("UTC"), values=values or {})
    assert one.values.type == arrow_type(kind)
    bad = [False] * len(texts) if one.bad is None else one.bad.tolist()
    return ["bad" if wrong else value for wrong, value in zip(bad, one.values.to_pylist(), strict=True)]


def test_text_is_composed_and_its_spaces_are_single():
    apart = unicodedata.normalize("NFD", "Nguyễn Thị Hoà")
    delivered = [f" {apart}\u00a0\u00a0 An\n", "\u00a0", " ", "", None, "a\u200bb\ufeff", "  x  y"]
    expected = ["Nguyễn Thị Hoà An", None, None, None, None, "ab", "x y"]
    assert values_of(Kind.TEXT, *delivered) == expected
    assert values_of(Kind.CODE, *delivered) == expected


def test_a_long_number_that_became_a_float_loses_its_point():
    assert values_of(Kind.TEXT, "912345678.0", "1.0", "000.17.0") == ["912345678", "1.0", "000.17.0"]


def test_what_takes_no_place_is_taken_out():
    assert values_of(Kind.TEXT, "\u200eA\u200b\u2060B\u202c", "\u00adHo\u200da", "\u2066\u2069") == ["AB", "Hoa", None]


@pytest.mark.parametrize("shown", ["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", " ##### "])
def test_an_error_of_a_spreadsheet_is_no_value_of_any_kind(shown):
    for kind in Kind:
        assert values_of(kind, shown) == [None]
    assert values_of(Kind.TEXT, "#1", "##", "Tổ #5", "#N/A x") == ["#1", "##", "Tổ #5", "#N/A x"]


def phones(*texts, name="applicant_phone", people=True):
    return typed(pa.array(texts), Column(name, people=people), ZoneInfo("UTC"), values={}).values.to_pylist()


def test_a_telephone_gets_back_its_first_zero_and_a_rounded_one_is_missing():
    assert phones("912345678.0", "912345678", "9.12345678E+08", "9,12345678E8") == ["0912345678"] * 4
    kept = ["0912345678", "+84912345678", "12345678", "112345678", "84912345678", "091 234 5678"]
    assert phones(*kept) == kept
    assert phones("9.12E+08", "9,1E+08") == [None, None]
    assert phones("912345678", "0.12E+08", name="applicant_id") == ["912345678", None]
    assert phones("9.12E+08", name="note", people=False) == ["9.12E+08"]


def test_rounded_numbers_are_told_with_their_rows():
    batch = read(f"Mã hồ sơ,Số điện thoại,Địa chỉ\n{CODE},9.12E+08,E+5\nH14.36-250301-0002,0912345678,x\n")
    assert column(batch, "applicant_phone") == [None, "0912345678"]
    assert batch.remarks == (Remark("rounded", 1, (2,), columns=("applicant_phone",)),)


def test_one_word_is_one_code_however_it_was_spaced():
    texts = pa.array(["Đất  đai", "Đất đai", unicodedata.normalize("NFD", "Đất đai"), " Đất đai\u00a0"])
    one = typed(texts, Column("field", Kind.CODE), ZoneInfo("UTC"), values={})
    assert one.values.dictionary.to_pylist() == ["Đất đai"]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0), ("12", 12), ("12.000", 12000), ("12,000", 12000), ("12.000 đ", 12000), ("1.234.567,00", 1234567),
        ("12 000 VNĐ", 12000), ("3.0", 3), ("3,00", 3), ("+7", 7), ("-5", -5), ("50.000 đồng", 50000), ("5000₫", 5000),
        ("1.5", "bad"), ("abc", "bad"), ("1.23.456", "bad"), ("99999999999999999999", "bad"), ("-", None), (" ", None),
        ("012", 12), ("NULL", None), ("đ", "bad"),
    ],
)  # fmt: skip
def test_amounts(text, number):
    assert values_of(Kind.AMOUNT, text, "1") == [number, 1]


def test_counts_fit_their_type():
    assert values_of(Kind.COUNT, "2147483647", "2147483648", "1.000", None) == [2147483647, "bad", 1000, None]


def test_measures():
    texts = ["0.7", "0,7", "70%", "70 %", "1.234,5", "12", "x", None, "-"]
    expected = [0.7, 0.7, 0.7, 0.7, 1234.5, 12.0, "bad", None, None]
    assert values_of(Kind.NUMBER, *texts) == expected


def test_flags():
    assert values_of(Kind.FLAG, "Có", "CÓ", "x", "X", "1", "1.0", "true", "✓", "rồi") == [True] * 9
    assert values_of(Kind.FLAG, "Không", "0", "0.0", "False", "chưa") == [False] * 5
    assert values_of(Kind.FLAG, "có lẽ", "2", " ", "-", None) == ["bad", "bad", None, None, None]
    assert values_of(Kind.FLAG, "2", "truc-tuyen", "tien-mat", "Chuyển khoản", name="paid_online") == [
        True,
        True,
        False,
        False,
    ]


def test_the_labels_and_numbers_of_the_national_systems():
    labels = [
        "Mới đăng ký", "Được tiếp nhận", "Không được tiếp nhận", "Đang xử lý", "Yêu cầu bổ sung giấy tờ",
        "Yêu cầu thực hiện nghĩa vụ tài chính", "Công dân yêu cầu rút hồ sơ", "Dừng xử lý", "Đã xử lý xong", "Đã trả kết quả",
    ]  # fmt: skip
    assert values_of(Kind.CODE, *labels, name="status", closed=STATUSES) == list(STATUSES)
    numbers = [str(number) for number in range(1, 11)]
    assert values_of(Kind.CODE, *numbers, name="status", closed=STATUSES) == list(STATUSES)
    assert values_of(Kind.CODE, "1.0", "TRỰC TUYẾN", "3", name="channel", closed=CHANNELS) == [
        "counter",
        "online",
        "post",
    ]
    assert values_of(Kind.CODE, "done", "online", name="status", closed=STATUSES) == ["done", None]


def test_an_unknown_channel_is_other_and_an_unknown_status_nothing_and_both_are_counted():
    batch = read(
        f"Mã hồ sơ,Kênh thực hiện,Trạng thái\n{CODE},Bồ câu,Chờ ký\nH14.36-250301-0002,,Chờ ký\nH14.36-250301-0003,2,9\n"
    )
    assert column(batch, "channel") == ["other", None, "online"]
    assert column(batch, "status") == [None, None, "done"]
    assert batch.unknown == (("channel", "Bồ câu", 1), ("status", "Chờ ký", 2))
    assert rejected(batch) == []


def test_the_feeds_values_come_first():
    mapped = {
        "channel": {"Trực tuyến": "counter", "bồ câu": "post"},
        "field": {"đất": "Đất đai", "?": ""},
        "authorised": {"ký thay": "có"},
    }
    batch = read(
        f"Mã hồ sơ,Kênh thực hiện,Lĩnh vực,Ủy quyền\n{CODE},TRỰC  TUYẾN,Đất,Ký thay\n{CODE},Bồ câu,?,0\n", values=mapped
    )
    assert column(batch, "channel") == ["counter", "post"]
    assert column(batch, "field") == ["Đất đai", None]
    assert column(batch, "authorised") == [True, False]


def test_every_known_word_leads_to_a_value_of_its_list():
    for name, values in {"channel": CHANNELS, "status": STATUSES, "level": LEVELS, "class": STAFF_CLASSES}.items():
        assert set(CLOSED[name].values()) == set(values)
    assert {c.name for c in RECORDS.columns if c.values} <= set(CLOSED)


BOUNDED = Schema(
    "scores",
    (
        Column("item", Kind.CODE),
        Column("unit", Kind.CODE),
        Column("score", Kind.NUMBER, least=0, most=100),
        Column("rank", Kind.COUNT, least=1),
        Column("period", Kind.CODE, form=Period.FORM),
    ),
    key=("item",),
)


def test_numbers_beyond_their_bounds_and_codes_of_another_form_set_their_row_aside():
    rows = "a,-500 %,1,2024\nb,101,1,2024\nc,82,0,2024\nd,82,1,inf\ne,x,1,2024-Q5\nf,100,,2025-Q4-report\ng,0,1,\n"
    batch = read("item,score,rank,period,unit\n" + rows.replace("\n", ",H14\n"), schema=BOUNDED)
    assert rejected(batch) == [
        (2, "score", "out-of-range"),
        (3, "score", "out-of-range"),
        (4, "rank", "out-of-range"),
        (5, "period", "out-of-form"),
        (6, "score", "not-a-number"),
    ]
    assert column(batch, "item") == ["f", "g"]


def test_a_constant_beyond_its_bounds_is_refused():
    with pytest.raises(FeedError, match="constant score = -1 is no number"):
        read("item,unit\na,H14\n", schema=BOUNDED, constants={"score": -1})
