"""Verdicts on records: applied, replaced, taken back, refused, and applied again by a rebuild; no figure changes."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from projects import DAY, NOW, alerts, record, take

from reform_tui.acts import write_act
from reform_tui.board.reading import read_board
from reform_tui.config.types import Groups
from reform_tui.engine.acts import apply_acts
from reform_tui.engine.intake.rebuilding import empty_state
from reform_tui.store.ledger import broken_at
from reform_tui.store.verdicts import (
    explained_rows,
    newest_by_unit,
    read_causes,
    read_verdict,
    read_verdicts,
    read_verdicts_at,
)

LATER = NOW + DAY
ROW = "H14.1-250301-0001"


@pytest.fixture
def engine(bench, monkeypatch):
    monkeypatch.setattr("reform_tui.times.now", lambda: LATER)
    bench.drop("a.csv", record(1), record(2))
    with bench.running() as running:
        take(running, LATER)
        yield running


def say(engine, cause, note="", row=ROW):
    write_act(engine.project.root, "verdict", {"row": row, "cause": cause, "note": note})
    apply_acts(engine.store, Groups(), engine.project.calendar, LATER)


def trail(engine):
    rows = engine.store.connection.execute("SELECT unit, detail FROM changes WHERE kind = 'verdict' ORDER BY seq")
    return [(row["unit"], {k: v for k, v in json.loads(row["detail"]).items() if k != "act"}) for row in rows]


def refused(engine):
    return [why for (why,) in engine.store.connection.execute("SELECT refused FROM acts ORDER BY name")]


def test_the_newest_word_stands_and_the_figure_does_not_move(engine):
    before = alerts(engine)
    say(engine, "inquiry", "đã gọi xã")
    say(engine, "system", " phần mềm dừng ")
    found = read_verdict(engine.store.connection, ROW)
    assert (found.cause, found.note, found.at) == ("system", "phần mềm dừng", LATER)
    assert alerts(engine) == before
    assert trail(engine) == [
        ("H14.1", {"row": ROW, "cause": "inquiry", "note": "đã gọi xã"}),
        ("H14.1", {"row": ROW, "cause": "system", "note": "phần mềm dừng",
                   "before": {"cause": "inquiry", "note": "đã gọi xã"}}),
    ]  # fmt: skip
    assert broken_at(engine.store.connection) is None


def test_a_verdict_of_none_takes_it_back_once(engine):
    say(engine, "data")
    say(engine, "")
    say(engine, "")
    assert read_verdicts(engine.store.connection) == {}
    assert set(refused(engine)) == {None, f"{ROW}: there is no verdict to take back"}


def test_one_that_names_no_record_is_refused(engine):
    say(engine, "data", row="")
    assert refused(engine) == ["a verdict says which record it is on"]


def undo(engine):
    write_act(engine.project.root, "verdict", {"row": ROW, "undo": "yes"})
    apply_acts(engine.store, Groups(), engine.project.calendar, LATER)


def test_undoing_a_word_that_replaced_another_restores_it_in_the_name_of_who_said_it(engine):
    connection = engine.store.connection
    say(engine, "inquiry", "đã gọi xã")
    connection.execute("UPDATE changes SET author = 'lan' WHERE kind = 'verdict'")
    say(engine, "system", "phần mềm")
    undo(engine)
    found = read_verdict(connection, ROW)
    assert (found.cause, found.note, found.author) == ("inquiry", "đã gọi xã", "lan")
    assert read_verdicts_at(connection, 10_000)[ROW][0].author == "lan"
    undo(engine)
    assert read_verdict(connection, ROW) == found
    assert set(refused(engine)) == {None, f"{ROW}: the last word on it is not yours to take back"}


def test_undoing_goes_back_word_by_word(engine):
    for cause in ("inquiry", "system", "unit"):
        say(engine, cause)
    stood = []
    for _ in range(3):
        undo(engine)
        stood.append(read_verdicts(engine.store.connection))
    assert [{row: one.cause for row, one in each.items()} for each in stood] == [{ROW: "system"}, {ROW: "inquiry"}, {}]


def test_the_newest_of_a_unit_is_what_was_said_last(engine):
    say(engine, "inquiry", row="H14.1-250301-0002")
    say(engine, "unit")
    assert newest_by_unit(engine.store.connection)["H14.1"].cause in {"unit", "inquiry"}
    assert read_board(engine.store.connection, LATER).said.keys() == {"H14.1"}


def test_an_inquiry_explains_nothing_and_an_unknown_cause_does(engine):
    for number, cause in enumerate(("inquiry", "unit", "cause-of-long-ago"), 1):
        say(engine, cause, row=f"H14.1-250301-{number:04}")
    assert explained_rows(engine.store.connection) == {"H14.1-250301-0002", "H14.1-250301-0003"}
    assert list(read_causes(engine.store.connection)) == ["unit", "system", "other-agency", "data", "inquiry"]


def test_a_rebuild_says_it_again(bench, monkeypatch):
    monkeypatch.setattr("reform_tui.times.now", lambda: LATER)
    bench.drop("a.csv", record(1))
    with bench.running() as running:
        take(running, LATER)
        say(running, "unit", "chậm ký")
    empty_state(bench.root)
    later = LATER + timedelta(hours=1)
    with bench.running(later) as again:
        apply_acts(again.store, Groups(), again.project.calendar, later)
        found = read_verdict(again.store.connection, ROW)
    assert (found.cause, found.note, found.at) == ("unit", "chậm ký", LATER)


def test_a_project_names_its_own_causes(bench):
    bench.write(
        "reform.toml", 'name = "T"\nprovince = "H14"\n[causes.post]\nname = { vi = "bưu điện" }\nexplains = false\n'
    )
    with bench.running() as running:
        [(name, cause)] = read_causes(running.store.connection).items()
    assert (name, cause.names, cause.explains) == ("post", {"vi": "bưu điện"}, False)
