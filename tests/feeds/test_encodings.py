"""Text in every encoding that offices used is read as it was meant, or refused with a sentence; never other letters."""

import unicodedata

import pytest
from feed_reading import column, read, workbook
from hypothesis import given, settings
from hypothesis import strategies as st

from reform_tui.errors import FeedError
from reform_tui.feeds.old_fonts import TCVN3, VNI, WINDOWS, from_tcvn3, from_vni, old_font, reading_of

HEAD = ["Mã hồ sơ", "Lĩnh vực", "Đơn vị", "Địa chỉ"]
TEXT = """
    Đất đai hộ tịch chứng thực bảo trợ xã hội người có công nuôi con lý lịch tư pháp thành lập doanh nghiệp môi
    trường giao dịch bảo đảm cấp giấy phép xây dựng phường Thục Phán xã Hòa An Thuận Hoà Thanh Thủy Quảng Uyên khuya
    nghĩa trang giếng quốc lộ tuyến đường thuở ấy oẳn tù tì hươu khuỷu tay xoong nồi yêu cầu bổ sung kỹ thuật ở gò ô
"""
WORDS = TEXT.split()
TONES = "\u0300\u0301\u0303\u0309\u0323"
TCVN3_OF = {from_tcvn3(chr(byte)): chr(byte) for byte in range(0xA1, 0x100) if from_tcvn3(chr(byte)) != chr(byte)}
VNI_OF = {
    from_vni(vowel + sign): vowel + sign
    for vowel in ("a", "e", "o", "u", "y", "ô", "ö")
    for sign in "øùûõïâàáåãäêèéúüë"
    if len(from_vni(vowel + sign)) == 1
} | {from_vni(one): one for one in "ìíæóòîñôö"}


def windows(text):
    apart = []
    for one in unicodedata.normalize("NFC", text):
        marks = unicodedata.normalize("NFD", one)
        tone = "".join(mark for mark in marks if mark in TONES)
        apart.append(unicodedata.normalize("NFC", "".join(m for m in marks if m not in TONES)) + tone)
    return "".join(apart).encode("cp1258")


def tcvn3(text):
    return "".join(TCVN3_OF.get(one, one) for one in text.lower()).encode("latin-1")


def vni(text):
    return "".join(VNI_OF.get(one, one) for one in text.lower()).encode("latin-1")


def table(rows):
    return "\n".join(",".join(row) for row in [HEAD, *rows])


def rows_of(words):
    return [[f"H14.36-250301-{n:04}", f"{a} {b}", "H14.36", c] for n, (a, b, c) in enumerate(words, 1)]


SOME = st.lists(st.tuples(*[st.sampled_from(WORDS)] * 3), min_size=1, max_size=12).map(rows_of)
WRITERS = {
    "utf-8": str.encode,
    "a mark before it": lambda text: text.encode("utf-8-sig"),
    "utf-16": lambda text: text.encode("utf-16"),
    "utf-16 without a mark": lambda text: text.encode("utf-16-le"),
    "taken apart, as a Mac does": lambda text: unicodedata.normalize("NFD", text).encode(),
    "windows-1258": windows,
}


@pytest.mark.parametrize("writer", WRITERS)
@settings(max_examples=25, deadline=None)
@given(SOME)
def test_what_can_be_read_is_read_as_it_was_meant(writer, rows):
    batch = read(WRITERS[writer](table(rows)))
    assert column(batch, "field") == [row[1] for row in rows]
    assert column(batch, "applicant_address") == [row[3] for row in rows]


@pytest.mark.parametrize(("name", "writer"), [(TCVN3, tcvn3), (VNI, vni)])
@settings(max_examples=40, deadline=None)
@given(SOME)
def test_old_fonts_are_refused_by_name(name, writer, rows):
    with pytest.raises(FeedError) as told:
        read(writer(table(rows)))
    assert f"written for {name} fonts" in str(told.value)
    assert "convert it to Unicode" in str(told.value)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4), st.sampled_from([windows, tcvn3, vni]))
def test_however_short_no_text_becomes_other_letters(words, writer):
    text = " ".join(words).lower()
    content = writer(text)
    reading = reading_of(content)
    if not content.isascii() and reading == WINDOWS:
        assert unicodedata.normalize("NFC", content.decode("cp1258")) == text


@pytest.mark.parametrize("name", ["cp1258", "cp1252"])
@pytest.mark.parametrize("writer", [tcvn3, vni])
def test_a_stated_encoding_does_not_help_an_old_font(name, writer):
    with pytest.raises(FeedError, match="fonts, from before Unicode"):
        read(writer(table(rows_of([("đất", "đai", "xã")]))), encoding=name)


@pytest.mark.parametrize("writer", [tcvn3, vni])
def test_an_old_font_inside_unicode_is_refused_be_it_one_column(writer):
    typed = writer("Nguyễn Văn Hưởng, tổ dân phố số ba").decode("latin-1")
    for content, name in (
        (workbook(HEAD, ["H14.36-250301-0001", "Đất đai", "H14.36", typed]), "a.xlsx"),
        (table([["H14.36-250301-0001", "Đất đai", "H14.36", typed.replace(",", "")]]).encode(), "a.csv"),
    ):
        with pytest.raises(FeedError, match="fonts, from before Unicode"):
            read(content, name)


def test_other_languages_in_unicode_are_left_alone():
    for text in ("Café Müller, Señor Muñoz", "naïve façade", "Đất đai có ý, là à", "bà mẹ", "Zürich"):
        assert old_font(text) == ""


def test_text_of_two_encodings_is_refused_and_signs_are_not():
    whole = table(rows_of([("đất", "đai", "xã"), ("hộ", "tịch", "phường")]))
    with pytest.raises(FeedError, match="written in different ways"):
        read((whole + "\n").encode() + windows(whole))
    assert column(read(b"Ma ho so,Dia chi\nH14.36-250301-0001,12 m\xb2 \x96 30\xb0\n"), "applicant_address") == [
        "12 m² – 30°"
    ]
