"""A store that is rebuilt knows what people did: each act again, in its order, on what it spoke of (P7)."""

from __future__ import annotations

import json
from contextlib import closing

import pytest
from small import FEED, RULE, Small, late_rows

from reform_tui import times
from reform_tui.acts import write_act
from reform_tui.assemble import assembled, running, take_all
from reform_tui.config.types import Groups
from reform_tui.engine.acts import apply_acts
from reform_tui.engine.intake.rebuilding import replay
from reform_tui.engine.rhythm import settle_feeds
from reform_tui.store.reading import open_store
from reform_tui.watch.service import rebuild

HELD = '[held]\ncheck = "overdue_by_field"\nhold = "3d"\nwarning = { count = 1 }\n'


@pytest.fixture
def small(tmp_path):
    small = Small(tmp_path / "project").make()
    (small.root / "feeds/one-stop.toml").write_text(
        FEED + 'mode = "snapshot"\n[time]\nexported = "%Y-%m-%d"\n', "utf-8"
    )
    rule = RULE.replace("count = 1", "count = 1 }\ncritical = { count = 3")
    (small.root / "rules/late.toml").write_text(rule, "utf-8")
    return small


def turned(engine, *, held=False):
    """One round: files, evaluation, feeds, acts and what they change."""
    now = times.now()
    _, taken = take_all(engine, now)
    engine.step(taken.units, now, held=held)
    settle_feeds(engine, now)
    while (acts := apply_acts(engine.store, Groups(), engine.project.calendar, now)).count:
        engine.step(acts.units or (), now, held=held)
        settle_feeds(engine, now)


def alert(engine, rule="late"):
    [row] = engine.store.connection.execute("SELECT * FROM alerts WHERE rule = ? AND state != 'resolved'", (rule,))
    return row


def act(small, kind, row, **body):
    write_act(small.root, kind, {"alert": row["id"], **body})


def accept(small, row):
    about = {"feed": row["subject"], "sha256": json.loads(row["facts"])["sha256"], "unit": row["unit"]}
    write_act(small.root, "accept", {**about, "note": "đúng vậy"})


def told(root):
    """Everything a person sees of the alerts that stand."""
    what = "id, rule, unit, state, severity, count, of, facts, taken_severity, taken_by, taken_at, note"
    with closing(open_store(root / "state/store.sqlite")) as store:
        return [tuple(row) for row in store.execute(f"SELECT {what} FROM alerts WHERE state != 'resolved' ORDER BY id")]


def a_list_that_shrank(small, engine):
    """Five records, then a list of one."""
    small.drop("all 2025-03-20.csv", *late_rows(1, 2, 3, 4, 5), old=True)
    turned(engine)
    small.drop("few 2025-03-21.csv", *late_rows(1), old=True)
    turned(engine)
    return alert(engine, "feed.shrunken")


def test_a_list_that_was_accepted_holds_though_arrivals_have_other_numbers(small):
    with assembled(small.root) as parts, running(parts, small.root / "state", times.now()) as engine:
        accept(small, a_list_that_shrank(small, engine))
        turned(engine)
        assert alert(engine)["count"] == 1
        small.drop("late 2025-03-19.csv", *late_rows(1), old=True)  # the oldest comes last, and is first in a rebuild
        turned(engine)
        numbers = dict(engine.store.connection.execute("SELECT sha256, id FROM arrivals").fetchall())
    before = told(small.root)
    rebuild(small.root)
    assert told(small.root) == before
    with closing(open_store(small.root / "state/store.sqlite")) as store:
        assert dict(store.execute("SELECT sha256, id FROM arrivals").fetchall()) != numbers


def test_acknowledgements_are_the_same_after_a_rebuild(small):
    rules = small.root / "rules/late.toml"
    rules.write_text(rules.read_text("utf-8") + HELD, "utf-8")
    small.drop("all 2025-03-20.csv", *late_rows(1, 2, 3), old=True)
    with assembled(small.root) as parts, running(parts, small.root / "state", times.now()) as engine:
        turned(engine, held=True)
        act(small, "acknowledge", alert(engine), note="1", severity="critical")
        act(small, "release", alert(engine))
        act(small, "acknowledge", alert(engine), note="2", severity="critical")
        act(small, "acknowledge", alert(engine, "held"), note="3", severity="warning")
        turned(engine)
    before = told(small.root)
    assert [(row[3], row[-1]) for row in sorted(before, key=lambda row: row[1])] == [
        ("acknowledged", "3"),
        ("acknowledged", "2"),
    ]
    rebuild(small.root)
    assert told(small.root) == before


def test_what_worsened_after_it_was_acknowledged_fires_after_a_rebuild_too(small):
    small.drop("a 2025-03-20.csv", *late_rows(1), old=True)
    with assembled(small.root) as parts, running(parts, small.root / "state", times.now()) as engine:
        turned(engine)
        act(small, "acknowledge", alert(engine), note="một", severity="warning")
        turned(engine)
        small.drop("b 2025-03-21.csv", *late_rows(1, 2, 3), old=True)
        turned(engine)
        assert (alert(engine)["state"], alert(engine)["severity"]) == ("firing", "critical")
    rebuild(small.root)
    [row] = told(small.root)
    assert row[3:5] == ("firing", "critical")


def test_an_act_on_what_an_accepted_list_made_finds_it(small):
    """Two of three records are gone: only then is the alert a warning, and somebody acknowledges that."""
    with assembled(small.root) as parts, running(parts, small.root / "state", times.now()) as engine:
        accept(small, a_list_that_shrank(small, engine))
        act(small, "acknowledge", alert(engine), note="một", severity="warning")
        turned(engine)
        assert (alert(engine)["state"], alert(engine)["severity"]) == ("acknowledged", "warning")
    before = told(small.root)
    rebuild(small.root)
    assert told(small.root) == before


def test_rows_taken_in_anew_beside_a_running_engine_leave_accepted_lists_accepted(small):
    with assembled(small.root) as parts, running(parts, small.root / "state", times.now()) as engine:
        accept(small, a_list_that_shrank(small, engine))
        turned(engine)
        engine.step(replay(engine, times.now()), times.now())
        assert alert(engine)["count"] == 1
