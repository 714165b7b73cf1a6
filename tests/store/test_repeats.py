"""Codes that stand several times in one file: the last row holds, and the file tells which rows agree."""

import json

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from reform_tui.feeds.remarks import NAMED_ROWS, Remark, spoken, together
from reform_tui.language import Language
from reform_tui.model.schema import RECORDS, STAFF
from reform_tui.store.repeats import repeats_in

ROWS = st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from([None, "x", "y"]), st.integers(0, 1)), max_size=14)


def table(rows):
    keys, fields, fees = zip(*rows, strict=True) if rows else ((), (), ())
    return pa.table(
        {
            "field": pa.chunked_array([pa.array(fields, pa.string()).dictionary_encode()]),
            "fee": pa.array(fees, pa.int64()),
            "_key": pa.array(keys, pa.string()),
            "_row": pa.array(range(2, len(rows) + 2), pa.int32()),
        }
    )


@settings(max_examples=150, deadline=None)
@given(ROWS)
def test_as_a_person_would_count(rows):
    found = repeats_in(table(rows), RECORDS)
    places = {}
    for number, (key, *cells) in enumerate(rows, 2):
        places.setdefault(key, []).append((number, cells))
    several = {key: listed for key, listed in places.items() if len(listed) > 1}
    assert [n + 2 for n, kept in enumerate(found.kept) if kept] == sorted(listed[-1][0] for listed in places.values())
    assert found.codes == len(several)
    told = {one.subject: one for one in found.remarks}
    assert told.keys() == several.keys()
    for key, listed in several.items():
        differ = tuple(
            name for at, name in enumerate(["field", "fee"]) if len({repr(cells[at]) for _, cells in listed}) > 1
        )
        assert told[key].rows == tuple(number for number, _ in listed)
        assert (told[key].kind, told[key].columns) == ("differing" if differ else "repeated", differ)
    assert found.differing == sum(one.kind == "differing" for one in found.remarks)


def test_a_key_is_told_as_the_file_has_it_and_a_person_is_not_told():
    rows = pa.table({"_key": ["H14.7|12", "H14.7|12"], "_row": pa.array([2, 3], pa.int32())})
    assert [one.subject for one in repeats_in(rows, RECORDS).remarks] == ["12"]
    assert [one.subject for one in repeats_in(rows, STAFF).remarks] == [""]


def test_a_remark_says_rows_columns_and_which_holds_in_both_languages():
    remark = Remark.of("differing", [5, 9, 12], "H14.36-250301-0001", ["due_at"])
    english = spoken(remark, Language("en"))
    assert english.startswith(
        "code H14.36-250301-0001 stands in rows 5, 9, 12 and differs in due_at; row 12, the last,"
    )
    assert "lấy dòng 12 là dòng cuối" in spoken(remark, Language("vi"), ["Ngày hẹn trả"])
    many = Remark.of("odd-code", range(1, 100))
    assert (many.count, len(many.rows), many.rows[-1]) == (99, NAMED_ROWS, 99)
    assert "19, …, 99" in spoken(many, Language("en"))


def test_remarks_of_pieces_are_one():
    first, second = Remark.of("odd-code", [3, 4]), Remark.of("odd-code", [2]).moved_down(100)
    [both] = together([first, second])
    assert (both.count, both.rows) == (3, (3, 4, 102))
    assert json.dumps(both.rows) == "[3, 4, 102]"
