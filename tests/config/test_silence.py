"""``[[NAME.silence]]``: every key read, a day to its end, and every exact sentence."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import tomli

from reform_tui.config.rule import Known, rules_of
from reform_tui.config.rule_files import tables_of
from reform_tui.config.toml import Document
from reform_tui.model.schema import BUILT_IN
from reform_tui.model.silence import RULE, Silence

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
LEAST = "[a]\ncheck = 'x'\n[[a.silence]]\n"
GOOD = "author = 'Lan'\nreason = 'chuyển dữ liệu'\nuntil = 2025-03-31\n"


def read(text):
    document = Document("rules/late.toml", Path("rules/late.toml"), tomli.loads(text), "")
    return rules_of(tables_of([document]), tables_of([]), Known(BUILT_IN, ZONE))


def silences(text):
    [rule, *_], _, faults = read(text)
    assert faults == []
    return rule.silences


def test_every_key_is_read_and_a_day_lasts_to_its_end():
    more = "from = 2025-03-01\nunits = ['H14.1', 'H14.2']\nsubject = 'Đất đai'\nsubjects = ['Hộ tịch']\n"
    since, until = datetime(2025, 3, 1, tzinfo=ZONE), datetime(2025, 4, 1, tzinfo=ZONE)
    units, subjects = ("H14.1", "H14.2"), ("Đất đai", "Hộ tịch")
    assert silences(LEAST + GOOD + more) == (
        Silence("a", "Lan", "chuyển dữ liệu", until, since, units, subjects, RULE),
    )


def test_what_is_left_out_means_all_and_a_moment_without_a_zone_is_the_projects():
    text = "author = 'Lan'\nreason = 'x'\nuntil = 2025-03-31T17:00:00\nsubject = ''\n"
    [one] = silences(LEAST + text)
    assert (one.until, one.since, one.units, one.subjects) == (datetime(2025, 3, 31, 10, tzinfo=UTC), None, (), ())


def test_a_rule_that_extends_another_does_not_inherit_its_silences():
    [_, other], _, faults = read(LEAST + GOOD + "[b]\nextends = 'a'\n")
    assert (other.name, other.silences, faults) == ("b", (), [])


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "missing key 'author'; silence 1: missing key 'reason'; silence 1: missing key 'until'"),
        (GOOD.replace("author = 'Lan'\n", ""), "missing key 'author'"),
        (GOOD.replace("Lan", " "), "author: is empty"),
        (GOOD.replace("2025", "9999"), "until: 9999 is not a year between 1900 and 2200"),
        (GOOD + "from = 0001-01-01T00:00:00", "from: 1 is not a year between 1900 and 2200"),
        (GOOD + "untill = 2025-04-01", "unknown key 'untill', did you mean 'until'?"),
        (GOOD + "from = 2025-04-01", "until: 2025-03-31 is before from (2025-04-01)"),
        (
            GOOD.replace("2025-03-31", "'31/3'"),
            (
                "until: '31/3' is not a moment such as 2025-03-31T17:00:00+07:00, without quotes"
                " or a day such as 2025-03-31, without quotes"
            ),
        ),
    ],
)
def test_what_is_wrong_is_told(text, sentence):
    assert read(LEAST + text)[2] == [f"rules/late.toml [a]: silence 1: {sentence}"]


def test_what_is_no_list_of_tables_is_told():
    assert read("[a]\ncheck = 'x'\nsilence = 5")[2] == [
        "rules/late.toml [a]: silence: is not a list of tables; write [[NAME.silence]]"
    ]
    assert read("[a]\ncheck = 'x'\nsilence = [5]")[2] == ["rules/late.toml [a]: silence 1: is not a table"]
