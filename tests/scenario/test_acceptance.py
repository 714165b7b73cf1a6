"""Every figure of the five source articles comes out of the product, or the table says why it cannot."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from acceptance import SCENARIOS, VERDICTS, Figure, computed, holds, page, read_table

from reform_tui.language import Language

TABLE = read_table()
PAGE = Path(__file__).parents[2] / "docs" / "acceptance.md"
CLAIMS = SCENARIOS.parent / "claims" / "inbox" / "claims" / "So lieu cong bo 2025-12-31.csv"
ROWS = {
    "000": [*range(1, 12)],
    "001": [*range(1, 9), "9a", "9b", 10],
    "002": [*range(1, 10)],
    "003": [*range(1, 28)],
    "004": [*range(1, 9)],
}
VI = Language("vi")


@pytest.fixture(scope="module")
def figures(tmp_path_factory) -> dict[str, list[Figure]]:
    """The figures of all rows, each scenario made and judged once."""
    found: dict[str, list[Figure]] = {}
    for key, article in TABLE.articles.items():
        rows = [row for row in TABLE.row if row.id.startswith(key)]
        found |= computed(article.scenario, rows, tmp_path_factory.mktemp(article.scenario))
    return found


def test_every_row_of_every_article_stands_in_the_table_once():
    assert [row.id for row in TABLE.row] == [f"{key}-{n}" for key, numbers in ROWS.items() for n in numbers]


def test_every_row_has_a_verdict_that_fits_what_it_says():
    for row in TABLE.row:
        assert row.verdict in VERDICTS, f"{row.id}: no verdict"
        assert row.article, f"{row.id}: what the article says is missing"
        assert bool(row.figures) or row.verdict != "computed", f"{row.id}: computed, and no figure"
        assert not row.figures or row.verdict in {"computed", "ambiguous"}, f"{row.id}: {row.verdict}, yet figures"
        assert row.note or row.verdict not in {"ambiguous", "claimed"}, f"{row.id}: {row.verdict}, and no reason"


def test_what_is_only_claimed_stands_in_the_list_of_claims():
    text = CLAIMS.read_text(encoding="utf-8-sig")
    claims = {re.sub(r"[a-z]$", "", line.partition(";")[0]) for line in text.splitlines()[1:]}
    assert {row.id for row in TABLE.row if row.verdict == "claimed"} - claims == set()


@pytest.mark.timeout(400)  # 250,000 records of five projects, and the machine may be busy
def test_the_product_computes_what_the_articles_state(figures: Mapping[str, Sequence[Figure]]):
    text = page(TABLE, figures)
    sys.stdout.write(text)
    wrong = {
        row.id: [(wanted, figure) for wanted, figure in zip(row.figures, figures[row.id], strict=True)]
        for row in TABLE.row
        if not all(holds(wanted, figure) for wanted, figure in zip(row.figures, figures[row.id], strict=True))
    }
    assert wrong == {}
    if os.environ.get("REFORM_TUI_ACCEPTANCE") == "write":
        PAGE.write_text(text, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == text, "docs/acceptance.md is old; REFORM_TUI_ACCEPTANCE=write renews it"


@pytest.mark.parametrize(
    ("numerator", "denominator", "printed"),
    [
        (17, 54, "31,48 %"),
        (24558, 34530, "71,12 %"),
        (978, 1559, "62,73 %"),
        (2081, 2112, "98,53 %"),
        (2063, 2112, "97,68 %"),
        (19, 124, "15,32 %"),
        (38, 124, "30,65 %"),
        (80, 124, "64,52 %"),
        (2047, 2386, "85,79 %"),
        (80848, 88429, "91,43 %"),
    ],
)
def test_shares_are_rounded_once_and_printed_as_in_vietnam(numerator, denominator, printed):
    assert re.sub(r"\s", " ", VI.rate(numerator, denominator)) == printed


def test_a_rounded_number_is_never_rounded_again():
    assert VI.decimal(100 * 38 / 124, 1) == "30,6"
    assert VI.decimal(30.65, 1) == "30,7"  # what rounding again would print
    assert VI.whole(34530) == "34.530"


def test_the_articles_sums():
    assert (639 + 1136, 1776 + 336, 1010 + 1071, 71 + 187 + 47) == (1775, 2112, 2081, 305)
    assert 448 / 56 == 8.0
    assert round(0.952 * 29500) == 28084
