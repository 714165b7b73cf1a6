"""Lists put together from parts, and shares that are met to the record."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from reform_tui.config.scenario import Listing, Part, Scenario, Shares, load_scenario
from reform_tui.errors import ReformError
from reform_tui.scenario.beside import beside_records
from reform_tui.scenario.draft import Draft, draft
from reform_tui.scenario.lists import list_table
from reform_tui.scenario.money import owing, paid_online
from reform_tui.scenario.senders import senders
from reform_tui.scenario.tables import records_table

SPEC = Path(__file__).parents[2] / "sample_feeds" / "scenarios" / "cao-bang-2025-q1.toml"


@pytest.fixture(scope="module")
def spec() -> Scenario:
    return load_scenario(SPEC)


@pytest.fixture(scope="module")
def drafted(spec) -> Draft:
    return draft(spec, np.random.default_rng(1))


def listed(spec: Scenario, *parts: Part) -> list[dict[str, str]]:
    return list_table(spec, Listing("list", "tasks", parts), np.random.default_rng(1)).to_pylist()


def test_a_line_a_unit_of_a_level_and_words_spread_to_their_totals(spec):
    rows = listed(spec, Part({"unit": "{unit}", "item": "screen"}, units="commune", totals={"has": {"1": 19, "0": 37}}))
    assert len({row["unit"] for row in rows}) == 56
    assert Counter(row["has"] for row in rows) == {"1": 19, "0": 37}


def test_rows_go_round_the_units_and_are_numbered(spec):
    rows = listed(spec, Part({"id": "T-{n}", "unit": "{unit}"}, units="province", rows=20, first=5))
    assert [row["id"] for row in rows][::19] == ["T-000005", "T-000024"]
    assert rows[0]["unit"] == rows[18]["unit"]


def test_a_part_without_a_heading_leaves_it_empty(spec):
    rows = listed(spec, Part({"a": "x", "b": "y"}, rows=1), Part({"a": "{province}"}, rows=1))
    assert rows == [{"a": "x", "b": "y"}, {"a": "H14", "b": ""}]


def test_totals_that_miss_the_lines_are_a_sentence(spec):
    with pytest.raises(ReformError, match="feed 'list' has 3 lines, but 'has' adds up to 2; make them equal"):
        listed(spec, Part({"a": "x"}, rows=3, totals={"has": {"1": 2}}))


def test_a_list_may_be_lines_of_a_file_of_the_samples(spec):
    copied = Listing("claims", "claims", copy="claims/inbox/claims/So lieu cong bo 2025-12-31.csv", only="001-")
    rows = list_table(spec, copied, np.random.default_rng(1)).to_pylist()
    assert {row["Mã số liệu"][:4] for row in rows} == {"001-"}
    assert {row["Nguồn"] for row in rows} == {"Lao Động"}
    with pytest.raises(ReformError, match=r"none\.csv: cannot be copied"):
        list_table(spec, replace(copied, copy="none.csv"), np.random.default_rng(1))


@pytest.mark.parametrize("given", [{}, {"part": (Part({"a": "x"}, rows=1),), "copy": "x.csv"}])
def test_a_list_of_nothing_or_of_both_is_refused(given):
    with pytest.raises(ValueError, match="either parts or a file to copy"):
        Listing("list", "tasks", **given)


def test_records_and_procedures_paid_online_are_both_met(spec, drafted):
    asked = replace(spec, shares=Shares(paid_online=0.8594, procedures_paid=0.9))
    paid, owes = paid_online(asked, drafted, np.random.default_rng(1)), owing(spec, drafted) > 0
    assert not paid[~owes].any()
    assert round(paid.sum() / owes.sum(), 4) == 0.8594
    pairs = {*zip(drafted.unit[owes], drafted.procedure[owes], strict=True)}
    with_payment = {*zip(drafted.unit[paid], drafted.procedure[paid], strict=True)}
    assert round(len(with_payment) / len(pairs), 2) == 0.9


def test_shares_that_exclude_each_other_are_a_sentence(spec, drafted):
    asked = replace(spec, shares=Shares(paid_online=0.001, procedures_paid=1.0))
    with pytest.raises(ReformError, match=r"shares\.paid_online and shares\.procedures_paid cannot both be met"):
        paid_online(asked, drafted, np.random.default_rng(1))


def test_lists_beside_the_records_speak_of_them(spec, drafted):
    shares = Shares(apologised=0.5, satisfied=0.95, rated=0.2, published=0.9)
    asked, rng = replace(spec, shares=shares, payments=True), np.random.default_rng(1)
    table = records_table(asked, drafted, senders(asked, drafted, rng), rng)
    lists = beside_records(asked, drafted, table, rng)
    codes = {*table["Số hồ sơ"].to_pylist()}
    assert all({*rows["Mã hồ sơ"].to_pylist()} <= codes for rows in lists.values())
    assert {schema: len(rows) for schema, rows in lists.items()} == {
        "payments": int((owing(spec, drafted) > 0).sum()),
        "apologies": 497,  # half of 994
        "ratings": 6533,  # a fifth of 32,665
        "sync": 34_530,
    }
    assert Counter(lists["ratings"]["Đánh giá"].to_pylist())["Hài lòng"] == 6206


def test_a_scenario_without_them_has_no_lists_beside(spec, drafted):
    rng = np.random.default_rng(1)
    table = records_table(spec, drafted, senders(spec, drafted, rng), rng)
    assert beside_records(spec, drafted, table, rng) == {}
    assert "Ngày đồng bộ" not in table.column_names
