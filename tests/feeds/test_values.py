"""Text to codes, flags and numbers."""

import unicodedata
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest
from feed_reading import column, read, rejected

from reform_tui.feeds.types import arrow_type
from reform_tui.feeds.values import typed
from reform_tui.feeds.words import CLOSED
from reform_tui.model.schema import CHANNELS, LEVELS, RECORDS, STAFF_CLASSES, STATUSES, Column, Kind

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
