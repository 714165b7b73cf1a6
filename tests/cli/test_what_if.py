"""``what-if``: a draft compared with the rules as they are, beside an engine or over the inbox; nothing is written."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime

import pytest
from cli_project import AS_OF, FILES, drop, row, tree

from reform_tui.assemble import assembled, running, take_all
from reform_tui.cli.main import main
from reform_tui.cli.progress import Progress
from reform_tui.errors import Exit

NOW = datetime.fromisoformat(AS_OF)
RULES = FILES["rules/late.toml"]
STRICT = RULES.replace("count = 3", "count = 2")
CASE = '[[late.case]]\nname = "one"\nnow = 2025-03-31T17:00:00+07:00\nrecords = []\nexpect = [{ count = 1 }]\n'


@pytest.fixture
def draft(tmp_path):
    """A draft outside the project, with the same name as its rules file."""

    def draft(text, name="late.toml"):
        path = tmp_path / "drafts" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
        return path

    return draft


@pytest.fixture
def ask(project, capsys):
    drop(project, "a.csv", *(row(number) for number in range(1, 3)), row(9, "H14.2"))

    def ask(file, *words, form="json"):
        code = main(["what-if", str(file), str(project), "--as-of", AS_OF, "--format", form, *words])
        said = capsys.readouterr()
        return code, json.loads(said.out) if form == "json" and said.out else said.out, said.err

    return ask


def test_the_answer_says_what_would_change_and_what_is_behind_it(ask, draft):
    code, data, err = ask(draft(STRICT))
    assert code == Exit.CLEAN
    assert data["summary"] == "1 worse; units: H14.1 ▲1"
    assert (data["as_of"], data["rules"]) == (AS_OF, ["late"])
    assert data["counts"] == {"gained": 0, "lost": 0, "worse": 1, "milder": 0, "other": 0}
    [unit] = data["units"]
    assert (unit["unit"], unit["name"], unit["worse"]) == ("H14.1", "Phường Tân Giang", 1)
    [alert] = data["alerts"]
    assert (alert["severity_before"], alert["severity"], alert["unit_name"]) == (
        "warning",
        "critical",
        "Phường Tân Giang",
    )
    assert alert["evidence"] == ["H14.1-250301-0001", "H14.1-250301-0002"]
    assert "2 of 2 records late" in alert["message"]
    assert "today's rows are judged as known at that moment" in err


def test_the_table_reads_from_the_sentence_to_the_records(ask, draft):
    _, out, _ = ask(draft(STRICT), form="table")
    first, _, heading, unit, _, alert, message, records = out.splitlines()
    assert first == "1 worse; units: H14.1 ▲1"
    assert heading.split() == ["unit", "name", "gained", "lost", "worse", "milder", "other"]
    assert unit.startswith("H14.1  Phường Tân Giang")
    assert alert.startswith("▲ warning → critical  H14.1  late  ")
    assert "[2 → 2/2]" in message
    assert records.split() == ["H14.1-250301-0001", "H14.1-250301-0002"]


def test_rows_alone_in_csv_and_the_sentence_beside_them(ask, draft):
    _, out, err = ask(draft(STRICT), form="csv")
    [one] = csv.DictReader(io.StringIO(out))
    assert (one["change"], one["unit"], one["evidence_count"]) == ("worse", "H14.1", "2")
    assert "reform-tui: 1 worse; units: H14.1 ▲1" in err


def test_records_are_listed_up_to_a_hundred_unless_all_are_wanted(project, ask, draft):
    drop(project, "b.csv", *(row(number) for number in range(1, 151)))
    loose = draft(RULES.replace("count = 3", "count = 200"))
    _, data, _ = ask(loose)
    assert [(len(one["evidence"]), one["evidence_count"]) for one in data["alerts"]] == [(100, 150)]
    _, data, _ = ask(loose, "--all-evidence")
    assert [len(one["evidence"]) for one in data["alerts"]] == [150]
    assert "… +50 (--all-evidence)" in ask(loose, form="table")[1]


def test_nothing_of_the_project_is_touched(project, ask, draft):
    before = tree(project)
    ask(draft(STRICT))
    assert tree(project) == before


def test_it_reads_beside_an_engine_that_runs(project, ask, draft):
    """The engine's store, not the inbox: a file that it has not taken yet does not count."""
    with assembled(project) as parts, running(parts, project / "state", NOW) as engine:
        take_all(engine, NOW)
        engine.step(engine.units(), NOW)
        drop(project, "later.csv", *(row(number) for number in range(50, 60)))
        before = list(engine.store.connection.iterdump())
        code, data, _ = ask(draft(STRICT))
        assert list(engine.store.connection.iterdump()) == before
    assert code == Exit.CLEAN
    assert [(one["change"], one["count"]) for one in data["alerts"]] == [("worse", 2)]


def test_a_file_of_the_project_is_compared_with_what_was_in_force_before(project, ask):
    path = project / "rules/late.toml"
    with assembled(project) as parts, running(parts, project / "state", NOW) as engine:
        take_all(engine, NOW)
    _, data, err = ask(path)
    assert (data["rules"], data["summary"]) == ([], "the draft changes nothing that decides an alert")
    assert "no other version is known" in err
    path.write_text(STRICT, "utf-8")
    _, data, err = ask(path)
    assert data["counts"]["worse"] == 1
    assert "rules/late.toml is compared with the one in force since 2025-03-31T10:00Z" in err


def test_a_draft_of_another_name_adds_and_the_same_table_elsewhere_gives_way(ask, draft):
    _, data, _ = ask(draft('[late]\ncheck = "overdue_by_field"\nwarning = { count = 2 }\n', "other.toml"))
    assert [(one["change"], one["unit"]) for one in data["alerts"]] == [("lost", "H14.2")]
    assert data["indicators"] == []


def test_where_the_project_has_the_shipped_rules_it_is_said_what_saving_would_mean(project, ask, draft):
    (project / "rules/late.toml").unlink()
    _, data, err = ask(draft('[late]\ncheck = "overdue_by_field"\n', "mine.toml"))
    assert data["counts"]["gained"] == 2
    assert "only what stands there holds" in err


def test_one_rule_alone_and_one_that_is_not_there(ask, draft):
    assert ask(draft(STRICT), "--rule", "late")[1]["counts"]["worse"] == 1
    code, out, err = ask(draft(STRICT), "--rule", "lat")
    assert (code, out) == (Exit.CONFIGURATION, "")
    assert "no rule 'lat', did you mean 'late'?" in err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[late\n", "late.toml, line 1"),
        ('[late]\ncheck = "overdue_by_field"\nprofil = "x"\n', "unknown key 'profil', did you mean 'profile'?"),
        ('[late]\ncheck = "overdu"\n', "no plugin offers the check 'overdu'"),
    ],
)
def test_a_faulty_draft_is_told_as_usual(ask, draft, text, said):
    code, out, err = ask(draft(text))
    assert (code, out) == (Exit.CONFIGURATION, "")
    assert said in err
    assert "Traceback" not in err


def test_a_draft_that_is_not_there(ask, tmp_path):
    code, _, err = ask(tmp_path / "none.toml")
    assert code == Exit.CONFIGURATION
    assert "none.toml: cannot be read" in err


def test_a_case_that_fails_is_told_beside_the_answer(ask, draft):
    code, data, err = ask(draft(STRICT + CASE))
    assert code == Exit.CASE_FAILED
    assert data["counts"]["worse"] == 1
    assert "late.toml [late] one: " in err
    code, _, err = ask(draft(STRICT + CASE), "--no-cases")
    assert code == Exit.CLEAN
    assert "[late] one" not in err


def test_a_rule_that_cannot_answer_is_told(ask, draft):
    code, data, err = ask(draft('[late]\ncheck = "target_gap"\nindicator = "none"\n'))
    assert code == Exit.UNHEALTHY
    assert data["ill"]
    assert "not compared: " in err


def test_progress_is_told_once_a_second_and_not_at_all_before(monkeypatch, capsys):
    clock = iter([10.0, 10.5, 11.2, 11.2, 11.9])
    monkeypatch.setattr("reform_tui.cli.progress.monotonic", lambda: next(clock))
    told = Progress("units asked")
    for done in (1, 2, 3):
        told(done, 4)
    assert capsys.readouterr().err == "reform-tui: 2 of 4 units asked\n"
