"""A project whose configuration is changed under a running engine."""

from __future__ import annotations

import json
from threading import Event, Thread

import pytest
from small import RULE, Small, late_rows
from waiting import until

from reform_tui.errors import StoreError
from reform_tui.store.plugins_seen import read_plugins
from reform_tui.store.reading import open_store
from reform_tui.watch import edited
from reform_tui.watch.edited import Edited
from reform_tui.watch.service import serve

PLUGIN = """
from reform_tui.sdk import Schema, hookimpl

@hookimpl
def reform_schemas():
    return [Schema("errands", (), ())]
"""


@pytest.fixture
def small(tmp_path, monkeypatch):
    monkeypatch.setattr(edited, "CALM", 0.2)
    return Small(tmp_path / "project").make()


def test_what_was_read_is_told_from_what_was_edited_since(small, monkeypatch):
    files = Edited(small.root)
    assert not files.changed()
    (small.root / "rules/~$late.toml").write_text("a lock", "utf-8")
    (small.root / "inbox/one-stop/a.csv").write_text("no configuration", "utf-8")
    assert not files.changed()
    (small.root / "rules/late.toml").write_text(RULE + "\n", "utf-8")
    assert not files.changed()  # somebody may still be at it
    assert until(files.changed)
    files.note()
    assert not files.changed()
    (small.root / "rules/late.toml").unlink()
    monkeypatch.setattr(edited, "CALM", 0.0)
    assert files.changed()


def test_a_feed_that_is_described_under_a_running_engine_is_read(small):
    small.drop("a.csv", *late_rows(1, 2), old=True)
    feed, log = small.root / "feeds/one-stop.toml", small.root / "state/log/engine.log"
    text = feed.read_text("utf-8")
    feed.unlink()
    end = Event()
    engine = Thread(target=serve, args=(small.root, end.is_set), kwargs={"while_consoles": False})
    engine.start()
    try:
        assert until(lambda: said(log, "started"))
        feed.write_text("folder = ", "utf-8")
        assert until(lambda: said(log, "configuration changed and is faulty: the old one stays"))
        feed.write_text(text, "utf-8")
        assert until(lambda: alerts(small) == 1)
    finally:
        end.set()
        engine.join(20)
    assert not engine.is_alive()


def said(log, event):
    lines = log.read_text("utf-8").splitlines() if log.exists() else ()
    return any(json.loads(line)["event"] == event for line in lines)


def alerts(small):
    try:
        connection = open_store(small.root / "state/store.sqlite")
    except StoreError:
        return 0
    try:
        return connection.execute("SELECT count(*) FROM alerts").fetchone()[0]
    finally:
        connection.close()


def test_a_plugin_that_is_opened_to_everybody_under_a_running_engine_is_refused(small):
    def state():
        try:
            connection = open_store(small.root / "state/store.sqlite")
        except StoreError:
            return ""
        try:
            return {one.name: one.state for one in read_plugins(connection)}.get("own", "")
        finally:
            connection.close()

    (small.root / "plugins").mkdir()
    plugin = small.root / "plugins/own.py"
    plugin.write_text(PLUGIN, "utf-8")
    end = Event()
    engine = Thread(target=serve, args=(small.root, end.is_set), kwargs={"while_consoles": False})
    engine.start()
    try:
        assert until(lambda: state() == "on")
        plugin.chmod(0o666)
        assert until(lambda: state() == "refused")
        plugin.chmod(0o644)
        assert until(lambda: state() == "on")
        plugin.write_text("import nowhere_to_be_found\n", "utf-8")
        assert until(lambda: state() == "failed")
    finally:
        end.set()
        engine.join(20)
    assert not engine.is_alive()
