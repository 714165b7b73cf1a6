"""Who filed, apart from any check: more than a household's names at one address, a list under other columns, hands."""

from __future__ import annotations

import pandas as pd

from reform_tui.sdk import family, filing, listed

AT = pd.Timestamp("2025-03-03T08:00:00+07:00")


def test_a_village_that_shares_an_address_is_no_home():
    names, addresses = pd.Series([f"Lý {n}" for n in range(9)]), pd.Series(["Xóm 1"] * 9)
    assert family(names, addresses).isna().all()
    assert set(family(names[:8], addresses[:8])) == {"lý|xóm 1"}
    assert set(family(names[:2], pd.Series(["số 1, xóm 2", "Số 1 - Xóm 2"]))) == {"lý|số 1 xóm 2"}


def test_a_list_may_name_rows_under_another_column():
    rows = pd.DataFrame({"account": ["004", "tk"], "at": [AT, AT]}).astype({"account": "str"})
    table = pd.DataFrame({"person_id": ["004"], "account": ["cb"]}).astype("str")
    assert list(listed(rows, table, on={"person_id": "account"}, at="at")["row"]) == [0]
    assert listed(rows, table, on=["account"], at="at").empty


def test_accounts_with_too_few_owners_each_stay_apart():
    owners = {"a": "12", "b": "34"}
    rows = pd.DataFrame([
        {"account": account, "owner": owner, "phone": "0912345678", "unit": "X1"} for account in owners for owner in owners[account]
    ]).astype("str")  # fmt: skip
    rows = rows.assign(
        payer=None, device=None, receiver="cb", quick=False, hours=True, readable=True, excused=False, himself=False
    ).assign(slow=True)
    rows = rows.assign(at=AT, key=[str(n) for n in rows.index]).astype({"payer": "str", "device": "str"})
    assert list(filing.hands(rows, 2, 9)) == ["a"] * 4
    assert list(filing.hands(rows, 3, 9)) == ["a", "a", "b", "b"]
