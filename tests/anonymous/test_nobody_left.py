"""No person of a file stands anywhere in what comes out, and who was one person still is one."""

import io
import unicodedata
import zipfile

import pytest
from anonymous_files import HEADINGS, PEOPLE, csv_of, jsonl_of, made, person, rows_in, xlsx_of
from hypothesis import given, settings
from hypothesis import strategies as st

WORDS = st.sampled_from(
    [
        "Nguyễn",
        "Trần",
        "Lê",
        "Nông",
        "Bế",
        "Văn",
        "Thị",
        "Đức",
        "An",
        "Bình",
        "Hoa",
        "Khuẫn",
        "Mã",
        "Hòa",
        "Thuỷ",
        "Nẳm",
    ]
)
NAMES = st.builds(" ".join, st.lists(WORDS, min_size=2, max_size=4))
DIGITS = st.integers(12_345_678, 98_765_432)  # a repeated digit, or 000000001, names nobody and stays
PHONES = st.builds(
    lambda n, form: form.format(f"{n:08}"),
    DIGITS,
    st.sampled_from(["09{}", "+849{}", "849{}", "9{}", "09 {}", "9{}.0"]),
)
NUMBERS = st.builds(lambda n, form: form.format(f"{n:08}"), DIGITS, st.sampled_from(["0040{}", "B{}", "0{}", "{}1234"]))
ACCOUNTS = st.one_of(
    st.builds(lambda n: f"cd.an{n % 999}", DIGITS), st.builds(lambda n: f"An.{n}@mail.vn", DIGITS), PHONES, NUMBERS
)
PLACES = st.builds(lambda n, name: f"Tổ {n % 9}, xã {name}", DIGITS, NAMES)
SPACED = st.sampled_from(["{}", " {}", "{} "])
CASES = st.sampled_from([str, str.upper, str.lower, lambda text: unicodedata.normalize("NFD", text)])


@st.composite
def people(draw):
    """A row of a person, their values spaced, cased and composed in different ways; some are missing."""
    values = [draw(st.one_of(st.just(""), kind)) for kind in (NAMES, PHONES, NUMBERS, PLACES, ACCOUNTS, NAMES)]
    return [draw(SPACED).format(draw(CASES)(value)) if value else "" for value in values]


def as_rows(drawn):
    return [[*person(number)[:4], *values, *person()[10:]] for number, values in enumerate(drawn)]


def whole_text(content):
    """Everything that a file says, unpacked."""
    if not content.startswith(b"PK"):
        return content.decode()
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return "\n".join(package.read(name).decode() for name in package.namelist())


def partition(rows, columns):
    """Which cells say the same: places grouped by value."""
    places = {}
    for number, row in enumerate(rows):
        for at in columns:
            places.setdefault((row[at] or "").strip(), []).append((number, at))
    return sorted(places.values())


WRITTEN = {
    "csv": lambda rows: csv_of(*rows).encode(),
    "utf-16": lambda rows: csv_of(*rows).encode("utf-16"),
    "xlsx": lambda rows: xlsx_of(HEADINGS, *rows),
    "jsonl": lambda rows: jsonl_of(*rows).encode(),
}


@pytest.mark.parametrize("form", WRITTEN)
@settings(max_examples=25, deadline=None)
@given(drawn=st.lists(people(), min_size=1, max_size=12))
def test_no_person_stays_and_who_was_the_same_is_the_same(form, drawn):
    rows = as_rows(drawn)
    content = WRITTEN[form](rows)
    after = made(content).content
    text = whole_text(after) if form != "utf-16" else after.decode("utf-16")
    originals = {row[at].strip() for row in rows for at in PEOPLE} | {"gọi lại cho anh An"}
    assert [value for value in originals if len(value) >= 4 and value in text] == []
    was, now = rows_in(content)[1:], rows_in(after)[1:]
    assert partition(was, PEOPLE) == partition(now, PEOPLE)
    assert partition(was, [0]) == partition(now, [0])
    kept = [1, 2, 3, 10, 11]
    assert [[row[at] for at in kept] for row in was] == [[row[at] for at in kept] for row in now]


def test_one_person_in_two_columns_and_in_running_text_is_one_replacement():
    rows = [
        person(1, **{"Người gửi": "004085000017", "Lĩnh vực": "Cấp đổi cho Nguyễn Văn An"}),
        person(2, **{"Cán bộ xử lý": "Nguyễn Văn An"}),
    ]
    after = rows_in(made(csv_of(*rows)).content)[1:]
    assert after[0][6] == after[0][8]
    assert after[1][9] == after[1][4] == after[0][4]
    assert after[0][1] == f"Cấp đổi cho {after[0][4]}"
