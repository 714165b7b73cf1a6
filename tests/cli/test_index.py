"""``index``: every score as a table, ranked, with what could not be computed."""

from __future__ import annotations

import json

import pytest
from cli_project import drop, row

from reform_tui.cli.main import main
from reform_tui.errors import Exit

RULES = """
[ours]
check    = "index_score"
called   = "ours"
period   = "2025-Q1"
groups   = { G = { vi = "Nhóm", en = "Group" } }
bands    = [{ from = 0, name = { vi = "Yếu", en = "weak" } }]
warning  = { below = 100 }

[[ours.version]]
name   = "2025"
from   = 2025-01-01
source = { vi = "Tỉnh", en = "Province" }
items.ENDED = { group = "G", points = 60, indicator = "ended", name = { vi = "Xong", en = "Ended" } }
items.ASKED = { group = "G", points = 40, missing = { vi = "chưa có", en = "no feed" }, name = { vi = "Hỏi", en = "Asked" } }

[indicator.ended]
count = "resolved"
"""


@pytest.fixture
def ask(project, capsys):
    (project / "rules/late.toml").write_text(RULES, "utf-8")
    drop(project, "a.csv", *(row(day, due=f"{day}/03/2025 17:00:00") for day in range(11, 14)))

    def ask(*words, form="json"):
        code = main(["index", str(project), "--as-of", "2025-03-20", "--format", form, *words])
        said = capsys.readouterr()
        return code, json.loads(said.out) if form == "json" and said.out else said.out, said.err

    return ask


def test_the_province_its_level_and_each_unit_with_groups_total_place_and_items(ask):
    code, rows, err = ask("--items")
    assert (code, err) == (Exit.CLEAN, "")
    assert [(one["level"], one["rank"], one["ranked"]) for one in rows] == [
        ("province", None, None),
        ("all commune", None, None),
        ("commune", 1, 1),
    ]
    assert (rows[2]["unit"], rows[2]["unit_name"]) == ("H14.1", "Phường Tân Giang")
    for one in rows:
        assert (one["rule"], one["period"], one["band"]) == ("ours", "2025-Q1", "weak")
        assert (one["G"], one["points"], one["possible"], one["at_most"]) == (0.0, 0.0, 60.0, 40.0)
        assert (one["ENDED"], one["ASKED"], one["not_computed"]) == (0.0, None, "ASKED: no feed")


def test_another_period_is_scored_on_request_and_items_stay_out(ask):
    _, text, _ = ask("--period", "2025-03", form="csv")
    head, *rows = text.splitlines()
    assert head == (
        "rule,period,unit,unit_name,level,G,points,possible,at_most,band,"
        "rank,ranked,rank_before,at_most_before,move,left_out"
    )
    assert [row.split(",")[1] for row in rows] == ["2025-03"] * 3


def test_a_variant_that_is_not_there_is_a_fault_of_the_rule(ask):
    code, rows, err = ask("--variant", "2026")
    assert (code, rows) == (Exit.UNHEALTHY, [])
    assert "variant: there is no version '2026' (known: 2025)" in err


def test_a_rule_that_holds_no_index_set_is_refused_with_the_nearest(ask):
    code, _, err = ask("--rule", "our")
    assert code == Exit.CONFIGURATION
    assert "--rule: 'our' holds no index set, did you mean 'ours'?" in err


def test_a_project_without_an_index_set_is_told_what_to_write(ask, project):
    (project / "rules/late.toml").write_text('[late]\ncheck = "overdue_by_field"\n', "utf-8")
    code, _, err = ask()
    assert code == Exit.CONFIGURATION
    assert "extend the shipped index-766" in err


OUTSIDE = """
[ranks]
check = "index_rank"
period = "all"

[sipas]
check  = "index_below"
index  = ["SIPAS"]
target = 0.85
period = "all"
"""


def test_outside_indexes_are_listed_also_what_reached_its_target_and_what_held_or_rose(ask, project):
    (project / "rules/outside.toml").write_text(OUTSIDE, "utf-8")
    (project / "feeds/indexes.toml").write_text('schema = "indexes"\nfolder = "inbox/indexes"\n', "utf-8")
    (project / "inbox/indexes").mkdir(parents=True)
    text = "unit;index;period;score;rank;ranked\nH14;SIPAS;2023;84;9;34\nH14;SIPAS;2024;86;7;34\n"
    (project / "inbox/indexes/a.csv").write_text(text, "utf-8")
    code, rows, _ = ask("--outside")
    assert code == Exit.CLEAN
    told = {one["rule"]: one for one in rows}
    assert (told["sipas"]["score"], told["sipas"]["target"], told["sipas"]["gap"]) == (86.0, 85.0, 0.0)
    assert (told["ranks"]["rank"], told["ranks"]["rank_before"], told["ranks"]["move"]) == (7, 9, 2)
