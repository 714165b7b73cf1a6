"""What people did, applied: each act once, refused with a sentence where it may not be."""

from __future__ import annotations

import grp
import json
import os
from datetime import timedelta

import pytest
from projects import DAY, FEED, NOW, alerts, record, take

from reform_tui.acts import KINDS, write_act
from reform_tui.config.types import Groups
from reform_tui.engine.act import read_act
from reform_tui.engine.acts import apply_acts
from reform_tui.engine.rhythm import settle_feeds
from reform_tui.store.database import stamp
from reform_tui.store.ledger import broken_at

OPEN = Groups()
LATER = NOW + DAY


@pytest.fixture
def engine(bench):
    bench.drop("a.csv", record(1), record(2))
    with bench.running() as running:
        take(running, LATER)
        yield running


def act(engine, kind, **body):
    return write_act(engine.project.root, kind, body)


def accept(engine, shrunk):
    """Accept a list as the console does: by what its alert states."""
    sha256 = json.loads(shrunk["facts"])["sha256"]
    return act(engine, "accept", feed=shrunk["subject"], sha256=sha256, unit=shrunk["unit"], note="đúng vậy")


def apply(engine, groups=OPEN):
    return apply_acts(engine.store, groups, engine.project.calendar, LATER)


def told(engine):
    """The acts as the table has them: kind, author, why it was refused."""
    return [tuple(row) for row in engine.store.connection.execute("SELECT kind, refused FROM acts ORDER BY name")]


def one(engine):
    [alert] = alerts(engine)
    return alert


def test_an_alert_is_acknowledged_noted_and_released(engine):
    identity = one(engine)["id"]
    act(engine, "acknowledge", alert=identity, note="đang xử lý")
    apply(engine)
    taken = one(engine)
    assert (taken["state"], taken["note"], taken["taken_severity"]) == ("acknowledged", "đang xử lý", "warning")
    assert taken["taken_by"]
    assert taken["taken_at"]
    act(engine, "note", alert=identity, note="đã gọi")
    apply(engine)
    assert (one(engine)["state"], one(engine)["note"], one(engine)["taken_by"]) == (
        "acknowledged",
        "đã gọi",
        taken["taken_by"],
    )
    act(engine, "release", alert=identity)
    apply(engine)
    assert (one(engine)["state"], one(engine)["taken_by"], one(engine)["taken_severity"]) == ("firing", None, None)
    kinds = engine.store.connection.execute("SELECT kind, author FROM changes WHERE author IS NOT NULL").fetchall()
    assert [row[0] for row in kinds] == ["taken", "note", "released"]
    assert broken_at(engine.store.connection) is None


def test_what_was_acknowledged_fires_again_when_it_worsens(engine, bench):
    act(engine, "acknowledge", alert=one(engine)["id"])
    apply(engine)
    bench.drop("b.csv", record(3), at=NOW)
    take(engine, LATER)
    assert (one(engine)["state"], one(engine)["severity"]) == ("firing", "critical")


def test_an_act_is_applied_once_though_it_is_read_again_and_after_a_restart(engine, bench):
    act(engine, "acknowledge", alert=one(engine)["id"])
    assert apply(engine).count == 1
    assert apply(engine).count == 0
    lines = engine.store.connection.execute("SELECT count(*) FROM changes").fetchone()[0]
    engine.store.homes.clear()
    apply(engine)
    assert engine.store.connection.execute("SELECT count(*) FROM changes").fetchone()[0] == lines


def test_what_no_longer_fits_is_refused_with_a_sentence(engine):
    identity = one(engine)["id"]
    act(engine, "acknowledge", alert="0123456789abcdef")
    act(engine, "release", alert=identity)
    act(engine, "dance", alert=identity)
    act(engine, "accept", feed="one-stop", sha256="0" * 64, unit="H14.1")
    act(engine, "accept", feed=["one-stop"], sha256=1, unit="H14.1")
    act(engine, "accept", arrival=1, unit="H14.1")
    assert apply(engine).count == 6
    assert [refused for _kind, refused in told(engine)] == [
        "there is no such alert any more",
        "the alert is firing by now",
        "'dance' is not something that this version can do",
        "there is no such list",
        "there is no such list",
        "there is no such list",
    ]
    kinds = [row[0] for row in engine.store.connection.execute("SELECT kind FROM changes WHERE kind = 'refused'")]
    assert len(kinds) == 6


BROKEN = {
    "no json": b"{",
    "no object": b"[1, 2]",
    "no body": b'{"kind": "note", "at": "x"}',
    "body of another kind": b'{"kind": "note", "at": "x", "body": 7}',
    "half a pair": b'{"kind": "note", "at": "x", "body": {"note": "\\ud800"}}',
    "not UTF-8": b"\xff\xfe",
    "deep": b"[" * 100_000,
    "empty": b"",
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN.keys())
def test_a_file_that_is_no_act_is_told_once_and_harms_nothing(engine, content):
    (engine.store.layout.acts / "20250311T000000.000000Z-x.json").write_bytes(content)
    assert apply(engine).count == 1
    [(kind, refused)] = told(engine)
    assert kind == "unreadable"
    assert "is not an act" in refused
    assert apply(engine).count == 0


def test_a_link_or_a_pipe_is_no_act(engine, tmp_path):
    path = act(engine, "note", alert=one(engine)["id"], note="x")
    (path.parent / "20260101T000000.000000Z-link.json").symlink_to(path)
    os.mkfifo(path.parent / "20260102T000000.000000Z-pipe.json")
    (path.parent / "20260103T000000.000000Z-folder.json").mkdir()
    apply(engine)
    assert sorted(kind for kind, _ in told(engine)) == ["note", "unreadable", "unreadable", "unreadable"]


def test_an_act_of_megabytes_is_refused_unread(engine):
    act(engine, "note", alert=one(engine)["id"], note="x" * 3_000_000)
    apply(engine)
    [(kind, refused)] = told(engine)
    assert (kind, refused.partition("(")[2]) == ("unreadable", "more than 65536 bytes)")
    assert engine.store.connection.execute("SELECT max(length(detail)) FROM changes").fetchone()[0] < 100_000


def test_a_file_exchanged_for_a_link_while_it_is_read_is_no_act(engine, monkeypatch):
    theirs = act(engine, "note", alert=one(engine)["id"], note="của người khác")
    mine = theirs.with_name("20260101T000000.000000Z-mine.json")
    mine.write_text("{}", "utf-8")
    looked_at = mine.lstat()
    mine.unlink()
    mine.symlink_to(theirs)
    monkeypatch.setattr(type(mine), "lstat", lambda _: looked_at)
    assert read_act(mine).fault.endswith("is not an act (OSError)")
    mine.unlink()
    theirs.rename(mine)
    assert read_act(mine).fault.endswith("is not an act (another file stands in its place)")


def test_unfinished_and_foreign_names_are_left_alone(engine):
    (engine.store.layout.acts / ".20250311T000000Z-x.json").write_text("{", "utf-8")
    (engine.store.layout.acts / os.fsdecode(b"\xe1.json")).write_text("{", "utf-8")
    assert apply(engine).count == 0


def test_an_author_outside_the_group_is_refused(engine):
    act(engine, "acknowledge", alert=one(engine)["id"])
    apply(engine, Groups(inspectors="no-such-group"))
    [(_, refused)] = told(engine)
    assert "is not in the group no-such-group" in refused
    assert one(engine)["state"] == "firing"


def test_an_author_in_the_group_may_act(engine):
    act(engine, "acknowledge", alert=one(engine)["id"])
    apply(engine, Groups(inspectors=grp.getgrgid(os.getegid()).gr_name))
    assert one(engine)["state"] == "acknowledged"


def test_a_rescan_is_asked_of_the_loop(engine):
    act(engine, "rescan")
    assert apply(engine).rescan
    assert told(engine) == [("rescan", None)]


def test_every_kind_that_can_be_written_is_understood(engine):
    for kind in KINDS:
        act(engine, kind)
    apply(engine)
    assert not any("not something" in (refused or "") for _kind, refused in told(engine))


def test_a_shrunken_list_is_accepted_and_its_unit_judged_again(bench):
    bench.write("feeds/one-stop.toml", FEED + 'mode = "snapshot"\n')
    bench.drop("a.csv", *(record(number) for number in range(1, 6)))
    with bench.running() as engine:
        take(engine, LATER)
        bench.drop("b.csv", record(1), at=NOW)
        take(engine, LATER)
        settle_feeds(engine, LATER)
        assert one(engine)["count"] == 5
        [shrunk] = alerts(engine, "feed.shrunken")
        accept(engine, shrunk)
        done = apply(engine)
        assert done.units == {"H14.1"}
        engine.step(done.units, LATER)
        settle_feeds(engine, LATER)
        assert one(engine)["count"] == 1
        assert alerts(engine, "feed.shrunken") == []
        [line] = engine.store.connection.execute("SELECT * FROM changes WHERE kind = 'accepted'")
        assert (line["unit"], json.loads(line["detail"])["note"]) == ("H14.1", "đúng vậy")


def test_acts_are_applied_in_the_order_of_their_names(engine):
    identity = one(engine)["id"]
    for second, (kind, note) in enumerate((("acknowledge", "1"), ("release", "2"), ("acknowledge", "3"))):
        body = {
            "kind": kind,
            "at": (NOW + timedelta(seconds=second)).isoformat(),
            "body": {"alert": identity, "note": note},
        }
        name = f"20250311T12000{second}.000000Z-{2 - second}.json"
        (engine.store.layout.acts / name).write_text(json.dumps(body), "utf-8")
    apply(engine)
    assert (one(engine)["state"], one(engine)["note"]) == ("acknowledged", "3")


def test_an_act_with_a_value_that_nobody_foresaw_is_refused_once_and_undone(engine, monkeypatch):
    def overflow(connection, *_):
        connection.execute("DELETE FROM alerts")
        raise OverflowError("date value out of range")

    monkeypatch.setattr("reform_tui.engine.acts.silence", overflow)
    act(engine, "silence", rule="late", unit="H14.1", subject="Đất đai", until="3d", note="bảo trì")
    assert apply(engine).count == 1
    assert told(engine) == [("silence", "holds a value that cannot be used (date value out of range)")]
    assert one(engine)["state"] == "firing"
    assert apply(engine).count == 0


def test_an_export_is_told_in_the_trail_and_changes_nothing(engine):
    act(engine, "export", screen="unit H14.36", rows=3, file="a.csv", filter="")
    act(engine, "export", rows="many")
    apply(engine)
    assert [refused is None for _kind, refused in told(engine)] == [True, False]
    rows = engine.store.connection.execute("SELECT author, detail FROM changes WHERE kind = 'exported'").fetchall()
    assert [json.loads(row["detail"])["rows"] for row in rows] == [3]
    assert rows[0]["author"]


@pytest.mark.parametrize("rows", [True, -1, 2.5, None])
def test_an_export_counts_its_rows(engine, rows):
    act(engine, "export", screen="units", rows=rows)
    apply(engine)
    [(_, refused)] = told(engine)
    assert refused == "an export says which screen it is of, and how many rows"


@pytest.mark.parametrize(
    ("kind", "body"), [("export", {"screen": "units", "rows": 1}), ("unmask", {"row": "H14.1/x", "why": "đơn"})]
)
def test_no_author_dates_a_line_of_the_trail(engine, kind, body):
    long_ago = LATER - timedelta(days=30)
    text = json.dumps({"kind": kind, "at": long_ago.isoformat(), "body": body})
    (engine.store.layout.acts / "20250311T000000.000000Z-x.json").write_text(text, "utf-8")
    apply(engine)
    line = engine.store.connection.execute("SELECT at, detail FROM changes ORDER BY seq DESC").fetchone()
    assert line["at"] == stamp(LATER)
    assert json.loads(line["detail"])["done"] == stamp(long_ago)
