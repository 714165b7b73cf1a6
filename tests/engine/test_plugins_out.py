"""Plugins of all three ways in through real workers, and what becomes of rules and feeds when one of them is out."""

from __future__ import annotations

import json
from textwrap import dedent

import pytest
from installed import install
from projects import DAY, FEED, LATE, NOW, SETTINGS, alerts, made, record, take

from reform_tui.assemble import assemble_with, running
from reform_tui.board.reading import read_board
from reform_tui.engine.intake.inbox import look
from reform_tui.engine.provenance import configuration_at
from reform_tui.engine.workers.pool import Pool
from reform_tui.errors import ConfigError
from reform_tui.plugins import Choice
from reform_tui.store.archive import content_of
from reform_tui.store.folding import waiting_homes
from reform_tui.store.plugins_seen import read_plugins

PLUGIN = '''
from dataclasses import dataclass
from typing import ClassVar

import pandas as pd
import pyarrow as pa

from reform_tui.sdk import Column, Judgement, Kind, Reader, Schema, View, counting, hookimpl, judge, tally


@dataclass(frozen=True, kw_only=True)
class OwnCheck:
    """Every record."""

    reads: ClassVar = {"records": ("field",)}
    sentences: ClassVar = {"found": {"vi": "{count} hồ sơ của họ", "en": "{count} records of theirs"}}

    def find(self, view: View) -> Judgement:
        rows = view.records
        return judge(rows, by=["unit", "field"], where=rows["field"].notna())

    def next_change(self, view: View) -> pd.Series:
        return pd.Series(dtype="datetime64[us, UTC]")


@counting(records=("field",))
def own_count(view: View) -> pd.DataFrame:
    """Every record."""
    return tally(view.records, where=view.records["field"].notna())


def read(content: bytes, name: str):
    lines = [line.split("!") for line in content.decode().splitlines()]
    columns = {str(at): pa.array([line[at] for line in lines]) for at in range(len(lines[0]))}
    return {"": pa.table({**columns, "row": pa.array(range(1, len(lines) + 1), pa.int32())})}


@hookimpl
def reform_checks():
    return [OwnCheck]


@hookimpl
def reform_counts():
    return [own_count]


@hookimpl
def reform_schemas():
    return [Schema("errands", (Column("record_id", Kind.CODE), Column("task", Kind.CODE)), key=("record_id",))]


@hookimpl
def reform_readers():
    return [Reader("marks", lambda head, name: name.endswith(".marks"), read)]
'''
RULE = '[own]\ncheck = "own_check"\nwarning = { count = 1 }\n[indicator.all]\ncount = "own_count"\n'
TASKS = 'schema = "errands"\nfolder = "inbox/errands"\nevery = "1d"\n[columns]\nrecord_id = "Số"\ntask = "Việc"\n'
TRACE = "import pathlib\npathlib.Path({path!r}).open('a').write('loaded\\n')\n"


@pytest.fixture
def own(bench):
    """A project with a plugin of its own, a rule, an indicator and a feed that need it, and one record."""
    bench.write("plugins/own.py", PLUGIN)
    bench.write("rules/late.toml", LATE + RULE)
    bench.write("feeds/errands.toml", TASKS)
    bench.drop("a.csv", record(1))
    bench.write("inbox/errands/t.csv", "Số;Việc\nH14.1-250301-0001;A\n")
    return bench


def ill(engine):
    """Rule to why it is ill, as the engine's own alerts say it."""
    return {one["subject"]: json.loads(one["facts"])["reason"] for one in alerts(engine, "rule.ill")}


def states(engine):
    return {one.name: one.state for one in read_plugins(engine.store.connection)}


def test_an_installed_package_offers_its_kinds_through_real_workers(tmp_path, monkeypatch):
    site = tmp_path / "site"
    file = install(site, "someones_pack.inner.rules", PLUGIN)
    monkeypatch.syspath_prepend(site)  # workers are given the path of whoever starts them
    pool = Pool(1, 10.0, 2048)
    try:
        bench = made(tmp_path / "project", pool)
        bench.write("rules/late.toml", LATE + RULE)
        bench.write("feeds/one-stop.toml", FEED.replace('"*.csv"', '"*.marks"'))
        bench.drop_text("a.marks", "Số hồ sơ!Lĩnh vực\nH14.1-250301-0001!Đất đai\n")
        with bench.running() as engine:
            assert take(engine).taken == 1
            [alert] = alerts(engine, "own")
            assert (alert["unit"], alert["subject"], alert["count"]) == ("H14.1", "Đất đai", 1)
            [seen] = [one for one in read_plugins(engine.store.connection) if one.name == "theirs"]
            assert (seen.state, seen.label, seen.offers["reader"]) == ("on", "installed plugin theirs", ("marks",))
            in_force = configuration_at(engine.store.connection, alert["seq"])
            digest = in_force["installed/theirs (someones 1.2)"]
            assert content_of(engine.store.layout, digest) == file.read_bytes()
    finally:
        pool.close()


def test_a_refused_plugin_is_touched_by_nobody_and_what_it_said_stands(own, tmp_path):
    trace, plugin = tmp_path / "trace", own.root / "plugins/own.py"
    with own.running() as engine:
        take(engine)
        [before] = alerts(engine, "own")
        figures = engine.store.connection.execute("SELECT * FROM indicators").fetchall()
    own.write("plugins/own.py", TRACE.format(path=str(trace)) + PLUGIN)
    plugin.chmod(0o666)
    with own.running(NOW + DAY) as engine:
        engine.step(engine.units(), NOW + DAY)
        assert not trace.exists()
        assert engine.faces.faults == (
            f"plugins/own.py: refused, since everybody may write it, and so decide what is run here; run chmod go-w {plugin}",
        )
        assert ill(engine) == dict.fromkeys(("own", "indicator.all"), f"its plugin is out: {engine.faces.faults[0]}")
        assert alerts(engine, "own") == [before]
        assert [tuple(row) for row in engine.store.connection.execute("SELECT * FROM indicators")] == [
            tuple(row) for row in figures
        ]
        board = read_board(engine.store.connection, NOW)
        assert board.rules["own"].sentences["found"]["en"] == "{count} records of theirs"
        assert board.rules["own"].health == "ill"
        assert [(one.name, one.state) for one in board.plugins] == [("own", "refused")]
        assert "late" not in ill(engine)
    plugin.chmod(0o644)
    with own.running(NOW + 2 * DAY) as engine:
        assert ill(engine) == {}
        engine.step(engine.units(), NOW + 2 * DAY)
        assert trace.exists()
        assert [one["id"] for one in alerts(engine, "own")] == [before["id"]]
        assert read_board(engine.store.connection, NOW).rules["own"].health == "ok"


def test_a_feed_whose_schema_is_out_is_left_out_with_a_line_and_its_rows_stay(own):
    with own.running() as engine:
        take(engine)
        assert ("errands", "H14.1") in waiting_homes(engine.store)
    own.write("plugins/own.py", "import nowhere_to_be_found\n")
    with own.running(NOW + DAY) as engine:
        assert dict(engine.project.left_out) == {
            "errands": "feeds/errands.toml: left out: no plugin offers the schema 'errands'"
        }
        assert "needs the module 'nowhere_to_be_found'" in ill(engine)["own"]
        assert [feed.name for feed in engine.project.feeds] == ["one-stop"]
        assert "errands" not in {schema for schema, _ in waiting_homes(engine.store)}
        assert read_board(engine.store.connection, NOW).left_out == tuple(engine.project.left_out.values())
        take(engine, NOW + DAY)
    own.write("plugins/own.py", PLUGIN)
    with own.running(NOW + 2 * DAY) as engine:
        assert ("errands", "H14.1") in waiting_homes(engine.store)
        assert ill(engine) == {}


def test_a_case_with_rows_of_a_schema_that_is_out_is_no_fault(own):
    case = '[[own.case]]\nname = "one"\nnow = 2025-03-01T08:00:00+07:00\nerrands = [{ record_id = "1" }]\nexpect = []\n'
    own.write("rules/late.toml", LATE + RULE + case)
    assert own.parts().faces.whole
    own.write("plugins/own.py", "raise SystemExit\n")
    assert not own.parts().faces.whole
    (own.root / "plugins/own.py").unlink()
    (own.root / "feeds/errands.toml").unlink()
    with pytest.raises(ConfigError, match="unknown key 'errands'"):
        own.parts()


def test_without_any_plugin_an_engine_starts_and_says_which_rules_it_cannot_ask(own, pool):
    with running(assemble_with(own.root, pool, Choice(none=True)), own.root / "state", NOW) as engine:
        take(engine)
        assert set(ill(engine)) == {"late", "own", "indicator.all"}
        assert ill(engine)["own"] == "its plugin is out: plugins/own.py: left out by --no-plugins"
        assert engine.faces.faults == ()
        assert set(states(engine).values()) == {"off"}


def test_with_some_plugins_only_the_others_rules_are_ill(own, pool):
    with running(assemble_with(own.root, pool, Choice(only=("own",))), own.root / "state", NOW) as engine:
        take(engine)
        assert ill(engine) == {"late": "its plugin is out: plugins/overdue.py: left out by --only"}
        assert len(alerts(engine, "own")) == 1
        assert {name for name, state in states(engine).items() if state == "on"} == {"own"}


def test_a_check_that_no_source_shows_names_all_plugins_that_are_out(own, pool):
    own.write("plugins/own.py", "1 / 0\n")
    with running(assemble_with(own.root, pool, Choice(only=("own", "overdue"))), own.root / "state", NOW) as engine:
        told = ill(engine)["own"]
        assert told.startswith("no plugin offers the check 'own_check': plugins/own.py: line 1: ZeroDivisionError")
        assert told.endswith("plugins left out by an option")


def test_a_plugin_that_hangs_at_import_is_waited_for_once(own, tmp_path):
    trace = tmp_path / "trace"
    own.write("reform.toml", f"{SETTINGS}[limits]\nseconds = 0.5\n")
    own.write("plugins/own.py", TRACE.format(path=str(trace)) + "import threading\nthreading.Event().wait()\n")
    with own.running() as engine:
        take(engine)
        [fault] = engine.faces.faults
        assert fault == (
            "plugins/own.py: the worker took longer than 0.5 s when it was asked what it offers; mend or remove it"
        )
    assert trace.read_text() == "loaded\n"


def test_what_is_offered_twice_is_told_and_the_first_stays(own):
    own.write("plugins/second.py", PLUGIN)
    faces = own.parts().faces
    assert "plugins/second.py: check 'own_check' is already offered by plugins/own.py; rename one" in faces.faults
    assert faces.checks["own_check"].plugin.endswith("own.py")


def test_an_old_name_used_by_a_check_is_a_note_and_makes_no_rule_ill(own):
    own.write(
        "plugins/own.py", PLUGIN.replace("rows = view.records", "rows = view.records\n        view.indicator('all')")
    )
    with own.running() as engine:
        take(engine)
        [seen] = [one for one in read_plugins(engine.store.connection) if one.name == "own"]
        [note] = seen.notes
        assert note.startswith("plugins/own.py: view.indicator is called view.indicators since sdk 1.0")
        assert (ill(engine), len(alerts(engine, "own"))) == ({}, 1)


def test_an_old_name_is_a_note_and_no_fault(own):
    old = "import warnings\nfrom reform_tui.errors import RenamedWarning\n"
    old += "warnings.warn(RenamedWarning('sdk.a', 'sdk.b', '1.1', '2.0'))\n"
    own.write("plugins/own.py", old + dedent(PLUGIN))
    with own.running() as engine:
        [seen] = [one for one in read_plugins(engine.store.connection) if one.name == "own"]
        assert seen.state == "on"
        assert seen.notes == ("plugins/own.py: sdk.a is called sdk.b since sdk 1.1; the old name goes away in sdk 2.0",)
        assert look(engine.project.root, engine.project.feeds).absent == ()
