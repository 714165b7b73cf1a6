"""``backtest``: alerts from one past moment to the next, and what is said of how that is meant."""

from __future__ import annotations

import csv
import io
import json

import pytest
from cli_project import drop, row, tree

from reform_tui.cli.main import main
from reform_tui.cli.plot import WIDTH, bars
from reform_tui.errors import Exit


@pytest.fixture
def ask(project, capsys):
    drop(project, "a.csv", *(row(day, due=f"{day}/03/2025 17:00:00") for day in range(11, 14)))

    def ask(*words, form="json"):
        code = main(["backtest", str(project), "--format", form, *words])
        said = capsys.readouterr()
        return code, json.loads(said.out) if form == "json" and said.out else said.out, said.err

    return ask


WEEK = ("--from", "2025-03-10", "--to", "2025-03-15")


def test_each_alert_and_each_moment(ask):
    code, data, err = ask(*WEEK)
    assert code == Exit.CLEAN
    assert all("units asked" in line for line in err.splitlines()), "on a slow machine it says how far it is"
    assert "6 moments" in data["summary"]
    assert "1 alerts would have fired" in data["summary"]
    assert data["note"].startswith("today's rows at past moments")
    assert [one["at"] for one in data["clocks"]] == [f"2025-03-{day}T17:00+07:00" for day in range(10, 16)]
    assert [(one["warning"], one["critical"]) for one in data["clocks"]] == [
        (0, 0),
        (0, 0),
        (1, 0),
        (1, 0),
        (0, 1),
        (0, 1),
    ]
    [alert] = data["alerts"]
    assert (alert["found"], alert["fired"], alert["worsened"], alert["ended"]) == (
        "2025-03-12T17:00+07:00",
        "2025-03-12T17:00+07:00",
        "2025-03-14T17:00+07:00",
        None,
    )
    assert (alert["unit_name"], alert["severity"], alert["count"], alert["most"]) == (
        "Phường Tân Giang",
        "critical",
        3,
        3,
    )


def test_the_table_has_a_plot(ask):
    _, out, _ = ask(*WEEK, form="table")
    lines = out.splitlines()
    assert lines[3] == "critical |    ██| 1"
    assert lines[4] == "warning  |  ██  | 1"
    assert ask(*WEEK, "--ascii", form="table")[1].splitlines()[3] == "critical |    ##| 1"


def test_alerts_alone_in_csv(ask):
    _, out, err = ask(*WEEK, form="csv")
    [one] = csv.DictReader(io.StringIO(out))
    assert (one["rule"], one["fired"]) == ("late", "2025-03-12T17:00+07:00")
    assert "today's rows at past moments" in err


def test_the_hour_and_the_step_are_options(ask):
    _, data, _ = ask("--from", "2025-03-11", "--to", "2025-03-12", "--at", "08:00", "--every", "12h")
    assert [one["at"][5:16] for one in data["clocks"]] == ["03-11T08:00", "03-11T20:00", "03-12T08:00"]


def test_nothing_of_the_project_is_touched(project, ask):
    before = tree(project)
    ask(*WEEK)
    assert tree(project) == before


def test_only_some_rules(ask):
    assert len(ask(*WEEK, "--rule", "late")[1]["alerts"]) == 1
    code, _, err = ask(*WEEK, "--rule", "lat", "--rule", "late")
    assert code == Exit.CONFIGURATION
    assert "no rule 'lat', did you mean 'late'?" in err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--from", "soon", "--to", "2025-03-12"), "--from: 'soon' is not a moment"),
        (
            ("--from", "2025-03-12", "--to", "2025-03-11"),
            "--from: 2025-03-12 17:00 lies after --to, 2025-03-11 17:00; exchange",
        ),
        (("--from", "2190-01-01", "--to", "2190-02-01"), "--from: 2190-01-01 17:00 is still ahead of the clock"),
        (("--from", "2025-03-10", "--to", "2025-03-12", "--every", "often"), "--every: 'often' is not a duration"),
        (("--from", "2025-03-10", "--to", "2025-03-12", "--every", "0d"), "--every: 0d gives more than"),
        (("--from", "2000-03-10", "--to", "2025-03-12", "--every", "1h"), "--every: 1h gives more than 2,000 moments"),
        (("--from", "2025-03-10", "--to", "2025-03-12", "--at", "noon"), "--at: 'noon' is not a time of day"),
    ],
)
def test_wrong_options_are_told(ask, words, said):
    code, out, err = ask(*words)
    assert (code, out) == (Exit.CONFIGURATION, "")
    assert said in err


def test_bars_are_as_high_as_their_share_and_never_too_many():
    assert bars([0, 1, 4, 8], 8, ascii=False) == " ▁▄█"
    assert bars([0, 1, 100], 100, ascii=True) == " .#"
    assert bars([], 1, ascii=True) == ""
    long = bars(list(range(1000)), 999, ascii=True)
    assert len(long) <= WIDTH
    assert long[-1] == "#"
