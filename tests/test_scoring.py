"""Points, groups and totals of an index set: exact, rounded once, never a silent nothing."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reform_tui.scoring import (
    NOTHING,
    PROVINCE_ONLY,
    Figure,
    Item,
    Version,
    faults_in,
    half_up,
    in_force,
    items_of,
    points_of,
    ranks_of,
    score_of,
)

WORDS = {"vi": "a", "en": "a"}
GROUPS = {"CKMB": 18, "TDGQ": 20, "CLGQ": 12, "TTTT": 10, "MDHL": 18, "MDSH": 22}
OCTOBER_2025 = {
    "Cao Bằng, year": ("15.15 18.96 8.06 8.27 17.88 16.51", "84.83"),
    "Cao Bằng, month": ("16.04 16.28 6.36 8.06 17.43 15.25", "79.42"),
    "Tuyên Quang, year": ("14.78 19.39 8.13 9.07 18.00 18.09", "87.46"),
    "Tuyên Quang, month": ("18.00 18.98 8.05 8.57 18.00 16.85", "88.45"),
    "Cà Mau, year": ("16.19 18.64 8.14 9.53 17.94 19.60", "90.04"),
    "Cà Mau, month": ("18.00 18.61 8.06 7.29 18.00 15.92", "85.88"),
}
"""Group scores and totals of three provinces on 16/10/2025: bao_cao_T10_2025.xlsx of truongquangphuc/new-766."""


def item(group="A", points=10.0, **more):
    return Item(group=group, name=WORDS, points=points, **{"indicator": "x", **more})


@pytest.mark.parametrize(("row", "total"), OCTOBER_2025.values(), ids=OCTOBER_2025)
def test_the_six_groups_of_three_provinces_add_to_their_totals(row, total):
    items = {name: item(name, points, indicator=name) for name, points in GROUPS.items()}
    counted = dict(
        zip(
            GROUPS,
            (Figure(int(Decimal(s) * 100), p * 100) for s, p in zip(row.split(), GROUPS.values(), strict=True)),
            strict=True,
        )
    )
    score = score_of(items, counted, province=True)
    assert [str(score.group(name)) for name in GROUPS] == row.split()
    assert str(score.total) == str(score.most) == total
    assert score.possible == 100


@pytest.mark.parametrize(
    ("counted", "points", "full_at", "none", "expected"),
    [
        ((9480, 10000), 20, 1, "unknown", "18.96"),
        ((40, 100), 2, 0.8, "unknown", "1.00"),
        ((80, 100), 2, 0.8, "unknown", "2.00"),
        ((95, 100), 2, 0.8, "unknown", "2.00"),
        ((30, 100), 6, 0.5, "unknown", "3.60"),
        ((7, 5), 6, 1, "unknown", "6.00"),
        ((0, 5), 6, 1, "full", "0.00"),
        ((0, 0), 6, 1, "full", "6.00"),
        ((0, 0), 6, 1, "zero", "0.00"),
        ((0, 0), 6, 1, "unknown", "None"),
        ((1, 8), 1, 1, "unknown", "0.13"),
        ((1, 3), 2, 1, "unknown", "0.67"),
    ],
)
def test_each_formula(counted, points, full_at, none, expected):
    assert str(points_of(*counted, points, full_at, none)) == expected


@pytest.mark.parametrize(
    ("number", "rounded"), [("0.125", "0.13"), ("30.645", "30.65"), ("30.6449", "30.64"), ("1.005", "1.01")]
)
def test_half_of_a_hundredth_goes_up(number, rounded):
    assert str(half_up(Fraction(number))) == rounded


@given(
    st.lists(
        st.tuples(st.integers(0, 999), st.integers(1, 999), st.sampled_from([2, 4, 6, 20])), min_size=1, max_size=9
    )
)
def test_groups_always_add_to_the_total_and_nothing_is_more_than_full(rows):
    items = {f"I{n}": item("AB"[n % 2], float(points), indicator=f"I{n}") for n, (_, _, points) in enumerate(rows)}
    score = score_of(items, {f"I{n}": Figure(a, b) for n, (a, b, _) in enumerate(rows)}, province=False)
    assert sum(score.group(name) or 0 for name in "AB") == score.total
    assert 0 <= score.total <= score.possible == score.most + score.possible - score.total


def test_what_cannot_be_computed_says_why_and_is_no_nothing():
    items = {
        "COUNTED": item(),
        "EMPTY": item(indicator="none"),
        "BLIND": item(indicator="blind"),
        "MISSING": item("B", indicator="", missing={"en": "no feed of petitions"}),
        "PROVINCE": item("B", province_only=True),
    }
    figures = {"x": Figure(1, 2), "blind": Figure(0, 0, {"en": "no feed has it"})}
    score = score_of(items, figures, province=False)
    assert score.points == {"COUNTED": Decimal("5.00")}
    assert score.why == {
        "EMPTY": NOTHING,
        "BLIND": {"en": "no feed has it"},
        "MISSING": {"en": "no feed of petitions"},
        "PROVINCE": PROVINCE_ONLY,
    }
    assert (score.total, score.possible, score.most, score.short) == (5, 10, 45, 1)
    assert score.group("B") is None
    assert score_of(items, figures, province=True).group("B") == 5


def test_what_is_counted_by_publisher_gives_a_unit_points_only_where_it_publishes():
    items = {"PUBLISHED": item(by_publisher=True)}
    assert score_of(items, {"x": Figure(1, 2)}, province=False).points == {"PUBLISHED": Decimal("5.00")}
    assert score_of(items, {"x": Figure(0, 0)}, province=False).why == {"PUBLISHED": PROVINCE_ONLY}
    assert score_of(items, {"x": Figure(0, 0)}, province=True).why == {"PUBLISHED": NOTHING}


def test_a_feed_that_lacks_a_column_never_makes_an_empty_item_full_or_nothing():
    for none in ("full", "zero"):
        score = score_of({"A": item(none=none)}, {"x": Figure(0, 0, {"en": "no feed has it"})}, province=False)
        assert score.points == {}


def test_equal_scores_share_the_better_place():
    assert ranks_of({"a": Decimal(90), "b": Decimal(95), "c": Decimal(90), "d": Decimal(80)}) == {
        "a": 2,
        "b": 1,
        "c": 2,
        "d": 4,
    }


VERSIONS = (
    Version(
        name="old", source=WORDS, since=date(2022, 6, 23), until=date(2025, 12, 31), items={"A": item(), "B": item()}
    ),
    Version(
        name="new", source=WORDS, since=date(2025, 7, 1), like="old", without=("B",), items={"A": item(points=5.0)}
    ),
    Version(name="draft", source=WORDS, like="old"),
)


@pytest.mark.parametrize(
    ("day", "variant", "name"),
    [
        (date(2022, 6, 22), "", None),
        (date(2022, 6, 23), "", "old"),
        (date(2025, 6, 30), "", "old"),
        (date(2025, 7, 1), "", "new"),
        (date(2026, 1, 1), "", "new"),
        (date(2020, 1, 1), "draft", "draft"),
        (date(2026, 1, 1), "other", None),
    ],
)
def test_which_version_is_in_force(day, variant, name):
    found = in_force(VERSIONS, day, variant)
    assert (found.name if found else None) == name


def test_a_version_holds_what_the_one_it_is_like_says_where_it_is_silent():
    assert {code: one.points for code, one in items_of(VERSIONS[1], VERSIONS).items()} == {"A": 5.0}
    assert items_of(VERSIONS[2], VERSIONS) == VERSIONS[0].items


def test_what_is_wrong_with_versions_is_said():
    bare = Item(group="C", name=WORDS, points=1.0)
    wrong = (*VERSIONS, Version(name="x", source=WORDS, since=date(2025, 7, 1), like="draft", items={"C": bare}))
    assert list(faults_in(VERSIONS, {"A": WORDS})) == []
    assert list(faults_in(wrong, {"A": WORDS}, "neww")) == [
        "variant: there is no version 'neww' (known: old, new, draft, x)",
        "version x: like: 'draft' is no version with items of its own",
        "version x: begins on the same day as new",
        "version x: there is no group 'C'",
        "version x: C needs an indicator, or says what is missing",
    ]
