"""Filing on behalf is told from what is honest, in a crowd of every behaviour; `score.py` asks more seeds and worlds."""

from __future__ import annotations

import pytest
from crowd import ON_BEHALF, World, crowd
from score import flagged, scores, second


@pytest.fixture(scope="module")
def small():
    rows, references = crowd(World(seed=3, units=6, weeks=6, citizens=15))
    return flagged(rows, references), references


def test_precision_and_recall_are_at_least_95_percent(small):
    told = scores(small[0])
    assert told["precision"] >= 0.95
    assert told["recall"] >= 0.95


def test_each_behaviour_on_behalf_is_found_and_no_honest_one_is_called_so(small):
    told = scores(small[0])[list(small[0]["behaviour"][small[0]["channel"] == "online"].unique())]
    assert (told[list(ON_BEHALF)] >= 0.9).all()
    assert (told.drop(list(ON_BEHALF)) <= 0.01).all()


def test_help_at_the_counter_is_called_help(small):
    rows = small[0]
    assert (rows.loc[rows["behaviour"] == "assisted", "told"] == "assisted").mean() >= 0.9


def test_a_bank_that_files_what_others_file_themselves_is_found():
    rows, references = crowd(World(seed=4, units=6, weeks=6, citizens=15, missing=("procedure",)))
    assert scores(flagged(rows, references))["bank"] >= 0.5


def test_a_seed_says_the_same_again():
    first, second = (crowd(World(seed=5, units=3, weeks=2))[0] for _ in range(2))
    assert first.equals(second)


def test_the_crowd_of_another_hand_is_told_as_well():
    told = scores(flagged(*second(10)))
    assert told["precision"] >= 0.95
    assert told["recall"] >= 0.95
    assert told["recall, account known"] >= 0.95
    assert (
        told[
            [
                "assisted, own phone",
                "assisted, phone: zeros",
                "family",
                "bank",
                "school",
                "campaign",
                "office for itself",
            ]
        ]
        <= 0.01
    ).all()
