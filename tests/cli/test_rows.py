"""``rows``: the keys of the rows that a figure counts and of those missing from it."""

from __future__ import annotations

import json

import pytest
from cli_project import AS_OF, drop, row

from reform_tui.cli.main import main
from reform_tui.errors import Exit


@pytest.fixture
def ask(project, capsys):
    drop(project, "a.csv", row(1), row(2, channel="Trực tiếp"), row(3), row(4, "H14.2"))

    def ask(*words):
        code = main(["rows", words[0], str(project), "--as-of", AS_OF, "--format", "json", *words[1:]])
        said = capsys.readouterr()
        return code, json.loads(said.out) if said.out else None, said.err

    return ask


def test_the_rows_of_one_unit_those_that_are_counted_and_those_that_are_missing(ask):
    code, rows, err = ask("online", "--unit", "H14.1")
    assert (code, err) == (Exit.CLEAN, "")
    assert [(one["counted"], one["key"]) for one in rows] == [
        (True, "H14.1-250301-0001"),
        (True, "H14.1-250301-0003"),
        (False, "H14.1-250301-0002"),
    ]
    assert {(one["numerator"], one["denominator"], one["period"]) for one in rows} == {(2, 3, "2025-Q1")}


def test_another_period_has_its_own_rows_and_none_is_said(ask):
    assert ask("online", "--unit", "H14.1", "--period", "2024-Q4")[:2] == (Exit.CLEAN, [])


def test_an_indicator_that_is_not_there_is_told_with_the_nearest(ask):
    code, _, err = ask("onlin", "--unit", "H14.1")
    assert code == Exit.CONFIGURATION
    assert "there is no indicator 'onlin', did you mean 'online'?" in err
