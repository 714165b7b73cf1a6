"""Identities that compare, lists with dates, and masks."""

from __future__ import annotations

import pandas as pd
import pytest

from reform_tui.sdk import comparable, family, identity, listed, masked, procedure_base

DAY = pd.Timestamp("2025-03-03", tz="Asia/Ho_Chi_Minh").as_unit("us")
HOUR = pd.Timedelta(hours=1)


def text(*values):
    return pd.Series(values, dtype="str")


def test_identities_compare_whatever_their_case_and_blanks():
    assert identity(text(" CB.Hoa ", "cb.hoa", None)).tolist()[:2] == ["cb.hoa", "cb.hoa"]


@pytest.mark.parametrize("nobody", ["", "  ", "0", "0000000000", "999999999999", "000000001", " N/A "])
def test_what_names_nobody_is_missing(nobody):
    assert identity(text(nobody), ["000000001", "n/a"]).isna().all()


@pytest.mark.parametrize(
    "written",
    ["0912345678", "912345678", "912345678.0", "+84 912 345 678", "84912345678", "0912.345.678", "0084912345678"],
)
def test_one_telephone_however_it_is_written(written):
    assert comparable(pd.DataFrame({"phone": text(written)}))["phone"].tolist() == ["0912345678"]


def test_a_landline_keeps_its_digits():
    assert comparable(pd.DataFrame({"phone": text("02063 852 123")}))["phone"].tolist() == ["02063852123"]


def test_columns_that_are_no_identities_stay():
    rows = pd.DataFrame({"account": text("A "), "note": text("A ")})
    assert comparable(rows).to_dict("list") == {"account": ["a"], "note": ["A "]}


def test_a_family_is_a_surname_at_an_address():
    found = family(text("Nông Văn A", "nông  Thị B", "Lý C", "Lý C"), text("Tổ 3", "tổ 3 ", "Tổ 3", None))
    assert found[0] == found[1] != found[2]
    assert pd.isna(found[3])


def entries(**columns):
    times = {
        name: pd.Series(columns.pop(name, [pd.NaT]), dtype="datetime64[us, Asia/Ho_Chi_Minh]")
        for name in ("from", "to")
    }
    return pd.DataFrame({name: text(*values) for name, values in columns.items()} | times)


@pytest.mark.parametrize(
    ("at", "holds"), [(DAY - HOUR, False), (DAY, True), (DAY + 23 * HOUR, True), (DAY + 24 * HOUR, False)]
)
def test_an_entry_holds_from_its_first_moment_through_its_last_day(at, holds):
    rows = pd.DataFrame({"account": text("a"), "at": [at]}).set_axis([17])
    table = entries(account=["a"], **{"from": [DAY], "to": [DAY]})
    found = listed(rows, table, on=["account"], at="at", since="from", until="to")
    assert found["row"].tolist() == ([17] if holds else [])


def test_any_of_the_columns_may_match_and_no_missing_one_does():
    rows = pd.DataFrame({"account": text("a", None, "c"), "phone": text(None, "2", None), "at": [DAY] * 3})
    table = entries(
        account=["a", None], phone=[None, "2"], name=["x", "y"], **{"from": [pd.NaT] * 2, "to": [pd.NaT] * 2}
    )
    found = listed(rows, table, on=["account", "phone"], at="at", since="from", until="to")
    assert dict(zip(found["row"], found["listed_name"], strict=True)) == {0: "x", 1: "y"}


def test_an_empty_list_names_nobody():
    rows = pd.DataFrame({"account": text("a"), "at": [DAY]})
    found = listed(rows, entries(account=["a"]).iloc[:0], on=["account"], at="at", until="to")
    assert found.empty
    assert "listed_account" in found


def test_a_mask_is_stable_tells_kinds_apart_and_shows_two_letters():
    assert masked("tk", "cb.hoa17") == masked("tk", "cb.hoa17")
    assert masked("tk", "cb.hoa17") != masked("đt", "cb.hoa17")
    assert masked("tk", "cb.hoa17").startswith("tk…17#")
    assert "cb.hoa" not in masked("tk", "cb.hoa17")


def test_procedures_are_joined_on_their_national_code():
    codes = ["2.000806.000.00.00.H56", "2.002622.H56", " 1.006714", "1.0067145", "TTHC-01", "", None]
    for given in (pd.Series(codes), pd.Series(codes, dtype="category")):
        base = procedure_base(given)
        assert base.to_list()[:3] == ["2.000806", "2.002622", "1.006714"]
        assert base[3:].isna().all()
