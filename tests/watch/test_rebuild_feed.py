"""One feed's rows read again under a mended mapping: rows as after a whole rebuild, and everything else as it stood."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from contextlib import closing, contextmanager

import pytest
from small import FEED, HEADINGS, Small, late_rows

from reform_tui import times
from reform_tui.acts import write_act
from reform_tui.assemble import assembled, running, take_all
from reform_tui.doctor import examine
from reform_tui.engine.acts import apply_acts
from reform_tui.engine.intake.rebuilding import ROWS, catch_up
from reform_tui.engine.rhythm import settle_feeds
from reform_tui.errors import ConfigError, StoreError
from reform_tui.store.homes import plain_codes
from reform_tui.store.places import SchemaRows
from reform_tui.store.reading import open_store
from reform_tui.store.rows import read_revisions, read_rows, where_rows_lie
from reform_tui.store.store import homes_of_units
from reform_tui.watch.locks import engine_lock
from reform_tui.watch.service import rebuild, rebuild_feed

NAMED = '[time]\nexported = "%Y-%m-%d"\n'
EXTRA = '[columns.extra]\npoor_household = { from = "Hộ nghèo", type = "flag" }\n'
PLUGIN = """
from reform_tui.sdk import Column, Schema, hookimpl


@hookimpl
def reform_schemas():
    return [Schema("visits", (Column("record_id"), Column("unit")), key=("record_id",))]
"""
MORTAL = """
import os, signal, sys
from pathlib import Path

left, path = int(sys.argv[2]), Path(sys.argv[1])
true = os.fsync

def fsync(descriptor):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    true(descriptor)

def main():
    os.fsync = fsync
    from reform_tui.watch.service import rebuild_feed
    rebuild_feed(path, "one-stop")

if __name__ == "__main__":
    main()
"""


@pytest.fixture
def small(tmp_path):
    """Two feeds of records and one of visits, each with files taken in before the extra column was mapped."""
    small = Small(tmp_path / "project").make()
    (small.root / "plugins").mkdir()
    (small.root / "plugins/visits.py").write_text(PLUGIN, "utf-8")
    for name, schema in (("one-stop", "records"), ("sync", "records"), ("visits", "visits")):
        text = FEED.replace("one-stop", name).replace('"records"', f'"{schema}"') + NAMED
        (small.root / f"feeds/{name}.toml").write_text(text, "utf-8")
        (small.root / "inbox" / name).mkdir(exist_ok=True)
    drop(small, "one-stop/a 2025-03-20.csv", f"{HEADINGS};Hộ nghèo", *(row + ";có" for row in late_rows(1, 2, 3)))
    drop(small, "one-stop/b 2025-03-22.csv", HEADINGS, *late_rows(3, 4))
    drop(small, "sync/s 2025-03-21.csv", f"{HEADINGS};Hộ nghèo", *(row + ";không" for row in late_rows(2, 5)))
    drop(small, "visits/v 2025-03-21.csv", "Số hồ sơ;Mã đơn vị", "H14.1-250301-0001;H14.1")
    with engine_of(small.root) as engine:
        now = times.now()
        take_all(engine, now)
        engine.step(engine.units(), now)
        settle_feeds(engine, now)
    return small


def drop(small, path, *lines):
    target = small.root / "inbox" / path
    target.write_text("\n".join((*lines, "")), "utf-8")
    os.utime(target, (1_741_700_000, 1_741_700_000))


def map_it(small):
    """The extra column is mapped, in both feeds of records."""
    for name in ("one-stop", "sync"):
        path = small.root / f"feeds/{name}.toml"
        path.write_text(path.read_text("utf-8") + EXTRA, "utf-8")


@contextmanager
def engine_of(root):
    """The engine on the project's own state."""
    with assembled(root) as parts, running(parts, root / "state", times.now()) as engine:
        yield engine


def act(engine, kind, **body):
    """What a person does, applied."""
    write_act(engine.project.root, kind, {**body, "note": "đã gọi"})
    apply_acts(engine.store, engine.project.settings.groups, engine.project.calendar, times.now())


def held(root):
    """Rows with where each cell came from by content, and revisions, by schema."""
    with engine_of(root) as engine:
        return {name: held_of(engine.store, engine.store.schemas[name]) for name in ("records", "visits")}


def held_of(store, schema):
    hashes = dict(store.connection.execute("SELECT id, sha256 FROM arrivals").fetchall())
    homes = homes_of_units(store, schema.name, ())
    places = SchemaRows(schema, where_rows_lie(store.connection, store.layout, schema, homes))
    found = {}
    for row in plain_codes(read_rows(places, (*schema.names(), "_arrival", "_row", "_others"), ())).to_pylist():
        others = {(one["column"], hashes[one["arrival"]], one["row"]) for one in row.pop("_others") or ()}
        found[row["_key"]] = ({**row, "_arrival": hashes[row["_arrival"]]}, others)
    return found, {str(row) for row in plain_codes(read_revisions(places, ())).to_pylist()}


def rows_of(root, query):
    with closing(open_store(root / "state/store.sqlite")) as connection:
        return [tuple(row) for row in connection.execute(query)]


STAYS = (
    "SELECT id, state, since, severity, count, taken_by, note FROM alerts ORDER BY id",
    "SELECT * FROM acts",
    "SELECT seq, kind, hash FROM changes WHERE kind NOT IN ('configuration', 'rebuilt') ORDER BY seq",
    "SELECT id, taken_at FROM arrivals WHERE feed = 'visits'",
)
"""What is the same afterwards, value by value."""


def test_a_column_mapped_later_is_filled_for_the_past_and_all_else_stays(small, tmp_path):
    [(alert,)] = rows_of(small.root, "SELECT id FROM alerts WHERE rule = 'late'")
    with engine_of(small.root) as engine:
        act(engine, "acknowledge", alert=alert, severity="warning")
    before = [rows_of(small.root, query) for query in STAYS]
    map_it(small)
    shutil.copytree(small.root, tmp_path / "whole")
    replayed, files = rebuild_feed(small.root, "one-stop")
    assert (replayed.feeds, replayed.schemas, files) == (("one-stop", "sync"), ("records",), 3)
    rebuild(tmp_path / "whole")
    after = held(small.root)
    assert after == held(tmp_path / "whole")
    poor = {key[-4:]: row["poor_household"] for key, (row, _) in after["records"][0].items()}
    assert poor == {"0001": True, "0002": False, "0003": True, "0004": None, "0005": False}
    assert [rows_of(small.root, query) for query in STAYS] == before
    assert rows_of(small.root, "SELECT detail FROM changes WHERE kind = 'rebuilt'") == [
        ('{"feeds":["one-stop","sync"],"schemas":["records"]}',)
    ]


DO = "stop the engine and run reform-tui rebuild --feed"


def older(root):
    return {one.found: one.remedy for one in examine(root) if one.what == "mapping"}


def test_files_read_under_an_older_mapping_are_told_until_they_are_read_again(small):
    assert older(small.root) == {}
    map_it(small)
    assert older(small.root) == {
        "2 files of one-stop were read under an older mapping": f"{DO} one-stop",
        "1 files of sync were read under an older mapping": f"{DO} sync",
    }
    rebuild_feed(small.root, "sync")
    assert older(small.root) == {}


@pytest.mark.parametrize(("fsyncs", "left"), [(3, 4), (9, 1)], ids=["before", "half way"])
def test_killed_half_way_the_next_start_takes_in_the_rest(small, tmp_path, fsyncs, left):
    map_it(small)
    shutil.copytree(small.root, tmp_path / "whole")
    rebuild_feed(tmp_path / "whole", "one-stop")
    script = tmp_path / "mortal.py"
    script.write_text(MORTAL, "utf-8")
    ended = subprocess.run([sys.executable, script, small.root, str(fsyncs)], check=False, timeout=60)
    assert ended.returncode == -signal.SIGKILL
    assert rows_of(small.root, "SELECT count(*) FROM arrivals") == [(left,)]
    with engine_of(small.root) as engine:
        now = times.now()
        catch_up(engine, now)
        engine.step(engine.units(), now)
    if rows_of(small.root, "SELECT 1 FROM changes WHERE kind = 'rebuilt'"):
        assert held(small.root) == held(tmp_path / "whole")
    assert rows_of(small.root, "SELECT id, count FROM alerts") == rows_of(
        tmp_path / "whole", "SELECT id, count FROM alerts"
    )


def test_a_list_that_was_accepted_stays_so_though_a_replay_was_killed(small):
    feed = small.root / "feeds/one-stop.toml"
    feed.write_text('mode = "snapshot"\nshrink = 0.9\n' + feed.read_text("utf-8"), "utf-8")
    rebuild_feed(small.root, "one-stop")
    drop(small, "one-stop/c 2025-03-25.csv", HEADINGS, *late_rows(4))
    accepted = "SELECT sha256 FROM coverage JOIN arrivals ON id = arrival WHERE accepted_by != ''"
    with engine_of(small.root) as engine:
        store = engine.store
        take_all(engine, times.now())
        settle_feeds(engine, times.now())
        [row] = store.connection.execute("SELECT * FROM alerts WHERE rule = 'feed.shrunken' AND state = 'firing'")
        act(engine, "accept", feed=row["subject"], sha256=json.loads(row["facts"])["sha256"], unit=row["unit"])
        before = store.connection.execute(accepted).fetchall()
        with store.step():  # as far as a replay comes that is killed at once
            for table in ROWS:
                store.connection.execute(f"DELETE FROM {table}")
        store.forget()
        catch_up(engine, times.now())
        assert [tuple(one) for one in before] == [tuple(one) for one in store.connection.execute(accepted)] != []


def test_the_engine_must_be_stopped_and_the_feed_must_exist(small):
    with pytest.raises(ConfigError, match="there is no feed 'one-stp', did you mean 'one-stop'"):
        rebuild_feed(small.root, "one-stp")
    with engine_lock(small.root / "state/engine.lock"), pytest.raises(StoreError, match="another engine runs"):
        rebuild_feed(small.root, "one-stop")
