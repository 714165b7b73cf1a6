"""A configuration that is edited under an engine: a good one is used at once, a faulty one leaves the old in place."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta

import pytest
from small import FEED, RULE, SETTINGS, Small, late_rows

from reform_tui import times
from reform_tui.assemble import running, take_all
from reform_tui.config.calendar import VIETNAM
from reform_tui.store.faulty import read_fault
from reform_tui.watch import edited
from reform_tui.watch.configured import configured

OTHER = '[other]\ncheck = "overdue_by_field"\nperiod = "all"\ncritical = { count = 1 }\n'
LATER = times.now() + timedelta(minutes=1)


@pytest.fixture
def small(tmp_path, monkeypatch):
    monkeypatch.setattr(edited, "CALM", 0.0)
    small = Small(tmp_path / "project").make()
    small.drop("a.csv", *late_rows(1, 2), old=True)
    return small


@contextmanager
def evaluated(small):
    """A project as it was read and its engine, its files taken in and everything asked."""
    with configured(small.root) as project, running(project.parts, small.root / "state", times.now()) as engine:
        take_all(engine, times.now())
        engine.step(engine.units(), times.now())
        yield project, engine


def write(small, path, text):
    (small.root / path).write_text(text, "utf-8")


def standing(engine):
    rows = engine.store.connection.execute("SELECT rule, severity FROM alerts WHERE state != 'resolved' ORDER BY rule")
    return dict(rows.fetchall())


def asked_at(engine):
    return dict(engine.store.connection.execute("SELECT rule, at FROM health").fetchall())


def test_a_rule_that_is_added_is_asked_at_once_and_no_other(small):
    with evaluated(small) as (project, engine):
        before = asked_at(engine)
        assert project.renewed(engine) is None
        write(small, "rules/other.toml", OTHER)
        newer = project.renewed(engine)
        assert not project.anew
        newer.step((), times.now())
        assert standing(newer) == {"late": "warning", "other": "critical"}
        assert asked_at(newer)["late"] == before["late"]
        assert newer.pool is engine.pool
        assert newer.store is engine.store


def test_a_threshold_that_is_edited_is_judged_at_once_and_a_comment_asks_nothing(small):
    with evaluated(small) as (project, first):
        write(small, "rules/other.toml", OTHER)
        second = project.renewed(first)
        second.step((), times.now())
        write(small, "rules/late.toml", "# as it was\n" + RULE)
        third = project.renewed(second)
        assert third.step((), times.now()) == 0
        write(small, "rules/late.toml", RULE.replace("warning", "critical"))
        fourth = project.renewed(third)
        assert fourth.step((), times.now()) == 1
        assert standing(fourth) == {"late": "critical", "other": "critical"}


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("feeds/one-stop.toml", FEED + 'constants.channel = "online"\n'),
        ("calendar.toml", VIETNAM.read_text("utf-8")),
        ("reference/units.csv", "unit,name\nH14.1,Phường Một\n"),
        ("plugins/own.py", '"""Nothing yet."""\n'),
    ],
)
def test_whatever_else_is_edited_everything_is_asked_anew(small, path, text):
    (small.root / path).parent.mkdir(exist_ok=True)
    with evaluated(small) as (project, engine):
        write(small, path, text)
        newer = project.renewed(engine)
        fault = read_fault(engine.store.connection)
        assert newer is not None, fault
        assert project.anew
        assert newer.next_appointment() is not None


def test_other_workers_serve_where_the_settings_ask_for_others(small):
    with evaluated(small) as (project, engine):
        write(small, "reform.toml", SETTINGS.replace("workers = 1", "workers = 2"))
        newer = project.renewed(engine)
        assert newer.pool is not engine.pool
        newer.step(newer.units(), times.now())
        assert standing(newer) == {"late": "warning"}


@pytest.mark.parametrize(
    ("path", "text", "says"),
    [
        ("rules/late.toml", RULE.replace("overdue", "overdu"), "no plugin offers the check 'overdu_by_field'"),
        ("rules/late.toml", "[late", "rules/late.toml"),
        ("rules/late.toml", RULE + 'period = "quater"\n', "rules/late.toml [late]: period 'quater' is neither all,"),
        ("rules/late.toml", RULE + 'period = "9999"\n', "rules/late.toml [late]: period '9999' is neither all,"),
        ("reform.toml", 'workers = 1\nperiod = "2025-Q5"\n', "reform.toml: period '2025-Q5' is neither all,"),
        ("feeds/one-stop.toml", 'schema = "recods"\nfolder = "inbox"\n', "no schema 'recods', did you mean 'records'?"),
        ("reform.toml", 'workers = 0\nlanguage = "fr"\n', "workers: 0 is below 1"),
        ("calendar.toml", "[hours]\nmorning = 1\n", "calendar.toml"),
    ],
)
def test_a_faulty_edit_leaves_the_old_one_in_place_and_is_told_until_it_is_mended(small, path, text, says):
    before = (small.root / path).read_text("utf-8") if (small.root / path).exists() else None
    (small.root / path).parent.mkdir(exist_ok=True)
    with evaluated(small) as (project, engine):
        write(small, path, text)
        assert project.renewed(engine) is None
        assert says in " ".join(read_fault(engine.store.connection).faults)
        assert engine.step(engine.units(), LATER) == 0
        assert standing(engine) == {"late": "warning"}
        if before is None:
            (small.root / path).unlink()
        else:
            write(small, path, before + "\n")
        assert project.renewed(engine) is not None
        assert read_fault(engine.store.connection) is None


def test_a_reference_table_that_cannot_be_read_stops_nothing_and_the_one_before_stays(small):
    (small.root / "reference").mkdir()
    write(small, "reference/units.csv", "unit,name\nH14.1,Phường Một\n")
    with evaluated(small) as (project, engine):
        write(small, "reference/units.csv", "a,b\n1,2\n")
        write(small, "rules/late.toml", RULE + "hold = '1h'\n")
        newer = project.renewed(engine)
        assert newer.project.rules[0].hold == timedelta(hours=1)
        assert read_fault(newer.store.connection) is None
        [told] = project.parts.references.faults
        assert told.endswith("until then the table of before counts")
        names = newer.store.connection.execute("SELECT name FROM units WHERE unit = 'H14.1'").fetchone()
        assert tuple(names) == ("Phường Một",)


def test_an_entry_that_begins_to_count_is_as_good_as_an_edit(small):
    yesterday = times.now() - timedelta(days=1)
    (small.root / "reference").mkdir()
    write(small, "reference/targets.csv", f"indicator,target,from\nonline,0.7,{yesterday:%d/%m/%Y}\n")
    with evaluated(small) as (project, engine):
        assert project.renewed(engine) is None
        project.read_at -= timedelta(days=7)
        newer = project.renewed(engine)
        assert project.anew
        assert newer.targets.said == {("online", "", ""): 0.7}
        assert project.renewed(newer) is None
