"""Who hangs together, against walking the graph one by one."""

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from reform_tui.sdk import linked

ROW = st.tuples(st.sampled_from("abcdefgh"), st.sampled_from(["1", "2", "3", "4", None]), st.sampled_from(["x", None]))


def table(rows):
    return pd.DataFrame(rows, columns=["account", "phone", "payer"]).astype("str")


def walked(rows, most):
    """Return the set that each account hangs together with."""
    shares = {}
    for account, phone, payer in rows:
        for value in (("phone", phone), ("payer", payer)):
            shares.setdefault(value, set()).add(account)
    sets = {account: {account} for account, _, _ in rows}
    for (_, value), sharers in shares.items():
        if value is not None and len(sharers) <= most:
            whole = set().union(*(sets[one] for one in sharers))
            sets.update(dict.fromkeys(whole, whole))
    return sets


@settings(max_examples=60, deadline=None)
@given(st.lists(ROW, max_size=20), st.integers(1, 9))
def test_it_links_what_walking_links(rows, most):
    found = linked(table(rows), "account", ["phone", "payer"], most=most)
    assert {name: set(found.index[found == found[name]]) for name in found.index} == walked(rows, most)


def test_a_chain_is_one_and_goes_by_who_came_first():
    rows = [("b", "1", None), ("a", "1", None), ("a", "2", None), ("c", "2", None), ("d", "3", None)]
    assert linked(table(rows), "account", ["phone"], most=9).to_dict() == {"b": "b", "a": "b", "c": "b", "d": "d"}


def test_what_too_many_share_links_nobody():
    rows = [("a", "1", None), ("b", "1", None), ("c", "1", None)]
    assert linked(table(rows), "account", ["phone"], most=2).to_dict() == {"a": "a", "b": "b", "c": "c"}


def test_nothing_links_nobody():
    assert linked(table([]), "account", ["phone"], most=2).empty
